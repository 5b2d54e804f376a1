"""Read the guards' lists of words, which are shipped beside this package."""

import re
from collections.abc import Iterable
from typing import Any

from schemas.law.tables import parsed

PACKAGE = "schemas.guard"


def read_words(name: str) -> dict[str, list[str]]:
    """Return the lists of the shipped TOML file `name`, for example `"reporters.toml"`."""
    return parsed(PACKAGE, name)


def read_rows(name: str) -> list[dict[str, Any]]:
    """Return the rows of the shipped TOML file `name`, each a `[[row]]`."""
    rows: list[dict[str, Any]] = parsed(PACKAGE, name)["row"]
    return rows


def alternation(words: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern that finds any of the words, each a regular expression."""
    return re.compile("|".join(f"(?:{word})" for word in words))
