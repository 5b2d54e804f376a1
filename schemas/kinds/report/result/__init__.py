"""What whoever reported by name is told: on which basis, and what became of it."""
