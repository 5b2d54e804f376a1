"""Which page of the master a section of a Word file is set up as, or nearest to."""

import re
from typing import Any

from docgen.word.master import PageSetup
from docgen.word.styles import W, twips

# A measure that a page has not given: farther from any other than paper is long.
_FAR = 20_000


def fits(section: Any, page: PageSetup) -> bool:
    """Tell whether the measures of a section are those of a page."""
    return all(each <= 1 for each in _distances(section, page))


def apart(section: Any, page: PageSetup) -> tuple[int, int]:
    """Return how far a section is from a page: how many of its measures differ, and how much."""
    distances = _distances(section, page)
    return sum(each > 1 for each in distances), sum(distances)


def _distances(section: Any, page: PageSetup) -> list[int]:
    """Return by how many twips each measure of a section differs from that of a page."""
    wanted = [*page.paper, *page.margins, page.header, page.footer]
    places = (
        ("pgSz", ("w", "h")),
        ("pgMar", ("top", "right", "bottom", "left", "header", "footer")),
    )
    found = [
        "" if (element := section.find(f"{W}{name}")) is None else element.get(f"{W}{side}", "")
        for name, sides in places
        for side in sides
    ]
    return [
        abs(round(float(value)) - twips(mm)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else _FAR
        for value, mm in zip(found, wanted, strict=True)
    ]


def told(page: PageSetup) -> str:
    """Return a page as whoever sets it up in Word types it."""
    wide, high = (f"{mm:g}" for mm in page.paper)
    top, right, bottom, left = (f"{mm:g}" for mm in page.margins)
    return (
        f"「{page.name}」页面：纸宽{wide}、高{high}，"
        f"页边距上{top}、下{bottom}、左{left}、右{right}毫米"
    )
