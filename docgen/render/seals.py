"""Find where seals go on laid-out pages, and name these places in the PDF.

A block or a table cell marked `data-seal` is pressed in its middle, a block a little above: GB/T
9704-2012 7.3.5.1 wants name and date below the centre of the seal. A document of several pages with
a seal gets a riding seal too: a strip of it at the right edge of each page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes

from docgen.document import Place
from docgen.render.fitting import part_of

SIDE = 42 / 25.4 * 72
# How far the centre of a seal lies above the middle of name and date.
LIFT = 9.0
_POINT = 0.75  # a CSS pixel

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What of a page says where seals go: its size, its part of the document, seals pressed."""

    width: float
    height: float
    part: Any
    squares: tuple[Box, ...]


def places_of(document: Document) -> tuple[Place, ...]:
    """Return the place of every seal of a document, those of riding seals behind them."""
    return places_among([*map(sealed, document.pages)])


def sealed(page: Any) -> Sealed:
    """Return what a page says of seals, without its boxes."""
    box = page._page_box
    squares = tuple(_square(page, each) for each in _marked(box))
    return Sealed(page.width, page.height, part_of(box), squares)


def places_among(pages: Sequence[Sealed]) -> tuple[Place, ...]:
    """Return the places of seals on pages, which follow each other."""
    pressed = [
        (number, square) for number, page in enumerate(pages, start=1) for square in page.squares
    ]
    places = [
        Place(f"seal-{count}", number, square)
        for count, (number, square) in enumerate(pressed, start=1)
    ]
    return (*places, *_riding(pages, {place.page for place in places}))


def name_places(pdf: pydyf.PDF, places: Sequence[Place]) -> None:
    """Make every place a named destination: a rectangle that any PDF program can look up."""
    if not places:
        return
    pages = pdf.page_references
    names = pdf.catalog.setdefault("Names", pydyf.Dictionary())
    known = names.get("Dests", {}).get("Names", [])
    entries = [*zip(known[::2], known[1::2], strict=True)]
    for place in places:
        target = pydyf.Array([pages[place.page - 1], "/FitR", *place.box])
        entries.append((pydyf.String(place.name), target))
    entries.sort(key=lambda entry: str(entry[0].string))
    flat = pydyf.Array([each for entry in entries for each in entry])
    names["Dests"] = pydyf.Dictionary({"Names": flat})


def _marked(page: Any) -> Iterator[Any]:
    blocks = boxes.InlineBlockBox, boxes.BlockBox, boxes.TableCellBox
    for box in page.descendants():
        marked = box.element is not None and box.element.get("data-seal") is not None
        if marked and isinstance(box, blocks):
            yield box


def _square(page: Any, box: Any) -> Box:
    """Return the square a seal takes on a box."""
    across = (box.position_x + box.margin_width() / 2) * _POINT
    down = (box.position_y + box.margin_height() / 2) * _POINT
    if not isinstance(box, boxes.TableCellBox):
        down -= LIFT
    up = page.height * _POINT - down
    return _rounded(across - SIDE / 2, up - SIDE / 2, across + SIDE / 2, up + SIDE / 2)


def _riding(every: Sequence[Sealed], bearing: set[int]) -> Iterator[Place]:
    """Yield the strip of a riding seal on each page of every part that bears a seal."""
    count = 0
    for _, group in groupby(enumerate(every, start=1), key=lambda each: each[1].part):
        pages = [*group]
        if len(pages) < 2 or not bearing.intersection(number for number, _ in pages):
            continue
        count += 1
        for place, (number, page) in enumerate(pages, start=1):
            width, middle = page.width * _POINT, page.height * _POINT / 2
            strip = _rounded(width - SIDE / len(pages), middle - SIDE / 2, width, middle + SIDE / 2)
            yield Place(f"riding-{count}-{place}", number, strip)


def _rounded(*lengths: float) -> Box:
    left, bottom, right, top = (round(length, 2) for length in lengths)
    return left, bottom, right, top
