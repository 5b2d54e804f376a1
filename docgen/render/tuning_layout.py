"""Lay out pages with functions that remember: reaches into WeasyPrint, see tuning.py.

What WeasyPrint works out again for every box and line depends on the computed style alone, and
styles live on from document to document (tuning_style.py). The functions here have the outcome of
those they stand for. WeasyPrint's modules import them by name, so they can only be lent to it:
while a page of ours is laid out and drawn, and back as it was when no thread has one in work.
"""

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from weasyprint.css.functions import check_math
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box, LineBox
from weasyprint.layout import background, block, percent, preferred
from weasyprint.layout import float as float_layout
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from docgen.render.font_map import releasing
from docgen.render.rebinding import rebound
from docgen.render.tuning_draw import STAND_INS as DRAWING
from docgen.render.tuning_text import set_first_line

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES), *(f"padding_{side}" for side in SIDES),
    "width", "min_width", "max_width", "height", "min_height", "max_height",
)  # fmt: skip
USED = (*LENGTHS, *(f"border_{side}_width" for side in SIDES))
_NOUGHT = (0, "px")
SQUARE_CORNERS = {
    f"border_{corner}_radius": (0, 0)
    for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
}
_BARE = {
    name: INITIAL_VALUES[name]
    for name in ("border_image_source", "mask_border_source", "background_image",
                 "background_color", "box_shadow")
}  # fmt: skip
FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip

_resolve_percentages = percent.resolve_percentages
_split_first_line = line_break.split_first_line
_strut = line_break.strut
_resolve_radii_percentages = percent.resolve_radii_percentages
_set_up = line_break.Layout.setup
_layout_box_backgrounds = background.layout_box_backgrounds
_avoid_collisions = float_layout.avoid_collisions
_collapse_margin = block.collapse_margin
_is_in_normal_flow = Box.is_in_normal_flow


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set a box's used lengths; those of a style without percentages are always the same."""
    style = box.style
    used = getattr(style, "used_lengths", None)
    if used:
        box.__dict__.update(used)
        return
    _resolve_percentages(box, containing_block)
    if used is None:
        own = box.__dict__
        style.used_lengths = {name: own[name] for name in USED} if _is_absolute(style) else {}


def _is_absolute(style: Any) -> bool:
    """Say whether no used length of a style depends on anything else."""
    if style["box_sizing"] != "content-box" or style["border_collapse"] == "collapse":
        return False
    for name in LENGTHS:
        value = style[name]
        if value != "auto" and (check_math(value) or value.unit == "%"):
            return False
    return True


def shrink_to_fit(context: Any, box: Any, available: float) -> float:
    """Return the shrink-to-fit width of a box, without its least width where all of it fits.

    The least width breaks a text at every character, one layout for each.
    """
    most: float = preferred.max_content_width(context, box, outer=False)
    if most > available:
        least: float = preferred.min_content_width(context, box, outer=False)
        return min(max(least, available), most)
    return most


