"""What a checklist holds: items with their results, and what follows from them."""
