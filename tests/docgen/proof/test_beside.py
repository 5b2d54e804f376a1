"""What is gone beside the same words is told: type, room for a hand, pictures, lines."""

import io

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from docgen.proof.beside import looks_other


def pdf(size: float = 12, down: float = 500, picture: float = 200, lines: int = 20) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595.3, 841.9))
    canvas.setFont("Helvetica", size)
    canvas.drawString(100, 700, "plain")
    canvas.drawString(100, down, "hand")
    canvas.drawImage(ImageReader(Image.new("RGB", (9, 9), "red")), 300, 300, picture, picture)
    for at in range(lines):
        canvas.line(50, 100 + at, 90, 100 + at)
    canvas.save()
    return written.getvalue()


@pytest.mark.parametrize("made", [{}, {"size": 11}, {"down": 480}, {"picture": 180}])
def test_a_paper_that_looks_much_as_ours_is_right(made: dict[str, float]) -> None:
    assert [*looks_other(pdf(**made), pdf())] == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"size": 7}, "「plainhand」的字比随程序的模板小得多"),
        ({"down": 680}, "「hand」上面给签名、盖章留的空少了"),
        ({"picture": 90}, "图比随程序的模板小得多"),
        ({"lines": 0}, "线没有了"),
    ],
)
def test_what_nobody_can_read_or_sign_is_told(made: dict[str, float], told: str) -> None:
    (found,) = looks_other(pdf(**made), pdf())  # type: ignore[arg-type]
    assert told in found
