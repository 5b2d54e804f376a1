"""Where a clue came from."""
