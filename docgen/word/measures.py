"""What the styles of a Word file take on paper: paragraphs in points, the margins of cells."""

from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from docgen.word.styles import W


@dataclass(frozen=True, slots=True)
class Measure:
    """A paragraph style in points: what its paragraphs take, and how they stay together."""

    size: float
    advance: float
    line: float
    before: float
    after: float
    first: float
    left: float
    keep: bool
    whole: bool
    page: bool


class Margins(NamedTuple):
    """What the cells of a table style leave beside their words and, with its border, above them."""

    across: float
    upright: float


NO_MARGINS = Margins(0, 0)


def margins_of(styles: bytes) -> dict[str, Margins]:
    """Return what the cells of every table style leave free, by its name in the file."""
    found = {}
    for style in etree.fromstring(styles).iter(f"{W}style"):
        sides = style.find(f"{W}tblPr/{W}tblCellMar")
        border = style.find(f"{W}tblPr/{W}tblBorders/{W}insideH")
        if sides is None or border is None:
            continue
        width = {each.tag: int(each.get(f"{W}w", 0)) / 20 for each in sides}
        found[str(style.get(f"{W}styleId"))] = Margins(
            width.get(f"{W}left", 0) + width.get(f"{W}right", 0),
            width.get(f"{W}top", 0) + width.get(f"{W}bottom", 0) + int(border.get(f"{W}sz", 0)) / 8,
        )
    return found


def measures_of(styles: bytes) -> dict[str, Measure]:
    """Return the measures of every paragraph style, by its name in the file."""
    found = {}
    for style in etree.fromstring(styles).iter(f"{W}style"):
        layout, letters = style.find(f"{W}pPr"), style.find(f"{W}rPr")
        spacing = layout.find(f"{W}spacing") if layout is not None else None
        if layout is None or letters is None or spacing is None:
            continue
        size, tracking = letters.find(f"{W}sz"), letters.find(f"{W}spacing")
        points_of_face = int(size.get(f"{W}val", 24)) / 2 if size is not None else 12.0
        apart = int(tracking.get(f"{W}val", 0)) / 20 if tracking is not None else 0.0
        keep = layout.find(f"{W}keepNext")
        indent = layout.find(f"{W}ind")
        points = {
            name: int(element.get(f"{W}{name}", 0)) / 20
            for element, names in ((spacing, ("line", "before", "after")),
                                   (indent, ("left", "firstLine", "hanging")))
            if element is not None
            for name in names
        }  # fmt: skip
        found[str(style.get(f"{W}styleId"))] = Measure(
            points_of_face,
            points_of_face + apart,
            points["line"],
            points["before"],
            points["after"],
            points.get("firstLine", 0) - points.get("hanging", 0),
            points.get("left", 0),
            keep is not None and keep.get(f"{W}val") != "0",
            layout.find(f"{W}keepLines") is not None,
            layout.find(f"{W}pageBreakBefore") is not None,
        )
    return found
