"""What the four reports of the order centre share: whose they are, and their figures."""
