"""What harms a paper beside the same words is told; what an office may restyle is not."""

import io
from dataclasses import dataclass

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from docgen.proof.looks import looks_other
from docgen.proof.sheets import Sheet, read_sheets

WIDE, HIGH = 595.3, 841.9


@dataclass(frozen=True)
class Made:
    """A paper with a title, a text, a cell to sign in, a line for a hand, a picture, a seal."""

    size: float = 12
    title: float | None = None  # how far from the left edge, else in the middle
    seal: float = 420
    seal_down: float = 700
    pitch: float = 20
    left: float = 60
    right: float = 535
    cell: float = 80
    column: float = 200
    shade: float = 0
    thick: float = 0.6
    blank: float = 90
    underline: bool = True
    picture: tuple[float, float] = (90, 90)
    spacing: float = 0
    pages: int = 1
    title_size: float = 20
    body: tuple[str, ...] = (
        "first full line of the body",
        "second line of it",
        "third",
        "fourth",
        "fifth line",
    )


def draw(made: Made, canvas: Canvas) -> None:
    canvas.setFont("Helvetica", made.title_size)
    middle = WIDE / 2 if made.title is None else made.title + 40
    canvas.drawCentredString(middle, HIGH - 60, "Decision")
    canvas.setFont("Helvetica", made.size)
    for at, words in enumerate(made.body):
        text = canvas.beginText(made.left, HIGH - 100 - at * made.pitch)
        text.setCharSpace(made.spacing)
        text.textOut(words)
        canvas.drawText(text)
    canvas.setStrokeGray(made.shade)
    canvas.setLineWidth(made.thick)
    for across in (60, 60 + made.column, made.right):
        canvas.line(across, HIGH - 300, across, HIGH - 300 - made.cell)
    for down in (300, 300 + made.cell):
        canvas.line(60, HIGH - down, made.right, HIGH - down)
    canvas.drawString(66, HIGH - 315, "sign")
    canvas.drawString(60, HIGH - 500, "signed by")
    canvas.drawString(75 + made.blank, HIGH - 500, "day")
    for down in (502, 602) if made.underline else ():
        canvas.line(110, HIGH - down, 70 + made.blank, HIGH - down)
    wide, high = made.picture
    canvas.drawImage(ImageReader(Image.new("RGB", (9, 9), "red")), 300, HIGH - 650, wide, high)
    canvas.drawString(60, HIGH - 600, "last line")
    canvas.drawString(made.seal, HIGH - made.seal_down, "The Bureau")


def sheets(made: Made) -> tuple[Sheet, ...]:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDE, HIGH))
    draw(made, canvas)
    for _ in range(made.pages - 1):
        canvas.showPage()
        canvas.drawString(60, HIGH - 60, "more")
    canvas.save()
    return read_sheets(written.getvalue())


def told(made: Made) -> str:
    return "\n".join(looks_other(sheets(made), sheets(Made())))


@pytest.mark.parametrize(
    "made",
    [
        Made(),
        Made(size=10.5),
        Made(size=14),
        Made(title_size=26),
        Made(pitch=26),
        Made(left=66, right=529),
        Made(seal=400, seal_down=690),
        Made(column=110),
        Made(cell=65),
        Made(shade=0.4, thick=1.5),
        Made(blank=70),
        Made(picture=(80, 80)),
        Made(spacing=1),
    ],
)
def test_what_an_office_restyles_within_reason_is_its_own(made: Made) -> None:
    assert told(made) == ""


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (Made(size=7), "的字比随程序的模板小得多"),
        (Made(title_size=40), "「Decision」的字比随程序的模板大得多"),
        (Made(title=60), "「Decision」在随程序的模板里居中"),
        (Made(seal=60), "「TheBureau」在随程序的模板里靠右"),
        (Made(seal_down=615), "「TheBureau」上面给签名、盖章留的空少了"),
        (Made(left=200), "「firstfulllin」左边的位置"),
        (Made(pitch=9), "和上一行的字挤在一起"),
        (Made(pitch=4), "和别的字叠在一起"),
        (Made(pitch=45), "的行距比随程序的模板大得多"),
        (Made(pitch=-20), "跑到了它前面的字的上面"),
        (Made(cell=30), "「sign」这一格给签名、盖章留的高度少了"),
        (Made(column=23), "「n」印到格子外面"),
        (Made(shade=0.95), "表格的线没有了，或者太浅、太细"),
        (Made(thick=0.05), "表格的线没有了，或者太浅、太细"),
        (Made(thick=9), "有的线太粗"),
        (Made(underline=False), "横线没有了"),
        (Made(blank=40), "「signedbyday」前面留给填写、签名的空少了"),
        (Made(blank=20), "「signedbyday」跑到了它前面的字的左边"),
        (Made(picture=(40, 40)), "的图比随程序的模板小得多"),
        (Made(picture=(90, 50)), "的图变了形"),
        (Made(spacing=-4), "的字挤在一起"),
        (Made(spacing=14), "的字拉得太开"),
        (Made(pages=4), "有 4 页，随程序的模板只有 1 页"),
        (Made(pages=2), "第 2 页几乎是空的"),
    ],
)
def test_what_harms_a_paper_is_told_with_its_words(made: Made, words: str) -> None:
    assert words in told(made)
