"""Invented kinds that show how each family of papers is laid out: copy the one that is near."""
