"""Measure docgen beside the engines it builds on, in one run on one machine."""
