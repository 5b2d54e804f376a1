"""The structure tree says what a reader aloud should say, once and in order, whatever the pages."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from docgen.archive.conformance import structure_elements
from docgen.render.fonts import FaceSet
from docgen.render.pdf import write_pdf
from tests.conformance import assert_conformant
from tests.docgen.render.letter import MOMENT, letter

FURNITURE = (
    "@page { size: 100mm 60mm; margin: 15mm; @top-right { content: element(mark) }"
    " @bottom-left { content: element(sign) } @bottom-right { content: counter(page) } }"
    ".mark { position: running(mark) } .sign { position: running(sign) }"
    "p { margin: 0 } .next { break-before: page }"
)


def tree(faces: FaceSet, body: str, style: str = "") -> pikepdf.Pdf:
    content = write_pdf(letter(body, style=style), faces, moment=MOMENT)
    assert_conformant(content)
    return pikepdf.open(io.BytesIO(content))


def outline(document: pikepdf.Pdf) -> str:
    """Return the tree as text: P「…」 for a paragraph, brackets around what is below."""
    (top,) = document.Root.StructTreeRoot.K
    return " ".join(_told(document, top, None))


def _told(document: pikepdf.Pdf, element: Any, page: Any) -> Iterator[str]:
    page = element.get("/Pg", page)
    words, below = "", []
    for kid in element.K:
        if isinstance(kid, int):
            words += _text(document, page, kid)
        elif kid.get("/Type") == "/MCR":
            words += _text(document, kid.get("/Pg", page), int(kid.MCID))
        elif "/S" in kid:
            below += _told(document, kid, page)
    said = str(element.get("/ActualText", "")) or words
    yield f"{str(element.S)[1:]}" + (f"「{said}」" if said else "")
    if below:
        yield f"( {' '.join(below)} )"


def _text(document: pikepdf.Pdf, page: Any, mark: int) -> str:
    """Return the words of one marked content, by the fonts' own way back to text."""
    fonts: dict[str, dict[int, str]] = {}
    for name, font in page.Resources.Font.items():
        table = font.ToUnicode.read_bytes().decode("latin-1")
        pairs = re.findall(r"<([0-9a-f]{4})> <([0-9a-f]+)>", table)
        fonts[name] = {
            int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs
        }
    words, current, inside = "", {}, False
    for operands, operator in pikepdf.parse_content_stream(pikepdf.Page(page)):
        match str(operator):
            case "BDC":
                inside = operands[1].get("/MCID") == mark
            case "EMC":
                inside = False
            case "Tf":
                current = fonts[str(operands[0])]
            case "TJ" if inside:
                for piece in operands[0]:
                    if isinstance(piece, pikepdf.String):
                        codes = bytes(piece)
                        for at in range(0, len(codes), 2):
                            words += current[int.from_bytes(codes[at : at + 2], "big")]
    return words


def test_a_paragraph_over_two_pages_is_one(faces: FaceSet) -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 20
    document = tree(faces, f"<main><p>{text}</p></main>", FURNITURE)
    assert len(document.pages) >= 2
    assert outline(document) == f"Document ( Part ( P「{text}」 ) )"


def test_a_table_over_two_pages_is_one_and_its_head_is_read_once(faces: FaceSet) -> None:
    rows = "".join(f"<tr><td>{each}</td></tr>" for each in "甲乙丙丁戊己庚辛壬癸")
    head = '<thead><tr><th scope="col">天干</th></tr></thead>'
    document = tree(faces, f"<table>{head}<tbody>{rows}</tbody></table>", FURNITURE)
    assert len(document.pages) >= 2
    told = outline(document)
    assert told.count("Table") == told.count("THead") == told.count("TH「天干」") == 1
    assert told.count("TR ( TD「") == 10


