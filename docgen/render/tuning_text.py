"""Set and draw lines of hanzi without Pango's help: reaches into WeasyPrint, see tuning.py.

The prepared faces have neither kerning nor ligatures, so a line is as wide as its characters
together. Each character is shaped once per style; then `typesetting` decides where lines break and
what their gaps get, and a line is written to the page as it was set. Text with anything but plain
characters, and whatever asks for more than plain lines, is left to WeasyPrint.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import FROM_UNITS, ffi, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features
from weasyprint.text.line_break import Layout, _font_style_cache_key

from docgen.render.typesetting import (
    MOST_STRETCHED,
    Fit,
    Measured,
    first_fit,
    kept_together,
    may_stretch,
)

# Hanzi, their marks and signs, and what stands beside them: nothing that joins or reorders.
_PLAIN = re.compile(
    r"[\x20-\x7e¥·×÷°±§‰℃\u2010-\u2026\u2030-\u205e\u2190-\u21ff\u2460-\u26ff\u3000-\u303f"
    r"\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]+"
)
_HANZI = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
MOST_GLYPHS = 20_000
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip

_draw_first_line = drawing.draw_first_line
_justify_line = inline.justify_line


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character in one style: its glyph, advance, ascent and descent in pixels.

    `layout` keeps the Pango font alive.
    """

    layout: Any
    font: Any
    number: int
    advance: float
    ascent: float
    descent: float


@dataclass(slots=True)
class SetLine:
    """A line that is set: stands where WeasyPrint expects its Pango layout.

    `extra` is what each gap gets beside the spacing of the style, in pixels.
    """

    text: str
    glyphs: tuple[Glyph, ...]
    measured: Measured
    extra: float = 0.0
    first_line_direction: int = 0

    @property
    def gaps(self) -> int:
        """The number of gaps that may change."""
        return sum(map(may_stretch, self.text, self.text[1:]))

    def reactivate(self, style: Any) -> None:
        """Do nothing: WeasyPrint asks for it before it draws."""

    def deactivate(self) -> None:
        """Do nothing: WeasyPrint asks for it after it drew."""


class Case:
    """The characters of one style, each shaped once."""

    def __init__(self) -> None:
        self.glyphs: dict[str, Glyph | None] = {}

    def of(self, text: str, style: Any) -> tuple[Glyph, ...] | None:
        """Return the glyphs of a text; None if one of its characters is not a glyph by itself."""
        found = []
        for character in text:
            if character not in self.glyphs:
                self.glyphs[character] = _shaped(character, style)
            glyph = self.glyphs[character]
            if glyph is None:
                return None
            found.append(glyph)
        return tuple(found)


def _case_of(style: Any) -> Case:
    """Return the characters of a style, which all styles with the same font share."""
    case: Case | None = getattr(style, "case", None)
    if case is None:
        cases: dict[str, Case] = style.font_config.__dict__.setdefault("cases", {})
        if sum(len(each.glyphs) for each in cases.values()) > MOST_GLYPHS:
            cases.clear()
        case = style.case = cases.setdefault(
            _font_style_cache_key(style, include_size=True), Case()
        )
    return case


def _shaped(character: str, style: Any) -> Glyph | None:
    """Shape one character alone; a letter beside a blank, which Pango does not set alone."""
    layout = Layout.__new__(Layout)
    layout.setup(style)
    text, _bytes = unicode_to_char_p(character)
    pango.pango_layout_set_text(layout.layout, text, -1)
    line = pango.pango_layout_get_line_readonly(layout.layout, 0)
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    if run == ffi.NULL or run.next != ffi.NULL or run.data.glyphs.num_glyphs != 1:
        return None
    info = run.data.glyphs.glyphs[0]
    number = info.glyph
    unusual = info.geometry.x_offset or info.geometry.y_offset
    if unusual or number == pango.PANGO_GLYPH_EMPTY or number & pango.PANGO_GLYPH_UNKNOWN_FLAG:
        return None
    extents = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ffi.NULL, extents)
    height = extents.height * FROM_UNITS
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    advance = info.geometry.width * FROM_UNITS
    font = run.data.item.analysis.font
    return Glyph(layout.layout, font, number, advance, baseline, height - baseline)


def _settable(style: Any) -> bool:
    """Say whether a style asks for nothing but plain lines."""
    settable: bool | None = getattr(style, "settable", None)
    if settable is None:
        settable = style.settable = (
            style["white_space"] == "normal"
            and style["direction"] == "ltr"
            and style["text_decoration_line"] == "none"
            and style["word_spacing"] == 0
            and style["hyphens"] in ("none", "manual")
            and style["word_break"] == "normal"
            and style["font_size"] > 0
            and not font_features(*(style[name] for name in FEATURES))
        )
    return settable


