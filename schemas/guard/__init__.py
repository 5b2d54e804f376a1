"""What no text of a case may carry: reporters, repealed law, blanks in disguise."""
