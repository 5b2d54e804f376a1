"""The HTTP door: a JSON API over the engine, which knows nothing of it."""

from api.app import create_app

__all__ = ["create_app"]
