"""投诉: the papers of a complaint, from registration to feedback."""
