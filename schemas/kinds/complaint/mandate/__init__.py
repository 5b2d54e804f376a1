"""What a mandate holds: who gives it to whom, and which powers are named in it."""
