"""Read a PDF once, as whoever holds it sees it: the letters, rules and pictures of every page."""

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

# In radians: letters lean less, unless they were turned.
_TURNED = 0.1
# Dots a point: enough to tell a stroke from its ground.
_FINENESS = 2
# In points: what is drawn lower or narrower than this is a rule, else an area.
_THICK = 12.0
# Two rectangles, one in the other, are drawn with so many strokes: a border on all sides.
_FRAME = 10


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page, in points from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def wide(self) -> float:
        """How far it goes across."""
        return self.right - self.left

    @property
    def high(self) -> float:
        """How far it goes down."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Letter(Box):
    """A letter in the room that its face gives it, and the line that it stands on."""

    sign: str
    base: float
    turned: bool

    @property
    def size(self) -> float:
        """How large its type is: an em is as high as it is wide."""
        return self.high


@dataclass(frozen=True, slots=True)
class Rule(Box):
    """A line that is drawn across or down: how thick in points, how grey of 255."""

    thick: float
    shade: int


@dataclass(frozen=True, slots=True)
class Picture(Box):
    """A picture as it lies on the page; `upright` as it was given, neither turned nor mirrored."""

    upright: bool


class Sheet:
    """A page of a PDF, each part of it read when it is first asked for."""

    def __init__(self, page: Any, number: int) -> None:
        self._page = page
        self.number = number
        self.wide, self.high = page.get_size()

    @cached_property
    def _text(self) -> Any:
        return self._page.get_textpage()

    @cached_property
    def words(self) -> str:
        """All that is printed, without white space."""
        return re.sub(r"\s", "", self._text.get_text_range())

    @cached_property
    def seen(self) -> Any:
        """The page in shades of grey, `_FINENESS` dots a point."""
        return self._page.render(scale=_FINENESS, grayscale=True).to_pil()

    def contrast(self, box: Box) -> int:
        """Return how much what is drawn within a box stands out from its ground, at most 255."""
        corners = (box.left, box.top, box.right, box.bottom)
        left, top, right, bottom = (int(edge * _FINENESS) for edge in corners)
        darkest, lightest = self.seen.crop((left, top, right + 1, bottom + 1)).getextrema()
        return int(lightest - darkest)

    @cached_property
    def letters(self) -> tuple[Letter, ...]:
        """Every letter that leaves a mark, in the order in which it was written."""
        return tuple(self._letters())

    def _letters(self) -> Iterator[Letter]:
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - only who proves a PDF waits for it

        box, high = pdfium.FS_RECTF(), self.high
        across, up = ctypes.c_double(), ctypes.c_double()
        for at, sign in self._signs():
            pdfium.FPDFText_GetLooseCharBox(self._text, at, box)
            pdfium.FPDFText_GetCharOrigin(self._text, at, across, up)
            # In radians, less than nought where nobody can tell.
            angle = pdfium.FPDFText_GetCharAngle(self._text, at)
            turned = _TURNED < angle < math.tau - _TURNED
            place = (box.left, high - box.top, box.right, high - box.bottom)
            yield Letter(self.number, *place, sign, high - up.value, turned)

    def _signs(self) -> Iterator[tuple[int, str]]:
        """Yield what leaves a mark, with its number among all that was written."""
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        for at in range(self._text.count_chars()):
            sign = chr(pdfium.FPDFText_GetUnicode(self._text, at))
            if not sign.isspace() and sign.isprintable():
                yield at, sign

    @cached_property
    def running(self) -> tuple[bool, ...]:
        """Of every letter, whether a screen reader skips it: it runs in the margins of pages."""
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        known: dict[int, bool] = {}
        found = []
        for at, _ in self._signs():
            each = pdfium.FPDFText_GetTextObject(self._text, at)
            place = ctypes.addressof(each.contents) if each else 0
            if place not in known:
                known[place] = bool(each) and _is_running(each)
            found.append(known[place])
        return tuple(found)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every line that is drawn across or down."""
        return tuple(each for each in self._drawn if isinstance(each, Rule))

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture: those of dots, then those of lines."""
        return tuple(each for each in self._drawn if isinstance(each, Picture))

    @cached_property
    def _drawn(self) -> tuple[Box, ...]:
        import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

        found: list[Box] = []
        vectors: dict[int, Box] = {}
        for each in self._page.get_objects():
            if each.type not in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH):
                continue
            left, bottom, right, top = _bounds(each)
            place = (self.number, left, self.high - top, right, self.high - bottom)
            if each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                across, lean, slant, down, _, _ = each.get_matrix().get()
                upright = across > 0 and down > 0 and abs(lean) + abs(slant) < across + down
                found.append(Picture(*place, upright))
            elif "Figure" in (marks := _marks(each)):
                vector = marks["Figure"]
                vectors[vector] = _around(vectors.get(vector), Box(*place))
            else:
                found += _ruled(each, Box(*place))
        found += [Picture(*_edges(each), upright=True) for each in vectors.values()]
        return tuple(found)


def _is_running(each: Any) -> bool:
    """Tell whether what is drawn belongs to no paragraph: it is marked as an artifact."""
    return "Artifact" in _marks(each)


def _marks(each: Any) -> dict[str, int]:
    """Return as what a drawing is marked for a screen reader, and the number of that part."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    found: dict[str, int] = {}
    length, name, number = ctypes.c_ulong(), (ctypes.c_ushort * 32)(), ctypes.c_int()
    for at in range(pdfium.FPDFPageObj_CountMarks(each)):
        mark = pdfium.FPDFPageObj_GetMark(each, at)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), length)
        called = bytes(name)[: length.value].decode("utf-16-le").rstrip("\0")
        numbered = pdfium.FPDFPageObjMark_GetParamIntValue(mark, b"MCID", number)
        found[called] = number.value if numbered else -1
    return found