def split_first_line(  # noqa: PLR0917 - WeasyPrint's own signature
    text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Return the first line of a text; the same line of the same document is broken once.

    What is known ends with the document's context: no words of a case outlive it.
    """
    if style.font_config.typesets:
        found = set_first_line(text, style, max_width, is_line_start, minimum)
        if found is not None:
            return found
    known = context.__dict__.setdefault("known_lines", {}) if context else {}
    key = text, id(style), max_width, justification_spacing, is_line_start, minimum
    if key in known:
        _, state, facts = known[key]
        layout = line_break.Layout.__new__(line_break.Layout)
        layout.__dict__.update(state)
        return layout, *facts
    line: tuple[Any, ...] = _split_first_line(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )
    # The style is kept so that no other can have its identity.
    known[key] = style, dict(line[0].__dict__), line[1:]
    return line


def avoid_collisions(
    context: Any, box: Any, containing_block: Any, outer: bool = True
) -> tuple[float, float, float]:
    """Return where a box goes and its room; a line where nothing floats has all there is."""
    floating = outer or context.excluded_shapes or not isinstance(box, LineBox)
    if floating or containing_block.style["direction"] != "ltr":
        place: tuple[float, float, float] = _avoid_collisions(context, box, containing_block, outer)
        return place
    width = containing_block.width - box.margin_left - box.margin_right
    return containing_block.content_box_x(), box.border_box_y() - box.margin_top, width


def collapse_margin(adjoining_margins: Sequence[float]) -> float:
    """Return what adjoining margins come to; most often there is one, or none."""
    if not adjoining_margins:
        return 0
    if len(adjoining_margins) == 1:
        return adjoining_margins[0]
    margins: float = _collapse_margin(adjoining_margins)
    return margins


def strut(style: Any) -> tuple[float, float]:
    """Return the height and the baseline of an empty line, which a style has once."""
    found: tuple[float, float] | None = getattr(style, "strut", None)
    if found is None:
        found = style.strut = _strut(style)
    return found


def resolve_radii_percentages(box: Any) -> None:
    """Set the radii of a box's corners; those of a style without any are always nought."""
    if type(box) is AbsolutePlaceholder:  # It pretends to be its box, but what it holds is its own.
        box = box._box
    square = getattr(box.style, "square", None)
    if square is None:
        square = box.style.square = all(_NOUGHT in box.style[corner] for corner in SQUARE_CORNERS)
    if square:
        box.__dict__.update(SQUARE_CORNERS)
    else:
        _resolve_radii_percentages(box)


def is_in_normal_flow(box: Any) -> bool:
    """Tell whether a box is in the normal flow, which its style says once."""
    style = box.style
    found: bool | None = getattr(style, "in_flow", None)
    if found is None:
        found = style.in_flow = _is_in_normal_flow(box)
    return found


def layout_box_backgrounds(
    page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Place what is behind a box and its children: most styles have nothing there."""
    own = box.style if style is None else style
    bare = getattr(own, "bare", None)
    if bare is None:
        bare = own.bare = all(own[name] == value for name, value in _BARE.items())
    if not bare or box is page:
        _layout_box_backgrounds(page, box, get_image, layout_children, style)
        return
    resolve_radii_percentages(box)
    box.background = None
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image)


def set_up(layout: Any, style: Any) -> None:
    """Give a `Layout` its Pango layout, on a context and font description its style has once."""
    tools = getattr(style, "pango_tools", None)
    if tools is None:
        tools = style.pango_tools = _tools_for(style)
    if not tools:
        _set_up(layout, style)
        return
    context, description, layout.language = tools
    layout.style = style
    layout.first_line_direction = 0
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, description)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None


def _tools_for(style: Any) -> tuple[Any, ...]:
    """Return what the Pango layouts of a style share; nothing where WeasyPrint must do it."""
    if style["text_decoration_line"] != "none" or font_features(*(style[n] for n in FEATURES)):
        return ()
    if style["font_language_override"] != "normal":
        lang = LST_TO_ISO.get(
            style["font_language_override"].lower(), style["font_language_override"]
        )
    else:
        lang = style["lang"]
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map),
        releasing(gobject.g_object_unref),
    )
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    if lang:
        name, _bytes = unicode_to_char_p(lang)
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
    else:
        language = pango.pango_language_get_default()
    return context, _lasting_description(style), language


class _Lasting:
    """WeasyPrint's `ffi`, as far as a font description needs it, for what lives to the end."""

    @staticmethod
    def gc(pointer: Any, destroy: Any) -> Any:
        return ffi.gc(pointer, releasing(destroy))


_lasting_description = rebound(get_font_description, ffi=_Lasting)


# What each function of WeasyPrint's is replaced by, wherever its name is known.
STAND_INS: Mapping[str, tuple[Any, Any]] = {
    "resolve_percentages": (_resolve_percentages, resolve_percentages),
    "shrink_to_fit": (preferred.shrink_to_fit, shrink_to_fit),
    "split_first_line": (_split_first_line, split_first_line),
    "strut": (_strut, strut),
    "layout_box_backgrounds": (_layout_box_backgrounds, layout_box_backgrounds),
    "avoid_collisions": (_avoid_collisions, avoid_collisions),
    "collapse_margin": (_collapse_margin, collapse_margin),
    "resolve_radii_percentages": (_resolve_radii_percentages, resolve_radii_percentages),
    **DRAWING,
}


class Loan:
    """What is lent to WeasyPrint while any thread needs it."""

    def __init__(self) -> None:
        self._door = threading.Lock()
        self._users = 0
        self._holders = [
            (module, name)
            for place, module in [*sys.modules.items()]
            if place.startswith("weasyprint.")
            for name, (stock, _) in STAND_INS.items()
            if getattr(module, name, None) is stock
        ]

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Lend our functions for as long as the block takes."""
        with self._door:
            self._users += 1
            if self._users == 1:
                line_break.Layout.setup = set_up
                Box.is_in_normal_flow = is_in_normal_flow
                for module, name in self._holders:
                    setattr(module, name, STAND_INS[name][1])
        try:
            yield
        finally:
            with self._door:
                self._users -= 1
                if self._users == 0:
                    line_break.Layout.setup = _set_up
                    Box.is_in_normal_flow = _is_in_normal_flow
                    for module, name in self._holders:
                        setattr(module, name, STAND_INS[name][0])


# A process has one WeasyPrint, so its threads share one loan.
lent_to_weasyprint = Loan()
