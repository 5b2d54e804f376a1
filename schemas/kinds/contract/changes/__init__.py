"""What changes in a contract: its amount, its term."""
