"""Proof: what a PDF carries to show where it came from, and how that is checked."""