def test_paragraphs_may_be_the_items_of_a_list(faces: FaceSet) -> None:
    body = (
        '<div role="list"><p role="listitem"><span class="lbl">一、</span>退款；</p>'
        '<p role="listitem"><span class="lbl">二、</span>道歉。</p></div>'
    )
    document = tree(faces, body)
    assert outline(document) == (
        "Document ( L ( LI ( Lbl「一、」 LBody「退款；」 ) LI ( Lbl「二、」 LBody「道歉。」 ) ) )"
    )
    (found,) = [each for each in structure_elements(document) if each.S == "/L"]
    assert found.A.ListNumbering == "/Decimal"


def test_a_list_of_html_is_a_list(faces: FaceSet) -> None:
    document = tree(faces, "<ol><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>")
    assert re.sub("「[^甲乙丙]*」", "", outline(document)) == (
        "Document ( L ( LI ( Lbl LBody「甲」 )"
        " LI ( Lbl LBody「乙」 ( L ( LI ( Lbl LBody「丙」 ) ) ) ) ) )"
    )


def test_furniture_is_read_once_where_the_page_says_so(faces: FaceSet) -> None:
    body = (
        '<div class="mark" data-read="first">草稿</div>'
        '<div class="sign" data-read="last"><p>当事人：</p><p aria-hidden="true">页脚</p></div>'
        '<main><p>甲</p><p class="next">乙</p><p class="next">丙</p></main>'
    )
    document = tree(faces, body, FURNITURE)
    assert len(document.pages) == 3
    assert outline(document) == (
        "Document ( P「草稿」 Part ( P「甲」 P「乙」 P「丙」 ) P「当事人：」 )"
    )
    signs = [each for each in structure_elements(document) if each.S == "/P"][-1]
    assert signs.Pg.objgen == document.pages[2].obj.objgen


def test_furniture_is_not_read_where_the_page_does_not_say_so(faces: FaceSet) -> None:
    document = tree(faces, '<div class="mark">草稿</div><main><p>甲</p></main>', FURNITURE)
    assert outline(document) == "Document ( Part ( P「甲」 ) )"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>投 诉 人（签名）：</p>", "Span「投诉人（签名）：」"),
        ('<h1 style="letter-spacing: 0.2em">卷内目录</h1>', "Span「卷内目录」"),
        ("<p>联系人：程以宁　　电话</p>", "P「联系人：程以宁　　电话」"),
        ("<p>示例 有限 公司</p>", "P「示例 有限 公司」"),
    ],
)
def test_words_whose_letters_stand_apart_are_read_as_words(
    faces: FaceSet, body: str, told: str
) -> None:
    assert told in outline(tree(faces, body))


def test_a_cell_is_under_the_heads_of_its_columns_and_behind_the_nearest_of_its_row(
    faces: FaceSet,
) -> None:
    body = (
        '<table><thead><tr><th scope="col">性质</th><th scope="colgroup" colspan="2">检测</th></tr>'
        '</thead><tbody><tr><th scope="rowgroup" rowspan="2">真实</th><td>甲</td><td>乙</td></tr>'
        "<tr><td>丙</td><td>丁</td></tr></tbody></table>"
        '<table><tr><th scope="row">姓名</th><td>戊</td><th scope="row">电话</th><td>己</td></tr>'
        '<tr><th scope="row">住址</th><td colspan="3">庚</td></tr></table>'
    )
    document = tree(faces, body)
    words = {}
    named = {}
    for each in structure_elements(document):
        if each.S in ("/TH", "/TD"):
            text = "".join(_text(document, each.Pg, int(kid)) for kid in each.K)
            words[text] = each
            if each.S == "/TH":
                named[bytes(each.ID)] = text
    heads = {
        text: [named[bytes(head)] for head in each.A.Headers]
        for text, each in words.items()
        if each.S == "/TD"
    }
    assert heads == {
        **{text: ["真实", "检测"] for text in "甲乙丙丁"},
        "戊": ["姓名"], "己": ["电话"], "庚": ["住址"],
    }  # fmt: skip
    entries = document.Root.StructTreeRoot.IDTree.Names
    assert [bytes(name) for name in entries[::2]] == sorted(named)
    assert all(
        bytes(each.ID) == bytes(name)
        for name, each in zip(entries[::2], entries[1::2], strict=True)
    )
