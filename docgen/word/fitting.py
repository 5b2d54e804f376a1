"""Spare a page of a Word file that would hold next to nothing: gaps give way first, then the pitch.

The PDF does so with the lines it has laid out (`docgen.render.fitting`). A Word file is laid out by
whoever opens it, so its lines are reckoned from the characters of its paragraphs: a hanzi is a
square, a letter or figure half of one, and marks that meet share a half. What gives way is written
in its styles; the words, and what a clerk sees in the template, stay as they are.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, inf

from lxml import etree

from docgen.render.closeness import CLOSER_PITCH, CLOSEST_PITCH, HALF, Block, may_be_mended, paged
from docgen.render.typesetting import MEETING
from docgen.word.measures import NO_MARGINS, Margins, Measure, margins_of, measures_of
from docgen.word.pieces import Pieces
from docgen.word.styles import W

# Whatever is no tag is passed over in one go: `.*?` would look at every character.
_PART = re.compile(
    r"<(?:w:tr[ >]|/w:tr>|/w:tc>"
    r'|w:tblStyle w:val="(?P<table>[^"]*)"'
    r'|w:trHeight w:val="(?P<height>\d+)"|w:tcW w:w="(?P<width>\d+)"'
    r'|w:p(?: [^>]*)?>(?:<w:pPr><w:pStyle w:val="(?P<style>[^"]*)")?'
    r"(?P<paragraph>[^<]*(?:<(?!/w:p>)[^<]*)*)</w:p>)"
)
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"')
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_SIDE = re.compile(r'w:(w|h|top|right|bottom|left)="(\d+)"')
_SIDES = {"w", "h", "top", "right", "bottom", "left"}
_PICTURE = re.compile(r'<wp:extent cx="\d+" cy="(\d+)"')
_EMU = 12_700  # to the point
# How many paragraphs of one template are remembered.
REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class Step:
    """How far a file gives way: `pitch` times the body's, and its gaps where `gaps` says so."""

    pitch: float
    gaps: Mapping[float, float]


# Gaps in lines of the body, as `templates/html/_style.css` has them for close, closer, closest.
_GAPS = {2.0: 1.4, 1.5: 1.4, 1.0: 0.5}
STEPS = (
    Step(1, {}),
    Step(1, _GAPS),
    Step(CLOSER_PITCH, _GAPS),
    Step(CLOSEST_PITCH, _GAPS | {1.5: 1.0}),
)
# Whose pitch gives way: the body of letters and agreements, that of records, of records in lines.
BODIES = ("Normal", "记录正文", "记录行")


# A paragraph or a row of a table with the measure of its style.
_Read = tuple[Measure, Block]


