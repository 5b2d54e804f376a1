"""Every family of papers has a kind that shows it: linted, conformant, and looking as it looked."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from pixelmatch.contrib.PIL import pixelmatch

from docgen import Engine, Settings
from docgen.engine import assemble
from docgen.kinds.soundness import flaws_of_schema
from docgen.proof.words import without_table_heads, words_of, words_read
from docgen.template.lint import lint_page, lint_word
from tests.conformance import assert_conformant
from tests.test_snapshots import ACCEPT, FACES, SNAPSHOTS, pages_of
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
    """Put a kind of the gallery into the workshop, its Word template made from its text."""
    workshop.schema(kind).write_bytes((GALLERY / f"{kind}.py").read_bytes())
    workshop.page(kind).write_bytes((GALLERY / f"{kind}.html").read_bytes())
    write_word(workshop.word(kind), (GALLERY / f"{kind}.txt").read_text("utf-8"))


def test_every_layout_is_shown(settings: Settings) -> None:
    """A layout that no sample extends nobody can copy from, and nobody sees it break."""
    pages = [(GALLERY / f"{kind}.html").read_text("utf-8") for kind in SAMPLES]
    shown = set(re.findall(r'{% extends "(\w+\.html)" %}', "".join(pages)))
    apart = {"_layout.html", "_penalty_letter.html"}  # what layouts are made of
    own = {"_digits.html", "_verification.html", "_volume_front.html", "_volume_back.html"}
    layouts = {path.name for path in (settings.templates / "html").glob("_*.html")}
    assert layouts - apart - own == shown


@every_family
def test_a_family_shows_no_flaw(gallery: Engine, kind: str) -> None:
    declared = gallery.catalogue[kind]
    flaws = [
        *flaws_of_schema(declared, gallery.law),
        *lint_page(declared, gallery.environment),
        *lint_word(declared, gallery.words[kind]),
    ]
    assert [str(flaw) for flaw in flaws] == []


@every_family
def test_a_family_prints_the_same_words_conformantly(gallery: Engine, kind: str) -> None:
    example = gallery.catalogue[kind].schema.example
    pdf = gallery.render(kind, example).content
    assert_conformant(pdf)
    page = gallery.render(kind, example, "html").content
    said = words_of("html", page)
    assert without_table_heads(words_of("pdf", pdf), page) == without_table_heads(
        words_read(page), page
    )
    assert words_of("docx", gallery.render(kind, example, "docx").content) == said


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


def test_a_list_of_hundreds_of_rows_stays_whole(gallery: Engine) -> None:
    """Every row once, the heads read once however many pages, subtotals that add up."""
    example = dict(gallery.catalogue["list_sample"].schema.example)
    first = date(2026, 6, 1)
    example["orders"] = [
        {
            **example["orders"][number % 44],
            "order_number": f"19999000020260{number:06}",
            "received_on": f"{first + timedelta(days=number % 60):%Y-%m-%d}",
        }
        for number in range(300)
    ]
    pdf = gallery.render("list_sample", example).content
    assert_conformant(pdf)
    said = words_of("pdf", pdf)
    assert [said.count(each["order_number"]) for each in example["orders"]] == [1] * 300
    assert said.count("被反映主体") == 1
    assert "2026年6月小计150件" in said
    assert "2026年7月小计150件合计300件" in said
