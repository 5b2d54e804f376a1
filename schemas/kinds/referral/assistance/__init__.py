"""What another authority is asked to look into: who, what, and in how many days."""
