"""What is made quickly is what docxtpl makes slowly; of two cases a kind, what WeasyPrint does."""

import hashlib
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import lxml.etree
import pypdfium2
import pytest
from PIL import Image, ImageChops
from weasyprint import HTML

from docgen import Engine
from docgen.bench.naive import by_docxtpl
from docgen.case.words import describe
from docgen.chart.chart import charts_in
from docgen.kinds.corpus import Sample
from docgen.render.chart_pictures import pictures_of
from docgen.render.font_map import HermeticFonts
from docgen.render.pdf import write_pdf
from docgen.template.environment import word_environment
from tests.catalogue import SHORTEST, every_sample, read_sample, two_of_every_kind
from tests.made import Made

DRAWING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}drawing"
WORDPROCESSING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EMBEDDED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
# Where a line ends before a time, a date or a number, and where before an option.
END = b'</w:t><w:br></w:br><w:t xml:space="preserve">'
NUMBER = r"(?:（|《|〔|“)?(?:\d{4}年\d{1,2}月|[0-9A-Za-z]+-[0-9A-Za-z])"
NUMBER_ENDS = re.compile(END + rf"(?={NUMBER}|\d{{1,2}}时)".encode())
OTHER_ENDS, BLANK = re.compile(END), "\u3000".encode()
# Enough to see a wrong glyph, a moved line or a lost rule, and quick enough for every case.
DOTS_PER_INCH = 96


@every_sample
def test_word_file_is_docxtpls_own(made: Made, engine: Engine, sample: Sample) -> None:
    """Part by part as canonical XML.

    Drawings are compared by size and picture: docxtpl numbers them and names their relationships
    in its own way and knows no alternative text. Document properties are ours alone: docxtpl
    leaves those of the template, its author's name among them. That lines of ours end before an
    option, a time, a date or a number (`docgen.word.pieces`) is taken back.
    """
    payload, files = read_sample(sample)
    case = engine.check(sample.kind, payload, files=files)
    ours = made.sample(sample, "docx").content
    path = engine.catalogue[sample.kind].word_template
    context = describe(case, engine.house_words)
    charts = pictures_of(drawn, engine.faces) if (drawn := charts_in(context)) else {}
    theirs = by_docxtpl(path, context, word_environment(), charts)
    parts = dict(_parts(theirs))
    assert len(parts) >= 3
    assert [name for name, _ in _parts(ours)] == [*parts]
    for name, part in _parts(ours):
        assert part == parts[name], name


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and canonical XML of the body, the headers and the footers of a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        for name in sorted(container.namelist()):
            if name.startswith(("word/document.xml", "word/header", "word/footer")):
                tree = lxml.etree.fromstring(container.read(name))
                for drawing in [*tree.iter(DRAWING)]:
                    _reduce(drawing, container, name)
                part = lxml.etree.tostring(tree, method="c14n", exclusive=True)
                yield name, OTHER_ENDS.sub(BLANK, NUMBER_ENDS.sub(b"", part))


def _reduce(drawing: Any, container: zipfile.ZipFile, part: str) -> None:
    """Leave of a drawing what a reader sees: its size, and its picture by digest."""
    extent = drawing.find(f".//{WORDPROCESSING}extent")
    relationship = drawing.find(f".//{BLIP}").get(EMBEDDED)
    relations = lxml.etree.fromstring(container.read(f"word/_rels/{Path(part).name}.rels"))
    (target,) = [each.get("Target") for each in relations if each.get("Id") == relationship]
    digest = hashlib.sha256(container.read(f"word/{target}")).hexdigest()
    size = "x".join(str(round(int(extent.get(side)), -1)) for side in ("cx", "cy"))
    drawing.clear()
    drawing.text = f"{size} {digest}"


@two_of_every_kind
def test_pdf_looks_and_reads_as_stock_weasyprint_writes_it(
    made: Made, engine: Engine, sample: Sample, tmp_path: Path
) -> None:
    """Pixel by pixel in PDFium, with the same prepared faces, and word by word.

    Of each kind the shorter case is drawn by Poppler too, which reads fonts in its own way.
    Lines are set as WeasyPrint sets them: `tests/docgen/render/test_tuning_text.py` shows what
    ours add to that.
    """
    page = made.sample(sample, "html").content.decode()
    tuned = write_pdf(page, engine.faces, moment=datetime(2026, 7, 10, tzinfo=UTC), typeset=False)
    stock = _by_stock_weasyprint(page, engine)
    assert _words(tuned) == _words(stock)
    _assert_same_pictures(_by_pdfium(tuned), _by_pdfium(stock))
    if sample in SHORTEST and shutil.which("pdftoppm"):
        folders = tmp_path / "tuned", tmp_path / "stock"
        ours, theirs = (
            _by_poppler(pdf, each) for pdf, each in zip((tuned, stock), folders, strict=True)
        )
        _assert_same_pictures(ours, theirs)


def _by_stock_weasyprint(page: str, engine: Engine) -> bytes:
    """Return the PDF that WeasyPrint's own, public functions make of a page in our faces.

    Nothing of docgen.render.tuning is called: what it lends to WeasyPrint has been taken back.
    """
    fonts = HermeticFonts(engine.faces)
    fonts.take_charge()
    content: bytes = HTML(string=page).write_pdf(font_config=fonts, pdf_variant="pdf/a-3a")
    return content


def _words(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def _by_pdfium(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=DOTS_PER_INCH / 72).to_pil() for page in document]


def _by_poppler(pdf: bytes, folder: Path) -> list[Image.Image]:
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", str(DOTS_PER_INCH), str(folder / "a.pdf"), str(folder / "page")],
        check=True, timeout=60,
    )  # fmt: skip
    return [Image.open(path).copy() for path in sorted(folder.glob("*.ppm"))]


def _assert_same_pictures(ours: list[Image.Image], theirs: list[Image.Image]) -> None:
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert one.size == other.size
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def test_tuning_leaves_nothing_behind_in_weasyprint(engine: Engine) -> None:
    """What a stock render sees after a tuned one is what it saw before."""
    engine.render("mediation_agreement", engine.catalogue["mediation_agreement"].schema.example)
    from weasyprint.text.line_break import Layout

    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint")]
    assert len(modules) > 50
    for holder in (*modules, Layout):
        for name, value in vars(holder).items():
            home = getattr(value, "__module__", "") or ""
            assert not home.startswith("docgen"), (holder.__name__, name)


@pytest.mark.parametrize("kind", ["mediation_agreement", "site_inspection_record"])
def test_a_document_is_the_same_however_many_were_made_before(engine: Engine, kind: str) -> None:
    """Styles kept from earlier documents change no byte of a later one."""
    example = engine.catalogue[kind].schema.example
    first = engine.render(kind, example).content
    engine.render(kind, example, copy="draft")
    assert engine.render(kind, example).content == first
