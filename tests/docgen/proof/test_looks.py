"""What harms a paper beside the same words is told; what an office may restyle is not."""

import io
from dataclasses import dataclass

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from docgen.proof.looks import looks_other, numbers_other
from docgen.proof.sheets import Sheet, read_sheets

WIDE, HIGH = 595.3, 841.9


@dataclass(frozen=True)
class Made:
    """A paper with a title, a text, a cell to sign in, a line for a hand, a picture, a seal.

    Also a form of three rows, the lower ones left empty, a list with words in every cell, and a
    line to cut along.
    """

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
    underline: float = 1  # how much of the blank is drawn
    picture: tuple[float, float] = (90, 90)
    spacing: float = 0
    pages: int = 1
    form: str = "across and down"
    listed: str = "across and down"
    low: float = 26  # the height of the empty row
    lacking: bool = False  # whether the last cell of the list has no word
    named: float = 90  # what is free behind a label
    cut: bool = True
    ink: float = 0  # how grey the letters are
    order: tuple[str, ...] = ("one", "two", "three")
    title_size: float = 20
    body: tuple[str, ...] = (
        "first full line of the body",
        "second line of it",
        "third",
        "fourth",
        "fifth line",
    )


def draw(made: Made, canvas: Canvas) -> None:
    canvas.setFillGray(made.ink)
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
    canvas.drawString(60, HIGH - 530, "(name)")
    canvas.drawString(96 + made.named, HIGH - 530, "day")
    for at in range(60, 535, 6) if made.cut else ():
        canvas.line(at, HIGH - 543, at + 3, HIGH - 543)
    canvas.drawString(60, HIGH - 560, "slip")
    for down in (502, 602) if made.underline else ():
        ends = 110 + (made.blank - 40) * made.underline
        canvas.line(110, HIGH - down, ends, HIGH - down)
    wide, high = made.picture
    canvas.drawImage(ImageReader(Image.new("RGB", (9, 9), "red")), 300, HIGH - 650, wide, high)
    canvas.drawString(60, HIGH - 600, "last line")
    canvas.drawString(made.seal, HIGH - made.seal_down, "The Bureau")
    canvas.setFont("Helvetica", 12)
    for across, words in zip((66, 146, 226), made.order, strict=True):
        canvas.drawString(across, HIGH - 415, f"head {words}")
        if not (made.lacking and words == "three"):
            canvas.drawString(across, HIGH - 439, f"cell {words}")
        canvas.drawString(across, HIGH - 745, f"field {words}")
    rule(canvas, made.listed, (400, 424, 448))
    rule(canvas, made.form, (730, 754, 754 + made.low, 754 + 2 * made.low))


def rule(canvas: Canvas, which: str, downs: tuple[float, ...]) -> None:
    """Draw the lines of a table of three columns: those across, those down, or both."""
    for down in downs if "across" in which else ():
        canvas.line(60, HIGH - down, 300, HIGH - down)
    for across in (60, 140, 220, 300) if "down" in which else ():
        canvas.line(across, HIGH - downs[0], across, HIGH - downs[-1])


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
    return "\n".join(place + why for place, why in looks_other(sheets(made), sheets(Made())))


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
        Made(listed="across"),
        Made(low=20),
        Made(named=70),
        Made(ink=0.3),
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
        (Made(underline=0), "横线没有了"),
        (Made(blank=40), "「signedbyday」前面留给填写、签名的空少了"),
        (Made(blank=20), "「signedbyday」跑到了它前面的字的左边"),
        (Made(picture=(40, 40)), "的图比随程序的模板小得多"),
        (Made(picture=(90, 50)), "的图变了形"),
        (Made(spacing=-4), "的字挤在一起"),
        (Made(spacing=12), "的字拉得太开"),
        (Made(underline=0.3), "「signedby」后面的横线短了"),
        (Made(form=""), "「fieldone」的表格少了横线"),
        (Made(form="across"), "「fieldone」的表格少了竖线，空格没有边框"),
        (Made(listed=""), "「cellone」和上面一格之间的线没有了"),
        (Made(low=9), "「fieldone」的表格里留给填写、签名的空格矮了"),
        (Made(order=("three", "two", "one")), "这一行各格的左右次序"),
        (Made(ink=0.75), "「Decision」的字太浅"),
        (Made(named=40), "「day」前面留给填写、签名的空少了"),
        (Made(cut=False), "「slip」上面的横线、裁切线没有了"),
        (Made(left=560), "印到纸外面"),
        (Made(pages=4), "有 4 页，随程序的模板只有 1 页"),
        (Made(pages=2), "第 2 页几乎是空的"),
    ],
)
def test_what_harms_a_paper_is_told_with_its_words(made: Made, words: str) -> None:
    assert words in told(made)


