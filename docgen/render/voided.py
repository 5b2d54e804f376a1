"""Stamp 作废 on the copy of a voided document that is given out; what is stored stays as it is."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name

from docgen.render.fonts import FaceSet

WORDS = "作废"
# How wide the stamp is of a page's shorter side, and how it leans (sine and cosine of 30°).
SHARE, SINE, COSINE = 0.6, 0.5, 0.8660254
FACE = "song"
# In front of everything a Word file says: no header that a template lays elsewhere can hide it.
PARAGRAPH = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val="C00000"/>'
    '<w:sz w:val="72"/></w:rPr><w:t>作　废</w:t></w:r></w:p>'
)
BODY = re.compile("<w:body[^>]*>")


def stamp_void(content: bytes, format: str, faces: FaceSet) -> bytes:
    """Return a PDF with 作废 across every page, or a Word file that begins with it.

    Equal bytes give equal bytes. Any other format is returned as it is.
    """
    if format == "pdf":
        return _stamped_pdf(content, faces)
    return _stamped_word(content) if format == "docx" else content


def _stamped_pdf(content: bytes, faces: FaceSet) -> bytes:
    drawing, width = _drawing(faces.faces[FACE].path)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        state = pdf.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.45))
        for page in pdf.pages:
            _stamp(page, state, drawing, width)
        pdf.save(target, deterministic_id=True)
    return target.getvalue()


def _stamp(page: Any, state: Any, drawing: bytes, width: float) -> None:
    left, bottom, right, top = (float(each) for each in page.mediabox)
    scale = SHARE * min(right - left, top - bottom) / width
    # The middle of the words comes to the middle of the page; they are as high as half their width.
    across, up = width / 2, width / 4
    x = (left + right) / 2 - scale * (across * COSINE - up * SINE)
    y = (bottom + top) / 2 - scale * (across * SINE + up * COSINE)
    turned = (scale * COSINE, scale * SINE, -scale * SINE, scale * COSINE, x, y)
    matrix = " ".join(f"{each:.5f}" for each in turned).encode()
    name = page.add_resource(state, Name.ExtGState, Name.DocgenVoid)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        b"\nQ\n/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq\n"
        + str(name).encode() + b" gs\n0.75 0 0 rg\n" + matrix + b" cm\n" + drawing + b"Q\nEMC\n"
    )  # fmt: skip


class _Lines(BasePen):  # type: ignore[misc]
    """Writes outlines as a PDF draws them, so many units further to the right."""

    def __init__(self, glyphs: Any, ahead: float) -> None:
        super().__init__(glyphs)
        self.written: list[str] = []
        self._ahead = ahead

    def _put(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{x + self._ahead:.1f} {y:.1f}" for x, y in points)
        self.written.append(f"{numbers} {operator}\n".lstrip())

    def _moveTo(  # noqa: N802 (fontTools' name)
        self, pt: tuple[float, float]
    ) -> None:
        self._put("m", pt)

    def _lineTo(  # noqa: N802 (fontTools' name)
        self, pt: tuple[float, float]
    ) -> None:
        self._put("l", pt)

    def _curveToOne(  # noqa: N802 (fontTools' name)
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._put("c", pt1, pt2, pt3)

    def _closePath(  # noqa: N802 (fontTools' name)
        self,
    ) -> None:
        self._put("h")


@cache
def _drawing(face: Path) -> tuple[bytes, float]:
    """Return the words as filled outlines of a face, and how wide they are, in its units."""
    written, ahead = [], 0.0
    with TTFont(face, lazy=True) as font:
        glyphs, names = font.getGlyphSet(), font.getBestCmap()
        for character in WORDS:
            glyph = glyphs[names[ord(character)]]
            pen = _Lines(glyphs, ahead)
            glyph.draw(pen)
            written += pen.written
            ahead += glyph.width
    return "".join([*written, "f\n"]).encode(), ahead


def _stamped_word(content: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for each in source.infolist():
            part = source.read(each)
            if each.filename == "word/document.xml":
                part = BODY.sub(lambda body: body[0] + PARAGRAPH, part.decode(), count=1).encode()
            copy.writestr(each, part)
    return target.getvalue()
