"""What the decisions on acceptance rest on."""