def test_words_beside_the_paper_hide_what_follows_from_them() -> None:
    assert told(Made(left=560)).count("\n") == 0


def test_a_cell_left_empty_among_words_needs_no_lines_beside_it() -> None:
    ours, theirs = sheets(Made(lacking=True)), sheets(Made(lacking=True, listed="across"))
    assert [*looks_other(theirs, ours)] == []


def in_two_parts(*, begins: bool) -> tuple[Sheet, ...]:
    """Return a letter and its reply slip, which begins a page or follows the letter."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDE, HIGH))
    down = 60
    for title, lines in (("Letter", 9), ("Reply", 12)):
        canvas.setFont("Helvetica", 22)
        canvas.drawCentredString(WIDE / 2, HIGH - down, title)
        canvas.setFont("Helvetica", 12)
        for at in range(1, lines + 1):
            canvas.drawString(60, HIGH - down - 24 * at, f"{title} says so on line {at}")
        down += 24 * lines + 60
        if begins:
            canvas.showPage()
            down = 60
    canvas.save()
    return read_sheets(written.getvalue())


def test_a_part_begins_a_page_where_ours_does() -> None:
    apart, together = in_two_parts(begins=True), in_two_parts(begins=False)
    assert [*looks_other(apart, apart)] == []
    assert ("PDF 第 1 页「Reply」", "在随程序的模板里另起一页，请改回 break-before") in looks_other(
        together, apart
    )


def test_a_part_that_has_room_below_what_goes_before_stays_there() -> None:
    apart, together = in_two_parts(begins=True), in_two_parts(begins=False)
    why = "前面一页还放得下，却另起了一页，请改回 break-before"
    assert ("PDF 第 2 页「Reply」", why) in looks_other(apart, together)


def numbered(*numbers: str) -> tuple[Sheet, ...]:
    """Return pages that bear these numbers in their margins."""
    registerFont(UnicodeCIDFont("STSong-Light"))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDE, HIGH))
    for number in numbers:
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(60, HIGH - 60, "正文")
        canvas._code.append("/Artifact BMC")
        canvas.drawString(60, 40, number)
        canvas._code.append("EMC")
        canvas.showPage()
    canvas.save()
    return read_sheets(written.getvalue())


@pytest.mark.parametrize(
    ("shipped", "now", "words"),
    [
        ("第1页", "第1页", ""),
        ("第1页", "-1-", ""),
        ("第1页", "第1页内部资料", "第 1 页的页边多印了「内部资料」，Word 没有，请删掉"),
        ("第1页草稿", "第1页", "第 1 页的页边少了「草稿」，请恢复"),
    ],
)
def test_what_runs_in_the_margins_is_as_ours(shipped: str, now: str, words: str) -> None:
    told = [why for _, why in looks_other(numbered(now), numbered(shipped))]
    assert told == ([words] if words else [])


OURS = ("第1页共2页", "第2页共2页")


@pytest.mark.parametrize(
    ("shipped", "now", "words"),
    [
        (OURS, OURS, ""),
        (OURS, ("第1页共3页", "第2页共3页", "第3页共3页"), ""),
        (("-1-", "-2-", "-1-"), ("第1页", "第2页", "第1页"), ""),
        (("-1-", "-2-", "-1-"), ("-1-", "-2-", "-1-", "-2-"), ""),
        (OURS, ("第2页共1页", "第2页共2页"), "第 1 页的页码是「2、共1页」，应当是「1、共2页」"),
        (OURS, ("第1页共1页", "第2页共1页"), "应当是「1、共2页」"),
        (OURS, ("第1页共1页", "第2页共1页", "第3页共1页"), "总页数和实际的不一样"),
        (("-1-", "-2-", "-1-"), ("-1-", "-2-", "-3-"), "第 3 页的页码是「3」，应当是「1」"),
        (("-1-", "-2-", "-1-"), ("-1-", "-2-", "-3-", "-4-"), "从 1 起"),
        (("-1-", "-2-"), ("-1-", "", ""), "第 2 页没有页码"),
        (("-1-", "-2-"), ("-1-", "-3-", "-3-"), "一页一页往后数"),
    ],
)
def test_pages_are_numbered_as_ours_however_many(
    shipped: tuple[str, ...], now: tuple[str, ...], words: str
) -> None:
    told = "".join(why for _, why in numbers_other(numbered(*now), numbered(*shipped)))
    assert words in told
    assert bool(words) == bool(told)
