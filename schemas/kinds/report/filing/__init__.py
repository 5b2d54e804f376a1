"""What a decision on filing rests on."""
