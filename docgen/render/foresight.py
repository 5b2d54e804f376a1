"""Foresee that a document will be set closer to spare a page, before it is laid out.

A letter that spills over by a few lines is laid out as its style sheet says and then closer
(`fitting.py`). How it fills its pages can be told from its lines, set as the layout will want
them anyway, and the gaps between paragraphs. Where the first layout would be thrown away, it is
not made. What was foreseen is judged like any layout.
"""

from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.page import PageType, set_page_type_computed_styles

from docgen.render.closeness import ROUNDING, Block, paged
from docgen.render.giving_way import Closer
from docgen.render.tuning_text import count_lines, set_first_line

_SIDES = ("left", "right", "top", "bottom")


class _UnreckonableError(Exception):
    """A table, a picture, something that floats: how high it will be, only a layout can say."""


def reckon(
    html: Any, root: Any, style_for: Any, closer: Closer | None = None
) -> list[float] | None:
    """Return how full the boxes of a page will make each sheet, from 0 to 1.

    With `closer`, how full if they were set so. None where that cannot be reckoned.
    """
    reading = _Reading(closer)
    try:
        width, height = _page_area(html, style_for)
        reading.read(root, width)
    except _UnreckonableError:
        return None
    return paged(reading.blocks, height)


def _page_area(html: Any, style_for: Any) -> tuple[float, float]:
    """Return the width and height that a first page has for its text."""
    first = PageType("right", blank=False, name="", index=0, groups=())
    set_page_type_computed_styles(first, html, style_for)
    style = style_for(first)
    width, height = style["size"]
    left, right, top, bottom = (_pixels(style, f"margin_{side}") for side in _SIDES)
    return width - left - right, height - top - bottom


class _Reading:
    """Gathers the paragraphs of a box tree; margins that meet collapse into the widest."""

    def __init__(self, closer: Closer | None) -> None:
        self.blocks: list[Block] = []
        self._closer = closer
        self._gap = 0.0

    def read(self, box: Any, width: float) -> None:
        """Add the paragraphs of a block that is `width` wide."""
        if not box.is_in_normal_flow() and not box.is_floated():
            return
        style = self._style_of(box)
        if not isinstance(box, boxes.BlockBox) or box.is_floated() or _is_set(style):
            raise _UnreckonableError
        start = len(self.blocks)
        if start and style["break_before"] == "avoid":
            self._bind(start - 1)
        self._gap = max(self._gap, _pixels(style, "margin_top"))
        inside = width - sum(
            _pixels(style, f"{kind}_{side}")
            for kind in ("margin", "padding")
            for side in _SIDES[:2]
        )
        if box.children and isinstance(box.children[0], boxes.LineBox):
            self._add_paragraph(box, style, inside)
        else:
            for child in box.children:
                self.read(child, inside)
        last = len(self.blocks) - 1
        if last < start:
            return
        if style["break_inside"] == "avoid":
            for place in range(start, last + 1):
                self.blocks[place] = self.blocks[place]._replace(whole=True)
            for place in range(start, last):
                self._bind(place)
        if style["break_after"] == "avoid":
            self._bind(last)
        self._gap = max(self._gap, _pixels(style, "margin_bottom"))

    def _style_of(self, box: Any) -> Any:
        if self._closer is None:
            return box.style
        style = self._closer.style_of(box)
        if style is None:
            raise _UnreckonableError
        return style

    def _bind(self, place: int) -> None:
        """Keep a block beside the one that follows."""
        self.blocks[place] = self.blocks[place]._replace(keep=True)

    def _add_paragraph(self, box: Any, style: Any, width: float) -> None:
        line = _Line(_pixels(style, "line_height"), self._closer)
        for child in box.children:
            line.read(child)
        lines = line.count(width - _pixels(style, "text_indent"), width)
        self.blocks.append(Block(lines, line.height, self._gap))
        self._gap = 0.0


class _Line:
    """Gathers what stands in the lines of one paragraph, up to each break that is forced."""

    def __init__(self, height: float, closer: Closer | None) -> None:
        self.height = height
        self._closer = closer
        self._pieces: list[list[tuple[str, Any]]] = [[]]
        self._boxed = 0.0

    def read(self, box: Any) -> None:
        """Add the text in a box."""
        if isinstance(box, boxes.TextBox):
            first, *others = box.text.split("\n")
            self._pieces[-1].append((first, box.style))
            self._pieces += [[(text, box.style)] for text in others]
        elif isinstance(box, boxes.LineBox | boxes.InlineBox):
            for child in box.children:
                self.read(child)
        elif isinstance(box, boxes.InlineBlockBox) and box.children:
            self._add_block(box)
        else:
            raise _UnreckonableError

    def _add_block(self, box: Any) -> None:
        """Add a few lines, or words of a given width, that stand in the line as one piece."""
        if isinstance(box.children[0], boxes.LineBox):
            self._boxed += _width_of(box)
            return
        inside = _Reading(self._closer)
        for child in box.children:
            inside.read(child, inf)
        self.height = max(
            self.height, sum(each.gap + each.lines * each.line for each in inside.blocks)
        )

    def count(self, first: float, room: float) -> int:
        """Return how many lines there are: the first has its own measure."""
        if self._boxed:
            if self._boxed > first + ROUNDING or self._pieces != [[]]:
                raise _UnreckonableError
            return 1
        lines = 0
        for number, pieces in enumerate(self._pieces):
            found = count_lines(pieces, room if number else first, room)
            if found is None:
                raise _UnreckonableError
            lines += found
        return lines


def _width_of(box: Any) -> float:
    """Return how wide an inline block of words is: as it says, or as its words in one line."""
    if box.style["width"] != "auto":
        return _pixels(box.style, "width")
    (line,) = box.children
    width = 0.0
    for each in line.children:
        found = isinstance(each, boxes.TextBox) and set_first_line(
            each.text, each.style, None, is_line_start=True, minimum=False
        )
        if not found:
            raise _UnreckonableError
        width += found[3]
    return width


def _pixels(style: Any, name: str) -> float:
    """Return a length of a style that is one without knowing anything else."""
    length = style[name]
    if getattr(length, "unit", None) != "px":
        raise _UnreckonableError
    return float(length.value)


def _is_set(style: Any) -> bool:
    """Tell whether a block says more of its place and size than gaps and bonds."""
    return (
        style["page"] not in ("", "auto")
        or "page" in (style["break_before"], style["break_after"])
        or style["height"] != "auto"
        or style["width"] != "auto"
        or any(_pixels(style, f"padding_{side}") for side in _SIDES[2:])
    )
