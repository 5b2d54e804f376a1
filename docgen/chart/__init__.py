"""Charts: the figures of a report as one drawing, which every format shows."""
