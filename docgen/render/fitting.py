"""Spare a page that would hold next to nothing: gaps and pitch give way before paper does.

GB/T 9704-2012 5.2.2 and 7.3.5: 22 lines a page may be adjusted where a case asks for it, and what
is left over is taken up by spacing, never by a page that holds a signature alone. A document is
laid out as its style sheet says; where a page is ill filled and other gaps may mend it, again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy, deepcopy
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

from cssselect2 import ElementWrapper  # type: ignore[import-untyped]
from weasyprint import HTML, Document
from weasyprint.formatting_structure import boxes

from docgen.render.closeness import CLOSER_PITCH, CLOSEST_PITCH, FULL, HALF, may_be_mended
from docgen.render.foresight import reckon
from docgen.render.giving_way import Closer

# What pages that end elsewhere leave out of gaps, or need not repeat of a table's head, in pages.
SLACK = 0.03

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
        root = deepcopy(page.etree_element) if self.parted else _twin(page.etree_element)
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


def _twin(root: Any) -> Any:
    """Return an element of its own with the same children."""
    twin = root.makeelement(root.tag, dict(root.attrib))
    twin.text, twin.tail = root.text, root.tail
    twin.extend(root)
    return twin


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
    """How one page (`box`) is filled, from 0 to 1, and by which part of the document.

    `part` is the section the page belongs to; None where a document has no sections. `ending` is
    what of it the lines take that end a document: who signs, the seal, what goes with it.
    """

    box: Any
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
        for step in foresight.sparing:
            document = lay_out(foresight.page_in(step, page))
            if foresight.came_true(document):
                return document
        document = lay_out(page)
    return _best(page, document, lay_out, foresight)


def _best(
    page: HTML, document: Document, lay_out: Callable[..., Document], foresight: "Foresight"
) -> Document:
    """Return the document as it is laid out, or closer where that fills its pages better."""
    if len(document.pages) == 1:
        return document
    best, rank = document, _rank(document)
    for step in _promising(document, foresight):
        other = lay_out(foresight.page_in(step, page))
        if _rank(other) < rank:
            best, rank = other, _rank(other)
            if not rank[0]:
                break
    return best


class Foresight:
    """What is foreseen of one document, as its style sheet has it and set closer."""

    def __init__(self) -> None:
        self._ordinary: list[float] = []
        self._dressed: tuple[Any, Any] | None = None
        self._closer: dict[Step, Closer] = {}
        self.sparing: Iterator[Step] = iter(())

    def spills(self, html: Any, root: Any, style_for: Any) -> bool:
        """Tell whether the ordinary layout would be thrown away for a closer one."""
        self._dressed = html, style_for
        self._ordinary = reckon(html, root, style_for) or []
        if not may_be_mended(self._ordinary):
            return False
        filled, fewer = sum(self._ordinary), len(self._ordinary) - 1
        found = (
            step
            for step in CLOSER
            if step.needs(filled) <= fewer
            and 0 < len(reckon(html, root, style_for, self.closer(step)) or ()) <= fewer
        )
        for first in found:
            self.sparing = chain((first,), found)
            return True
        return False

    def closer(self, step: Step) -> Closer | None:
        """Return what the document's elements wear in a step; None beside other releases."""
        if self._dressed and step not in self._closer:
            html, style_for = self._dressed
            self._closer[step] = Closer(html, style_for, step.apply(html))
        return self._closer.get(step)

    def page_in(self, step: Step, page: HTML) -> HTML:
        """Return a page as it is laid out in a step."""
        return self._closer[step].page if step in self._closer else step.apply(page)

    def came_true(self, document: Document) -> bool:
        """Tell whether the closer layout takes fewer pages and fills them well."""
        return len(document.pages) < len(self._ordinary) and not faults(document)


def _may_give_way(page: HTML) -> bool:
    """Tell whether the style sheet of a page has closer gaps for it."""
    body = page.etree_element.find("body")
    return body is not None and body.get("class") in _FLOWING


def _rank(document: Document) -> tuple[int, int]:
    return len(faults(document)), len(document.pages)


def _promising(document: Document, foresight: Foresight) -> Iterator[Step]:
    """Yield the steps that may mend a page which is ill filled: no layout is tried in vain."""
    ill = [
        pages
        for pages in _parts(document)
        if may_be_mended([page.filled for page in pages]) or any(_faults_of(pages))
    ]
    for step in CLOSER:
        fewer = [
            pages
            for pages in ill
            if step.needs(sum(page.filled for page in pages)) <= len(pages) - 1
        ]
        closer = foresight.closer(step) if fewer else None
        if any(closer is None or _may_be_fewer(pages, closer) for pages in fewer):
            yield step
    if any(page.filled < HALF for pages in ill for page in pages[1:-1]):
        yield OPEN
        yield PARTED


def _may_be_fewer(pages: Sequence[Filling], closer: Closer) -> bool:
    """Tell whether pages give way enough that one could be spared."""
    given = sum(closer.given(page.box.children[0]) / page.box.height for page in pages)
    fewer = len(pages) - 1
    return bool(sum(page.filled for page in pages) - given <= fewer * (1 + SLACK))


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
        page,
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
