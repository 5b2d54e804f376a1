"""Make WeasyPrint write faster: everything that reaches into its internals is in this module.

It is written for exactly the releases named below. With any other release the document is
written by WeasyPrint itself, after one logged warning. Measured on a three-page letter: the
subset is made once instead of twice and without the holes of unused glyph numbers, the font
file is not copied for every document, and every stream is deflated once instead of twice.
"""

import logging
import zlib
from collections.abc import Callable, Iterable, Mapping
from hashlib import md5
from io import BytesIO
from math import ceil
from types import FunctionType
from typing import Any

import pydyf
import uharfbuzz
import weasyprint
import weasyprint.pdf
import weasyprint.pdf.fonts
from weasyprint import DEFAULT_OPTIONS, Document
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import get_pango_font_key

from docgen.render.fonts import FaceSet, FontsError

LOGGER = logging.getLogger("docgen.tuning")

WRITTEN_FOR = {"weasyprint": "70.0", "pydyf": "0.13.0"}
DEFLATE_LEVEL = 6
# The tables a PDF reader needs of an embedded TrueType font (ISO 32000-1, 9.9).
UNEMBEDDED_TABLES = ("cmap", "name", "OS/2", "post")

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


def produce(document: Document, faces: FaceSet, finisher: Finisher, **options: Any) -> bytes:
    """Write a laid-out document as PDF; `options` are those of `Document.write_pdf`."""
    subsetter = _subsetter_of(faces)
    if subsetter is None:
        content: bytes = document.write_pdf(finisher=finisher, **options)
        return content
    complete = _with_defaults(options)
    pdf = _rebound(
        weasyprint.pdf.generate_pdf,
        Stream=TunedStream,
        build_fonts_dictionary=subsetter.build_fonts,
    )(document, None, 1, **complete)
    finisher(document, pdf)
    return serialise(pdf, str(complete["pdf_version"]), complete["pdf_identifier"])


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
    complete = DEFAULT_OPTIONS | dict(options)
    _, properties = weasyprint.pdf.VARIANTS[complete["pdf_variant"]]
    return complete | {
        name: value for name, value in properties.items() if complete.get(name) is None
    }


