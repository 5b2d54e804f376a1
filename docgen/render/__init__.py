"""From words to bytes: one renderer a format."""
