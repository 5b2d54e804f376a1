"""Fonts of a few glyphs, for tests of what happens to font files."""

import io
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

CHINESE, ENGLISH = 0x804, 0x409
WIDTH = 1000
LEFT, RIGHT = 100, 900


def tiny_font(
    family: str, characters: str, *, cubic: bool = False, chinese: str = "", embedding: int = 0,
    blank: str = "",
) -> TTFont:  # fmt: skip
    """Return a font that draws `characters` as bows of different height and `blank` as nothing."""
    points = [ord(character) for character in characters + blank]
    order = [".notdef", *(f"u{point:05X}" for point in points)]
    builder = FontBuilder(1000, isTTF=not cubic)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(dict(zip(points, order[1:], strict=True)))
    heights = {name: 100 + 10 * number for number, name in enumerate(order)}
    drawn = {name for name, point in zip(order[1:], points, strict=True) if chr(point) not in blank}
    if cubic:
        shapes = {name: _cubic(heights[name] if name in drawn else 0) for name in order}
        builder.setupCFF(family.replace(" ", ""), {}, shapes, {})
    else:
        builder.setupGlyf(
            {name: _quadratic(heights[name] if name in drawn else 0) for name in order}
        )
    builder.setupHorizontalMetrics({name: (WIDTH, LEFT if name in drawn else 0) for name in order})
    builder.setupHorizontalHeader(ascent=950, descent=-300)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "fullName": family})
    if chinese:
        builder.font["name"].setName(chinese, 1, 3, 1, CHINESE)
    builder.setupOS2(fsType=embedding)
    builder.setupPost()
    return builder.font


def save(font: TTFont, path: Path) -> Path:
    """Write `font` to `path`, as a collection of one where the name asks for a collection."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".ttc":
        content = io.BytesIO()
        font.save(content)
        content.seek(0)
        collection = TTCollection()
        collection.fonts = [TTFont(content)]
        collection.save(path)
    else:
        font.save(path)
    return path


def _cubic(height: int) -> object:
    pen = T2CharStringPen(WIDTH, None)
    if height:
        pen.moveTo((LEFT, 0))
        pen.curveTo((LEFT, height), (RIGHT, height), (RIGHT, 0))
        pen.closePath()
    return pen.getCharString()


def _quadratic(height: int) -> object:
    pen = TTGlyphPen(None)
    if height:
        pen.moveTo((LEFT, 0))
        pen.qCurveTo((500, height), (RIGHT, 0))
        pen.closePath()
    return pen.glyph()
