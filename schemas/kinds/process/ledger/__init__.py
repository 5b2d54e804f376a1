"""工作台账: its rows, and how the register makes them."""
