"""Make WeasyPrint faster: what reaches into its internals is here and in tuning_*.py.

It is written for exactly the releases named below. With any other release the document is
written by WeasyPrint itself, after one logged warning. What is gained: a font is subset once
instead of twice and without holes for unused glyph numbers, its file is not copied for every
document, and every stream is deflated once instead of twice (pdf_file.py).
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pydyf
import uharfbuzz
import weasyprint
import weasyprint.pdf
import weasyprint.pdf.fonts
from weasyprint import DEFAULT_OPTIONS, HTML, Document
from weasyprint.css import ColorProfile
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import get_pango_font_key

from docgen.render.fonts import FaceSet, FontsError
from docgen.render.pdf_file import serialise
from docgen.render.rebinding import rebound
from docgen.render.stock_tags import mend_stock_tags
from docgen.render.tags import add_tags
from docgen.render.tuning_layout import lent_to_weasyprint
from docgen.render.tuning_style import DressedDocument, Skip, Wardrobe

LOGGER = logging.getLogger("docgen.tuning")

WRITTEN_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0"}

Finisher = Callable[[Document, pydyf.PDF], None]


def require_subsetter() -> None:
    """Refuse to work on a machine without harfbuzz-subset.

    WeasyPrint itself would then need nine seconds a document, and its next release will not
    run at all.
    """
    if harfbuzz_subset is None:
        raise FontsError(
            "缺少 HarfBuzz 子集库，无法生成 PDF。"
            "请先安装 libharfbuzz-subset0（apt install libharfbuzz-subset0），再重新启动。"
        )


def lay_out(
    page: HTML, faces: FaceSet, font_config: Any, skip: Skip | None = None, *,
    typeset: bool = True, **options: Any,
) -> Document:  # fmt: skip
    """Lay out a page as `HTML.render` does, with what is known of its style sheet already.

    With `typeset`, lines of hanzi are set as a compositor sets them (tuning_text.py). `skip` sees
    the page, its boxes and their styles; where it says so, the document has no pages.
    """
    font_config.typesets = typeset
    if _subsetter_of(faces) is None:
        return page.render(font_config=font_config, **options)
    with lent_to_weasyprint():
        return DressedDocument.lay_out(page, font_config, wardrobe_of(faces), options, skip)


def wardrobe_of(faces: FaceSet) -> Wardrobe:
    """Return this thread's wardrobe."""
    bench = faces.workbench
    if not hasattr(bench, "wardrobe"):
        bench.wardrobe = Wardrobe()
    wardrobe: Wardrobe = bench.wardrobe
    return wardrobe


def produce(document: Document, faces: FaceSet, finisher: Finisher, **options: Any) -> bytes:
    """Write a laid-out document as PDF; `options` are those of `Document.write_pdf`."""
    subsetter = _subsetter_of(faces)
    if subsetter is None:

        def mended(document: Document, pdf: pydyf.PDF) -> None:
            mend_stock_tags(document, pdf)
            finisher(document, pdf)

        content: bytes = document.write_pdf(finisher=mended, **options)
        return content
    complete = _with_defaults(options)
    generate = rebound(
        weasyprint.pdf.generate_pdf,
        Stream=TunedStream,
        ColorProfile=_read_profile,
        build_fonts_dictionary=subsetter.build_fonts,
        add_tags=add_tags,
    )
    with lent_to_weasyprint():
        pdf = generate(document, None, 1, **complete)
    finisher(document, pdf)
    return serialise(pdf, complete["pdf_identifier"])


def _subsetter_of(faces: FaceSet) -> "Subsetter | None":
    """Return this thread's subsetter, or None (after one warning) beside unknown releases."""
    bench = faces.workbench
    if not hasattr(bench, "subsetter"):
        found = {"weasyprint": weasyprint.__version__, "pydyf": pydyf.__version__}
        bench.subsetter = Subsetter(faces) if found == WRITTEN_FOR else None
        if bench.subsetter is None:
            LOGGER.warning("PDF 加速只适用于 %s，当前为 %s，改用原始方式生成。", WRITTEN_FOR, found)
    subsetter: Subsetter | None = bench.subsetter
    return subsetter


def _with_defaults(options: Mapping[str, Any]) -> dict[str, Any]:
    """Complete options as `Document.write_pdf` does: the variant fills what nobody chose."""
    complete: dict[str, Any] = DEFAULT_OPTIONS | dict(options)
    _, properties = weasyprint.pdf.VARIANTS[complete["pdf_variant"]]
    return complete | {
        name: value for name, value in properties.items() if complete.get(name) is None
    }


def _read_profile(stream: Any, *details: Any) -> ColorProfile:
    """Return the colour profile in an open file and close the file, which WeasyPrint forgets."""
    with stream:
        return ColorProfile(stream, *details)


class TunedFont(Font):  # type: ignore[misc]
    """A font that does not copy its file into memory: the subsetter has the file already."""

    __init__ = rebound(Font.__init__, get_hb_object_data=lambda _: b"")


