"""What nobody could read on a PDF is told with its words, and paper other than Word's."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from docgen.proof.on_paper import flaws_on_paper
from docgen.proof.sheets import Sheet, read_sheets

A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
ACROSS = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'


def pdf(
    grey: float = 0, size: float = 12, left: float = 100, down: float = 600, ground: float = 1,
    turned: float = 0,
) -> tuple[Sheet, ...]:  # fmt: skip
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595.3, 841.9))
    canvas.setFont("Helvetica", 12)
    canvas.drawString(100, 700, "plain")
    canvas.setFillGray(ground)
    canvas.rect(90, 590, 60, 30, stroke=0, fill=1)
    canvas.setFillGray(grey)
    canvas.setFont("Helvetica", size)
    canvas.translate(left, down)
    canvas.rotate(turned)
    canvas.drawString(0, 0, "odd")
    canvas.save()
    return read_sheets(written.getvalue())


def test_black_letters_on_the_paper_of_the_word_template_are_right() -> None:
    assert [*flaws_on_paper(pdf(), A4)] == []
    assert [*flaws_on_paper(pdf(), ACROSS + A4)] == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"grey": 0.99}, "「odd」颜色和底色太近"),
        ({"ground": 0}, "「odd」颜色和底色太近"),
        ({"down": 700}, "和别的字叠在一起"),
        ({"size": 1}, "「odd」字太小"),
        ({"turned": 180, "left": 140}, "「odd」转了方向"),
        ({"left": -5}, "」印到纸外面"),
    ],
)
def test_letters_that_nobody_reads_are_told(made: dict[str, float], told: str) -> None:
    (found,) = flaws_on_paper(pdf(**made), A4)
    assert told in found


def test_other_paper_than_in_word_is_told() -> None:
    (found,) = flaws_on_paper(pdf(), ACROSS)
    assert "纸张或方向" in found


def test_pages_that_only_word_counts_are_told() -> None:
    (found,) = flaws_on_paper(pdf(), A4, counted=True)
    assert "没有印页码" in found
