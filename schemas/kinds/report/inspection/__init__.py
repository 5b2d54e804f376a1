"""What records of an inspection on the spot share."""
