"""The HTTP door: a JSON API over the engine, which knows nothing of it."""
