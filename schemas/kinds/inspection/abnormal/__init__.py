"""What lists and removals of the register of abnormal operations share."""
