"""Read the cells of an export of orders: days as platforms write them, numbers, words of a list."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from unicodedata import category

from docgen.clock import BEIJING
from docgen.spreadsheet.cell import Cell, Spoilt

# Excel keeps fifteen digits of a number: the sixteenth and all after it have become 0.
LARGEST_NUMBER = 10**15
_MOMENT = re.compile(
    r"(\d{4})(?:\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d\d)(\d\d))"
    r"(?:[T\s]*(上午|下午|中午|晚上|凌晨|早上)?\s*(\d{1,2})\s*[:时点]\s*(?:(\d{1,2})\s*分?)?"
    r"(?:\s*:?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?"
)
_RUINED = re.compile(r"\d(?:\.\d+)?E\+\d{2}")
_LATER_HALF = ("下午", "晚上")


class CellError(ValueError):
    """What stands in a cell cannot be used; the words say why, and repeat none of it."""


def words(cell: Cell) -> str:
    """Return what stands in a cell as one text, without blanks around it.

    Errors: `CellError` for what the program that wrote the sheet has spoilt.
    """
    if isinstance(cell, Spoilt):
        raise CellError(cell.detail)
    if isinstance(cell, bool | time | timedelta):
        raise CellError("不是文字，请把这一格设为“文本”格式再填。")
    if isinstance(cell, int | float):
        if abs(cell) >= LARGEST_NUMBER:
            raise CellError("被表格软件当成了数字，第 15 位以后已经丢失，请以文本格式重新导出。")
        return format(cell, ".15g")
    if isinstance(cell, str) and _RUINED.fullmatch(cell.strip()):
        raise CellError("被表格软件写成了科学计数，位数已经丢失，请以文本格式重新导出。")
    text = "" if cell is None else str(cell)
    # What nobody sees can turn a text around or stop it from being printed.
    return "".join(each for each in text if each == "\n" or category(each)[0] != "C").strip()


def moment(cell: Cell) -> datetime:
    """Return a moment by Beijing's clock; a day alone is its beginning.

    Errors: `CellError`.
    """
    if isinstance(cell, datetime):
        # A cell holds a time as a fraction of a day: the last digits are noise.
        return (cell + timedelta(milliseconds=500)).replace(microsecond=0, tzinfo=BEIJING)
    if isinstance(cell, date):
        return datetime.combine(cell, time(), BEIJING)
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", words(cell)).strip())
    if not found:
        raise CellError("看不出是哪一天、几点，请写成 2026-07-20 15:00。")
    year, *days, half, hour, minute, second = found.groups()
    month, day = filter(None, days)
    clock = int(hour or 0)
    if half in _LATER_HALF and clock < 12:
        clock += 12
    try:
        return datetime(
            int(year), int(month), int(day), clock, int(minute or 0), int(second or 0),
            tzinfo=BEIJING,
        )  # fmt: skip
    except ValueError:
        raise CellError("没有这一天或这一时刻，请核对。") from None


def one_of(cell: Cell, allowed: tuple[str, ...]) -> str:
    """Return a word of a list; what says nothing is an empty text.

    Errors: `CellError`.
    """
    found = words(cell)
    if found and found not in allowed:
        raise CellError(f"只能是 {'、'.join(allowed)}，请核对。")
    return found


def whole_number(cell: Cell) -> int | None:
    """Return a count of one to ninety-nine; None for a cell that says nothing.

    Errors: `CellError`.
    """
    found = unicodedata.normalize("NFKC", words(cell))
    if not found:
        return None
    if not re.fullmatch("[1-9][0-9]?", found):
        raise CellError("应当是 1 至 99 的整数，请核对。")
    return int(found)
