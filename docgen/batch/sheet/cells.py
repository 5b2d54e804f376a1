"""Between cells and values: what clerks type and Excel makes of it, read as a payload's values.

What cannot be a value of its field is passed on as typed, and the schema refuses it in its own
words; refused here is only what a sheet alone can ruin.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from docgen.spreadsheet.cell import Cell
from schemas.ground.fields import Choice, Count, Day, Described, Flag, Moment, Money
from schemas.ground.fields.day_words import in_digits

YES, NO = "是", "否"
# Beside our own words those of programs: LibreOffice saves a yes as the number 1, CSV as TRUE.
_FLAGS = MappingProxyType({
    YES: True, "TRUE": True, "真": True, "1": True,
    NO: False, "FALSE": False, "假": False, "0": False,
})  # fmt: skip
# Excel keeps fifteen digits of a number: the sixteenth and all after it have become 0.
LARGEST_NUMBER = 10**15
# Excel's own dates begin in 1900 and count a day that never was until 1900-02-28.
FIRST_DAY = date(1900, 3, 1)
_DAY = r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?"
_TIME = r"(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?(?:\s*:?\s*(\d{1,2})\s*秒?)?"
# A day that went through a database comes back with the beginning of the day behind it.
_TYPED_DAY = re.compile(rf"{_DAY}(?:[T\s]\s*0?0:00(?::00(?:\.0+)?)?)?")
_TYPED_MOMENT = re.compile(rf"{_DAY}(?:\s*T\s*|\s+|(?<=[日号])){_TIME}")
# 20260710, on its own or before a time.
_COMPACT_DAY = re.compile(r"\A(\d{4})(\d{2})(\d{2})(?!\d)")
# How Excel writes a long number into a CSV file: 9.99999E+17.
_RUINED_TEXT = re.compile(r"\d(?:\.\d+)?E\+\d{2}")
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,2})?")


def read_cell(field: Described, cell: Cell, *, from_text: bool = False) -> Any:
    """Return the payload's value for a cell that is not blank.

    `from_text` says that the cell comes from a CSV file, where everything is text.
    Errors: `Refusal` for what the sheet has ruined.
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if abs(cell) >= LARGEST_NUMBER:
            raise _ruined(field)
        cell = plain_number(cell)
    elif from_text and isinstance(cell, str) and _RUINED_TEXT.fullmatch(cell.strip()):
        raise _ruined(field)
    return _converter(_READ, field, _read_text)(field, cell)


def write_cell(field: Described, value: Any) -> Cell:
    """Return the cell that reads back as `value`, typed so that Excel can reckon with it."""
    if value is None:
        return None
    write: Callable[[Any, Any], Cell] = _converter(_WRITE, field, _write_text)
    return write(field, value)


def plain_number(number: float) -> str:
    """Return a number as Excel shows it: fifteen digits, no exponent, no needless zeros."""
    return format(Decimal(format(number, ".15g")).normalize(), "f")


def _converter(table: Mapping[type, Any], field: Described, otherwise: Any) -> Any:
    return next((table[each] for each in type(field).__mro__ if each in table), otherwise)


def _ruined(field: Described) -> Exception:
    return field.refuse(
        "number_ruined",
        "被表格软件当成了数字，第 15 位以后已经丢失。"
        "请先把这一格设为“文本”格式，再照证件或原件逐位重新录入。",
    )


def _read_text(field: Described, cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, date | time | timedelta):
        raise field.refuse(
            "cell_became_date",
            "被表格软件改成了日期或时间。请先把这一格设为“文本”格式，再重新录入。",
        )
    return str(cell)


def _read_flag(field: Described, cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _folded(str(cell)).upper()
    if word not in _FLAGS:
        raise field.refuse("not_a_flag", f"只能填“{YES}”或“{NO}”。")
    return _FLAGS[word]


def _read_choice(field: Choice, cell: Cell) -> str:
    typed = _read_text(field, cell).strip()
    return next(
        (code for code, wording in field.options.items() if typed in (code, wording)), typed
    )


def _read_day(field: Described, cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    typed = _spaced_day(_read_text(field, cell))
    found = _TYPED_DAY.fullmatch(in_digits(typed))
    return _iso_day(*found.groups()) if found else typed


def _read_moment(field: Described, cell: Cell) -> str:
    if isinstance(cell, datetime):
        # A cell holds a time as a fraction of a day: the last digits are noise.
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
    if isinstance(cell, date):
        return datetime.combine(cell, time()).isoformat()
    if isinstance(cell, time | timedelta):
        return str(cell)
    typed = _spaced_day(_read_text(field, cell))
    if not (found := _TYPED_MOMENT.fullmatch(in_digits(typed))):
        return typed
    *day, hour, minute, second = found.groups()
    clock = f"{int(hour):02}:{int(minute or 0):02}"
    return f"{_iso_day(*day)}T{clock}" + (f":{int(second):02}" if second else "")


def _folded(text: str) -> str:
    """Return a text with its wide digits and marks as narrow ones, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


def _spaced_day(text: str) -> str:
    return _COMPACT_DAY.sub(r"\1-\2-\3", _folded(text))


def _iso_day(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


def _read_count(field: Count, cell: Cell) -> int | str:
    typed = _without_unit(field, cell)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 12 else typed


def _without_unit(field: Described, cell: Cell) -> str:
    typed = _folded(_read_text(field, cell))
    return typed.removesuffix(field.unit).rstrip() if field.unit else typed


def _read_money(field: Described, cell: Cell) -> str:
    # Folded, the wide ￥ of Chinese keyboards is the narrow one.
    return _without_unit(field, cell).removeprefix("¥").lstrip()


def _write_text(_field: Described, value: Any) -> str:
    return str(value)


def _write_flag(_field: Described, value: Any) -> str:
    return {True: YES, False: NO}.get(value, str(value))


def _write_choice(field: Choice, value: Any) -> str:
    wording = field.options.get(value)
    # Two codes with one wording would read back as the first of them.
    unique = wording is not None and [*field.options.values()].count(wording) == 1
    return str(wording if unique else value)


def _write_day(_field: Described, value: Any) -> Cell:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return day if day >= FIRST_DAY and day.isoformat() == value else str(value)


def _write_moment(_field: Described, value: Any) -> Cell:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return moment if moment.date() >= FIRST_DAY and not moment.microsecond else str(value)


def _write_number(_field: Described, value: Any) -> Cell:
    text = str(value)
    return float(text) if not isinstance(value, bool) and _NUMBER.fullmatch(text) else text


_READ: Mapping[type, Callable[[Any, Cell], Any]] = MappingProxyType({
    Flag: _read_flag,
    Choice: _read_choice,
    Day: _read_day,
    Moment: _read_moment,
    Count: _read_count,
    Money: _read_money,
})  # fmt: skip
_WRITE: Mapping[type, Callable[[Any, Any], Cell]] = MappingProxyType({
    Flag: _write_flag,
    Choice: _write_choice,
    Day: _write_day,
    Moment: _write_moment,
    Count: _write_number,
    Money: _write_number,
})  # fmt: skip
