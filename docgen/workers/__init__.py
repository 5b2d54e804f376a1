"""Warm worker processes: a stuck or crashed document costs only its own request."""
