"""Reduce one source face to the TrueType file the PDF writer embeds from."""

import hashlib
import io
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import uharfbuzz as harfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

from docgen.render.font_outlines import GRID, TRACED, copied, redrawn
from docgen.render.font_repertoire import in_repertoire, is_common, trusted

# Line boxes must not move when one rare character comes from another face, so every prepared
# face has the metrics of the ideographic em box, in thousandths of an em.
ASCENT, DESCENT = 880, -120
UNDERLINE_POSITION, UNDERLINE_THICKNESS = -100, 50

# 2024-01-01T00:00:00Z in seconds since 1904, the epoch of TrueType; any fixed moment will do.
FIXED_TIME = 3_786_912_000

# Largest distance between a cubic outline and its quadratic copy, in thousandths of an em.
OUTLINE_TOLERANCE = 1.0

KEPT_TABLES = frozenset(("glyf", "loca", "CFF ", "cmap", "head", "hhea", "hmtx", "maxp", "name",
                         "OS/2", "post"))  # fmt: skip
# What a PDF reader needs of an embedded TrueType font (ISO 32000-1, 9.9).
EMBEDDED_TABLES = ("head", "hhea", "maxp", "hmtx", "loca", "glyf")
COPYRIGHT, LICENCE, LICENCE_URL = 0, 13, 14
WATCH_SECONDS = 1.0
REDRAWN_AT_ONCE = 200
FIRST_IDEOGRAPHIC, IDEOGRAPHIC_SPACE = 0x2E80, 0x3000
# The font whose glyphs this process redraws, and those of them that are only copied.
_drawing: Any = None
_rare: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReducedFace:
    """A TrueType file and the code points it draws."""

    content: bytes
    code_points: tuple[int, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def reduce_face(path: Path, number: int, family: str) -> ReducedFace:
    """Return face `number` of the font file `path`, cut to the repertoire, as family `family`.

    Outlines become quadratic, hinting and layout tables go, metrics and times are fixed: the
    same file gives the same bytes on every run.
    """
    source = harfbuzz.Face(harfbuzz.Blob.from_file_path(str(path)), number)
    cut = _cut(source, trusted(path.name, in_repertoire(source.unicodes)))
    font = TTFont(io.BytesIO(cut), recalcTimestamp=False)
    names = {
        record: font["name"].getDebugName(record) or ""
        for record in (COPYRIGHT, LICENCE, LICENCE_URL)
    }
    embedding: int = font["OS/2"].fsType
    glyph_numbers = {point: font.getGlyphID(name) for point, name in font.getBestCmap().items()}
    if "CFF " not in font:
        builder = _already_quadratic(font)
    elif path.name in TRACED:
        builder = _redrawn(font, cut)
    else:
        builder = _quadratic(font, cut)
    order = builder.font.getGlyphOrder()
    drawn = _drawn(builder.font, {point: order[glyph] for point, glyph in glyph_numbers.items()})
    builder.setupCharacterMap(drawn)
    _describe(builder, family, names, embedding)
    output = io.BytesIO()
    builder.font.save(output)
    return ReducedFace(output.getvalue(), tuple(sorted(drawn)))


def outlines_of(content: bytes) -> bytes:
    """Return a TrueType file with the tables a PDF embeds, untouched, and no others.

    From this the subsetter takes a document's glyphs in a tenth of the time: it does not look
    each of 30,000 characters up first.
    """
    reader = SFNTReader(io.BytesIO(content))
    output = io.BytesIO()
    writer = SFNTWriter(output, len(EMBEDDED_TABLES))
    for tag in EMBEDDED_TABLES:
        writer[tag] = reader[tag]
    writer.close()
    return output.getvalue()


def _cut(source: Any, code_points: list[int]) -> bytes:
    """Drop the glyphs of other code points, hinting, and the tables nothing here reads."""
    request = harfbuzz.SubsetInput()
    request.unicode_set.update(code_points)
    request.flags = harfbuzz.SubsetFlags.NO_HINTING | harfbuzz.SubsetFlags.DESUBROUTINIZE
    unwanted = request.drop_table_tag_set
    for tag in source.table_tags:
        if tag not in KEPT_TABLES:
            unwanted.add(int.from_bytes(tag.encode("ascii"), "big"))
    request.name_id_set.update((COPYRIGHT, LICENCE, LICENCE_URL))
    content: bytes = harfbuzz.subset(source, request).blob.data
    return content


def _already_quadratic(font: TTFont) -> FontBuilder:
    """Return a builder on a TrueType font whose naming and measuring tables are still to come."""
    # The widths must be read while the old header still says how many there are; the glyphs
    # are copied as they are, so their bounds need no second look.
    font.ensureDecompiled(recurse=False)
    font.recalcBBoxes = False
    return FontBuilder(font=font)


def _quadratic(font: TTFont, content: bytes) -> FontBuilder:
    """Return a builder whose font draws the glyphs of a CFF font with quadratic curves."""
    drawing = harfbuzz.Font(harfbuzz.Face(content))
    units: int = font["head"].unitsPerEm
    glyphs = []
    for number in range(len(font.getGlyphOrder())):
        pen = TTGlyphPen(None)
        tolerance = OUTLINE_TOLERANCE * units / 1000
        drawing.draw_glyph_with_pen(number, Cu2QuPen(pen, tolerance, reverse_direction=True))
        glyphs.append(pen.glyph())
    return _built(font, glyphs, units)


def _redrawn(font: TTFont, content: bytes) -> FontBuilder:
    """Return a builder for a traced CFF font, its common glyphs redrawn with fewer curves."""
    units: int = font["head"].unitsPerEm
    numbers = range(len(font.getGlyphOrder()))
    characters = font.getBestCmap().items()
    rare = frozenset(font.getGlyphID(name) for point, name in characters if not is_common(point))
    # The longest work of all, so every core takes a share: the others are done before it.
    with ProcessPoolExecutor(
        mp_context=get_context("spawn"), initializer=_begin, initargs=(content, rare, os.getpid())
    ) as pool:
        some = partial(_redraw, units=units)
        return _built(font, [*pool.map(some, numbers, chunksize=REDRAWN_AT_ONCE)], GRID)


def _begin(content: bytes, rare: frozenset[int], starter: int) -> None:
    """Open the font in a process that redraws a share of its glyphs."""
    global _drawing, _rare
    _watch(starter)
    _drawing, _rare = harfbuzz.Font(harfbuzz.Face(content)), rare


def _redraw(number: int, *, units: int) -> Any:
    return (copied if number in _rare else redrawn)(_drawing, number, units)


def _built(font: TTFont, outlines: list[Any], units: int) -> FontBuilder:
    """Return a builder on `outlines`, which are drawn with `units` to the em."""
    scale = units / font["head"].unitsPerEm
    widths = [round(font["hmtx"][name][0] * scale) for name in font.getGlyphOrder()]
    order = [f"g{number:05}" for number in range(len(widths))]
    glyphs = dict(zip(order, outlines, strict=True))
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {
            name: (width, getattr(glyphs[name], "xMin", 0))
            for name, width in zip(order, widths, strict=True)
        }
    )
    return builder


