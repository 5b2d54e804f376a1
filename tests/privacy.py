"""Whatever is personal in the corpus, and the claim that a text holds none of it."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from docgen.engine import open_catalogue
from docgen.settings import Settings
from schemas.ground.walk import typed_values
from tests.catalogue import REFUSALS, SAMPLES

# Shorter numbers stand in every log: a port, a year, a size.
SHORTEST_NUMBER = 6


class Given(dict[str, Any]):
    """A payload's object as it was typed: what it leaves out is absent, not missing."""

    def __missing__(self, name: str) -> None:
        return None


@cache
def personal_words() -> frozenset[str]:
    """Every value of a field that the schemas call personal, in every case of the corpus."""
    catalogue = open_catalogue(Settings.from_env({}))
    cases = [(each.kind, each.path.read_text("utf-8")) for each in (*SAMPLES, *REFUSALS)]
    cases += [(kind.name, json.dumps(kind.schema.example)) for kind in catalogue.values()]
    words = {word for kind, text in cases for word in _words(catalogue[kind].reader, _read(text))}
    return frozenset(word for word in words if not _is_common(word))


def personal_words_in(text: str) -> set[str]:
    """The personal words of the corpus that stand in a text."""
    return set(_pattern().findall(text))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(personal_words(), key=len, reverse=True))))


def _read(text: str) -> Given:
    """Return a case; a refused one stands beside what it is refused for."""
    read: Given = json.loads(text, object_hook=Given)
    return read.get("payload", read)


def _words(reader: Any, payload: Given) -> Iterator[str]:
    try:
        for _pointer, field, value in typed_values(reader, payload):
            if field.personal and isinstance(value, str) and value.strip():
                yield value.strip()
    except (TypeError, AttributeError):
        return  # A refused case may have any shape at all.


def _is_common(word: str) -> bool:
    return len(word) < (SHORTEST_NUMBER if word.isascii() else 2)
