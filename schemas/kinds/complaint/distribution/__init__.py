"""What a distribution to a bureau below holds: the matter that is sent, and who receives it."""
