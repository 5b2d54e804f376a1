"""The service as `wsgi.py` makes it, on a morning in July 2026."""

from functools import partial

from docgen.register import database
from tests.doubles.july import now

database.open_register = partial(database.open_register, now=now)

from wsgi import app  # noqa: E402 (the clock is set before the service opens its register)

__all__ = ["app"]
