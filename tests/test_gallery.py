"""Every family of papers has a kind that shows it: linted, conformant, and looking as it looked."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch

from docgen import Engine, Settings
from docgen.engine import assemble
from docgen.template.lint import lint_page
from tests.conformance import assert_conformant
from tests.test_snapshots import ACCEPT, FACES, SNAPSHOTS, pages_of
from tests.words import words_of
from tests.workshop import Workshop, workshop_in, write_word

GALLERY = Path(__file__).parent / "gallery"
SAMPLES = sorted(path.stem for path in GALLERY.glob("*_sample.py"))
every_family = pytest.mark.parametrize("kind", SAMPLES)


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Engine]:
    with workshop_in(tmp_path_factory.mktemp("gallery"), settings) as workshop:
        for kind in SAMPLES:
            hang(workshop, kind)
        yield assemble(workshop.settings, package=workshop.package)


def hang(workshop: Workshop, kind: str) -> None:
    """Put a kind of the gallery into the workshop; nobody looks at its Word template."""
    workshop.schema(kind).write_bytes((GALLERY / f"{kind}.py").read_bytes())
    workshop.page(kind).write_bytes((GALLERY / f"{kind}.html").read_bytes())
    write_word(workshop.word(kind), ["{{ title }}"])


@every_family
def test_a_family_shows_no_flaw(gallery: Engine, kind: str) -> None:
    assert [str(flaw) for flaw in lint_page(gallery.catalogue[kind], gallery.environment)] == []


@every_family
def test_a_family_prints_the_same_words_conformantly(gallery: Engine, kind: str) -> None:
    example = gallery.catalogue[kind].schema.example
    pdf = gallery.render(kind, example).content
    assert_conformant(pdf)
    page = gallery.render(kind, example, "html").content
    assert words_of("pdf", pdf) == words_of("html", page)


@every_family
def test_a_family_looks_as_it_looked(gallery: Engine, kind: str) -> None:
    if not ACCEPT and FACES.read_text().strip() != gallery.faces.digest:
        pytest.skip("other font packages than those the pictures were made with")
    pictures = pages_of(gallery.render(kind, gallery.catalogue[kind].schema.example).content)
    folder = SNAPSHOTS / "gallery"
    os.makedirs(folder, exist_ok=True)
    for number, picture in enumerate(pictures, start=1):
        path = folder / f"{kind}-{number}.png"
        if ACCEPT:
            picture.save(path, optimize=True)
        with Image.open(path) as before:
            assert before.size == picture.size
            different = pixelmatch(before.convert("RGB"), picture.convert("RGB"), threshold=0.2)
        assert different <= picture.width * picture.height // 2000, f"page {number} looks different"


def test_a_form_prints_every_option_and_ticks_what_was_chosen(gallery: Engine) -> None:
    example = dict(gallery.catalogue["register_form_sample"].schema.example)
    said = words_of("html", gallery.render("register_form_sample", example, "html").content)
    assert "☑上门□信函□电话" in said
    assert "☑价格☑食品□广告" in said
    assert "□是□否" in said, "what nobody answered is ticked nowhere"
    del example["source"]
    said = words_of("html", gallery.render("register_form_sample", example, "html").content)
    assert "□上门□信函□电话" in said
