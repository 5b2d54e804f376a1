"""What a report is registered with."""
