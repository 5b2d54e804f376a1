"""What a feedback slip holds: the result, the answer that was given, and where it was entered."""
