"""督办单: its rows, what they are held against, and how the register makes them."""
