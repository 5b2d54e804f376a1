"""What the hotline's logs, survey and reports are compiled from: its orders and their papers."""
