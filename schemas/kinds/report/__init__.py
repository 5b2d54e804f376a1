"""举报: the papers of a report and its evidence."""
