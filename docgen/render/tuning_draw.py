"""Justify and draw lines that tuning_text.py has set: reaches into WeasyPrint, see tuning.py."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from docgen.render.tuning_text import Glyph, SetLine
from docgen.render.typesetting import MOST_STRETCHED, fixed_gaps

_draw_first_line = drawing.draw_first_line
_justify_line = inline.justify_line


def justify_line(context: Any, line: Any, lacking: float) -> None:
    """Spread what a line lacks over the gaps of its characters, as far as a reader allows."""
    texts = [*_texts(line)]
    if not texts or not all(isinstance(each.pango_layout, SetLine) for each in texts):
        _justify_line(context, line, lacking)
        return
    gaps = sum(each.pango_layout.gaps for each in texts) + len(texts) - 1
    em = max(each.style["font_size"] for each in texts)
    if gaps and lacking / gaps <= MOST_STRETCHED * em:
        _widen(line, lacking / gaps, 0.0)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.LineBox | boxes.InlineBox):
            yield from _texts(child)


def _widen(box: Any, extra: float, moved: float) -> float:
    """Give every gap `extra` and move what follows; return how far the next box has to move."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        line = box.pango_layout
        box.pango_layout = replace(line, extra=extra)
        added: float = extra * line.gaps
        box.width += added
        return moved + added + extra
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(moved, 0)
        return moved
    box.position_x += moved
    end = moved
    for child in box.children:
        if child.is_in_normal_flow():
            end = _widen(child, extra, end)
    box.width += end - moved
    return end


def draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any
) -> list[Any]:
    """Write a line to the page; one that WeasyPrint set is drawn by WeasyPrint."""
    line = textbox.pango_layout
    if not isinstance(line, SetLine):
        emojis: list[Any] = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        return emojis
    stream.set_text_matrix(*matrix.values)
    _Writer(stream, line).write()
    return []


class _Writer:
    """Writes one line: its usual gap as character spacing, what differs glyph by glyph."""

    def __init__(self, stream: Any, line: SetLine) -> None:
        self.stream = stream
        self.line = line
        self.usual = line.measured.spacing + line.extra
        self.pieces: list[str] = []
        self.off = 0.0  # how far the pen is ahead of where it should be, in pixels
        # After these places the gap is not the usual one, by so much.
        self.unusual = line.measured.cuts()
        if line.extra:
            for place in fixed_gaps(line.text):
                self.unusual[place] = self.unusual.get(place, 0.0) + line.extra

    def write(self) -> None:
        """Write the glyphs, a run of one font after the other."""
        stream, text, glyphs = self.stream, self.line.text, self.line.glyphs
        if self.usual:
            stream.stream.append(f"{_short(self.usual)} Tc")
        start = 0
        while start < len(glyphs):
            end = start + 1
            while end < len(glyphs) and glyphs[end].font == glyphs[start].font:
                end += 1
            font, size = stream.add_font(glyphs[start].font)
            stream.set_font_size(font.hash, size)
            for place in range(start, end):
                self._put(place, glyphs[place], text[place], font, size)
            self.stream.show_text(f"<{''.join(self.pieces)}>")
            self.pieces.clear()
            start = end
        if self.usual:
            stream.stream.append("0 Tc")

    def _put(self, place: int, glyph: Glyph, character: str, font: Any, size: float) -> None:
        number = glyph.number
        written = font.widths.get(number)
        if written is None:
            written = font.widths[number] = round(glyph.advance * 1000 / size)
        font.to_unicode.setdefault(number, character)
        self.pieces.append(f"{number:04x}")
        rounding = written * size / 1000 - glyph.advance
        # The width of a glyph is written in thousandths: what that loses is no gap.
        if abs(rounding) >= size / 1000:
            self.off += rounding
        if place in self.unusual:
            self.off += self.unusual[place]
        if self.off and place + 1 < len(self.line.text):
            units = round(self.off * 1000 / size)
            if units:
                self.pieces.append(f">{units}<")
                self.off -= units * size / 1000


def _short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


# What each function of WeasyPrint's is replaced by while a page is set this way.
STAND_INS: Mapping[str, tuple[Any, Any]] = {
    "draw_first_line": (_draw_first_line, draw_first_line),
    "justify_line": (_justify_line, justify_line),
}
