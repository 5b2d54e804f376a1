"""Compare what is chosen with what the texts beside it tell: the rows of `denied.toml`.

A case that says 已整改 and tells that nothing was put right is wrong in one of the two, whatever
its kind: a row names a field by its label and a choice by its wording.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas.ground.base import Finding, notice
from schemas.guard.hints import Hints
from schemas.guard.reading import GivenChoice, Passage, Reading
from schemas.guard.tables import read_places
from schemas.guard.telling import TELLING
from schemas.guard.told import Told, told_row

_ASKED = {"code": "choice_denied", "detail": "", "source": TELLING}


@dataclass(frozen=True, slots=True)
class Denial:
    """One choice and the words that deny it; `beside` looks at the texts of the same part alone."""

    label: re.Pattern[str]
    chosen: frozenset[str]
    told: Told
    hints: Hints
    beside: bool

    def looks_at(self, given: GivenChoice, passage: Passage) -> bool:
        """Tell whether a text is one that tells of the choice."""
        near = not self.beside or _part(given.pointer) == _part(passage.pointer)
        return near and self.told.may_stand_under(passage.field.label)


def _row(row: dict[str, Any]) -> Denial:
    return Denial(
        re.compile(row["label"]),
        frozenset(row["chosen"]),
        told_row(row | _ASKED | {"hints": [row["hints"]]}),
        Hints(row["hints"]),
        row.get("beside", False),
    )


ROWS = tuple(_row(row) for row in read_places("denied.toml")["row"])


@cache
def _denials(label: str, chosen: str) -> tuple[Denial, ...]:
    return tuple(
        each for each in ROWS if chosen in each.chosen and each.label.fullmatch(label) is not None
    )


def choices_denied(reading: Reading) -> Iterator[Finding]:
    """Yield every text that tells the contrary of what is chosen beside it."""
    told = set[str]()
    for given in reading.choices:
        for row in _denials(given.field.label, given.wording):
            if not row.hints.may_stand_in(reading.continuous.text, reading.pairs):
                continue
            for passage in reading.free:
                text = passage.text
                if (
                    passage.pointer not in told
                    and row.looks_at(given, passage)
                    and row.told.is_told_in(text)
                ):
                    told.add(passage.pointer)
                    yield notice(
                        passage.pointer,
                        "choice_denied",
                        f"「{given.field.label}」选的是“{given.wording}”，「{passage.field.label}」写的却相反，请核对，改正其中一处。",
                        TELLING,
                    )


def _part(pointer: str) -> str:
    return pointer.rpartition("/")[0]
