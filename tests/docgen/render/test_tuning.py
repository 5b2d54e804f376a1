"""The tuned writer says and shows exactly what WeasyPrint itself writes, in less time and space."""

import dataclasses
import io
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops
from weasyprint.layout import percent

from docgen.render import tuning
from docgen.render.fonts import FontsError
from docgen.render.pdf import write_pdf
from tests.conformance import assert_conformant
from tests.docgen.render.letter import MOMENT, letter


@pytest.fixture(scope="module")
def untuned_faces(faces):
    """The same faces, but their documents are written by WeasyPrint itself."""
    untuned = dataclasses.replace(faces, workbench=threading.local())
    untuned.workbench.subsetter = None
    return untuned


@pytest.fixture(scope="module")
def tuned(faces):
    return write_pdf(letter(), faces, moment=MOMENT, typeset=False)


@pytest.fixture(scope="module")
def untuned(untuned_faces):
    return write_pdf(letter(), untuned_faces, moment=MOMENT)


def assert_same_pictures(ours, theirs):
    assert len(ours) == len(theirs) == 3
    for one, other in zip(ours, theirs, strict=True):
        assert one.size == other.size
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def pages_by_pdfium(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil() for page in document]


def pages_by_poppler(pdf, folder):
    folder.mkdir()
    (folder / "a.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "144", str(folder / "a.pdf"), str(folder / "page")]
    subprocess.run(command, check=True, timeout=60)
    return [Image.open(path).copy() for path in sorted(folder.glob("*.ppm"))]


def test_pdfium_shows_the_same_pages(tuned, untuned):
    assert_same_pictures(pages_by_pdfium(tuned), pages_by_pdfium(untuned))


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils is not installed")
def test_poppler_shows_the_same_pages(tuned, untuned, tmp_path):
    """A wrong glyph map is seen by one renderer and forgiven by another: ask both."""
    ours = pages_by_poppler(tuned, tmp_path / "tuned")
    assert_same_pictures(ours, pages_by_poppler(untuned, tmp_path / "untuned"))


def test_the_same_words_are_extracted(tuned, untuned):
    def words(pdf):
        with pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_bounded() for page in document]

    assert words(tuned) == words(untuned)


def test_glyphs_are_embedded_without_the_holes_between_them(tuned):
    with pikepdf.open(io.BytesIO(tuned)) as document:
        fonts = [
            item for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/CIDFontType2"
        ]  # fmt: skip
        assert fonts
        for font in fonts:
            places = font.CIDToGIDMap.read_bytes()
            used = [int.from_bytes(places[at : at + 2], "big") for at in range(0, len(places), 2)]
            numbers = sorted(place for place in used if place)
            assert numbers == list(range(1, len(numbers) + 1))


def test_the_tuned_file_is_smaller(tuned, untuned):
    assert len(tuned) < len(untuned)


def test_stock_weasyprint_is_left_as_it_is(tuned):
    """The tuning binds copies of functions; nothing in WeasyPrint's own modules is replaced."""
    import weasyprint.pdf
    import weasyprint.pdf.stream

    assert weasyprint.pdf.Stream is weasyprint.pdf.stream.Stream
    assert weasyprint.pdf.stream.Font is weasyprint.pdf.fonts.Font
    assert weasyprint.pdf.build_fonts_dictionary is weasyprint.pdf.fonts.build_fonts_dictionary


STYLED = {
    "a part of the page's width": "width: 40%; margin: 2% 5%; padding: 1%",
    "a width with its borders": "width: 300px; border: 3px solid; box-sizing: border-box",
    "a box as wide as its words": "display: inline-block; border: 1px solid",
    "a box wider than the page": "display: inline-block; padding: 0 20px; font-size: 30px",
    "a floating box": "float: left; min-width: 50px; max-width: 60%",
    "decorated words": "text-decoration: underline; letter-spacing: 2px",
    "words of another language": "font-variant-numeric: tabular-nums; hyphens: auto; width: 90px",
    "a row of boxes": "display: flex; justify-content: space-between",
    "a table": "display: table; border-collapse: collapse; border: 2px solid; width: 80%",
    "a box out of the flow": "position: absolute; top: 9px; background: #eee; padding: 3px",
    "kept blanks": "white-space: pre-wrap; word-spacing: 5px; text-align: justify",
}


@pytest.mark.parametrize("look", STYLED)
def test_every_kind_of_box_is_laid_out_as_weasyprint_does(faces, untuned_faces, look):
    words = "市场监督管理局 extraordinary words 2026年7月10日，当事人在场。" * 3
    page = (
        '<html lang="zh-CN"><head><title>版面</title><style>'
        f'.a {{ {STYLED[look]} }}</style></head><body><div class="a"><span>{words}</span> '
        f'<b>短</b></div><div><p class="a">{words}</p><p class="a">短</p></div></body></html>'
    )
    ours, theirs = (
        pages_by_pdfium(write_pdf(page, each, moment=MOMENT, typeset=False))
        for each in (faces, untuned_faces)
    )
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert ImageChops.difference(one.convert("RGB"), other.convert("RGB")).getbbox() is None


def test_threads_share_what_is_lent_to_weasyprint(faces, tuned):
    """Who ends first must not take it from the others."""
    with ThreadPoolExecutor(3) as threads:
        made = threads.map(
            lambda each: write_pdf(letter(), faces, moment=MOMENT, typeset=bool(each % 2)), range(6)
        )
        assert set(made) == {tuned, write_pdf(letter(), faces, moment=MOMENT)}
    assert percent.resolve_percentages.__module__ == "weasyprint.layout.percent"


def test_another_release_is_written_untuned_with_one_warning(faces, untuned, monkeypatch, caplog):
    monkeypatch.setattr(tuning, "WRITTEN_FOR", {"weasyprint": "71.0", "pydyf": "0.13.0"})
    others = dataclasses.replace(faces, workbench=threading.local())
    assert write_pdf(letter(), others, moment=MOMENT) == untuned
    assert write_pdf(letter(), others, moment=MOMENT) == untuned
    assert len([record for record in caplog.records if record.name == "docgen.tuning"]) == 1


def test_the_untuned_file_is_conformant_too(untuned):
    assert_conformant(untuned)


def test_a_machine_without_the_subsetter_is_told_what_to_install(faces, monkeypatch):
    monkeypatch.setattr(tuning, "harfbuzz_subset", None)
    with pytest.raises(FontsError, match="libharfbuzz-subset0"):
        write_pdf(letter(), faces, moment=MOMENT)
