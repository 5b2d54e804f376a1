"""What a valid case is: fields, parties, one file per kind, and the law as dated data."""
