"""Ids that sort by time and need no sequence: UUID version 7 in hex."""

import re
import secrets
from datetime import UTC, datetime

_ID = re.compile(r"[0-9a-f]{32}")


def is_id(text: str) -> bool:
    """Tell whether a text can be an id at all."""
    return bool(_ID.fullmatch(text))


def new_id(at: datetime) -> str:
    """Return 32 hex digits: 48 bits of milliseconds since 1970, 74 of chance (RFC 9562 §5.7).

    `at` carries a time zone; the chance comes from the operating system.
    """
    milliseconds = int(at.timestamp() * 1000)
    chance = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62
    return f"{value | chance & (1 << 62) - 1:032x}"


def moment_of(made: str) -> datetime:
    """Return the moment that an id of `new_id` was made at, to the millisecond, in UTC."""
    return datetime.fromtimestamp(int(made[:12], 16) / 1000, UTC)
