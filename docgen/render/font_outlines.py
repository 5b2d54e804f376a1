"""Draw the outlines of an automatically traced face with as few points as a printer can tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import atan2, dist, inf, radians
from typing import Any

from fontTools.cu2qu import curve_to_quadratic
from fontTools.misc.bezierTools import splitCubicAtT
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from docgen.render.font_fitting import TOLERANCE, Point, fitted, straight

# FandolFang was traced from pictures: it needs three times as many points a character as a drawn
# face, and the fonts are four fifths of a letter's bytes. Its outlines are drawn anew on a grid of
# 400 units to the em and stay within one of them: 0.014 mm at size 三, a third of a dot of a
# printer with 600 to the inch. Ideographs of GB 2312's second level, of which a paper has few, keep
# their points: the first paper on a new machine comes the sooner.
TRACED = frozenset(("FandolFang-Regular.otf",))
GRID = 400

# Curves longer than this are halved, so that a spline may end in their middle.
LONG = 60.0
# A corner this sharp between two lines or curves this long ends every spline.
CORNER, ARM = radians(25), 4.0
# How many segments of the source, and how many control points, one spline may have at most.
MOST_SEGMENTS, MOST_CONTROLS = 6, 2
SAMPLE_DISTANCE, FEWEST_SAMPLES, MOST_SAMPLES = 4.5, 3, 6
LINE_SAMPLE_DISTANCE, MOST_LINE_SAMPLES = 12.0, 4

Segment = tuple[Point, ...]
# The points before its end that draw one line or spline of the new outline: its start, controls.
Piece = tuple[Point, ...]


def redrawn(font: Any, glyph: int, units: int) -> Any:
    """Return glyph number `glyph` of a HarfBuzz font as a TrueType glyph on the coarser grid."""
    pen, recording = TTGlyphPen(None), RecordingPen()
    scale = GRID / units
    font.draw_glyph_with_pen(glyph, TransformPen(recording, (scale, 0, 0, scale, 0, 0)))
    for contour in _contours(recording.value):
        pieces = simplified(contour)
        if sum(map(len, pieces)) > 2:
            _draw(pieces, pen)
    return pen.glyph()


def copied(font: Any, glyph: int, units: int) -> Any:
    """Return glyph number `glyph` on the coarser grid with the curves it has: soon done."""
    pen, scale = TTGlyphPen(None), GRID / units
    curves = Cu2QuPen(pen, TOLERANCE, reverse_direction=True)
    font.draw_glyph_with_pen(glyph, TransformPen(curves, (scale, 0, 0, scale, 0, 0)))
    return pen.glyph()


def _draw(pieces: Sequence[Piece], pen: Any) -> None:
    """Draw a closed contour backwards: TrueType's outlines turn the other way than CFF's."""
    pen.moveTo(pieces[0][0])
    for start, *controls in reversed(pieces):
        if controls:
            pen.qCurveTo(*reversed(controls), start)
        else:
            pen.lineTo(start)
    pen.closePath()


def _contours(drawing: list[tuple[str, Any]]) -> Iterator[list[Segment]]:
    """Yield the closed contours of a drawing, each as its lines and cubic curves."""
    segments: list[Segment] = []
    first = last = (0.0, 0.0)
    for operation, points in drawing:
        if operation == "moveTo":
            segments, first = [], points[0]
            last = first
        elif operation in ("lineTo", "curveTo") and (operation == "curveTo" or points[0] != last):
            segments.append((last, *points))
            last = points[-1]
        elif operation == "closePath":
            if last != first:
                segments.append((last, first))
            if segments:
                yield segments


def simplified(contour: Sequence[Segment]) -> list[Piece]:
    """Return a closed contour as the fewest points that stay within the tolerance of it.

    The shortest way from the sharpest corner round to itself, over runs of segments that one
    line or one spline can replace.
    """
    strokes = _from_sharpest([Stroke(half) for segment in contour for half in _halves(segment)])
    costs = [0.0] + [inf] * len(strokes)
    ways: list[tuple[int, Piece]] = [(0, ())] * len(costs)
    for start in range(len(strokes)):
        run = [strokes[start].corner]
        for end in range(start + 1, min(start + MOST_SEGMENTS, len(strokes)) + 1):
            stroke, following = strokes[end - 1], strokes[end % len(strokes)]
            run += stroke.path[1:-1]
            # More control points than this would be no gain over the way that is known.
            most = int(min(MOST_CONTROLS, costs[end] - costs[start] - 2))
            piece = _replaced([*run, following.corner], most)
            if piece is None and end == start + 1:
                piece = stroke.corner, *_exactly(stroke.segment)
            if piece is not None and costs[start] + len(piece) < costs[end]:
                costs[end], ways[end] = costs[start] + len(piece), (start, piece)
            if (piece is None and most > 0) or _ends_splines(stroke, following):
                break
            run.append(following.path[0])
    return _way_back(ways)


@dataclass(frozen=True)
class Stroke:
    """A line or curve of the source, with points along it from end to end."""

    segment: Segment

    @cached_property
    def path(self) -> list[Point]:
        """The ends and some points between them."""
        return [self.segment[0], *_inside(self.segment), self.segment[-1]]

    @cached_property
    def corner(self) -> Point:
        """The beginning, on the grid."""
        x, y = self.segment[0]
        return round(x), round(y)

    @property
    def long(self) -> bool:
        """Whether its ends are far enough apart for a corner to be one."""
        return dist(self.segment[0], self.segment[-1]) > ARM


def _from_sharpest(strokes: list[Stroke]) -> list[Stroke]:
    """Return a closed row of strokes beginning at the sharpest corner."""
    turns = [_turn(before, after) for before, after in pairwise([strokes[-1], *strokes])]
    sharpest = max(range(len(strokes)), key=turns.__getitem__)
    return strokes[sharpest:] + strokes[:sharpest]


def _turn(before: Stroke, after: Stroke) -> float:
    """Return by which angle an outline turns where two strokes meet."""
    (x_here, y_here), (x, y), (x_there, y_there) = before.path[-2], after.path[0], after.path[1]
    across, up, right, top = x - x_here, y - y_here, x_there - x, y_there - y
    return abs(atan2(across * top - up * right, across * right + up * top))


def _ends_splines(before: Stroke, after: Stroke) -> bool:
    return before.long and after.long and _turn(before, after) > CORNER


def _way_back(ways: Sequence[tuple[int, Piece]]) -> list[Piece]:
    """Return the pieces of the shortest way, found from its end."""
    pieces, place = [], len(ways) - 1
    while place:
        place, piece = ways[place]
        if piece:
            pieces.append(piece)
    return pieces[::-1]


def _replaced(run: list[Point], most: int) -> Piece | None:
    """Return the piece that stands for a run of points; None where none is near enough.

    It has at most `most` control points. Nothing stands for a run that never leaves its start.
    """
    start, end = run[0], run[-1]
    if straight(run):
        return () if start == end else (start,)
    controls = fitted(run, most)
    return (start, *controls) if controls else None


def _exactly(segment: Segment) -> tuple[Point, ...]:
    """Return the control points of a curve alone; a line has none."""
    if len(segment) == 2:
        return ()
    spline = curve_to_quadratic(segment, TOLERANCE)
    return tuple((round(x), round(y)) for x, y in spline[1:-1])


def _halves(segment: Segment) -> list[Segment]:
    if len(segment) == 4 and sum(dist(*pair) for pair in pairwise(segment)) > LONG:
        halves: list[Segment] = splitCubicAtT(*segment, 0.5)
        return halves
    return [segment]


def _inside(segment: Segment) -> list[Point]:
    """Return points along a segment, between its ends."""
    length = sum(dist(*pair) for pair in pairwise(segment))
    if len(segment) == 2:
        (x, y), (right, top) = segment
        parts = min(MOST_LINE_SAMPLES, int(length / LINE_SAMPLE_DISTANCE) + 1)
        return [
            (x + (right - x) * part / parts, y + (top - y) * part / parts)
            for part in range(1, parts)
        ]
    parts = max(FEWEST_SAMPLES, min(MOST_SAMPLES, int(length / SAMPLE_DISTANCE)))
    return [_on_cubic(segment, part / parts) for part in range(1, parts)]


def _on_cubic(curve: Segment, time: float) -> Point:
    rest = 1 - time
    weights = rest**3, 3 * rest**2 * time, 3 * rest * time**2, time**3
    x, y = (
        sum(weight * point[side] for weight, point in zip(weights, curve, strict=True))
        for side in (0, 1)
    )
    return x, y
