"""Import orders from the exports of other systems, whatever program and heading they came with.

The file is read in a process of its own; its rows are entered some hundred at a time. A row that
cannot be used is named with its number and why, and none of it is repeated; the others are taken.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.cases import REFERENCE
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.order_cells import CellError, moment, one_of, whole_number, words
from docgen.register.order_errors import ErrorBook, Faulty
from docgen.register.order_headings import (
    HEAD_ROWS,
    HEADINGS,
    Head,
    head_of,
    likeliest_head,
    samples,
    whole_rows,
)
from docgen.register.order_mappings import mapping_of
from docgen.register.orders import AT_ONCE, Key, Taken, known, take_in
from docgen.register.rights import Act
from docgen.register.tables import orders
from docgen.spreadsheet.cell import Cell, is_blank
from docgen.spreadsheet.raw import RawRow, SheetError
from docgen.spreadsheet.stage import READERS, Stage, StagedSheet, stage
from schemas.parts.orders import SOURCES

# So many refused rows are named one by one.
NAMED = 1000
# So many rows are looked at to show what a column holds.
SAMPLE_ROWS = HEAD_ROWS + 5
# What an Excel of before 2007 writes begins with this.
OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1")
SAVE_ANEW = (
    "旧的 xls 格式读不了：请用 Excel 或 WPS 打开，点「另存为」，类型选「Excel 工作簿（*.xlsx）」，"
    "再导入另存的文件。"
)
VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "nature": ("主办", "协办", "转办"),
    "solved": ("解决", "未解决", "部分解决"),
    "satisfied": ("满意", "基本满意", "不满意", "未评价"),
    "jd_related": ("是", "否", "未判定"),
    "callback_result": ("已联系", "未接通", "错联"),
})  # fmt: skip
MOMENTS = tuple(name for name in HEADINGS if name.endswith("_at"))
# What comes no earlier than what.
COURSE = (
    ("received_at", "dispatched_at"), ("received_at", "signed_in_at"), ("received_at", "closed_at"),
    ("dispatched_at", "signed_in_at"), ("closed_at", "called_back_at"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its sheet, its number, what is wrong with it."""

    sheet: str
    row: int
    detail: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that was read: what it says of an order, and in which column each thing stands.

    `fault` is why it cannot be used, `at` the column that is to blame.
    """

    sheet: str
    row: int
    cells: Mapping[int, Cell] = field(repr=False)
    said: dict[str, Any] = field(default_factory=dict, repr=False)
    places: Mapping[str, int] = field(default_factory=dict)
    fault: str = ""
    at: int | None = None

    def refused(self, fault: str, at: int | None) -> "_Read":
        """Return the row as one that is not taken."""
        return _Read(self.sheet, self.row, self.cells, fault=fault, at=at)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the orders it brought, and the rows that were refused."""

    taken: Taken
    refused: list[RefusedRow] = field(default_factory=list)
    refused_more: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file looked at: the sheet and the headings it begins with, what its first rows say."""

    sheet: str
    head: Head
    samples: Mapping[int, list[str]] = field(repr=False)


class OrderFileError(SheetError):
    """A file holds no orders that could be read."""

    code = "bad_order_file"


def facts_of_import(done: Imported) -> dict[str, Any]:
    """Return what became of a file in plain values."""
    taken = done.taken
    return {
        "added": taken.added,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "refused": [asdict(each) for each in done.refused],
        "refused_more": done.refused_more,
    }


def recognise(source: Path, kept: Mapping[str, str]) -> Recognised:
    """Say what the columns of an export mean, as they are usually called or as was put right once.

    Errors: `SheetError`, `TooHardToReadError`.
    """
    refuse_other_formats(source)
    with tempfile.TemporaryDirectory(prefix="docgen-orders-") as folder:
        staged = stage(source, Path(folder) / "rows.sqlite3")
        try:
            best: tuple[StagedSheet, Head] | None = None
            for sheet in staged.sheets():
                head = likeliest_head(whole_rows(staged, sheet, HEAD_ROWS), kept)
                if head and (best is None or (head.is_of_orders and not best[1].is_of_orders)):
                    best = sheet, head
            if best is None:
                raise _no_headings(source)
            sheet, head = best
            rows = [*whole_rows(staged, sheet, head.row + SAMPLE_ROWS)]
            return Recognised(sheet.name, head, samples(rows, head))
        finally:
            staged.close()


def import_orders(
    register: Register,
    source: Path,
    system: str,
    *,
    actor: Actor,
    told: Callable[[int], None] | None = None,
    errors: Path | None = None,
) -> Imported:
    """Enter the orders of an export of `system`, one of `SOURCES`; the same order twice is one.

    Headings mean what was kept for the source, else what they usually do. `told` hears now and then
    how many rows are done; the rows that are refused are written to `errors` with their faults
    marked, if there are any.
    Errors: `NotAllowedError`, `SheetError`, `TooHardToReadError`.
    """
    allow(Act.intake, actor)
    if system not in SOURCES:
        raise OrderFileError(f"来源只能是 {'、'.join(SOURCES)}。")
    refuse_other_formats(source)
    kept = mapping_of(register, system).headings
    taken = Taken()
    refused: list[RefusedRow] = []
    count, rows = 0, 0
    with tempfile.TemporaryDirectory(prefix="docgen-orders-") as folder:
        book = ErrorBook(errors)
        try:
            read = _read(source, Path(folder) / "rows.sqlite3", kept, book)
            while some := [*islice(read, AT_ONCE)]:
                entered, not_entered = _enter(register, system, some, actor)
                taken += entered
                count += len(not_entered)
                refused += [
                    RefusedRow(each.sheet, each.row, each.fault)
                    for each in not_entered[: max(0, NAMED - len(refused))]
                ]
                for each in not_entered:
                    book.add(Faulty(each.sheet, each.row, each.cells, each.at, each.fault))
                rows += len(some)
                if told:
                    told(rows)
        finally:
            book.close()
    return Imported(taken, refused, count - len(refused))


def refuse_other_formats(source: Path) -> None:
    """Refuse a file that is no sheet we read, or is another than its name says.

    Errors: `OrderFileError`.
    """
    suffix = source.suffix.lower()
    if suffix == ".xls":
        raise OrderFileError(SAVE_ANEW)
    if suffix not in READERS:
        raise OrderFileError("请用 xlsx、ods、csv 或 tsv 文件。")
    with source.open("rb") as file:
        if file.read(len(OLD_WORKBOOK)) == OLD_WORKBOOK:
            raise OrderFileError(SAVE_ANEW)


def _enter(
    register: Register, system: str, read: list[_Read], actor: Actor
) -> tuple[Taken, list[_Read]]:
    """Enter some rows; return what became of them, and those that are refused in their order."""
    rows: dict[Key, dict[str, Any]] = {}
    refused: list[_Read] = []
    again = 0
    with register.writing() as connection:
        now = register.now()
        keys = {(system, each.said["number"]) for each in read if not each.fault}
        before = known(connection, keys)
        for each in read:
            if each.fault:
                refused.append(each)
                continue
            key = system, each.said["number"]
            earlier = rows.get(key, {})
            standing = dict(before[key]._mapping) if key in before else {}
            name, wrong = _contradiction({**standing, **earlier, **each.said}, now)
            if wrong:
                refused.append(each.refused(wrong, each.places.get(name)))
                continue
            again += key in rows
            rows[key] = {**earlier, **each.said, "system": system}
        taken = take_in(connection, rows, before, now) + Taken(unchanged=again)
        if taken.added or taken.changed:
            detail = {"system": system, "added": taken.added, "changed": taken.changed}
            audit.record(connection, register, actor, "import_orders", None, detail)
    return taken, refused


def _read(source: Path, target: Path, kept: Mapping[str, str], book: ErrorBook) -> Iterator[_Read]:
    """Yield the rows of every sheet that has the headings of orders.

    Errors: `OrderFileError` for a file without such a sheet.
    """
    staged: Stage = stage(source, target)
    try:
        found = False
        for sheet in staged.sheets():
            head = head_of(whole_rows(staged, sheet, HEAD_ROWS), kept)
            if head is None:
                continue
            found = True
            book.head(sheet.name, [*whole_rows(staged, sheet, head.row)], head)
            columns = head.columns
            for row in whole_rows(staged, sheet):
                if row.number > head.row and (read := _row(sheet.name, row, columns)):
                    yield read
        if not found:
            raise _no_headings(source)
    finally:
        staged.close()


def _no_headings(source: Path) -> OrderFileError:
    return OrderFileError(
        f"{source.name} 前 {HEAD_ROWS} 行里没有找到“{HEADINGS['number'][0]}”等列，"
        "请核对是不是工单的导出文件。"
    )


def _row(sheet: str, row: RawRow, columns: list[tuple[int, str]]) -> _Read | None:
    """Return what a row says; None for one that says nothing in any of our columns."""
    places: dict[str, int] = {}
    for at, name in columns:
        # Of two columns with one meaning, the usual one, or the first that says anything.
        if name not in places and not is_blank(row.cells.get(at)):
            places[name] = at
    if not places:
        return None
    said: dict[str, Any] = {}
    for name, at in places.items():
        try:
            said[name] = _reader(name)(row.cells[at]) or None
            _refuse_overlong(name, said[name])
        except CellError as fault:
            return _Read(sheet, row.number, row.cells, fault=f"“{HEADINGS[name][0]}”{fault}", at=at)
    if not said.get("number"):
        missing = next((at for at, name in columns if name == "number"), None)
        why = f"没有“{HEADINGS['number'][0]}”，请补上。"
        return _Read(sheet, row.number, row.cells, fault=why, at=missing)
    return _Read(sheet, row.number, row.cells, said, places)


def _reader(name: str) -> Callable[[Cell], Any]:
    if name in MOMENTS:
        return moment
    if name in VALUES:
        return lambda cell: one_of(cell, VALUES[name])
    return whole_number if name == "callbacks" else words


def _refuse_overlong(name: str, value: Any) -> None:
    most = getattr(orders.c[name].type, "length", None)
    if isinstance(value, str) and most and len(value) > most:
        raise CellError(f"超过 {most} 个字，请核对是不是串了列。")


def _contradiction(said: Mapping[str, Any], now: datetime) -> tuple[str, str]:
    """Return why an order cannot be as it is said to be, and of which column; empty if it can."""
    received = HEADINGS["received_at"][0]
    if not said.get("received_at"):
        return "received_at", f"没有“{received}”，登记簿里也还没有这件工单，请补上。"
    if said["received_at"] > now:
        return "received_at", f"“{received}”还没有到，请核对。"
    if said.get("case_ref") and not REFERENCE.fullmatch(said["case_ref"]):
        return "case_ref", "“案卷编号”请写 1 至 60 个字符，不含空格。"
    for before, after in COURSE:
        if said.get(before) and said.get(after) and said[after] < said[before]:
            return after, f"“{HEADINGS[after][0]}”早于“{HEADINGS[before][0]}”，请核对。"
    return "", ""
