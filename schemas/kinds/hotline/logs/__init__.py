"""What the three logs of the order centre share: rows of orders, and how they tell time."""
