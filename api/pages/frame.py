"""What every page shares: the frame around it, who is signed in, where one may go, its policy."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, make_response, render_template, request
from jinja2 import StrictUndefined

from api.auth import ROLE_TITLES, TOKEN_FIELD, TOKEN_HEADER, Caller
from api.doors import DOORS, Everyone, SignedIn
from api.pages.words import STATES, day, moment, urgency
from docgen.engine import Engine
from docgen.house import is_invented
from docgen.kinds.search import form_title
from docgen.register.rights import Act, may

# Nothing inline, nothing from elsewhere: what a party typed can never become a script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


# Endpoints that take larger bodies than the rest of the service.
MIB = 1024 * 1024
BODY_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "verify_pages.verify": 50 * MIB,
        "template_pages.hand_in": 50 * MIB,
        "order_list_pages.take_list": 50 * MIB,
        "batches.start": 2048 * MIB,
        "batch_pages.start": 256 * MIB,
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation: the endpoint it leads to and its name."""

    endpoint: str
    name: str


# An entry shows where its route is there and its door is open to whoever looks.
PLACES = (
    Place("start.start", "办理"),
    Place("order_pages.all_orders", "工单"),
    Place("case_pages.all_cases", "案件"),
    Place("ledger_pages.ledger_page", "台账"),
    Place("batch_pages.batch_list", "批量"),
    Place("verify_pages.verify_page", "核验"),
    Place("desk_pages.desk", "概览"),
    Place("admin_pages.overview", "管理"),
)


def page(
    template: str, *, here: str = "", status: int = 200, policy: str = POLICY, **values: Any
) -> Response:
    """Return a rendered page; `here` is the endpoint of the navigation entry it belongs to."""
    answer = make_response(render_template(template, here=here, **values), status)
    answer.headers["Content-Security-Policy"] = policy
    # Without a referrer of its own a form would be sent with the origin "null".
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


def new_document(kind: str, case_ref: str = "") -> str:
    """Return where a new document of a kind is written, for a case if one is named."""
    return f"/new/{kind}" + (f"?{urlencode({'case_ref': case_ref})}" if case_ref else "")


def framed(app: Flask, engine: Engine) -> None:
    """Give every template of `app` what the frame needs; a name a template lacks is an error."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.globals.update(
        Act=Act,
        new_document=new_document,
        day=day,
        moment=moment,
        urgency=urgency,
        state_of=STATES.get,
        form_title=form_title,
    )

    @cache
    def asset(name: str) -> str:
        """Return the address of a file of ours; it names the content, so browsers may keep it."""
        content = Path(str(app.static_folder), name).read_bytes()
        return f"{app.static_url_path}/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"

    environment.globals["asset"] = asset
    invented = is_invented(engine.house) and not engine.settings.demo

    def frame() -> dict[str, Any]:
        caller = g.get("caller")
        signed_in = caller if isinstance(caller, Caller) and caller.session else None
        return {
            "office": engine.house.authority.name,
            "invented": invented,
            "me": signed_in,
            "role_title": ROLE_TITLES[signed_in.actor.role] if signed_in else "",
            "csrf": signed_in.session.csrf if signed_in and signed_in.session else "",
            "token_field": TOKEN_FIELD,
            "token_header": TOKEN_HEADER,
            "places": list(_places(signed_in)),
            "allowed": lambda act: signed_in is not None and may(act, signed_in.actor.role),
        }

    def widen() -> None:
        request.max_content_length = BODY_LIMITS.get(
            request.endpoint or "", request.max_content_length
        )

    app.context_processor(frame)
    # Before anybody looks into the body: the token of a form with files stands in it.
    app.before_request(widen)


def is_kept_by_browsers() -> bool:
    """Tell whether the request is for a file at the address that names its content."""
    return request.endpoint == "static" and "v" in request.args


def _places(caller: Caller | None) -> Iterator[Place]:
    for place in PLACES:
        door = DOORS.get(place.endpoint)
        if caller is None or place.endpoint not in current_app.view_functions:
            continue
        if door in (Everyone, SignedIn) or (isinstance(door, Act) and may(door, caller.actor.role)):
            yield place
