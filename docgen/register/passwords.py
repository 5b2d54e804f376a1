"""Passwords: what is good enough, and Argon2id over it; the only module that knows the library."""

import secrets
import unicodedata
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from docgen.errors import DocgenError, ExitCode

# What nobody mistakes for something else, on paper or on the telephone.
_READABLE = "23456789abcdefghjkmnpqrstuvwxyz"
LEAST_LETTERS = 12
MOST_LETTERS = 128

# The least that OWASP recommends: 19 MiB and some 30 ms a guess, which an office's own server can
# spend on several people signing in at once; the lock-out keeps guesses few.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Nobody's password, hashed at the same cost: who asks for an unknown name waits just as long.
DECOY = (
    "$argon2id$v=19$m=19456,t=2,p=1$"
    "m9ZXZvFZ6lqyDn1cDXkU0Q$slt9mWTrDre71eNCQ+7CnIE9yxyDAsZkkCsq2CAkiks"
)


class WeakPasswordError(DocgenError):
    """A new password is too short, too long or too easy to guess."""

    code = "weak_password"
    exit_code = ExitCode.usage


def hash_password(password: str, name: str) -> str:
    """Return the Argon2id hash of a new password for the account `name`.

    Errors: `WeakPasswordError`.
    """
    plain = _normal(password)
    if not LEAST_LETTERS <= len(plain) <= MOST_LETTERS:
        raise WeakPasswordError(
            f"密码应当有 {LEAST_LETTERS} 到 {MOST_LETTERS} 个字符，可以是几个不相关的词，请重设。"
        )
    if name.casefold() in plain.casefold():
        raise WeakPasswordError("密码里不能含有账号名称，请重新设置。")
    if _is_pattern(plain):
        raise WeakPasswordError("密码太有规律，容易猜中，请重新设置。")
    return HASHER.hash(_bytes(plain))


def propose() -> str:
    """Return a password for somebody to begin with: easy to read out, 79 bits of chance."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def matches(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one whose hash was kept; None (no password) takes as long."""
    # What is longer than any password is cut, not measured: it cannot match anyway.
    plain = _bytes(_normal(password[: MOST_LETTERS * 4])[: MOST_LETTERS + 1])
    try:
        return HASHER.verify(kept or DECOY, plain) and kept is not None
    except VerifyMismatchError:
        return False


def is_dated(kept: str) -> bool:
    """Tell whether a hash was made at another cost than today's and should be made anew."""
    return HASHER.check_needs_rehash(kept)


def rehash(password: str) -> str:
    """Return the hash of a password that `matches` has just accepted, at today's cost."""
    return HASHER.hash(_bytes(_normal(password)))


def _normal(password: str) -> str:
    """Return one spelling of what different keyboards send for the same letters (full width)."""
    return unicodedata.normalize("NFKC", password)


def _bytes(plain: str) -> bytes:
    # Half a surrogate pair is no letter, but a wrong password and not a fault of the program.
    return plain.encode("utf-8", "surrogatepass")


def _is_pattern(plain: str) -> bool:
    """Tell whether a password is a few letters over and over, or a run like 234567890123."""
    lowered = plain.casefold()
    steps = {ord(after) - ord(before) for before, after in pairwise(lowered)}
    return len(set(lowered)) < 5 or len(steps - {-9, 9}) == 1
