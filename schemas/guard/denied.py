"""Compare what is chosen with what the texts beside it tell: the rows of `denied.toml`.

A case that says 已整改 and tells that nothing was put right is wrong in one of the two, whatever
its kind: a row names a field by its label and a choice by its wording, or what a text says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas.ground.base import Finding, notice
from schemas.guard.reading import GivenChoice, Passage, Reading
from schemas.guard.tables import Late, read_places
from schemas.guard.telling import TELLING
from schemas.guard.told import Told, told_row
from schemas.guard.told_terms import was_done_in_time

_CLAUSE = re.compile("[，。；;\n]")
_ASKED = {"code": "choice_denied", "detail": "", "source": TELLING}


@dataclass(frozen=True, slots=True)
class Denial:
    """One choice and the words that deny it; `beside` looks at the texts of the same part alone.

    `said` is what a text says in place of a choice. Of a choice that is made of a person,
    `of_person`, a text tells in a clause that names the person; of one that is made in each of
    several rows, `of_all`, it tells only where all of them have it. `kept` is what a text calls
    what it tells as done by the last day that it tells before.
    """

    label: re.Pattern[str]
    chosen: frozenset[str]
    said: Late | None
    told: Told
    hints: re.Pattern[str]
    beside: bool
    of_person: bool
    of_all: bool
    kept: re.Pattern[str] | None

    def is_told_in(self, passage: Passage) -> bool:
        """Tell whether a text is one that tells of the choice, and denies it."""
        text = passage.text
        return (
            self.hints.search(text) is not None
            and self.told.may_stand_under(passage.field.label)
            and (self.told.is_told_in(text) or self._is_kept_in(text))
        )

    def _is_kept_in(self, text: str) -> bool:
        return self.kept is not None and was_done_in_time(text, self.kept)


def _row(row: dict[str, Any]) -> Denial:
    return Denial(
        re.compile(row["label"]),
        frozenset(row.get("chosen", ())),
        Late(row["said"]) if "said" in row else None,
        told_row(_ASKED | row | {"hints": []}),
        re.compile("|".join(row["hints"])),
        row.get("beside", False),
        row.get("of_person", False),
        row.get("of_all", False),
        re.compile(row["kept"]) if "kept" in row else None,
    )


ROWS = tuple(_row(row) for row in read_places("denied.toml")["row"])


@cache
def _denials_of_texts(label: str) -> tuple[Denial, ...]:
    return tuple(each for each in ROWS if each.said and each.label.fullmatch(label) is not None)


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
            if row.of_all and _chosen_otherwise(reading, given):
                continue
            here = reading.parts.get(_part(given.pointer), ()) if row.beside else reading.free
            name = _person_of(reading, given.pointer) if row.of_person else ""
            for passage in here:
                if passage.pointer in told or (row.of_person and not _tells_of(name, passage, row)):
                    continue
                if row.is_told_in(passage):
                    told.add(passage.pointer)
                    detail = row.told.detail.format(label=passage.field.label) or (
                        f"「{given.field.label}」选的是“{given.wording}”，「{passage.field.label}」写的却相反，请核对，改正其中一处。"
                    )
                    yield notice(passage.pointer, row.told.code, detail, row.told.source)


def texts_denied(reading: Reading) -> Iterator[Finding]:
    """Yield every text that tells the contrary of what another text of its part says."""
    for said in reading.free:
        for row in _denials_of_texts(said.field.label):
            if row.said is None or not row.said.search(said.text):
                continue
            for passage in reading.parts[_part(said.pointer)]:
                if passage is not said and row.is_told_in(passage):
                    yield notice(
                        passage.pointer,
                        "text_denied",
                        f"「{said.field.label}」和「{passage.field.label}」写的相反，请核对，改正其中一处。",
                        TELLING,
                    )


def _chosen_otherwise(reading: Reading, given: GivenChoice) -> bool:
    """Tell whether another row has another choice, so that a text outside may be of that one."""
    return any(
        each.field.label == given.field.label and each.wording != given.wording
        for each in reading.choices
    )


def _person_of(reading: Reading, pointer: str) -> str:
    """Return the name of the person whom a row with a choice is about; empty where it has none."""
    part = _part(pointer)
    return next((each.text for each in reading.people if _part(each.pointer) == part), "")


def _tells_of(name: str, passage: Passage, row: Denial) -> bool:
    """Tell whether a clause of a text names a person and tells what denies the choice."""
    if not name or name not in passage.text:
        return False
    clauses = (each for each in _CLAUSE.split(passage.text) if name in each)
    return any(row.told.is_told_in(each) for each in clauses)


def _part(pointer: str) -> str:
    return pointer.rpartition("/")[0]
