"""Read what people type into the spelling the schema asks for; what cannot be read stays as it is.

A clerk writes 2026.7.20, 20260720 or 2026年7月20日, and copies full-width digits from elsewhere.
"""

import re
import unicodedata

from schemas.ground.fields.day_words import day_in, moment_in


def plain(text: str) -> str:
    """Return text with full-width letters and digits as plain ones, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def day_of(text: str) -> str:
    """Return a day as 2026-07-20 if the text is one."""
    day = day_in(text)
    return day.isoformat() if day else text


def moment_of(text: str) -> str:
    """Return a moment as 2026-07-20T09:30 if the text is one."""
    moment = moment_in(text)
    return moment.isoformat(timespec="auto" if moment.second else "minutes") if moment else text


def count_of(text: str) -> int | str:
    """Return a whole number if the text is one."""
    digits = plain(text)
    return int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else text


def money_of(text: str) -> str:
    """Return an amount as 3680.50 if somebody wrote ¥ or 元 with it."""
    return plain(text).removeprefix("¥").removesuffix("元").strip()
