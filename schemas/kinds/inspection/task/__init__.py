"""What papers of one inspection task share: how it is made, of what, for whom."""
