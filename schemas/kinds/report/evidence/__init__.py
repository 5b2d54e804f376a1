"""What papers that take evidence share: who takes it, and who gives it."""
