"""Leave room to write in a Word file: lines in text, free space in the cells of tables."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Template

from docgen.case.room import CLOSE, LINE, OPEN, narrowed

# Nine millimetres, in twentieths of a point: what a hand needs in a row.
ROW = 510
_ROOM = re.compile(f"{OPEN}([^{CLOSE}{LINE}]*)({LINE}*){CLOSE}")
_ALONE = re.compile(f"(<w:t[^>]*>){OPEN}[^{CLOSE}{LINE}]*({LINE}*){CLOSE}(</w:t>)")
_EMPTY = re.compile(r"<w:t(?: [^>]*)?></w:t>")
_ROW = re.compile(r"<w:tr[ >](?:(?!<w:tr[ >]).)*?</w:tr>", re.DOTALL)
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Penned:
    """A part of a Word template whose room is drawn once its words are in."""

    part: Template

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the part's XML for one context."""
        return drawn(self.part.render(context))


def drawn(xml: str) -> str:
    """Return a part of a Word file with its marks of room (`docgen.case.room`) taken off."""
    return _ROOM.sub(r"\1", _ROW.sub(_row, xml))


def _row(row: re.Match[str]) -> str:
    """Return a row of a table, high enough to write in wherever it has room."""
    text = narrowed(_ROOM.sub(_beside, _ALONE.sub(_free, row[0])))
    if text == row[0] and not _EMPTY.search(text):
        return text
    if "<w:trHeight " in text:
        return text
    height = f'<w:trHeight w:val="{ROW}" w:hRule="atLeast"/>'
    if "<w:trPr>" in text:
        return text.replace("<w:trPr>", f"<w:trPr>{height}", 1)
    return re.sub(r"(<w:tr[^>]*>)", rf"\1<w:trPr>{height}</w:trPr>", text, count=1)


def _free(room: re.Match[str]) -> str:
    """A cell that holds nothing else is free; a long text has the height of its lines."""
    return f"{room[1]}{_BREAK * max(len(room[2]) * 2 - 1, 0)}{room[3]}"


def _beside(room: re.Match[str]) -> str:
    return "\u3000" * max(len(room[1]) // 3, 2)
