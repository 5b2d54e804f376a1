"""Set lines look as WeasyPrint's where nothing is set, fill their measure, and read as they did."""

import io
import re
from contextlib import suppress
from itertools import groupby

import pypdfium2
import pytest
from PIL import Image, ImageChops

from docgen.render import tuning_text
from docgen.render.pdf import write_pdf
from docgen.render.refusals import ForbiddenResourceError, UnprintableCharacterError
from tests.conformance import assert_conformant
from tests.docgen.render.letter import MOMENT

WORDS = (
    "被投诉人退还投诉人健身年卡剩余3个月的费用，金额¥1,200.00（人民币壹仟贰佰元整），最迟于2026年"
    "7月20日履行，履行方式：原路退回投诉人的支付账户（凭证号：A-2026/07）。另一方当事人可以依据"
    "《中华人民共和国消费者权益保护法》，通过“民事诉讼”、仲裁等其他途径解决消费者权益争议：㛃𬎆"
    "收到后二日内函告本局，并附银行回单（原件）；逾期不履行的，投诉人可以另行主张权利。"
)
LETTER = "font: 16pt/28pt 'Docgen FangSong'; width: 156mm; text-indent: 2em"


def page(look: str, words: str = WORDS) -> str:
    return (
        '<html lang="zh-CN"><head><title>版面</title><style>@page { size: A4; margin: 30mm 26mm }'
        f"body {{ margin: 0 }} p {{ margin: 0; overflow-wrap: anywhere; {look} }}</style></head>"
        f"<body><p>{words}</p><p>另{words}</p></body></html>"
    )


def pictures(pdf: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [sheet.render(scale=2).to_pil().convert("RGB") for sheet in document]


def lines(pdf: bytes) -> list[tuple[str, float, float]]:
    """Return every line of the first page with the left and right edge of its ink, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        boxes = [
            (text.get_text_range(place, 1), text.get_charbox(place, loose=True))
            for place in range(text.count_chars())
        ]
    boxes = [(character, box) for character, box in boxes if not character.isspace()]
    rows = groupby(boxes, key=lambda each: round(each[1][1] / 14))
    found = [[*row] for _, row in rows]
    return [
        ("".join(each for each, _ in row), row[0][1][0], max(box[2] for _, box in row))
        for row in found
    ]


@pytest.mark.parametrize(
    "look",
    [
        f"{LETTER}; text-align: left",
        f"{LETTER}; text-align: left; width: 40mm",
        f"{LETTER}; text-align: center; font-family: 'Docgen Hei'",
        "font: 12pt/20pt 'Docgen Song'; text-align: right; width: 77mm",
        "font: 9pt/12pt 'Docgen Kai'; text-align: left; width: 12mm",
    ],
)
def test_a_line_that_is_not_justified_is_the_line_pango_sets(faces, monkeypatch, look: str) -> None:
    monkeypatch.setattr(tuning_text, "kept_together", lambda _: set())
    ours, theirs = (
        pictures(write_pdf(page(look), faces, moment=MOMENT, typeset=typeset))
        for typeset in (True, False)
    )
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert ImageChops.difference(one, other).getbbox() is None


def test_a_justified_paragraph_fills_its_measure(faces) -> None:
    """Every line but a paragraph's last ends at the edge, or its mark hangs half a square over."""
    pdf = write_pdf(page(f"{LETTER}; text-align: justify"), faces, moment=MOMENT)
    edge = (210 - 26) / 25.4 * 72
    found = lines(pdf)
    assert len(found) > 12
    short = [line for line in found if line[2] < edge - 8.5]
    assert len(short) <= 2, "only the two last lines end early"
    for words, _, right in found:
        hung = words[-1] in "，。、；：）》”"
        assert right <= edge + (8.5 if hung else 0.6), words


def test_no_words_of_a_document_outlive_it(faces) -> None:
    for html in (page(LETTER), page(LETTER).replace("<body>", "<body><img src='file:///x'>")):
        with suppress(ForbiddenResourceError):
            write_pdf(html, faces, moment=MOMENT)
        assert faces.workbench.fonts.set_lines == {}


def test_a_figure_at_the_end_of_a_line_stays_whole_however_it_is_reached(faces) -> None:
    """Only a part of a long text is looked at for a line; what it cuts may be one number."""
    for before in range(20, 30):
        words = "局" * before + "（共计人民币1,234,567,890.12元，自2026年11月28日10时30分起算）" * 3
        pdf = write_pdf(page(f"{LETTER}; text-align: justify", words), faces, moment=MOMENT)
        said = "\n".join(line for line, _, _ in lines(pdf))
        for kept in ("1,234,567,890.12元", "2026年11月28日", "10时30分"):
            assert said.count(kept) == 6, (before, kept)


def test_marks_hang_and_dates_stay_whole(faces) -> None:
    pdf = write_pdf(page(f"{LETTER}; text-align: justify"), faces, moment=MOMENT)
    said = "\n".join(words for words, _, _ in lines(pdf))
    for kept in ("¥1,200.00", "2026年7月20日", "3个月"):
        assert kept in said
    assert not re.search(r"\n[，。、；：）》”]|[（《“]\n", said)


def test_the_same_words_are_read_however_lines_are_set(faces) -> None:
    def read(typeset: bool) -> str:
        pdf = write_pdf(
            page(f"{LETTER}; text-align: justify"), faces, moment=MOMENT, typeset=typeset
        )
        with pypdfium2.PdfDocument(pdf) as document:
            found = "".join(each.get_textpage().get_text_bounded() for each in document)
        assert not re.search(r"[\u4e00-\u9fff] +[\u4e00-\u9fff]", found), "a gap reads as a blank"
        return re.sub(r"\s", "", found)

    assert read(True) == read(False)


def test_several_boxes_of_a_line_are_spread_together(faces) -> None:
    words = (
        WORDS.replace("人民币", "<b>人民币</b>")
        .replace("《", "<span>《")
        .replace("》", "》</span>")
    )
    pdf = write_pdf(page(f"{LETTER}; text-align: justify", words), faces, moment=MOMENT)
    edge = (210 - 26) / 25.4 * 72
    first = lines(pdf)[:5]
    assert all(right > edge - 9 for _, _, right in first)


def test_set_lines_are_conformant_and_the_same_each_time(faces) -> None:
    html = page(f"{LETTER}; text-align: justify; letter-spacing: -0.2pt")
    pdf = write_pdf(html, faces, moment=MOMENT)
    assert_conformant(pdf)
    assert write_pdf(html, faces, moment=MOMENT) == pdf
    assert io.BytesIO(pdf).read(4) == b"%PDF"


def test_a_character_without_a_glyph_is_still_refused(faces) -> None:
    with pytest.raises(UnprintableCharacterError):
        write_pdf(page(LETTER, "本局\u2fff决定"), faces, moment=MOMENT)
