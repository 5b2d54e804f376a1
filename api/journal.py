"""Give every request an id and one line in the log: who, which route, what came of it, how long.

The line holds the route's pattern and not the address, and of the payload nothing at all.
"""

import hashlib
import re
import time
import uuid
from collections.abc import Collection
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from structlog.contextvars import bind_contextvars, clear_contextvars

from api.auth import Caller
from api.metrics import Metrics
from docgen.log import open_log

REQUEST_ID = "X-Request-Id"
NO_ROUTE = "-"
LOG = open_log("request")
# A UUID, a ULID and a trace id fit; a phone, an identity or an account number must not.
_FIT = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{20,64}", re.ASCII)
_DOCUMENT_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
# Addresses that a machine asks for every few seconds: their lines would drown the others.
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


def keep_journal(app: Flask, metrics: Metrics, kinds: Collection[str]) -> None:
    """Number and time every request of `app`, before anything else looks at it."""

    def begin() -> None:
        g.began = time.perf_counter()
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if _FIT.fullmatch(given) else str(uuid.uuid4())
        clear_contextvars()  # A thread serves one request after the other.
        bind_contextvars(request_id=g.request_id)

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        route = request.url_rule.rule if request.url_rule else NO_ROUTE
        response.headers[REQUEST_ID] = g.request_id
        metrics.count_request(request.method, route, response.status_code, seconds)
        if route not in QUIET or response.status_code >= 400:
            LOG.info(
                "request",
                method=metrics.method(request.method),
                route=route,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                **_named(kinds) | g.get("noted", {}),
            )
        return response

    app.before_request(begin)
    app.after_request(end)


def note(**facts: Any) -> None:
    """Add facts to the line of the request that runs: ids, digests, codes, never a party's data."""
    if has_request_context():
        g.setdefault("noted", {}).update(facts)


def _id_of(caller: Caller) -> str:
    """Return a caller's id; a person's is the beginning of the SHA-256 of the account's name."""
    if caller.session is None:
        return caller.id
    return f"person:{hashlib.sha256(caller.person.encode()).hexdigest()[:12]}"


def _named(kinds: Collection[str]) -> dict[str, str]:
    """Return the caller, and what the address names as long as it is surely no party's data."""
    named = {}
    if caller := g.get("caller"):
        named["caller"] = _id_of(caller)
    for place, value in (request.view_args or {}).items():
        if place == "kind" and value in kinds:
            named["kind"] = value
        elif place != "kind" and _DOCUMENT_ID.fullmatch(str(value)):
            named[place] = value
    return named