def set_first_line(
    text: str, style: Any, max_width: float | None, *, is_line_start: bool
) -> tuple[Any, ...] | None:
    """Return the first line of a text as WeasyPrint's `split_first_line` does; None if it must.

    The outcome is (layout, bytes taken, bytes to skip or None, width, height, baseline).
    """
    if max_width is None or max_width > 1e6 or not _settable(style):
        return None
    if not (_PLAIN.fullmatch(text) and _HANZI.search(text)):
        return None
    spacing = 0.0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
    justified = style["text_align_all"] == "justify"
    # Figures are half as wide as hanzi; a line of narrower letters asks for the whole text.
    enough = int(max(max_width, 0) / style["font_size"] * 2) + 8
    for length in (enough, len(text)) if enough < len(text) else (len(text),):
        part = text[:length]
        glyphs = _case_of(style).of(part, style)
        if glyphs is None:
            return None
        measured = Measured(
            part, [glyph.advance for glyph in glyphs], style["font_size"], spacing, justified
        )
        fit = first_fit(
            measured, _breaks(part, style), max_width,
            whole=length == len(text), justified=justified,
            anywhere=is_line_start and style["overflow_wrap"] != "normal",
        )  # fmt: skip
        if fit is not None:
            return _as_split(text, glyphs, measured, fit)
    return None


def _breaks(text: str, style: Any) -> list[int]:
    """Return where a line may end: by Unicode's rules, but not inside dates and amounts."""
    language = pango.pango_language_from_string(unicode_to_char_p(style["lang"] or "zh-CN")[0])
    pointer, content = unicode_to_char_p(text)
    attributes = ffi.new("PangoLogAttr[]", len(text) + 1)
    pango.pango_get_log_attrs(pointer, len(content), -1, language, attributes, len(text) + 1)
    kept = kept_together(text)
    return [
        place
        for place in range(1, len(text))
        if attributes[place].is_line_break and place not in kept
    ]


def _as_split(
    text: str, glyphs: tuple[Glyph, ...], measured: Measured, fit: Fit
) -> tuple[Any, ...]:
    taken = glyphs[: fit.end]
    line = SetLine(
        text[: fit.end],
        taken,
        replace(measured, text=text[: fit.end], advances=measured.advances[: fit.end]),
        fit.extra,
    )
    ascent = max(glyph.ascent for glyph in taken)
    descent = max(glyph.descent for glyph in taken)
    length = len(line.text.encode())
    resume = None if fit.resume == len(text) else len(text[: fit.resume].encode())
    return line, length, resume, fit.width, ascent + descent, ascent


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
        self.string = ""
        self.off = 0.0  # how far the pen is ahead of where it should be, in pixels

    def write(self) -> None:
        """Write the glyphs, a run of one font after the other."""
        line, stream = self.line, self.stream
        if self.usual:
            stream.stream.append(f"{_short(self.usual)} Tc")
        last_font, font, size = None, None, 1.0
        for place, glyph in enumerate(line.glyphs):
            if glyph.font != last_font:
                self._flush()
                last_font = glyph.font
                font, size = stream.add_font(glyph.font)
                stream.set_font_size(font.hash, size)
            self._put(place, glyph, font, size)
        self._flush()
        if self.usual:
            stream.stream.append("0 Tc")

    def _put(self, place: int, glyph: Glyph, font: Any, size: float) -> None:
        line, text = self.line, self.line.text
        font.to_unicode.setdefault(glyph.number, text[place])
        written = font.widths.get(glyph.number)
        if written is None:
            written = font.widths[glyph.number] = round(glyph.advance * 1000 / size)
        self.string += f"{glyph.number:04x}"
        last = place + 1 == len(text)
        gap = line.measured.spacing - line.measured.cut(place)
        if not last and may_stretch(text[place], text[place + 1]):
            gap += line.extra
        rounding = written * size / 1000 - glyph.advance
        # The width of a glyph is written in thousandths: what that loses is no gap.
        self.off += self.usual - gap + (rounding if abs(rounding) >= size / 1000 else 0)
        units = round(self.off * 1000 / size)
        if units and not last:
            self.string += f">{units}<"
            self.off -= units * size / 1000

    def _flush(self) -> None:
        if self.string:
            self.stream.show_text(f"<{self.string}>")
            self.string = ""


def _short(number: float) -> str:
    return f"{number:.4f}".rstrip("0").rstrip(".")


# What each function of WeasyPrint's is replaced by while a page is set this way.
STAND_INS: Mapping[str, tuple[Any, Any]] = {
    "draw_first_line": (_draw_first_line, draw_first_line),
    "justify_line": (_justify_line, justify_line),
}
