"""Hold the statutory and contractual periods and the dates on which each applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from schemas.law.errors import NotInForceError, UnknownTermError
from schemas.law.instruments import Citation, Instruments
from schemas.law.numerals import chinese_date, chinese_numeral
from schemas.law.tables import read_table
from schemas.law.topics import cite


class Layer(StrEnum):
    """Who set the period: the law, or the office's service contract."""

    STATUTORY = "statutory"
    CONTRACT = "contract"


class Unit(StrEnum):
    """How the period is counted."""

    WORKING_DAY = "working_day"
    NATURAL_DAY = "natural_day"
    # The paper that starts the period names its last day.
    SET_DAY = "set_day"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One period as in force from `effective_from` to `effective_to` (both included).

    `length` is nought where the paper that starts the period sets its last day, or its length.
    """

    code: str
    layer: Layer
    start_event: str
    action: str
    length: int
    unit: Unit
    extension: int
    approval: str
    excludes_testing: bool
    basis: tuple[Citation, ...]
    clause: str
    counterpart: str | None
    effective_from: date | None
    effective_to: date | None
    note: str

    @property
    def source(self) -> str:
        """What the period rests on: the articles, or the contract clause."""
        return "、".join(citation.text for citation in self.basis) or self.clause

    @property
    def left_to_paper(self) -> bool:
        """Whether the paper that starts the period sets how many days it has."""
        return not self.length and self.unit is not Unit.SET_DAY

    def of_length(self, days: int) -> Deadline:
        """Return the period with the days that a paper sets; UnknownTermError where none may."""
        if not self.left_to_paper:
            raise UnknownTermError(f"“{self.action}”的期限不由文书确定天数（{self.source}）。")
        return replace(self, length=days)

    def applies(self, on: date) -> bool:
        """Tell whether this text of the period governs an act on that day."""
        return (self.effective_from is None or self.effective_from <= on) and (
            self.effective_to is None or on <= self.effective_to
        )

    def wording(self, *, extended: bool = False) -> str:
        """七个工作日, 六十日, or 十五个工作日，经…批准延长十五个工作日."""
        words = self._counted(self.length)
        if extended:
            words += f"，{self.approval}延长{self._counted(self.extension)}"
        return words

    def _counted(self, length: int) -> str:
        if self.unit is Unit.SET_DAY or not length:
            return "文书所定的期限"
        if self.unit is Unit.WORKING_DAY:
            return f"{chinese_numeral(length)}个工作日"
        # Laws say 六十日; the contract stresses 自然日.
        days = "日" if self.layer is Layer.STATUTORY else "个自然日"
        return f"{chinese_numeral(length)}{days}"


def read_deadlines(instruments: Instruments) -> Mapping[str, tuple[Deadline, ...]]:
    """Read `deadlines.toml`: the dated texts of each period, by code."""
    return {
        code: tuple(_deadline(instruments, code, row) for row in rows)
        for code, rows in read_table("deadlines.toml").items()
    }


def _deadline(instruments: Instruments, code: str, row: Mapping[str, Any]) -> Deadline:
    return Deadline(
        code=code,
        layer=Layer(row["layer"]),
        start_event=row["start_event"],
        action=row["action"],
        length=row.get("length", 0),
        unit=Unit(row["unit"]),
        extension=row.get("extension", 0),
        approval=row.get("approval", ""),
        excludes_testing=row.get("excludes_testing", False),
        basis=tuple(cite(instruments, place) for place in row.get("basis", ())),
        clause=row.get("clause", ""),
        counterpart=row.get("counterpart"),
        effective_from=row.get("effective_from"),
        effective_to=row.get("effective_to"),
        note=row.get("note", ""),
    )


def find_deadline(deadlines: Mapping[str, tuple[Deadline, ...]], code: str, on: date) -> Deadline:
    """Return the period of that code in force on that day.

    Raises UnknownTermError for an unknown code, NotInForceError for a day before all texts.
    """
    if code not in deadlines:
        raise UnknownTermError(f"没有“{code}”这一期限，可用的期限：{'、'.join(deadlines)}。")
    for deadline in deadlines[code]:
        if deadline.applies(on):
            return deadline
    action = deadlines[code][0].action
    raise NotInForceError(f"系统未收录{chinese_date(on)}有效的“{action}”期限，请核对日期。")
