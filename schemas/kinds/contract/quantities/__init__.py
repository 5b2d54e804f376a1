"""What a confirmation of quantities is made of: pieces by item, and what was left out."""
