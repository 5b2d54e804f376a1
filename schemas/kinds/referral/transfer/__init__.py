"""What a transfer rests on and hands over."""
