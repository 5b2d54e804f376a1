"""Spare a page that would hold next to nothing: gaps and pitch give way before paper does.

GB/T 9704-2012 5.2.2 and 7.3.5: 22 lines a page may be adjusted where a case asks for it, and what
is left over is taken up by spacing, never by a page that holds a signature alone. A document is
laid out as its style sheet says; where a page is ill filled and other gaps may mend it, again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import HTML, Document
from weasyprint.formatting_structure import boxes

from docgen.render.closeness import CLOSER_PITCH, CLOSEST_PITCH, FULL, HALF, may_be_mended
from docgen.render.foresight import reckon

_FLOWING = frozenset(("form", "letter", "record"))


@dataclass(frozen=True, slots=True)
class Step:
    """A way to lay a document out closer: classes of its root element, see `_style.css`.

    What filled so many pages fills `pitch` times as many, less `gaps` for the gaps of one part.
    """

    classes: str
    pitch: float
    gaps: float = 0.1
    parted: bool = False

    def apply(self, page: HTML) -> HTML:
        """Return the page with the step's classes; a list that is parted is no ending any more."""
        root = deepcopy(page.etree_element)
        root.set("class", self.classes)
        if self.parted:
            for each in root.iter():
                if each.get("role") == "listitem":
                    each.attrib.pop("data-ending", None)
        other = copy(page)
        other.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        other.etree_element = other.wrapper_element.etree_element
        return other

    def needs(self, filled: float) -> float:
        """Return how many pages a part will need that fills so many now."""
        return filled * self.pitch - self.gaps


CLOSER = (
    Step("close", 1),
    Step("close closer", CLOSER_PITCH),
    Step("close closest", CLOSEST_PITCH),
)
# A page that is not half full takes lines over from the first, where the title gets more room.
OPEN = Step("open", 1)
# A list of attachments that would leave half a page empty gives its first items to that page.
PARTED = Step("parted", 1, parted=True)


@dataclass(frozen=True, slots=True)
class Filling:
    """How one page is filled, from 0 to 1, and by which part of the document.

    `part` is the section the page belongs to; None where a document has no sections. `ending` is
    what of it the lines take that end a document: who signs, the seal, what goes with it.
    """

    filled: float
    part: Any
    ending: float
    has_text: bool


def fit(page: HTML, lay_out: Callable[..., Document]) -> Document:
    """Return the document of a page, laid out closer where that spares a page ill filled.

    `lay_out(page, skip)` gives a document without pages where `skip` says so of its boxes.
    """
    if not _may_give_way(page):
        return lay_out(page)
    foresight = Foresight()
    document = lay_out(page, foresight.spills)
    if not document.pages:
        for step in foresight.steps:
            document = lay_out(step.apply(page), foresight.spares_nothing)
            if foresight.came_true(document):
                return document
        document = lay_out(page)
    return _best(page, document, lay_out)


def _best(page: HTML, document: Document, lay_out: Callable[..., Document]) -> Document:
    """Return the document as it is laid out, or closer where that fills its pages better."""
    if len(document.pages) == 1:
        return document
    best, rank = document, _rank(document)
    for step in _promising(document):
        other = lay_out(step.apply(page))
        if _rank(other) < rank:
            best, rank = other, _rank(other)
            if not rank[0]:
                break
    return best


class Foresight:
    """What is foreseen of one document, first as its style sheet has it, then set closer."""

    def __init__(self) -> None:
        self._ordinary: list[float] = []

    def spills(self, *boxes: Any) -> bool:
        """Tell whether the ordinary layout would be thrown away if a closer one takes less."""
        self._ordinary = reckon(*boxes) or []
        return may_be_mended(self._ordinary) and bool(self.steps)

    @property
    def steps(self) -> list[Step]:
        """The ways that may spare a page, the least first."""
        filled, fewer = sum(self._ordinary), len(self._ordinary) - 1
        return [step for step in CLOSER if step.needs(filled) <= fewer]

    def spares_nothing(self, *boxes: Any) -> bool:
        """Tell whether the closer layout does not take fewer pages, or that is not known."""
        closer = reckon(*boxes)
        return closer is None or len(closer) >= len(self._ordinary)

    def came_true(self, document: Document) -> bool:
        """Tell whether the closer layout is there, takes fewer pages and fills them well."""
        return 0 < len(document.pages) < len(self._ordinary) and not faults(document)


def _may_give_way(page: HTML) -> bool:
    """Tell whether the style sheet of a page has closer gaps for it."""
    body = page.etree_element.find("body")
    return body is not None and body.get("class") in _FLOWING


def _rank(document: Document) -> tuple[int, int]:
    return len(faults(document)), len(document.pages)


def _promising(document: Document) -> Iterator[Step]:
    """Yield the steps that may mend a page which is ill filled: no layout is tried in vain."""
    parts = _parts(document)
    ill = [
        pages
        for pages in parts
        if may_be_mended([page.filled for page in pages]) or any(_faults_of(pages))
    ]
    for step in CLOSER:
        if any(step.needs(sum(page.filled for page in pages)) <= len(pages) - 1 for pages in ill):
            yield step
    if any(page.filled < HALF for pages in ill for page in pages[1:-1]):
        yield OPEN
        yield PARTED


def faults(document: Document) -> list[str]:
    """Return what is wrong with how the pages are filled, a sentence for each."""
    return [fault for pages in _parts(document) for fault in _faults_of(pages)]


def _faults_of(pages: Sequence[Filling]) -> Iterator[str]:
    for place, page in enumerate(pages[:-1], start=1):
        if page.filled < HALF:
            yield f"page {place} is {page.filled:.0%} full"
    # Who must sign may be so many that no page holds them and words of the text.
    endings = sum(page.ending for page in pages)
    if len(pages) > 1 and not pages[-1].has_text and endings < FULL:
        yield f"page {len(pages)} holds nothing of the text"


def part_of(page: Any) -> Any:
    """Return the section a page belongs to; None where its document has no sections."""
    return _filling(page).part


def _parts(document: Document) -> list[list[Filling]]:
    fillings = [_filling(page._page_box) for page in document.pages]
    return [[*pages] for _, pages in groupby(fillings, key=lambda page: page.part)]


def bottom_of(page: Any) -> float:
    """Return where the text of a page ends, in pixels from its upper edge."""
    return _bottom(page, _lines(page.children[0], ending=False, part=None))


def _bottom(page: Any, lines: Iterable[tuple[Any, bool, Any]]) -> float:
    ends = (float(line.position_y + line.height) for line, _, _ in lines)
    return max(ends, default=float(page.content_box_y()))


def _filling(page: Any) -> Filling:
    top, height = page.content_box_y(), page.height
    lines = [*_lines(page.children[0], ending=False, part=None)]
    bottom = _bottom(page, lines)
    return Filling(
        (bottom - top) / height,
        next((part for _, _, part in lines if part is not None), None),
        sum(line.height for line, ending, _ in lines if ending) / height,
        any(not ending for _, ending, _ in lines),
    )


def _lines(box: Any, *, ending: bool, part: Any) -> Iterator[tuple[Any, bool, Any]]:
    """Yield every line, row and picture of the flow, whether it is of an ending, and its part."""
    if box.element is not None and isinstance(box, boxes.BlockLevelBox):
        ending = ending or box.element.get("data-ending") is not None
        part = box.element if box.element_tag == "section" else part
    for child in getattr(box, "children", ()):
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.LineBox | boxes.TableRowBox | boxes.ReplacedBox):
            yield child, ending, part
        else:
            yield from _lines(child, ending=ending, part=part)