class TunedStream(Stream):  # type: ignore[misc]
    """A content stream whose fonts are `TunedFont`."""

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Return the document's font for a Pango font, and the size it is used in."""
        key, description, size = get_pango_font_key(pango_font)
        if key not in self._fonts:
            self._fonts[key] = TunedFont(pango_font, description, size)
        return self._fonts[key], size

    def clone(self, **changes: Any) -> "TunedStream":
        """Return a stream for a group or pattern in the page, with tuned fonts as well."""
        copy: TunedStream = rebound(Stream.clone, Stream=TunedStream)(self, **changes)
        return copy


class Subsetter:
    """Cut prepared faces to the glyphs of one document; not for sharing between threads."""

    def __init__(self, faces: FaceSet) -> None:
        self._faces = {
            face.family: uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.outlines)))
            for face in faces.faces.values()
        }

    def cut(self, family: str, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
        """Return a TrueType file with just `glyphs`, and where each of them is in it."""
        request = uharfbuzz.SubsetInput()
        request.glyph_set.update(glyphs)
        request.flags = uharfbuzz.SubsetFlags.NO_HINTING
        plan = uharfbuzz.SubsetPlan(self._faces[family], request)
        content: bytes = plan.execute().blob.data
        return content, dict(plan.old_to_new_glyph_mapping)

    def build_fonts(
        self,
        pdf: pydyf.PDF,
        fonts: Mapping[int, Any],
        compress: bool,
        subset: bool,
        options: Mapping[str, Any],
    ) -> pydyf.Dictionary:
        """Embed the document's fonts, each by one subset, and return the font resources.

        Glyph numbers in the pages stay those of the prepared face; a CIDToGIDMap leads from
        them to the embedded ones.
        """
        resources = pydyf.Dictionary()
        for font in fonts.values():
            used = sorted(glyph for glyph in font.to_unicode if glyph < font.glyph_count)
            font.file_content, places = self.cut(font.family, used)
            program = pydyf.Stream(
                [font.file_content], {"Length1": len(font.file_content)}, compress=compress
            )
            pdf.add_object(program)
            text = pydyf.Stream(_to_unicode(font.to_unicode), compress=compress)
            pdf.add_object(text)
            dictionary = pydyf.Dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": font.name,
                    "ToUnicode": text.reference,
                }
            )
            weasyprint.pdf.fonts._build_vector_font_dictionary(
                dictionary, pdf, font, font.widths, compress, program.reference,
                options["pdf_version"],
            )  # fmt: skip
            glyph_map = pydyf.Stream([_glyph_map(used, places)], compress=compress)
            pdf.add_object(glyph_map)
            descendant = dictionary["DescendantFonts"][0]
            details = pdf.objects[int(descendant.split()[0])]
            details["CIDToGIDMap"] = glyph_map.reference
            details |= _widths(font.widths)
            pdf.add_object(dictionary)
            resources[font.hash] = dictionary.reference
        return resources


def _widths(widths: Mapping[int, float]) -> dict[str, Any]:
    """Return the usual width of a font's glyphs and the others, run by run (ISO 32000-1, 9.7.4.3).

    Nearly all of a letter's glyphs are hanzi, as wide as the em.
    """
    usual, _ = max(
        Counter(widths.values()).items(), key=lambda found: found[::-1], default=(1000, 0)
    )
    others = pydyf.Array()
    last = None
    for glyph in sorted(glyph for glyph, width in widths.items() if width != usual):
        if last is None or glyph != last + 1:
            others += [glyph, pydyf.Array()]
        others[-1].append(widths[glyph])
        last = glyph
    return {"DW": usual, "W": others}


def _glyph_map(used: list[int], places: Mapping[int, int]) -> bytes:
    """Return the CIDToGIDMap: two bytes a number, up to the highest one used."""
    table = bytearray(2 * (used[-1] + 1) if used else 2)
    for glyph in used:
        table[2 * glyph : 2 * glyph + 2] = places[glyph].to_bytes(2, "big")
    return bytes(table)


def _to_unicode(characters: Mapping[int, str]) -> list[bytes]:
    """Return the CMap that leads from glyph numbers back to text (ISO 32000-1, 9.10.3)."""
    lines = [
        b"/CIDInit /ProcSet findresource begin",
        b"12 dict begin",
        b"begincmap",
        b"/CIDSystemInfo",
        b"<< /Registry (Adobe)",
        b"/Ordering (UCS)",
        b"/Supplement 0",
        b">> def",
        b"/CMapName /Adobe-Identity-UCS def",
        b"/CMapType 2 def",
        b"1 begincodespacerange",
        b"<0000> <ffff>",
        b"endcodespacerange",
    ]
    entries = [
        f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>".encode()
        for glyph, text in characters.items()
    ]
    for start in range(0, len(entries), 100):
        batch = entries[start : start + 100]
        lines += [f"{len(batch)} beginbfchar".encode(), *batch, b"endbfchar"]
    return [*lines, b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
