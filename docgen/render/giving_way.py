"""Tell from boxes how much lower they would be if their document were set closer.

A trial costs what a layout costs. The classes of the root element that set a document closer
(`fitting.py`) change gaps, pitch and heights and no widths, so a document set closer has the boxes
it has, and what its elements would wear tells how much they give way.
"""

from typing import Any

from weasyprint.formatting_structure import boxes

_GAPS = (
    "margin_top", "margin_bottom", "padding_top", "padding_bottom", "height", "min_height",
)  # fmt: skip
# Nothing of ours is an anonymous box in an anonymous box more often.
_MOST_NAMELESS = 4


class Closer:
    """The styles that a document's elements wear, and those they have on a page set closer.

    The elements of both pages are the same, save the root. The closer page keeps its styles: if
    it is laid out, they are not computed again.
    """

    def __init__(self, html: Any, style_for: Any, page: Any) -> None:
        self.page = page
        self._now = style_for
        self._then = page.styles = style_for.restyled(page)
        self._roots = {html.etree_element: page.etree_element}

    def style_of(self, box: Any) -> Any | None:
        """Return what a box would wear; None where its style is not an element's."""
        if box.element is None:
            return None
        now = self._now(box.element)
        then = self._then(self._roots.get(box.element, box.element))
        for _ in range(_MOST_NAMELESS):
            if now is None or then is None or now is box.style:
                return then
            now, then = now.anonymous_style, then.anonymous_style
        return None

    def given(self, box: Any) -> float:
        """Return how much lower a laid-out box would be at the most, in pixels."""
        style = self.style_of(box)
        if isinstance(box, boxes.LineBox):
            own = max(0.0, _pixels(box.style, "line_height") - _pixels(style, "line_height"))
            return max([own, *(self.given(each) for each in box.children if _is_piece(each))])
        kids = [self.given(each) for each in getattr(box, "children", ()) if _flows(each)]
        beside = isinstance(box, boxes.TableRowBox | boxes.FlexContainerBox)
        gaps = (_pixels(box.style, name) - _pixels(style, name) for name in _GAPS)
        return (max(kids, default=0.0) if beside else sum(kids)) + sum(max(0.0, g) for g in gaps)


def _flows(box: Any) -> bool:
    return bool(box.is_in_normal_flow()) and not isinstance(box, boxes.TextBox)


def _is_piece(box: Any) -> bool:
    return isinstance(box, boxes.InlineBlockBox)


def _pixels(style: Any, name: str) -> float:
    """Return a length in pixels; 0 where there is none or it depends on something else."""
    length: Any = None if style is None else style[name]
    return float(length.value) if getattr(length, "unit", None) == "px" else 0.0
