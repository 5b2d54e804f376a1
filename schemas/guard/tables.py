"""Read the guards' lists of words, which are shipped beside this package."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
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


def read_places(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of the shipped TOML file `name` by the place they are of.

    What the file's `terms` name stands in a regular expression as `<name>`.
    """
    places = dict(parsed(PACKAGE, name))
    terms = places.pop("terms", {})
    return {place: [_with_terms(row, terms) for row in rows] for place, rows in places.items()}


def _with_terms(row: dict[str, Any], terms: dict[str, str]) -> dict[str, Any]:
    def read(value: Any) -> Any:
        if isinstance(value, list):
            return [read(each) for each in value]
        if not isinstance(value, str):
            return value
        return _TERM.sub(lambda found: read(terms.get(found[1], "")) or found[0], value)

    return {key: read(value) for key, value in row.items()}


_TERM = re.compile(r"(?<!\?P)<([a-z_0-9]+)>")
# A group of alternatives that a word begins with, none of them optional.
_LEADING = re.compile(r"\(\?:([^()?*+{]+)\)(?![?*+{])")


class Late:
    """A regular expression that is compiled when a text is first searched for it.

    Of the many hundred of the guards most cases need few: those whose bare words they hold.
    """

    def __init__(self, words: str) -> None:
        """Keep the words."""
        self._words = words

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._words)

    def search(self, text: str) -> re.Match[str] | None:
        """Do what a compiled pattern does."""
        return self._pattern.search(text)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """Do what a compiled pattern does."""
        return self._pattern.match(text, at)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Do what a compiled pattern does."""
        return self._pattern.finditer(text)

    def sub(self, instead: str, text: str) -> str:
        """Do what a compiled pattern does."""
        return self._pattern.sub(instead, text)


def alternation(words: Iterable[str]) -> Late:
    """Return one pattern that finds any of the words, each a regular expression.

    Alternatives at the head of a word are written out: a pattern whose branches all begin with a
    character of their own is searched many times faster.
    """
    return Late("|".join(f"(?:{each})" for word in words for each in _written_out(word)))


def _written_out(word: str) -> list[str]:
    found = _LEADING.match(word)
    if found is None:
        return [word]
    return [f"{head}{word[found.end() :]}" for head in found[1].split("|")]
