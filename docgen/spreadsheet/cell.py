"""One cell of a spreadsheet as its file has it: a value by type, nothing, or something spoilt."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell that holds something, but not what somebody meant: an error, a formula left open.

    `shown` is what stands for it where the cell is written again; it reads as spoilt once more.
    """

    code: str
    shown: str
    detail: str

    def __str__(self) -> str:
        return self.shown


# What readers of sheets give for a cell; a blank one is None or an empty text.
Cell = str | float | int | bool | date | datetime | time | timedelta | Spoilt | None

# What Excel, WPS and LibreOffice show of a formula in error, and of a number in a narrow column;
# the last two are what we write for a cell we could not read.
_ERRORS = (
    "NULL!|DIV/0!|VALUE!|REF!|NAME\\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|BLOCKED!|FIELD!|CONNECT!"
    "|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|未计算!|合并!"
)
_SPOILT_TEXT = re.compile(rf"#(?:{_ERRORS})|Err:\d{{3}}|#{{3,}}", re.IGNORECASE)


def broken(text: str) -> Spoilt:
    """Return a cell whose formula came to an error."""
    shown = text.strip() if _SPOILT_TEXT.fullmatch(text.strip()) else "#VALUE!"
    return Spoilt("cell_error", shown, f"这一格是出错的公式（{shown}），请改成实际内容。")


def not_calculated() -> Spoilt:
    """Return a cell whose formula nobody has calculated: its result is not in the file."""
    return Spoilt(
        "formula_not_calculated",
        "#未计算!",
        "这一格是没有计算过的公式，文件里没有结果。请用 Excel 或 WPS 打开、保存一次，"
        "或者直接填写结果。",
    )


# What stands in the cells of a merged area that are not its first: its value is not theirs.
MERGED = Spoilt("cells_merged", "#合并!", "这一格与别的格合并，合并后的值读不出是谁的。")


def as_typed(cell: Cell) -> Cell:
    """Return a cell, spoilt if it is the text of an error: pasted as a value, or out of CSV."""
    if isinstance(cell, str) and _SPOILT_TEXT.fullmatch(cell.strip()):
        return broken(cell)
    return cell


def is_blank(cell: Cell) -> bool:
    """Tell whether nothing was filled in; blanks alone count as nothing, as in any payload."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
