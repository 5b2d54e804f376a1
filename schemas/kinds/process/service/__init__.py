"""送达: what papers on the service of other papers say alike."""
