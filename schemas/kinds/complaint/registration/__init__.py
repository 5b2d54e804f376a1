"""What the registration of a complaint asks: who complains of whom, and what the contract adds."""
