"""How long the hot functions take: `make bench`, not part of the suite."""
