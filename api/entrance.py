"""Who stands at the door to sign in: from what address, with a browser known or not."""

import hashlib
import secrets
from collections.abc import Sequence

from flask import Request, Response
from itsdangerous import BadSignature, Signer

from api.auth import is_encrypted
from api.clients import address_of
from docgen.register.database import Register
from docgen.register.guesses import Guesses, Origin
from docgen.register.spelling import spelt
from docgen.settings import Network

COOKIE = "docgen_device_"
YEAR_SECONDS = 365 * 24 * 3600


class Entrance:
    """Counts guesses by where they come from; `proxies` are the networks of the office's own.

    A browser that has signed in to an account bears a mark for it, signed with `secret_key`, and is
    counted by itself: no stranger's guesses close the door to it.
    """

    def __init__(self, register: Register, secret_key: str, proxies: Sequence[Network]) -> None:
        self.guesses = Guesses(register.now)
        self._key = secret_key or secrets.token_hex(32)
        self._proxies = proxies

    def origin(self, request: Request, name: str) -> Origin:
        """Return where somebody who names an account comes from."""
        return Origin(address_of(request, self._proxies), self._device(request, name))

    def know(self, answer: Response, request: Request, name: str) -> None:
        """Let the browser that has just signed in be known from now on."""
        mark = self._device(request, name) or secrets.token_urlsafe(12)
        answer.set_cookie(
            _cookie(name), self._signer(name).sign(mark).decode(), max_age=YEAR_SECONDS,
            httponly=True, samesite="Lax", secure=is_encrypted(request),
        )  # fmt: skip

    def _device(self, request: Request, name: str) -> str:
        try:
            return self._signer(name).unsign(request.cookies.get(_cookie(name), "")).decode()
        except BadSignature:
            return ""

    def _signer(self, name: str) -> Signer:
        return Signer(self._key, salt=_cookie(name), digest_method=hashlib.sha256)


def _cookie(name: str) -> str:
    return COOKIE + hashlib.sha256(spelt(name).encode("utf-8", "surrogatepass")).hexdigest()[:16]
