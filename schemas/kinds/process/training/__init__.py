"""培训: what the record of a training says beside what was taught."""
