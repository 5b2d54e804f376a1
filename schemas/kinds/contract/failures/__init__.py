"""What a contractor did not do as its contract says, and how its buyer writes to it about that."""