def _drawn(font: TTFont, characters: dict[int, str]) -> dict[int, str]:
    """Keep the characters that print something: a blank ideograph would vanish from a name."""
    outlines = font["glyf"].glyphs
    return {
        point: name
        for point, name in characters.items()
        if point < FIRST_IDEOGRAPHIC or point == IDEOGRAPHIC_SPACE or not _blank(outlines[name])
    }


def _blank(glyph: Any) -> bool:
    """Say whether a glyph has no outline, without parsing one that is still packed."""
    packed = getattr(glyph, "data", None)
    return not packed if packed is not None else glyph.numberOfContours == 0


def _describe(builder: FontBuilder, family: str, names: dict[int, str], embedding: int) -> None:
    """Write the tables that name and measure the face, all from constants."""
    units: int = builder.font["head"].unitsPerEm
    ascent, descent, position, thickness = (
        round(value * units / 1000)
        for value in (ASCENT, DESCENT, UNDERLINE_POSITION, UNDERLINE_THICKNESS)
    )
    builder.setupHorizontalHeader(ascent=ascent, descent=descent, lineGap=0)
    builder.setupNameTable({
        "copyright": names[COPYRIGHT],
        "familyName": family,
        "styleName": "Regular",
        "uniqueFontIdentifier": f"{family} Regular",
        "fullName": family,
        "version": "Version 1.000",
        "psName": family.replace(" ", ""),
        "licenseDescription": names[LICENCE],
        "licenseInfoURL": names[LICENCE_URL],
    }, mac=False)  # fmt: skip
    builder.setupOS2(
        sTypoAscender=ascent, sTypoDescender=descent, sTypoLineGap=0,
        usWinAscent=ascent, usWinDescent=-descent, fsType=embedding, usWeightClass=400,
    )  # fmt: skip
    builder.setupPost(
        keepGlyphNames=False, underlinePosition=position, underlineThickness=thickness
    )
    head = builder.font["head"]
    head.created = head.modified = FIXED_TIME
    head.fontRevision = 1.0
    builder.font.recalcTimestamp = False


def main(arguments: list[str]) -> None:
    """Reduce one face for the process STARTER: PATH NUMBER FAMILY OUTPUT STARTER.

    The facts go to stdout as JSON.

    A process of its own per face uses every core and gives its memory back when it ends.
    """
    path, number, family, output, starter = arguments
    _watch(int(starter))
    reduced = reduce_face(Path(path), int(number), family)
    Path(output).write_bytes(reduced.content)
    json.dump({"digest": reduced.digest, "code_points": reduced.code_points}, sys.stdout)


def _watch(starter: int) -> None:
    Thread(target=_end_with, args=(starter,), name="parent-watch", daemon=True).start()


def _end_with(starter: int) -> None:
    """End this process when the one that started it is gone: minutes of work for nobody.

    A signal to end may be kept from it (`docgen.workers.lane`).
    """
    while os.getppid() == starter:
        time.sleep(WATCH_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