def _around(one: Box | None, other: Box) -> Box:
    """Return what takes up both, drawn on one page: strokes of one picture."""
    return (
        Box(
            one.page,
            min(one.left, other.left),
            min(one.top, other.top),
            max(one.right, other.right),
            max(one.bottom, other.bottom),
        )
        if one
        else other
    )


def _bounds(each: Any) -> tuple[float, float, float, float]:
    """Return what of a drawing can be seen: left, bottom, right and top, on a page counted up."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    left, bottom, right, top = each.get_bounds()
    clip = pdfium.FPDFPageObj_GetClipPath(each)
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
        points = [
            _point(pdfium.FPDFClipPath_GetPathSegment(clip, path, at))
            for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path))
        ]
        if points:
            across, up = zip(*points, strict=True)
            left, right = max(left, min(across)), min(right, max(across))
            bottom, top = max(bottom, min(up)), min(top, max(up))
    return left, bottom, max(left, right), max(bottom, top)


def _ruled(path: Any, box: Box) -> Iterator[Rule]:
    """Yield the lines that a path draws: one by a stroke or by what it fills, or a frame's four."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    fill, stroke, width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    low = min(box.wide, box.high)
    if stroke.value:
        pdfium.FPDFPageObj_GetStrokeWidth(path, width)
        # The bounds of a line that is drawn go around its ends.
        if low < max(_THICK, 3 * width.value):
            yield Rule(*_edges(box), width.value, _shade(path, pdfium.FPDFPageObj_GetStrokeColor))
        return
    shade = _shade(path, pdfium.FPDFPageObj_GetFillColor)
    if low < _THICK:
        yield Rule(*_edges(box), low, shade)
    elif pdfium.FPDFPath_CountSegments(path) == _FRAME:
        points = (_point(pdfium.FPDFPath_GetPathSegment(path, at)) for at in range(_FRAME))
        edges = sorted({round(across, 1) for across, _ in points})
        thick = edges[1] - edges[0] if edges[1:] else 0
        page, left, top, right, bottom = _edges(box)
        for side in (
            (left, top, right, top + thick),
            (left, bottom - thick, right, bottom),
            (left, top, left + thick, bottom),
            (right - thick, top, right, bottom),
        ):
            yield Rule(page, *side, thick, shade)


def _edges(box: Box) -> tuple[int, float, float, float, float]:
    return box.page, box.left, box.top, box.right, box.bottom


def _point(segment: Any) -> tuple[float, float]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - as above

    across, up = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, across, up)
    return float(across.value), float(up.value)


def _shade(path: Any, ask: Callable[..., int]) -> int:
    """Return how grey a path is drawn; what lets the paper through is lighter by as much."""
    inks = [ctypes.c_uint() for _ in range(4)]
    ask(path, *inks)
    red, green, blue, solid = (each.value for each in inks)
    grey = (299 * red + 587 * green + 114 * blue) // 1000
    return 255 - (255 - grey) * solid // 255


def read_sheets(pdf: bytes) -> tuple[Sheet, ...]:
    """Return the pages of a PDF, counted from one."""
    import pypdfium2  # noqa: PLC0415 - as above

    return tuple(
        Sheet(page, number) for number, page in enumerate(pypdfium2.PdfDocument(pdf), start=1)
    )
