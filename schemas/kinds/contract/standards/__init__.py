"""What a contract asks for, standard by standard, and what became of it."""
