"""Ask who calls and whether they may, before any route runs: keys, sessions, one open door.

Every route is named in `api.doors` with the act it performs; one that is not named opens to nobody.
While the office has no account, the routes that keep nothing are open to callers on this machine.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType
from urllib.parse import urlsplit

from flask import Flask, Request, Response, g, request
from itsdangerous import BadSignature, Signer

from api.doors import DOORS, STATELESS, Everyone, SignedIn, Watcher
from docgen.errors import DocgenError
from docgen.register import keys, people, sessions
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.rights import RIGHTS, Act, Scope, may
from docgen.register.sessions import Session

COOKIE = "docgen_session"
TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 (the name of a header)
TOKEN_FIELD = "csrf"  # noqa: S105 (the name of a field)
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# What a proxy adds when it speaks for somebody who is not on this machine.
PROXY_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")

ROLE_TITLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.drafter: "起草人员",
        Role.officer: "执法人员",
        Role.archivist: "档案人员",
        Role.admin: "管理员",
    }
)


class AccessError(DocgenError):
    """The caller is not let in; `headers` go with the answer."""

    def __init__(self, message: str, challenge: str = "") -> None:
        super().__init__(message)
        self.headers = {"WWW-Authenticate": challenge} if challenge else {}


class UnauthenticatedError(AccessError):
    """Nobody knows who calls: no key, no session, or one that opens nothing (any more)."""

    code = "unauthenticated"

    def __init__(self, *, with_key: bool = False) -> None:
        if with_key:
            super().__init__(
                "密钥不对、已经撤销，或者它的账号已经停用。请核对密钥，或者请管理员另发一个。",
                'Bearer realm="docgen", error="invalid_token"',
            )
        else:
            super().__init__(
                "请在 Authorization 中写 Bearer 和密钥，或者先登录。"
                "密钥用 docgen keys add 添加，账号用 docgen users add 添加。",
                'Bearer realm="docgen"',
            )


class ForbiddenError(AccessError):
    """The caller is known and may not do this."""

    code = "forbidden"


class ForgedRequestError(AccessError):
    """A changing request came with a session's cookie, but not from a page of ours."""

    code = "csrf_refused"

    def __init__(self) -> None:
        super().__init__("这个请求不是从本系统的页面发出的，没有执行。请刷新页面后重试。")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and the scopes of the key used; None: a signed-in person, bounded by the role.

    `id` names the key or the person for limits and repeated requests, `person` who answers for it.
    """

    actor: Actor
    person: str
    id: str
    scopes: Collection[Scope] | None = None
    session: Session | None = None


class Cookies:
    """Gives browsers the secrets of sessions and takes them back, signed with the service's key.

    A new `DOCGEN_SECRET_KEY` ends every session at once; without one, a restart does.
    """

    def __init__(self, register: Register, secret_key: str) -> None:
        self._register = register
        self._signer = Signer(
            secret_key or secrets.token_hex(32), salt=COOKIE, digest_method=hashlib.sha256
        )

    def session_of(self, request: Request) -> Session | None:
        """Return the session whose cookie a request bears, if it still lasts."""
        try:
            secret = self._signer.unsign(request.cookies.get(COOKIE, "")).decode()
        except BadSignature:
            return None
        return sessions.find_session(self._register, secret)

    def give(self, answer: Response, session: Session, request: Request) -> None:
        """Let the browser keep a session, out of reach of scripts and of other sites.

        It keeps it as long as its window is open; the session itself may end before.
        """
        value = self._signer.sign(session.secret).decode()
        answer.set_cookie(
            COOKIE, value, httponly=True, samesite="Lax", secure=is_encrypted(request)
        )

    def take(self, answer: Response) -> None:
        """Let the browser forget its session."""
        answer.delete_cookie(COOKIE, httponly=True, samesite="Lax")


class Gate:
    """Stands before every route of one application; without a register nobody is asked."""

    def __init__(self, register: Register | None, cookies: Cookies | None) -> None:
        self._register = register
        self._cookies = cookies
        self._has_people = False

    def ask(self) -> None:
        """Let the request pass, its caller noted for `current_caller`, or refuse it.

        Errors: `UnauthenticatedError` (401), `ForbiddenError`, `ForgedRequestError` (403).
        """
        if request.endpoint is None or request.method == "OPTIONS":
            return  # No such address or method, which the application says itself; or the methods.
        wanted = door_of(request)
        if wanted is Everyone or (wanted is Watcher and is_from_this_machine(request)):
            return
        caller = self._caller()
        if caller is None:
            if wanted in STATELESS and self._is_open():
                return
            raise UnauthenticatedError
        if isinstance(wanted, Act):
            refuse_unless_allowed(wanted, caller)
        elif wanted is not Watcher and (wanted is not SignedIn or caller.session is None):
            raise ForbiddenError("这个地址不对密钥开放，请登录后使用。")
        if caller.session and request.method not in SAFE_METHODS:
            refuse_forgery(request, caller.session)
        g.caller = caller

    def _caller(self) -> Caller | None:
        """Return who calls; None when the request does not say, or no register could tell."""
        if self._register is None or self._cookies is None:
            return None
        if "Authorization" in request.headers:
            # A key that does not open is refused even where none is needed: it is a mistake.
            given = request.authorization
            key = given.token if given and given.type == "bearer" else None
            holder = keys.who(self._register, key) if key else None
            if holder is None:
                raise UnauthenticatedError(with_key=True)
            return Caller(holder.actor, holder.person, f"key:{holder.key_id}", holder.scopes)
        session = self._cookies.session_of(request)
        if session is None:
            return None
        name = session.actor.name
        return Caller(session.actor, name, f"person:{name}", session=session)

    def _is_open(self) -> bool:
        """Tell whether a caller without a name may use the routes that keep nothing."""
        if self._register is None:
            return True
        # Accounts are never deleted: once there is one, nobody need look again.
        self._has_people = self._has_people or people.any_person(self._register)
        return not self._has_people and is_from_this_machine(request)


def guard(app: Flask, register: Register | None, cookies: Cookies | None) -> None:
    """Put a gate before every route of `app`; without a register the stateless routes are open."""
    app.before_request(Gate(register, cookies).ask)


def current_caller() -> Caller:
    """Return who calls the route that runs; a route whose door is an act of its own has one.

    Errors: `UnauthenticatedError` on a stateless route that stands open.
    """
    caller = g.get("caller")
    if not isinstance(caller, Caller):
        raise UnauthenticatedError
    return caller


def door_of(request: Request) -> Act | type[Everyone | SignedIn | Watcher] | None:
    """Return what the caller wants to do; None for a route that `DOORS` does not name."""
    wanted = DOORS.get(request.endpoint or "")
    if wanted is Act.render and request.args.get("copy") == "draft":
        return Act.draft
    return wanted


def refuse_unless_allowed(act: Act, caller: Caller) -> None:
    """Refuse what the role of the caller's person or the scopes of the key do not allow.

    Errors: `ForbiddenError`.
    """
    right, role = RIGHTS[act], caller.actor.role
    if may(act, role, caller.scopes):
        return
    if role not in right.roles:
        named = "、".join(ROLE_TITLES[role] for role in Role if role in right.roles)
        hint = "起草人员可以生成草稿：请在地址后写 ?copy=draft。" if act is Act.render else ""
        raise ForbiddenError(f"您的角色是{ROLE_TITLES[role]}，这件事应当由{named}办理。{hint}")
    if right.scope is None:
        raise ForbiddenError("这件事不能用密钥办理，请登录后办理。")
    raise ForbiddenError(
        f"这个密钥没有 {right.scope} 权限，请换用有此权限的密钥。",
        f'Bearer realm="docgen", error="insufficient_scope", scope="{right.scope}"',
    )


def refuse_forgery(request: Request, session: Session) -> None:
    """Refuse a changing request that a page of another site could have sent with our cookie.

    Errors: `ForgedRequestError`.
    """
    given = request.headers.get(TOKEN_HEADER, "")
    if not given and request.mimetype in FORMS:
        given = request.form.get(TOKEN_FIELD, "")
    if not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise ForgedRequestError
    refuse_foreign_page(request)


def refuse_foreign_page(request: Request) -> None:
    """Refuse a request that the browser says a page of another site has sent.

    Errors: `ForgedRequestError`.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = (
        site not in ("same-origin", "none") if site else
        origin is not None and urlsplit(origin).netloc != request.host
    )  # fmt: skip
    if foreign:
        raise ForgedRequestError


def is_from_this_machine(request: Request) -> bool:
    """Tell whether the caller is a program on this machine, and no proxy for somebody else."""
    if any(name in request.headers for name in PROXY_HEADERS):
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def is_encrypted(request: Request) -> bool:
    """Tell whether the caller's side of the connection is HTTPS, by us or by a proxy before us.

    A false claim can only withhold the claimant's own cookie, so the proxy need not be known.
    """
    return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"
