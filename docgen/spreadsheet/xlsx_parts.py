"""What a workbook keeps apart from its sheets: shared strings, number formats, where sheets are."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from docgen.spreadsheet.cell import Cell
from docgen.spreadsheet.package import Element, Package, drop, local_name
from docgen.spreadsheet.raw import LONGEST_CELL

WORKBOOK = "xl/workbook.xml"
_RELATION = re.compile(r"\{[^}]*/relationships\}id")
# Those whose number alone says date or time; 27 to 36 and 50 to 58 are East Asian Excel's.
_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_DURATIONS = frozenset([46])
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# 9999-12-31, Excel's last day.
_LAST_SERIAL = 2_958_465
_PHANTOM = 60


class Shown(StrEnum):
    """What a number is shown as."""

    number = "number"
    date = "date"
    duration = "duration"


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a workbook (name, member, whether hidden) and how its numbers are meant."""

    sheets: tuple[tuple[str, str, bool], ...]
    from_1904: bool
    # The file asks to be reckoned anew when it is opened: a nought under a formula is nobody's.
    to_be_calculated: bool
    strings: str
    styles: str


def read_workbook(package: Package) -> Workbook:
    """Return what the workbook says of its parts."""
    place = _main_part(package)
    folder = place.rpartition("/")[0]
    targets: dict[str, tuple[str, str]] = {}
    for _, each in package.elements(_relations(place), "Relationship"):
        kind = each.get("Type", "").rpartition("/")[2]
        targets[each.get("Id", "")] = (kind, _resolved(folder, each.get("Target", "")))
    sheets, flags = [], {}
    for _, each in package.elements(place, "sheet", "workbookPr", "calcPr"):
        if (name := local_name(each)) == "sheet":
            ids = (value for key, value in each.attrib.items() if _RELATION.fullmatch(str(key)))
            kind, member = targets[next(ids, "")]
            if kind == "worksheet":
                hidden = each.get("state", "visible") != "visible"
                sheets.append((each.get("name", ""), member, hidden))
        else:
            flags[name] = is_true(each.get({"calcPr": "fullCalcOnLoad"}.get(name, "date1904")))
    parts = dict(targets.values())
    return Workbook(
        tuple(sheets), flags.get("workbookPr", False), flags.get("calcPr", False),
        parts.get("sharedStrings", ""), parts.get("styles", ""),
    )  # fmt: skip


def _main_part(package: Package) -> str:
    for _, each in package.elements("_rels/.rels", "Relationship"):
        if each.get("Type", "").endswith("/officeDocument"):
            return _resolved("", each.get("Target", ""))
    return WORKBOOK


def _relations(place: str) -> str:
    folder, _, name = place.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _resolved(folder: str, target: str) -> str:
    """Return the member a relation leads to."""
    steps: list[str] = (
        [] if target.startswith("/") else [each for each in folder.split("/") if each]
    )
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


class SharedStrings:
    """The strings that cells point at, on the disk: half a million of them fill no memory."""

    def __init__(self, package: Package, member: str) -> None:
        # Without a name it is a file of SQLite's own, gone when it is closed.
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE strings (at INTEGER PRIMARY KEY, text TEXT NOT NULL)")
        if member:
            rows = enumerate(self._texts(package, member))
            self._database.executemany("INSERT INTO strings VALUES (?, ?)", rows)
        # Words that repeat (a choice, a bureau's name) are looked up once.
        self._known = lru_cache(4096)(self._find)

    def get(self, at: int) -> str:
        """Return a string by its place.

        Errors: `KeyError`.
        """
        return self._known(at)

    def close(self) -> None:
        """Give the disk back."""
        self._database.close()

    def _find(self, at: int) -> str:
        row = self._database.execute("SELECT text FROM strings WHERE at = ?", (at,)).fetchone()
        if row is None:
            raise KeyError(at)
        return str(row[0])

    @staticmethod
    def _texts(package: Package, member: str) -> Iterator[str]:
        for _, each in package.elements(member, "si"):
            yield text_of(each)
            drop(each)


def text_of(element: Element) -> str:
    """Return the words of `si` or `is`, in one piece or in runs, without their phonetic guides.

    Errors: `ValueError` for more than a cell can hold.
    """
    words = []
    for child in element:
        if (name := local_name(child)) == "t":
            words.append(child.text or "")
        elif name == "r":
            words += [each.text or "" for each in child if local_name(each) == "t"]
    return unescaped("".join(words))


def unescaped(text: str) -> str:
    """Return a text as it was typed: Excel writes what XML cannot hold as `_x000D_`."""
    if "_x" in text:
        text = _ESCAPED.sub(_character, text)
    if len(text) > LONGEST_CELL:
        raise ValueError("a text longer than a cell can be")
    return text


def _character(found: re.Match[str]) -> str:
    """Return the character an escape stands for; half of one stays as it is written."""
    character = chr(int(found[1], 16))
    return found[0] if "\ud800" <= character <= "\udfff" else character


def read_styles(package: Package, member: str) -> list[Shown]:
    """Return, for each style of a cell, what its numbers are."""
    formats: dict[str, Shown] = {}
    shown: list[Shown] = []
    for _, each in package.elements(member, "numFmt", "cellXfs") if member else ():
        if local_name(each) == "numFmt":
            formats[each.get("numFmtId", "")] = format_of(each.get("formatCode", ""))
            continue
        for style in each:
            number = style.get("numFmtId", "0")
            shown.append(formats.get(number) or _built_in(number))
    return shown


def format_of(code: str) -> Shown:
    """Return what a format makes of a number: a date, a length of time, or a number."""
    bare = _WORDS.sub("", code.partition(";")[0])
    if re.search(r"\[(h+|m+|s+)\]", bare, re.IGNORECASE):
        return Shown.duration
    return Shown.date if re.search("[ymdhs]", _BRACKETS.sub("", bare), re.I) else Shown.number


def _built_in(number: str) -> Shown:
    at = int(number)
    return Shown.date if at in _DATES else Shown.duration if at in _DURATIONS else Shown.number


def moment_of(serial: float, shown: Shown, *, from_1904: bool) -> Cell:
    """Return the day, the moment or the time that a number stands for, or the number itself."""
    if shown is Shown.number or not 0 <= serial <= _LAST_SERIAL:
        return serial
    if shown is Shown.duration:
        return timedelta(days=serial)
    # Excel counts a day that never was, the last of February 1900.
    epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and serial < _PHANTOM:
        epoch += timedelta(days=1)
    moment = epoch + timedelta(days=serial)
    if serial < 1 and not from_1904:
        return moment.time()
    return moment.date() if serial == int(serial) else moment


def typed_moment(text: str) -> Cell:
    """Return the moment of a cell that holds it as a text of ISO 8601."""
    if "T" not in text:
        return date.fromisoformat(text) if "-" in text else time.fromisoformat(text)
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    return moment.date() if moment.time() == time() else moment


def is_true(value: str | None) -> bool:
    """Tell whether an attribute says yes."""
    return value in ("1", "true")
