"""Read what people type into the spelling the schema asks for; what cannot be read stays as it is.

A clerk writes 2026.7.20, 20260720 or 2026年7月20日, and copies full-width digits from elsewhere.
"""

import re
import unicodedata
from datetime import date, datetime

_DAY = r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?"
_DIGITS = r"(\d{4})(\d{2})(\d{2})"
_TIME = r"(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*分?(?::\d{2})?"


def plain(text: str) -> str:
    """Return text with full-width letters and digits as plain ones, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def day_of(text: str) -> str:
    """Return a day as 2026-07-20 if the text is one."""
    found = re.fullmatch(_DAY, plain(text)) or re.fullmatch(_DIGITS, plain(text))
    return _day(found) if found and _day(found) else text


def moment_of(text: str) -> str:
    """Return a moment as 2026-07-20T09:30 if the text is one."""
    found = re.fullmatch(rf"{_DAY}\s*T?\s*{_TIME}", plain(text))
    if not found or not (day := _day(found)):
        return text
    try:
        return datetime.fromisoformat(f"{day}T{int(found[4]):02}:{int(found[5]):02}").isoformat(
            timespec="minutes"
        )
    except ValueError:
        return text


def count_of(text: str) -> int | str:
    """Return a whole number if the text is one."""
    digits = plain(text)
    return int(digits) if re.fullmatch(r"[0-9]{1,12}", digits) else text


def money_of(text: str) -> str:
    """Return an amount as 3680.50 if somebody wrote ¥ or 元 with it."""
    return plain(text).removeprefix("¥").removesuffix("元").strip()


def _day(found: re.Match[str]) -> str:
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return ""
