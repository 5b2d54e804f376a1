"""Forms, from an empty one to what is made of it."""