def _rebound(function: Any, **replacements: Any) -> Any:
    """Return a copy of `function` that sees other globals; the original stays as it is."""
    copy = FunctionType(
        function.__code__,
        function.__globals__ | replacements,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy


class TunedFont(Font):  # type: ignore[misc]
    """A font that does not copy its file into memory: the subsetter has the file already."""

    __init__ = _rebound(Font.__init__, get_hb_object_data=lambda face: b"")


class TunedStream(Stream):  # type: ignore[misc]
    """A content stream whose fonts are `TunedFont`."""

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Return the document's font for a Pango font, and the size it is used in."""
        key, description, size = get_pango_font_key(pango_font)
        if key not in self._fonts:
            self._fonts[key] = TunedFont(pango_font, description, size)
        return self._fonts[key], size

    clone = _rebound(Stream.clone)


# A group or pattern inside a page must have tuned fonts as well.
TunedStream.clone = _rebound(Stream.clone, Stream=TunedStream)


class Subsetter:
    """Cut prepared faces to the glyphs of one document; not for sharing between threads."""

    def __init__(self, faces: FaceSet) -> None:
        self._paths = {face.family: face.path for face in faces.faces.values()}
        self._ready: dict[str, Any] = {}

    def cut(self, family: str, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
        """Return a TrueType file with just `glyphs`, and where each of them is in it."""
        request = uharfbuzz.SubsetInput()
        request.glyph_set.update(glyphs)
        request.flags = uharfbuzz.SubsetFlags.NO_HINTING
        for tag in UNEMBEDDED_TABLES:
            request.drop_table_tag_set.add(int.from_bytes(tag.encode("ascii"), "big"))
        plan = uharfbuzz.SubsetPlan(self._face(family), request)
        content: bytes = plan.execute().blob.data
        return content, dict(plan.old_to_new_glyph_mapping)

    def _face(self, family: str) -> Any:
        """Return a face arranged for subsetting, which pays after a few documents."""
        if family not in self._ready:
            blob = uharfbuzz.Blob.from_file_path(str(self._paths[family]))
            self._ready[family] = uharfbuzz.subset_preprocess(uharfbuzz.Face(blob))
        return self._ready[family]

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
            dictionary = pydyf.Dictionary({
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": font.name,
                "ToUnicode": text.reference,
            })
            weasyprint.pdf.fonts._build_vector_font_dictionary(
                dictionary, pdf, font, font.widths, compress, program.reference,
                options["pdf_version"],
            )  # fmt: skip
            glyph_map = pydyf.Stream([_glyph_map(used, places)], compress=compress)
            pdf.add_object(glyph_map)
            descendant = dictionary["DescendantFonts"][0]
            pdf.objects[int(descendant.split()[0])]["CIDToGIDMap"] = glyph_map.reference
            pdf.add_object(dictionary)
            resources[font.hash] = dictionary.reference
        return resources


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


def serialise(pdf: pydyf.PDF, version: str, identifier: bytes | bool) -> bytes:
    """Write `pdf` with object and cross-reference streams, as `pydyf.PDF.write` would.

    pydyf asks every object for its bytes twice, once to write it and once for the digest in
    the file identifier, and so deflates everything twice, at the slowest level.
    """
    if pdf.info:
        pdf.add_object(pdf.info)
    live = [item for item in pdf.objects if item.free != "f"]
    written = [_bytes_of(item) for item in live]
    digest = md5(b"".join(written), usedforsecurity=False).hexdigest().encode()
    output = BytesIO()
    output.write(b"%PDF-" + version.encode() + b"\n%\xf0\x9f\x96\xa4\n")
    packed: list[tuple[int, bytes]] = []
    offsets: dict[int, int] = {}
    for item, content in zip(live, written, strict=True):
        if item.compressible:
            packed.append((item.number, content))
        else:
            offsets[item.number] = output.tell()
            output.write(b"%d 0 obj\n%b\nendobj\n" % (item.number, content))
    packing = pydyf.Stream(*_object_stream(packed), compress=True)
    pdf.add_object(packing)
    offsets[packing.number] = output.tell()
    output.write(b"%d 0 obj\n%b\nendobj\n" % (packing.number, _bytes_of(packing)))
    start = output.tell()
    extra = {"Root": pdf.catalog.reference}
    if pdf.info:
        extra["Info"] = pdf.info.reference
    first = digest if isinstance(identifier, bool) else identifier
    extra["ID"] = pydyf.Array([b"<" + first.hex().encode() + b">", b"<" + digest.hex().encode() + b">"])
    number = len(pdf.objects)
    places = {inner: (2, packing.number, index) for index, (inner, _) in enumerate(packed)}
    rows = [(0, 0, 65535)] + [
        places.get(item) or (1, start if item == number else offsets[item], 0)
        for item in range(1, number + 1)
    ]
    reference = pydyf.Stream(*_reference_stream(rows, extra), compress=True)
    output.write(b"%d 0 obj\n%b\nendobj\n" % (number, _bytes_of(reference)))
    output.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return output.getvalue()


def _object_stream(packed: list[tuple[int, bytes]]) -> tuple[list[bytes], dict[str, Any]]:
    """Return the lines and the dictionary of a stream that holds small objects."""
    index = []
    position = 0
    for number, content in packed:
        index += [str(number), str(position)]
        position += len(content) + 1
    head = " ".join(index).encode()
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(head) + 1}
    return [head, *(content for _, content in packed)], extra


def _reference_stream(
    rows: list[tuple[int, int, int]], extra: Mapping[str, Any]
) -> tuple[list[bytes], dict[str, Any]]:
    """Return the lines and the dictionary of a cross-reference stream (ISO 32000-1, 7.5.8)."""
    widths = [max(1, ceil(max(column).bit_length() / 8)) for column in zip(*rows, strict=True)]
    table = b"".join(
        value.to_bytes(width, "big")
        for row in rows
        for value, width in zip(row, widths, strict=True)
    )
    fields = {"Type": "/XRef", "W": pydyf.Array(widths), "Size": len(rows)}
    return [table], fields | dict(extra)


def _bytes_of(item: Any) -> bytes:
    """Return an object's bytes, deflating streams at a level that costs a third of the time."""
    if not isinstance(item, pydyf.Stream):
        content: bytes = item.data
        return content
    stream = b"\n".join(pydyf._to_bytes(line) for line in item.stream)
    extra = pydyf.Dictionary(dict(item.extra))
    if item.compress:
        extra["Filter"] = "/FlateDecode"
        stream = zlib.compress(stream, DEFLATE_LEVEL)
    extra["Length"] = len(stream)
    return b"%b\nstream\n%b\nendstream" % (extra.data, stream)
