"""What the sheets of one file say alike: which file, which part of it, what lies in it."""
