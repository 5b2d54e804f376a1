"""What an order to put something right says, beside the order itself."""
