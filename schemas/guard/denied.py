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
from schemas.guard.reading import Passage, Reading
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
    hints: re.Pattern[str]
    beside: bool

    def is_told_in(self, passage: Passage) -> bool:
        """Tell whether a text is one that tells of the choice, and denies it."""
        text = passage.text
        return (
            self.hints.search(text) is not None
            and self.told.may_stand_under(passage.field.label)
            and self.told.is_told_in(text)
        )


def _row(row: dict[str, Any]) -> Denial:
    return Denial(
        re.compile(row["label"]),
        frozenset(row["chosen"]),
        told_row(row | _ASKED | {"hints": []}),
        re.compile("|".join(row["hints"])),
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
            here = reading.parts.get(_part(given.pointer), ()) if row.beside else reading.free
            for passage in here:
                if passage.pointer not in told and row.is_told_in(passage):
                    told.add(passage.pointer)
                    yield notice(
                        passage.pointer,
                        "choice_denied",
                        f"「{given.field.label}」选的是“{given.wording}”，「{passage.field.label}」写的却相反，请核对，改正其中一处。",
                        TELLING,
                    )


def _part(pointer: str) -> str:
    return pointer.rpartition("/")[0]
