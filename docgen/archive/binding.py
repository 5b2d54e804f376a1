"""Bind PDFs into one volume that stays PDF/A-3a and PDF/UA-1: pages, tags, bookmarks, numbers.

The first part gives the volume its metadata, colours and attachments. The structure trees of the
others are hung below its own, so that a reader aloud goes through the volume page by page. Pages
keep every byte they draw; the number of the page in the volume is added as an artifact.
Links to `part:3` lead to the third part after the first.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from docgen.render.structure import StructureTree

FONT_NAME = "/DocgenPageNumber"
LINKED = "part:"
# Where a page's number stands: at the upper right, outside the text (GB/T 9705).
SIZE, FROM_RIGHT, FROM_TOP = 11.0, 34.0, 36.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a volume: its bookmark, its file, whether its pages are counted.

    Of a first part that does not stay the volume has what it carries, and none of its pages.
    """

    title: str
    content: bytes
    counted: bool = True
    stays: bool = True


@dataclass(frozen=True, slots=True)
class Digits:
    """The ten digits as a PDF writes them: the file with their font, codes, one digit's width."""

    content: bytes
    codes: tuple[bytes, ...]
    width: float


def bind(parts: Sequence[Part], digits: Digits) -> bytes:
    """Return the volume; the same parts give the same bytes."""
    with ExitStack() as sources:

        def opened(content: bytes) -> Pdf:
            # What is copied is read when the volume is written: until then its source stays open.
            return sources.enter_context(Pdf.open(io.BytesIO(content)))

        volume = opened(parts[0].content)
        font = volume.copy_foreign(_only_font(opened(digits.content)))
        tree = StructureTree(volume)
        ranges = [(parts[0], 0, len(volume.pages))] if parts[0].stays else []
        if not parts[0].stays:
            del volume.pages[:]
            tree.empty()
        for part in parts[1:]:
            first, source = len(volume.pages), opened(part.content)
            volume.pages.extend(source.pages)
            tree.graft(source, [*volume.pages[first:]])
            ranges.append((part, first, len(volume.pages)))
        tree.finish()
        counted = [
            page for part, first, end in ranges if part.counted for page in volume.pages[first:end]
        ]
        for number, page in enumerate(counted, start=1):
            _number(page, font, digits, number)
        if parts[0].stays:
            _lead(volume, ranges)
        _bookmark(volume, ranges)
        _label(volume, ranges)
        output = io.BytesIO()
        volume.save(
            output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return output.getvalue()


def read_digits(content: bytes) -> Digits:
    """Read how a PDF writes the digits from a page on which they are all there is, in order."""
    with pikepdf.open(io.BytesIO(content)) as sheet:
        codes: list[bytes] = []
        for instruction in pikepdf.parse_content_stream(sheet.pages[0]):
            if str(instruction.operator) == "TJ":
                for piece in instruction.operands[0]:
                    if isinstance(piece, pikepdf.String):
                        text = bytes(piece)
                        codes += [text[at : at + 2] for at in range(0, len(text), 2)]
        if len(codes) != 10:
            raise ValueError("the page holds something else than the ten digits")
        face = _only_font(sheet).DescendantFonts[0]
        widths = dict(_widths([*face.get("/W", ())]))
        usual = float(face.get("/DW", 1000))
        width = max(widths.get(int.from_bytes(code, "big"), usual) for code in codes)
    return Digits(content, tuple(codes), width)


def _number(page: pikepdf.Page, font: Any, digits: Digits, number: int) -> None:
    """Write a page's number in the volume at its upper right, whatever the page did before."""
    fonts = page.obj.Resources.get("/Font")
    if fonts is None:
        fonts = page.obj.Resources.Font = Dictionary()
    fonts[FONT_NAME] = font
    text = b"".join(digits.codes[int(digit)] for digit in str(number))
    width = len(str(number)) * digits.width * SIZE / 1000
    _, _, right, top = (float(edge) for edge in page.mediabox)
    place = f"{right - FROM_RIGHT - width:.2f} {top - FROM_TOP:.2f}"
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(
        b"Q\n/Artifact <</Type /Pagination /Subtype /Header>> BDC\nq\n0 g\nBT\n"
        + f"{FONT_NAME} {SIZE:g} Tf\n1 0 0 1 {place} Tm\n<{text.hex()}> Tj\n".encode()
        + b"ET\nQ\nEMC\n"
    )


def _lead(volume: Pdf, ranges: Sequence[tuple[Part, int, int]]) -> None:
    """Let links of the first part to `part:3` lead to the first page of that part."""
    _, start, end = ranges[0]
    for page in volume.pages[start:end]:
        for annotation in page.obj.get("/Annots", ()):
            target = str(annotation.get("/A", Dictionary()).get("/URI", ""))
            if target.startswith(LINKED):
                part, first, _ = ranges[int(target.removeprefix(LINKED))]
                del annotation.A
                annotation.Dest = Array([volume.pages[first].obj, Name.Fit])
                annotation.Contents = String(part.title)


def _bookmark(volume: Pdf, ranges: Sequence[tuple[Part, int, int]]) -> None:
    with volume.open_outline() as outline:
        outline.root.clear()
        outline.root.extend(OutlineItem(part.title, first, "Fit") for part, first, _ in ranges)


def _label(volume: Pdf, ranges: Sequence[tuple[Part, int, int]]) -> None:
    """Let viewers name the counted pages by the numbers they bear, the others by letters."""
    labels: list[Any] = []
    counting = None
    for part, first, _ in ranges:
        if part.counted != counting:
            labels += [first, Dictionary(S=Name.D if part.counted else Name.r)]
            counting = part.counted
    volume.Root.PageLabels = Dictionary(Nums=Array(labels))


def _only_font(sheet: Pdf) -> Any:
    fonts = sheet.pages[0].obj.Resources.Font
    used = {
        str(instruction.operands[0])
        for instruction in pikepdf.parse_content_stream(sheet.pages[0])
        if str(instruction.operator) == "Tf"
    }
    if len(used) != 1:
        raise ValueError("the page is set in more than one font")
    return fonts[used.pop()]


def _widths(rows: list[Any]) -> Iterator[tuple[int, float]]:
    """Yield the widths a font states for its glyphs, in thousandths of its size."""
    at = 0
    while at < len(rows):
        first = int(rows[at])
        if isinstance(rows[at + 1], Array):
            yield from ((first + place, float(width)) for place, width in enumerate(rows[at + 1]))
            at += 2
        else:
            yield from ((code, float(rows[at + 2])) for code in range(first, int(rows[at + 1]) + 1))
            at += 3
