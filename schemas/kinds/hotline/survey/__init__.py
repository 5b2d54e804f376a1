"""What a callback holds: every call, three questions, and the sheet of all orders of a period."""
