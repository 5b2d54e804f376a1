"""热线: what the order centre of the 12345 hotline keeps and reports, from sign-in to the year."""
