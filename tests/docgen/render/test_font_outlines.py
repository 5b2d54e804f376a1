"""A traced face is redrawn with fewer curves: smaller, on a coarser grid, of the same shape."""

import io
from itertools import pairwise
from math import cos, dist, pi, sin

import pytest
from fontTools.ttLib import TTFont

from docgen.render.font_fitting import TOLERANCE
from docgen.render.font_outlines import GRID, simplified
from docgen.render.font_reduction import reduce_face
from tests.docgen.render.tiny_fonts import save, tiny_font

# Of GB 2312's first level and of its second, which is copied.
CHARACTERS = "A甲乙昕"


def drawn(tmp_path, name):
    path = save(tiny_font("Tiny", CHARACTERS, cubic=True), tmp_path / name)
    return TTFont(io.BytesIO(reduce_face(path, 0, "Docgen Tiny").content))


def test_a_traced_face_keeps_shapes_and_widths_on_the_coarser_grid(tmp_path):
    traced, other = drawn(tmp_path, "FandolFang-Regular.otf"), drawn(tmp_path, "Another.otf")
    assert (traced["head"].unitsPerEm, other["head"].unitsPerEm) == (GRID, 1000)
    scale = 1000 / GRID
    for character in CHARACTERS:
        ours, theirs = (font.getBestCmap()[ord(character)] for font in (traced, other))
        assert scale * traced["hmtx"][ours][0] == other["hmtx"][theirs][0]
        for side in ("xMin", "yMin", "xMax", "yMax"):
            redrawn, exact = (
                getattr(font["glyf"][name], side)
                for font, name in ((traced, ours), (other, theirs))
            )
            assert abs(scale * redrawn - exact) <= scale * TOLERANCE, (character, side)


def test_a_traced_face_measures_lines_as_the_others_do(tmp_path):
    traced = drawn(tmp_path, "FandolFang-Regular.otf")
    assert traced["hhea"].ascent / GRID == 0.88
    assert traced["hhea"].descent / GRID == -0.12


def test_a_traced_face_needs_fewer_points(tmp_path):
    traced, other = drawn(tmp_path, "FandolFang-Regular.otf"), drawn(tmp_path, "Another.otf")

    def points(font):
        return sum(len(font["glyf"][name].getCoordinates(font["glyf"])[0])
                   for name in font.getGlyphOrder())  # fmt: skip

    assert points(traced) <= points(other)


def polygon(*points):
    """Return a closed contour of lines, as a traced face has them."""
    return [*pairwise([*points, points[0]])]


def ring(parts, radius=100, wobble=0.3):
    """Return a circle as many short curves whose ends wobble, as a tracer leaves one."""
    reach = 4 / 3 * (1 - cos(pi / parts)) / sin(pi / parts)
    contour = []
    for part in range(parts):
        ends = []
        for number, side in ((part, 1), (part + 1, -1)):
            angle = 2 * pi * number / parts
            far = radius + wobble * (-1) ** number
            x, y = far * cos(angle), far * sin(angle)
            ends.append(((x, y), (x - side * reach * y, y + side * reach * x)))
        (start, one), (end, other) = ends
        contour.append((start, one, other, end))
    return contour


def along(pieces, steps=40):
    """Yield points close together on a new outline."""
    for piece, following in pairwise([*pieces, pieces[0]]):
        start, *controls = piece
        ends = [((x + right) / 2, (y + top) / 2) for (x, y), (right, top) in pairwise(controls)]
        for control, end in zip(controls or [start], [*ends, following[0]], strict=True):
            for time in (step / steps for step in range(steps)):
                one, two, three = (1 - time) ** 2, 2 * time * (1 - time), time**2
                yield (
                    one * start[0] + two * control[0] + three * end[0],
                    one * start[1] + two * control[1] + three * end[1],
                )
            start = end


def points(pieces):
    return sum(map(len, pieces))


def test_points_on_a_straight_stroke_are_dropped_and_its_corners_kept():
    stem = polygon((10, 0), (30, 0), (30, 120.4), (29.7, 200), (30, 300), (10, 300), (10, 90))
    assert set(simplified(stem)) == {
        ((10, 0),), ((30, 0),), ((30, 300),), ((10, 300),)
    }  # fmt: skip


@pytest.mark.parametrize("parts", [8, 24, 60])
def test_a_wobbling_ring_becomes_round_within_the_tolerance(parts):
    drawn = simplified(ring(parts))
    assert points(drawn) <= 24
    assert all(abs(dist(point, (0, 0)) - 100) <= TOLERANCE + 0.3 for point in along(drawn))


def test_a_speck_that_no_printer_shows_is_dropped():
    assert points(simplified(polygon((5, 5), (5.4, 5), (5.2, 5.4)))) == 0


def test_a_wedge_keeps_its_tip():
    tip = (100, 50)
    drawn = simplified(polygon((0, 0), (90, 40), tip, (92, 46), (0, 8)))
    assert min(dist(point, tip) for point in along(drawn)) == 0
