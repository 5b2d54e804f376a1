"""The service as `wsgi.py` makes it, with blank pages, which dies where a request's header says.

`Die-At` names one of the points of issuing, or `begun` or `kept`: the moments after a request with
an Idempotency-Key was entered and after its answer was.
"""

import os
import signal
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from flask import Flask, request

from api.app import create_app
from docgen.engine import assemble
from docgen.register import idempotency, issue
from docgen.register.database import open_register
from docgen.register.recover import recover
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from tests.doubles.quick_pool import QuickPool

STARTING = Lock()
KIND = "non_acceptance_notice"


def die_at(point: str) -> None:
    """Die as by a power cut if the request wants it here."""
    if request.headers.get("Die-At") == point:
        os.kill(os.getpid(), signal.SIGKILL)


def then_die_at(point: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """Return the act with a point behind it."""

    def acted(*given: Any) -> Any:
        outcome = act(*given)
        die_at(point)
        return outcome

    return acted


issue.pass_by = die_at
idempotency._begin = then_die_at("begun", idempotency._begin)
idempotency._keep = then_die_at("kept", idempotency._keep)

settings = Settings.from_env()
# Loaded once, before the server's processes part: a process takes no time to be born again.
engine = assemble(settings, only=(KIND,))


@cache
def service(_process: int) -> Flask:
    """Start up as `wsgi.py` does, once in each process."""
    register = open_register(settings)
    migrate(register)
    recover(register)
    return create_app(settings, engine, QuickPool(engine), register)  # type: ignore[arg-type]


def app(environ: Any, start_response: Any) -> Any:
    """Answer one request."""
    with STARTING:
        serve = service(os.getpid())
    return serve(environ, start_response)
