"""What the papers of a mediation share: its course, its parties, what is agreed."""
