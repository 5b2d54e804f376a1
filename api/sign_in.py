"""Sign in and out, and set up the first account of a fresh machine by a one-time link."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore
from types import MappingProxyType

from flask import Blueprint, Response, jsonify, make_response, redirect, request

from api.auth import COOKIE, Cookies, current_caller, refuse_foreign_page
from api.entrance import Entrance
from api.pages.frame import page as framed_page
from docgen.errors import BusyError, DocgenError
from docgen.register import people, sessions, signing_in
from docgen.register.database import Register
from docgen.register.guesses import TooManyGuessesError
from docgen.register.passwords import WeakPasswordError
from docgen.register.people import LinkSpentError
from docgen.register.rights import RIGHTS, may
from docgen.register.sessions import Session
from docgen.register.signing_in import SignInRefusedError
from docgen.register.spelling import BadNameError

PAGE = "/sign-in"
# Where a person goes who has signed in, if not back to the page that asked for it.
START = "/"
# A place of ours: whoever writes a link to the sign-in page must not lead people elsewhere.
_OWN_PLACE = re.compile(r"/(?![/\\])[^\x00-\x1f\\]{0,500}")
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# A password costs memory and a core for some 30 ms; more at once would only wait for each other.
MOST_AT_ONCE = 4
# What the person at the form can mend, and how the page with the form again is answered.
STATUSES: Mapping[type[DocgenError], int] = MappingProxyType(
    {
        SignInRefusedError: 401,
        LinkSpentError: 403,
        WeakPasswordError: 422,
        BadNameError: 422,
        TooManyGuessesError: 429,
    }
)


def sign_in_routes(
    register: Register, cookies: Cookies, entrance: Entrance, first: str = ""
) -> Blueprint:
    """Return `/sign-in`, `/sign-out` and `/v1/session`."""
    routes = Blueprint("sign_in", __name__)
    places = BoundedSemaphore(MOST_AT_ONCE)

    @routes.get(PAGE)
    def page() -> Response:
        link, after = request.args.get("link", ""), own_place(request.args.get("next", ""))
        if link and not sessions.is_link(register, link):
            return _page("", after, fault=LinkSpentError())
        ended = bool(after) and COOKIE in request.cookies
        return _page(link, after, ended=ended)

    @routes.post(PAGE)
    def enter() -> Response:
        refuse_foreign_page(request)
        link, name = request.form.get("link", ""), request.form.get("name", "")
        password, after = request.form.get("password", ""), own_place(request.form.get("next", ""))
        try:
            session = set_up(link, name, password) if link else let_in(name, password)
        except tuple(STATUSES) as fault:
            kept = "" if isinstance(fault, LinkSpentError) else link
            return _page(kept, after, fault=fault, name=name)
        # Whatever session the browser came with ends: nobody can have chosen the new one for it.
        if before := cookies.session_of(request):
            sessions.end_session(register, before)
        # Whoever sets the office up begins with what the office is.
        answer = make_response(redirect((first if link else after) or START, 303))
        cookies.give(answer, session, request)
        entrance.know(answer, request, session.actor.name)
        return answer

    def set_up(link: str, name: str, password: str) -> Session:
        with _place(places):
            return people.add_first_admin(register, link, name, password)

    def let_in(name: str, password: str) -> Session:
        # Who guesses too often is refused before taking a place from those who do not.
        attempt = signing_in.begin(register, entrance.guesses, name, entrance.origin(request, name))
        with _place(places):
            return signing_in.complete(register, entrance.guesses, attempt, password)

    @routes.post("/sign-out")
    def leave() -> Response:
        session = current_caller().session
        if session:
            sessions.end_session(register, session)
        answer = make_response(redirect(PAGE, 303))
        cookies.take(answer)
        return answer

    @routes.get("/v1/session")
    def me() -> Response:
        caller = current_caller()
        role = caller.actor.role
        return jsonify(
            {
                "person": caller.person,
                "role": role,
                "may": [act for act in RIGHTS if may(act, role)],
                "csrf": caller.session.csrf if caller.session else "",
            }
        )

    return routes


@contextmanager
def _place(places: BoundedSemaphore) -> Iterator[None]:
    if not places.acquire(timeout=BusyError.retry_after):
        raise BusyError("正在登录的人太多，请稍后再试。")
    try:
        yield
    finally:
        places.release()


def own_place(path: str) -> str:
    """Return where on this service a person wants to go after signing in; empty: nowhere else."""
    return path if _OWN_PLACE.fullmatch(path) else ""


def _page(
    link: str, after: str, *, ended: bool = False, fault: DocgenError | None = None,
    name: str = "",
) -> Response:  # fmt: skip
    answer = framed_page(
        "sign_in.html",
        status=STATUSES[type(fault)] if fault else 200,
        policy=POLICY,
        link=link,
        next=after,
        ended=ended,
        name=name[:80],
        fault=fault.message if fault else "",
    )
    if isinstance(fault, TooManyGuessesError):
        answer.headers["Retry-After"] = str(fault.retry_after)
    return answer
