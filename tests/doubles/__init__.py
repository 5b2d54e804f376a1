"""Things that fail on purpose."""
