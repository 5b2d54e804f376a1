"""A traced face is redrawn with fewer curves: smaller, on a coarser grid, of the same shape."""

import io

from fontTools.ttLib import TTFont

from docgen.render.font_outlines import GRID
from docgen.render.font_reduction import reduce_face
from tests.docgen.render.tiny_fonts import save, tiny_font


def drawn(tmp_path, name):
    path = save(tiny_font("Tiny", "A甲乙", cubic=True), tmp_path / name)
    return TTFont(io.BytesIO(reduce_face(path, 0, "Docgen Tiny").content))


def test_a_traced_face_keeps_shapes_and_widths_on_the_coarser_grid(tmp_path):
    traced, other = drawn(tmp_path, "FandolFang-Regular.otf"), drawn(tmp_path, "Another.otf")
    assert (traced["head"].unitsPerEm, other["head"].unitsPerEm) == (GRID, 1000)
    for character in "A甲乙":
        ours, theirs = (font.getBestCmap()[ord(character)] for font in (traced, other))
        assert 2 * traced["hmtx"][ours][0] == other["hmtx"][theirs][0]
        for side in ("xMin", "yMin", "xMax", "yMax"):
            redrawn, exact = (
                getattr(font["glyf"][name], side)
                for font, name in ((traced, ours), (other, theirs))
            )
            assert abs(2 * redrawn - exact) <= 6, (character, side)


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
