"""The HTTP door: a JSON API over the engine. It may import docgen and schemas, never the reverse."""

from api.app import create_app

__all__ = ["create_app"]
