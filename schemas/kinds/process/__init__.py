"""督办与时限: what drives an order on, what is told of it, and what the register makes of all."""
