"""Mountains of cases: read as a stream, rendered by many, kept so that nothing is lost or twice."""
