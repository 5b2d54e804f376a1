"""The functions every document goes through, one by one.

`docgen bench` says whether a promise is kept; this says which function broke it. Two states of the
code are compared with `--benchmark-autosave` and `--benchmark-compare`.
"""

import pytest
import uharfbuzz
from pytest_benchmark.fixture import BenchmarkFixture

from docgen import Engine
from docgen.bench.material import PHOTO_SIZE, Material, draw_photo, four_photos, one_page
from docgen.case.words import describe
from docgen.engine import attachments_of, moment_of, write_word
from docgen.photo.picture import print_photo
from docgen.render.font_outlines import redrawn
from docgen.render.fonts import FaceSet
from docgen.render.pdf import write_pdf
from docgen.render.tuning import Subsetter
from schemas.parts.photos import Original

LETTER, RECORD = "mediation_agreement", "site_inspection_record"


@pytest.fixture(params=[LETTER, RECORD])
def material(engine: Engine, request: pytest.FixtureRequest) -> Material:
    """The letter, and the record with four photos."""
    example = engine.catalogue[request.param].schema.example
    return one_page(example) if request.param == LETTER else four_photos(example)


def test_check(benchmark: BenchmarkFixture, engine: Engine, material: Material) -> None:
    payload = material.payload(0)
    case = benchmark(engine.check, material.kind, payload, files=material.files)
    assert case.kind.name == material.kind


def test_describe(benchmark: BenchmarkFixture, engine: Engine, material: Material) -> None:
    case = engine.check(material.kind, material.payload(0), files=material.files)
    assert "title" in benchmark(describe, case, engine.house_words)


def test_word(benchmark: BenchmarkFixture, engine: Engine, material: Material) -> None:
    case = engine.check(material.kind, material.payload(0), files=material.files)
    words = describe(case, engine.house_words)
    assert benchmark(write_word, engine, case, words).startswith(b"PK")


def test_page(benchmark: BenchmarkFixture, engine: Engine, material: Material) -> None:
    case = engine.check(material.kind, material.payload(0), files=material.files)
    words = describe(case, engine.house_words)
    assert "<main>" in benchmark(engine.pages[material.kind].render, words)


def test_pdf(benchmark: BenchmarkFixture, engine: Engine, material: Material) -> None:
    case = engine.check(material.kind, material.payload(0), files=material.files)
    page = engine.pages[material.kind].render(describe(case, engine.house_words))
    attached = attachments_of(engine, case)
    pdf = benchmark(write_pdf, page, engine.faces, attachments=attached, moment=moment_of(case))
    assert pdf.startswith(b"%PDF-1.7")


def test_cut_a_font(benchmark: BenchmarkFixture, engine: Engine) -> None:
    faces: FaceSet = engine.faces
    glyphs = range(1, 3000, 12)
    _, places = benchmark(Subsetter(faces).cut, faces.faces["fangsong"].family, glyphs)
    assert len(places) == len(glyphs) + 1


def test_shrink_a_photo(benchmark: BenchmarkFixture) -> None:
    photo = Original("a.jpg", draw_photo(1), "", "image/jpeg", *PHOTO_SIZE, None)
    assert benchmark(print_photo, photo, "货架").width < PHOTO_SIZE[0]


def test_redraw_a_traced_character(benchmark: BenchmarkFixture, engine: Engine) -> None:
    """Some ten milliseconds each, and there are 7,900 of them once a machine."""
    blob = uharfbuzz.Blob.from_file_path(str(engine.faces.faces["fangsong"].source))
    font = uharfbuzz.Font(uharfbuzz.Face(blob))
    glyph = benchmark(redrawn, font, font.get_nominal_glyph(ord("监")), font.face.upem)
    assert glyph.numberOfContours > 5
