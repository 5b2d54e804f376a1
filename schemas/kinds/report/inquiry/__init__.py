"""What notices to people outside and the records of what they say share."""
