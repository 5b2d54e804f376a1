"""What may be a crime: what goes to the police, and who decided on it when."""