class Fitting:
    """Says how close the files of one template have to be set, and with which styles."""

    def __init__(self, styles: bytes, body: str) -> None:
        """Read the styles of a template and the page its `document.xml` asks for."""
        self._styles = styles
        used = set(_STYLE.findall(body))
        self._body = next((name for name in BODIES if name in used), None)
        self._measures = measures_of(styles)
        self._margins = margins_of(styles)
        self._spacing: dict[tuple[int, int], dict[str, float]] = {}
        # Most paragraphs of a letter are those of the last one, word for word.
        self._block = lru_cache(maxsize=REMEMBERED)(self._reckoned_block)
        self._lines = lru_cache(maxsize=REMEMBERED)(self._reckoned_lines)
        side = {name: int(value) / 20 for name, value in _SIDE.findall(body[-900:])}
        known = side.keys() >= _SIDES
        if not known:
            self._body = None
        self._width = side["w"] - side["left"] - side["right"] if known else inf
        self._height = side["h"] - side["top"] - side["bottom"] if known else inf
        self.pieces = Pieces(self._measures, self._margins, self._width)

    def step_for(self, body: str) -> int:
        """Return the place in `STEPS` of what spares a page of a finished `document.xml`."""
        if self._body is None:
            return 0
        parts = [*self._parts(body)]
        laid = [self._pages(part, 0) for part in parts]
        if not any(map(may_be_mended, laid)):
            return 0
        best, rank = 0, _rank(laid)
        for step in range(1, len(STEPS)):
            if (other := _rank([self._pages(part, step) for part in parts])) < rank:
                best, rank = step, other
                if not rank[0]:
                    break
        return best

    def styles(self, step: int) -> bytes:
        """Return `word/styles.xml` as a step has it."""
        if self._body is None or not step:
            return self._styles
        root = etree.fromstring(self._styles)
        for style in root.iter(f"{W}style"):
            spacing = style.find(f"{W}pPr/{W}spacing")
            measure = self._measures.get(str(style.get(f"{W}styleId")))
            if spacing is None or measure is None:
                continue
            for name, points in self._spaced(measure, step).items():
                spacing.set(f"{W}{name}", str(round(points * 20)))
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _spaced(self, measure: Measure, step: int) -> dict[str, float]:
        """Return the pitch and the gaps of a style in a step; nothing where none of it changes."""
        key = id(measure), step  # the measures live as long as this does
        if key not in self._spacing:
            self._spacing[key] = self._reckoned(measure, step)
        return self._spacing[key]

    def _reckoned(self, measure: Measure, step: int) -> dict[str, float]:
        pitch, way = self._measures[self._body or ""].line, STEPS[step]
        closer = pitch * way.pitch
        found = {}
        if measure.line == pitch:
            found["line"] = closer
        elif pitch < measure.line <= 1.2 * pitch and measure.size < self._size:
            found["line"] = closer  # a line to sign on has more room than it needs
        for name in ("before", "after"):
            lines = round(2 * getattr(measure, name) / pitch) / 2
            if lines in way.gaps and measure.size <= self._size:
                found[name] = closer * way.gaps[lines]
        return found

    @property
    def _size(self) -> float:
        return self._measures[self._body or ""].size

    def _parts(self, body: str) -> Iterator[list[_Read]]:
        """Yield what lies between page breaks and ends of sections."""
        part: list[_Read] = []
        row: _Row | None = None
        margins = NO_MARGINS
        for found in _PART.finditer(body):
            table, _, _, style, words = found.groups()
            if table:
                margins = self._margins.get(table, NO_MARGINS)
                continue
            if words is None:
                row = _in_row(row, found, part, margins)
                continue
            measure = self._measures.get(style or "Normal")
            if measure is None:
                continue
            if row is not None:
                row.add(measure, self._lines(words, measure, row.width))
                continue
            ends = "<w:sectPr" in words
            if part and (measure.page or ends):
                yield part
                part = []
            if not ends:
                part.append((measure, self._block(words, style or "Normal")))
        if part:
            yield part

    def _reckoned_block(self, words: str, style: str) -> Block:
        measure = self._measures[style]
        if picture := _PICTURE.search(words) if "<wp:extent" in words else None:
            lines, line = 1, int(picture[1]) / _EMU
        else:
            lines, line = self._lines(words, measure, self._width), measure.line
        return Block(lines, line, 0.0, measure.before, measure.after, measure.keep, measure.whole)

    def _reckoned_lines(self, words: str, measure: Measure, width: float) -> int:
        """Return how many lines the words of a paragraph take."""
        text = "".join(_WORDS.findall(words))
        narrow = len(text.encode("ascii", "ignore"))
        pressed = narrow + len(MEETING.findall(text))  # a half each
        long = len(text) * measure.advance - pressed * measure.size / 2
        # A line holds whole characters.
        room = (width - measure.left) // measure.advance * measure.advance
        first = (width - measure.left - measure.first) // measure.advance * measure.advance
        if long <= first or "<w:tab/>" in words:
            return 1 + words.count("<w:br/>")
        return 1 + ceil((long - first) / room)

    def _pages(self, part: Sequence[_Read], step: int) -> list[float]:
        """Return how full each page of a part is, from 0 to 1."""
        blocks = [self._set(*read, step) if step else read[1] for read in part]
        return paged(blocks, self._height)

    def _set(self, measure: Measure, block: Block, step: int) -> Block:
        """Return a block as it is set in a step."""
        spaced = self._spaced(measure, step)
        if not spaced:
            return block
        line = spaced.get("line", block.line) if block.line == measure.line else block.line
        return block._replace(
            line=line,
            first=spaced.get("before", block.first),
            last=spaced.get("after", block.last),
        )


def _rank(laid: Sequence[Sequence[float]]) -> tuple[int, int]:
    return sum(page < HALF for pages in laid for page in pages[:-1]), sum(map(len, laid))


class _Row:
    """A row of a table while it is read: its height is that of its highest cell."""

    def __init__(self, margins: Margins) -> None:
        self.least = self.width = self.height = self._cell = 0.0
        self.keep = True
        self.margins = margins

    def add(self, measure: Measure, lines: int) -> None:
        """Put a paragraph into the cell that is open."""
        self._cell += lines * measure.line + measure.before + measure.after
        self.keep = self.keep and measure.keep

    def end_cell(self) -> None:
        """Close the cell."""
        self.height = max(self.height, self._cell)
        self._cell = 0.0


_ROW = Measure(0, 0, -1, 0, 0, 0, 0, keep=False, whole=True, page=False)


def _in_row(
    row: _Row | None, found: re.Match[str], part: list[_Read], margins: Margins
) -> _Row | None:
    """Read what a table says of its rows and cells; return the row that is open after it."""
    said = found[0]
    if row is None:
        return _Row(margins) if said.startswith("<w:tr") else None
    if said == "</w:tc>":
        row.end_cell()
    elif found["height"]:
        row.least = int(found["height"]) / 20
    elif found["width"]:
        row.width = int(found["width"]) / 20 - row.margins.across
    elif said == "</w:tr>":
        height = max(row.least, row.height + row.margins.upright)
        part.append((_ROW, Block(1, height, keep=row.keep, whole=True)))
        return None
    return row
