"""Strike what a record leaves blank within itself: nobody may write in what others have signed.

Where the record ends, 以下空白 says so; a page that ends early before it, since a picture or a row
did not fit, gets a line through what is blank, as a hand with a ruler would draw it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import pydyf
from weasyprint import Document

from docgen.render.archival import object_of
from docgen.render.fitting import bottom_of

# Points, as everything here: a blank of two lines and more is struck, a line more is left free.
LEAST, GAP, WIDTH = 50.0, 8.0, 0.6
_POINT = 0.75  # a CSS pixel
_RECORD, _SAID = "record", "rest"

Blank = tuple[int, float, float, float, float]


def blanks_of(document: Document) -> tuple[Blank, ...]:
    """Return what is blank within a record: page (from 0), left, top, right and bottom.

    Lengths are in points from the upper left corner. Other papers have no blanks to strike.
    """
    return tuple(_blanks(document)) if _is_record(document) else ()


def strike(pdf: pydyf.PDF, blanks: Sequence[Blank]) -> None:
    """Draw a line through each blank from its lower left to its upper right, as an artifact."""
    for page, left, top, right, bottom in blanks:
        stream = object_of(pdf, object_of(pdf, pdf.page_references[page])["Contents"])
        stream.stream += [
            b"/Artifact <</Type /Layout>> BDC q",
            f"{WIDTH} w {left:.2f} {bottom:.2f} m {right:.2f} {top:.2f} l S".encode(),
            b"Q EMC",
        ]


def _blanks(document: Document) -> Iterator[Blank]:
    for number, page in enumerate(document.pages[:-1]):
        box = page._page_box
        if any(_SAID in _classes(each) for each in box.descendants()):
            continue
        top = bottom_of(box) * _POINT + GAP
        bottom = (box.content_box_y() + box.height) * _POINT
        if bottom - top >= LEAST:
            left = box.content_box_x() * _POINT
            yield number, left, top, left + box.width * _POINT, bottom


def _is_record(document: Document) -> bool:
    roots = document.pages[0]._page_box.children[:1]
    return any(_RECORD in _classes(body) for root in roots for body in root.children)


def _classes(box: Any) -> list[str]:
    return [] if box.element is None else box.element.get("class", "").split()
