"""Pages are filled: none before the last half empty, none with nothing of the text."""

import re
from typing import Any

import pypdfium2
import pytest
from weasyprint import Document
from weasyprint.formatting_structure import boxes

from docgen import Engine
from docgen.kinds.corpus import Sample
from docgen.render.fitting import CLOSER, faults
from docgen.render.pdf import laid_out
from tests.catalogue import every_sample
from tests.made import Made
from tests.page_fill import document_of, invented

POINT = 96 / 72
LETTER = """{% extends "_layout.html" %}
{% from "_blocks/letter.html" import seal %}
{% block family %}{% include "_letter.css" %}{% endblock %}
{% block body %}
<h1>{{ title }}</h1><p class="number">示市监〔2026〕1号</p>
{% for each in lengths %}<p>{{ "局" * each }}</p>{% endfor %}
{{ seal(authority, "2026年7月10日") }}
{% endblock %}"""


def letter(engine: Engine, lengths: list[int], name: str = "示例市市场监督管理局") -> Document:
    """Return a letter whose paragraphs have so many characters."""
    authority = {**engine.house_words["authority"], "seal_name": name}
    page = engine.environment.from_string(LETTER)
    html = page.render(
        title="决定书", full_title="决定书", mark=None, authority=authority, lengths=lengths
    )
    return laid_out(html, engine.faces)


def lines(page: Any) -> list[Any]:
    """Return the lines of the text of a page, those inside the seal's block instead of its own."""
    return [
        box
        for box in page.children[0].descendants()
        if isinstance(box, boxes.LineBox)
        and not any(isinstance(each, boxes.InlineBlockBox) for each in box.children)
    ]


def words(line: Any) -> str:
    return "".join(each.text for each in line.descendants() if isinstance(each, boxes.TextBox))


def edges(line: Any) -> tuple[float, float]:
    """Return where the words of a line begin and end, in pixels from the page's left edge."""
    texts = [each for each in line.descendants() if isinstance(each, boxes.TextBox)]
    return texts[0].position_x, texts[-1].position_x + texts[-1].width


@pytest.mark.parametrize("count", range(5, 13))
def test_no_page_is_spent_on_a_signature(engine: Engine, count: int) -> None:
    document = letter(engine, [50] * count)
    assert faults(document) == []
    assert len(document.pages) == (1 if count < 9 else 2), "closer lines spare a page"


def test_twenty_two_lines_of_twenty_eight_characters(engine: Engine) -> None:
    page = letter(engine, [28 * 55]).pages[1]._page_box
    found = [words(line) for line in lines(page)]
    assert len(found) == 22
    assert {len(line) for line in found} == {28}


def test_every_step_is_closer_than_the_one_before() -> None:
    assert [step.pitch for step in CLOSER] == sorted((s.pitch for s in CLOSER), reverse=True)
    assert 28.95 * CLOSER[-1].pitch >= 225 / 25.4 * 72 / 25, "24 lines a page at most"


@pytest.mark.parametrize("name", ["示例市市场监督管理局", "示例市示例区市场监督管理局"])
def test_the_name_is_centred_over_a_date_four_characters_in(engine: Engine, name: str) -> None:
    page = letter(engine, [50], name).pages[0]._page_box
    found = {words(line): edges(line) for line in lines(page)}
    (name_at,) = [at for said, at in found.items() if said.startswith(name)]
    date_at = found["2026年7月10日"]
    assert sum(name_at) / 2 == pytest.approx(sum(date_at) / 2, abs=POINT)
    edge = page.content_box_x() + page.width
    assert edge - date_at[1] == pytest.approx(4 * 16 * POINT, abs=POINT)


def test_a_long_name_reaches_to_the_edge_and_takes_the_date_with_it(engine: Engine) -> None:
    name = "示例市示例经济技术开发区管理委员会"
    page = letter(engine, [50], name).pages[0]._page_box
    found = {words(line): edges(line) for line in lines(page)}
    assert found[name][1] == pytest.approx(page.content_box_x() + page.width, abs=POINT)
    assert sum(found[name]) == pytest.approx(sum(found["2026年7月10日"]), abs=POINT)


@every_sample
def test_every_case_of_the_corpus_fills_its_pages(made: Made, sample: Sample) -> None:
    assert made.badly_filled(sample) == []


def test_invented_cases_of_every_length_fill_their_pages(engine: Engine) -> None:
    for sample, case in invented(engine, 24):
        assert faults(document_of(engine, case)) == [], sample.id


def test_the_number_of_a_page_stands_at_its_outer_edge(engine: Engine) -> None:
    example = engine.catalogue["non_acceptance_notice"].schema.example
    with pypdfium2.PdfDocument(engine.render("non_acceptance_notice", example).content) as pdf:
        for number, page in enumerate(pdf, start=1):
            text = page.get_textpage()
            found = re.search(rf"— {number} —", text.get_text_range())
            assert found
            left = text.get_charbox(found.start())[0]
            assert (left > page.get_width() / 2) == (number % 2 == 1)
