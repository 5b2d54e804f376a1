"""Templates: compiled once, strict, and checked against the schema they print."""
