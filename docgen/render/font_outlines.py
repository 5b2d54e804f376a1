"""Draw the outlines of an automatically traced face with fewer curves."""

from collections.abc import Iterator
from typing import Any

from fontTools.cu2qu import curve_to_quadratic
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.qu2cu import quadratic_to_curves

# FandolFang was traced from pictures: it needs twice as many curves a character as a drawn face,
# and the fonts are four fifths of a letter's bytes. On a grid of 500 units to the em, 0.01 mm at
# size 三, nothing of its shapes is lost that a printer could show.
TRACED = frozenset(("FandolFang-Regular.otf",))
GRID = 500
# Distances in units of the source, a thousandth of an em.
FINE, MERGED, DRAWN = 0.5, 2.0, 2.0

Point = tuple[float, float]
Segment = tuple[Point, ...]


def redrawn(font: Any, glyph: int, units: int) -> Any:
    """Return glyph number `glyph` of a HarfBuzz font as a TrueType glyph on the coarser grid."""
    pen = TTGlyphPen(None)
    scale = GRID / units
    output = Cu2QuPen(
        TransformPen(pen, (scale, 0, 0, scale, 0, 0)), DRAWN * units / 1000, reverse_direction=True
    )
    recording = RecordingPen()
    font.draw_glyph_with_pen(glyph, recording)
    for contour in _contours(recording.value):
        curves = quadratic_to_curves(
            [_as_quadratic(segment, FINE * units / 1000) for segment in contour],
            max_err=MERGED * units / 1000,
            all_cubic=True,
        )
        output.moveTo(curves[0][0])
        for curve in curves:
            if _straight(curve, DRAWN * units / 1000):
                output.lineTo(curve[-1])
            else:
                output.curveTo(*curve[1:])
        output.closePath()
    return pen.glyph()


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


def _as_quadratic(segment: Segment, tolerance: float) -> Any:
    """Return a segment as a quadratic spline, so that lines can be merged with curves."""
    if len(segment) == 2:
        (x, y), (right, top) = segment
        return segment[0], ((x + right) / 2, (y + top) / 2), segment[1]
    return curve_to_quadratic(segment, tolerance)


def _straight(curve: Segment, tolerance: float) -> bool:
    """Say whether a curve stays within `tolerance` of the line between its ends."""
    (x, y), (right, top) = curve[0], curve[-1]
    across, up = right - x, top - y
    length = (across * across + up * up) ** 0.5 or 1.0
    return all(abs((a - x) * up - (b - y) * across) / length < tolerance for a, b in curve[1:-1])
