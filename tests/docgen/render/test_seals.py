"""A seal system finds where to press: in the PDF by name, in the manifest, in the document."""

import io
import json
from itertools import pairwise

import docx
import pikepdf
import pypdfium2
import pytest

from docgen import Engine
from docgen.document import Document
from docgen.render.seals import SIDE
from tests.catalogue import every_kind
from tests.conformance import assert_conformant
from tests.made import Made

MILLIMETRE = 72 / 25.4


def rendered(engine: Engine, kind: str) -> Document:
    return engine.render(kind, engine.catalogue[kind].schema.example)


@every_kind
def test_places_of_seals_are_named_alike_everywhere(made: Made, kind: str) -> None:
    document = made.example(kind)
    with pikepdf.open(io.BytesIO(document.content)) as pdf:
        manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
        named = {}
        if document.seals:
            flat = pdf.Root.Names.Dests.Names
            for name, target in zip(flat[::2], flat[1::2], strict=True):
                page = [each.obj.objgen for each in pdf.pages].index(target[0].objgen) + 1
                assert str(target[1]) == "/FitR"
                named[str(name)] = page, tuple(float(each) for each in target[2:])
    assert manifest["seals"] == [place.as_record() for place in document.seals]
    assert named == {place.name: (place.page, place.box) for place in document.seals}
    assert made.example(kind, "docx").seals == ()


@every_kind
def test_a_seal_has_forty_two_millimetres_and_covers_no_other_words(
    made: Made, engine: Engine, kind: str
) -> None:
    document = made.example(kind)
    with pypdfium2.PdfDocument(document.content) as pdf:
        for place in document.seals:
            left, bottom, right, top = place.box
            if place.name.startswith("riding"):
                assert top - bottom == pytest.approx(SIDE, abs=0.1)
                continue
            assert right - left == pytest.approx(42 * MILLIMETRE, abs=0.1)
            assert top - bottom == pytest.approx(42 * MILLIMETRE, abs=0.1)
            page = pdf[place.page - 1]
            assert left > 0
            assert right < page.get_width()
            words = page.get_textpage().get_text_bounded(left, bottom, right, top)
            allowed = engine.house.authority.seal_name + "（印章）0123456789年月日"
            assert set("".join(words.split())) <= set(allowed), words


def test_a_seal_is_centred_on_name_and_date(engine: Engine) -> None:
    document = rendered(engine, "non_acceptance_notice")
    (seal,) = [place for place in document.seals if place.name == "seal-1"]
    left, bottom, right, top = seal.box
    with pypdfium2.PdfDocument(document.content) as pdf:
        text = pdf[seal.page - 1].get_textpage()
        words = text.get_text_range()
        start = words.rindex("2026年6月17日")
        first, last = (text.get_charbox(at, loose=True) for at in (start, start + 9))
    assert (first[0] + last[2]) / 2 == pytest.approx((left + right) / 2, abs=1.5)
    assert bottom < first[1]
    assert first[3] < (bottom + top) / 2, "the date stands below the centre"


def test_a_document_of_several_pages_has_a_riding_seal(engine: Engine) -> None:
    riding = [
        each for each in rendered(engine, "mediation_agreement").seals if "riding" in each.name
    ]
    assert [(each.name, each.page) for each in riding] == [("riding-1-1", 1), ("riding-1-2", 2)]
    widths = [each.box[2] - each.box[0] for each in riding]
    assert sum(widths) == pytest.approx(SIDE, abs=0.1)
    assert all(each.box[2] == pytest.approx(210 * MILLIMETRE, abs=0.1) for each in riding)


def test_named_places_are_conformant(engine: Engine) -> None:
    assert_conformant(rendered(engine, "mediation_agreement").content)


@every_kind
def test_a_cell_of_a_word_file_that_takes_a_seal_is_as_high(made: Made, kind: str) -> None:
    """盖章 in the head of a table: the row below it is 42 mm high at least."""
    file = docx.Document(io.BytesIO(made.example(kind, "docx").content))
    for table in file.tables:
        rows = [*table.rows]
        for head, below in pairwise(rows):
            if any("（盖章）" in cell.text for cell in head.cells):
                assert below.height is not None
                assert below.height.mm > 41.9
