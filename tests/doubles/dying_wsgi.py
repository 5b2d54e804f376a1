"""The service as `wsgi.py` makes it, with blank pages, which dies where a request's header says.

`Die-At` names one of the points of issuing, or `begun` or `kept`: the moments after a request with
an Idempotency-Key was entered and after its answer was.
"""

import os
import signal
from collections.abc import Callable
from typing import Any

from flask import request

from api.app import create_app
from docgen.engine import assemble
from docgen.register import idempotency, issue
from docgen.register.database import open_register
from docgen.register.recover import recover
from docgen.register.upgrade import migrate
from docgen.settings import Settings
from tests.doubles.quick_pool import QuickPool

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
register = open_register(settings)
migrate(register)
recover(register)
engine = assemble(settings, only=(KIND,))
app = create_app(settings, engine, QuickPool(engine), register)  # type: ignore[arg-type]
