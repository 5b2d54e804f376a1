"""What one row of the bench found, and whether it is what was promised."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from rich.table import Table


class Standing(StrEnum):
    """How a row stands to its promise; `shown` rows promise nothing."""

    missed = "missed"
    met = "met"
    aim = "aim"
    shown = "shown"
    skipped = "skipped"


SAID = {
    Standing.missed: "未达到",
    Standing.met: "达到",
    Standing.aim: "达到目标",
    Standing.shown: "",
    Standing.skipped: "跳过",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """The value a row must reach (`least`) and the one it should (`aim`), in the row's unit."""

    least: float
    aim: float
    lower_is_better: bool = False

    def judge(self, value: float) -> Standing:
        """Return how a measured value stands to this promise."""
        sign = -1 if self.lower_is_better else 1
        if sign * value >= sign * self.aim:
            return Standing.aim
        return Standing.met if sign * value >= sign * self.least else Standing.missed


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: `value` in `unit` is judged; `ours` and `theirs` are what it was made from.

    `note` says what a reader must know to believe the row. A skipped row has no value.
    """

    row: str
    work: str
    against: str
    value: float | None
    unit: str
    ours: str = ""
    theirs: str = ""
    rounds: int = 0
    note: str = ""
    promise: Promise | None = None

    @property
    def standing(self) -> Standing:
        """How the row stands to its promise."""
        if self.value is None:
            return Standing.skipped
        return self.promise.judge(self.value) if self.promise else Standing.shown

    def as_json(self) -> dict[str, Any]:
        """Return the row for a program."""
        return asdict(self) | {"standing": self.standing}


def as_table(outcomes: Sequence[Outcome]) -> Table:
    """Return the rows for a person."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for head, justify in (
        ("项目", "left"), ("对照", "left"), ("本程序", "right"), ("对照用时", "right"),
        ("结果", "right"), ("至少", "right"), ("目标", "right"), ("", "left"), ("轮数", "right"),
    ):  # fmt: skip
        table.add_column(head, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for each in outcomes:
        least, aim = (
            (written(each.promise.least, each.unit), written(each.promise.aim, each.unit))
            if each.promise
            else ("", "")
        )
        table.add_row(
            each.work, each.against, each.ours, each.theirs,
            written(each.value, each.unit) if each.value is not None else "—",
            least, aim, SAID[each.standing], str(each.rounds or ""),
            style="red" if each.standing is Standing.missed else None,
        )  # fmt: skip
    return table


def written(value: float, unit: str) -> str:
    """Write a value with its unit, to three figures."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:.{digits}f} {unit}" if unit not in ("x", "%") else f"{value:.{digits}f}{unit}"


def milliseconds(seconds: float) -> str:
    """Write seconds as milliseconds."""
    return written(seconds * 1000, "ms")
