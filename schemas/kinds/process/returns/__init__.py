"""退单: the way an order goes back, and what comes of it."""
