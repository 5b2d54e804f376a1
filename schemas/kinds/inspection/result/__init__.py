"""How an inspection came out, as it is told: to whom, and what of it."""
