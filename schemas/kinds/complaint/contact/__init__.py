"""What a sheet of contacts holds: every call with one side, reached or not."""
