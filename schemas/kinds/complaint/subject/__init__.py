"""What was found out of a subject: in which sources, by which calls."""
