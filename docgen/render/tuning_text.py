"""Set lines of hanzi without Pango's help: reaches into WeasyPrint, see tuning.py.

The prepared faces have neither kerning nor ligatures, so a line is as wide as its characters
together. Each character is shaped once per style; then `typesetting` decides where lines break and
what their gaps get, and a line is written to the page as it was set (tuning_draw.py). Text with
anything but plain characters, and whatever asks for more than plain lines, is left to WeasyPrint.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features
from weasyprint.text.line_break import Layout, _font_style_cache_key

from docgen.render.typesetting import (
    Fit,
    Measured,
    first_fit,
    kept_together,
    open_gaps,
)

# Hanzi, their marks and signs, and what stands beside them: nothing that joins or reorders.
_PLAIN = re.compile(
    r"[\x20-\x7e¥·×÷°±§‰℃\u2010-\u2026\u2030-\u205e\u2190-\u21ff\u2460-\u26ff\u3000-\u303f"
    r"\u3400-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]+"
)
_HANZI = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\U00020000-\U0003ffff]")
MOST_GLYPHS = 20_000
# How many characters more than a line takes are looked at: longer than a date or an amount.
_BEYOND = 16
_UNBOUNDED = 1e6  # pixels
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip


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
        return open_gaps(self.text)

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
            style["white_space"] in ("normal", "nowrap")
            and style["direction"] == "ltr"
            and style["text_decoration_line"] == "none"
            and style["word_spacing"] == 0
            and style["hyphens"] in ("none", "manual")
            and style["word_break"] == "normal"
            and style["font_size"] > 0
            and not font_features(*(style[name] for name in FEATURES))
        )
    return settable


@dataclass(frozen=True, slots=True)
class Manner:
    """What of a style decides how its lines are set; equal for all styles that agree in it."""

    case: Case
    em: float
    spacing: float
    justified: bool
    anywhere: bool
    language: str

    def measured(self, text: str, glyphs: Sequence[Glyph]) -> Measured:
        """Return a text with the widths that its glyphs have in this style."""
        advances = [glyph.advance for glyph in glyphs]
        return Measured(text, advances, self.em, self.spacing, self.justified)


def _manner_of(style: Any) -> Manner:
    """Return how the lines of a style are set."""
    manner: Manner | None = getattr(style, "manner", None)
    if manner is None:
        manner = style.manner = Manner(
            _case_of(style),
            style["font_size"],
            0.0 if style["letter_spacing"] == "normal" else style["letter_spacing"],
            style["text_align_all"] == "justify",
            style["overflow_wrap"] != "normal",
            style["lang"] or "zh-CN",
        )
    return manner


def set_first_line(
    text: str, style: Any, max_width: float | None, is_line_start: bool, minimum: bool
) -> tuple[Any, ...] | None:
    """Return the first line of a text as WeasyPrint's `split_first_line` does; None if it must.

    The outcome is (layout, bytes taken, bytes to skip or None, width, height, baseline). It is
    known for as long as the document is in work: laid out closer, it has the same lines.
    """
    if not _settable(style):
        return None
    if max_width is None or max_width > _UNBOUNDED or style["white_space"] == "nowrap":
        max_width = inf
    elif minimum:
        return None
    known, manner = style.font_config.set_lines, _manner_of(style)
    key = text, manner, max_width, is_line_start
    if key not in known:
        found = None
        if _PLAIN.fullmatch(text) and _HANZI.search(text):
            if max_width == inf:
                found = _unbroken(text, style, manner)
            else:
                found = _broken(text, style, manner, max_width, is_line_start)
        known[key] = found
    line: tuple[Any, ...] | None = known[key]
    return line


def count_lines(pieces: Sequence[tuple[str, Any]], first: float, room: float) -> int | None:
    """Return how many lines texts (each with its style) take one after the other.

    `first` is the measure of the first line, `room` that of the others. None where a text is
    WeasyPrint's to set. The lines are known to the layout that may follow.
    """
    lines, left, at_start = 1, first, True
    for text, style in pieces:
        rest = text
        while rest:
            found = set_first_line(rest, style, left, at_start, minimum=False)
            if found is None:
                return None
            _, _, resume, width, *_ = found
            if resume is None:
                left, at_start = left - width, False
                break
            rest = rest.encode()[resume:].decode().lstrip(" ")
            lines, left, at_start = lines + 1, room, True
    return lines


def _unbroken(text: str, style: Any, manner: Manner) -> tuple[Any, ...] | None:
    """Set a text in one line, however long; WeasyPrint takes the blanks at its end away."""
    glyphs = manner.case.of(text, style)
    if glyphs is None:
        return None
    measured = manner.measured(text, glyphs)
    return _as_split(text, glyphs, measured, Fit(len(text), len(text), measured.widths()[-1]))


def _broken(
    text: str, style: Any, manner: Manner, max_width: float, is_line_start: bool
) -> tuple[Any, ...] | None:
    ems = int(max(max_width, 0) / manner.em)
    # A line of hanzi needs little more than its measure; figures are half as wide, and a line of
    # narrower letters asks for the whole text.
    enough = [length for length in (ems + 2 * _BEYOND, 2 * ems + _BEYOND) if length < len(text)]
    for length in (*enough, len(text)):
        part = text[:length]
        glyphs = manner.case.of(part, style)
        if glyphs is None:
            return None
        measured = manner.measured(part, glyphs)
        fit = first_fit(
            measured, _breaks(part, manner.language), max_width,
            whole=length == len(text), justified=manner.justified,
            anywhere=is_line_start and manner.anywhere,
        )  # fmt: skip
        # What is kept together must not have been cut at the end of the part.
        if fit is not None and (length == len(text) or fit.resume + _BEYOND <= length):
            return _as_split(text, glyphs, measured, fit)
    return None


def _breaks(text: str, language: str) -> list[int]:
    """Return where a line may end: by Unicode's rules, but not inside dates and amounts."""
    code = pango.pango_language_from_string(unicode_to_char_p(language)[0])
    pointer, content = unicode_to_char_p(text)
    attributes = ffi.new("PangoLogAttr[]", len(text) + 1)
    pango.pango_get_log_attrs(pointer, len(content), -1, code, attributes, len(text) + 1)
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
