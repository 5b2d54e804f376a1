"""The door for another WSGI server with one process and many threads."""

from api.service import app

__all__ = ["app"]
