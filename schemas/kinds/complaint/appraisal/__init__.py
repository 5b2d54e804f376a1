"""What a letter that entrusts a test holds: to whom it goes at whose cost, and the goods."""
