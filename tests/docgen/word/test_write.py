"""What is written is a whole Word file: it reads back, others open it, it compiles."""

import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docgen import Engine
from docgen.template.environment import word_environment
from docgen.template.word import compile_word
from docgen.word.ending import closed
from docgen.word.manuscript import (
    Cell,
    Column,
    Control,
    Manuscript,
    Paragraph,
    Row,
    Section,
    Table,
)
from docgen.word.master import Master
from docgen.word.notation import parse
from docgen.word.print import print_manuscript, with_usual_columns
from docgen.word.read import read_template
from docgen.word.sample import sample_of
from docgen.word.write import write_manuscript
from tests.catalogue import every_kind
from tests.docgen.word.conftest import EVERYTHING, shipped_master

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPHS = st.one_of(
    st.builds(
        Paragraph,
        st.sampled_from(["正文", "表格文字", "签名行连"]),
        st.sampled_from(
            ["", "甲方\\t乙方", "{{ a }}第 [页码] 页", "[签名处 　　]，\\n次行", "a < b & c"]
        ),
    ),
    st.builds(Control, st.sampled_from(["if a > 1", "endif", "for x in y"])),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table whose cells fill its grid, some over two columns, some over two rows."""
    width = draw(st.integers(1, 3))
    rows: list[Row | Control] = []
    for _ in range(draw(st.integers(1, 2))):
        if draw(st.booleans()):
            rows.append(Control("if a"))
        wide = width > 1 and draw(st.booleans())
        sizes = [2] + [1] * (width - 2) if wide else [1] * width
        places = st.sampled_from("上中下")
        for tall in (2, 1) if len(sizes) > 1 and draw(st.booleans()) else (0,):
            cells = [
                Cell(
                    tuple(draw(st.lists(PARAGRAPHS, min_size=1, max_size=2))),
                    columns=size,
                    rows=2 if at == 0 and tall == 2 else 1,
                    place=draw(places),
                    upright=draw(st.booleans()),
                )
                for at, size in enumerate(sizes)
                if not (at == 0 and tall == 1)
            ]
            rows.append(Row(tuple(cells), head=draw(st.booleans()), height=draw(HEIGHTS)))
    widths = (Column(draw(st.integers(8, 30))) for _ in range(width))
    return Table("清单", tuple(widths), tuple(rows))


HEIGHTS = st.sampled_from([0, 20, 42.5])
MANUSCRIPTS = st.builds(
    Manuscript,
    st.sampled_from(["公文", "表单"]),
    st.lists(st.one_of(PARAGRAPHS, tables(), st.just(Section("横表"))), min_size=1, max_size=3).map(
        tuple
    ),
    anew=st.booleans(),
    foot=st.sampled_from([(), (Paragraph("页脚页码", "第 [页码] 页"),)]),
)


@given(MANUSCRIPTS)
def test_what_is_written_reads_back(manuscript: Manuscript) -> None:
    master = shipped_master()
    back = read_template(write_manuscript(manuscript, master), master)
    assert not back.by_hand
    assert not back.foreign
    assert _plain(back.manuscript, master) == _plain(manuscript, master)
    assert parse(print_manuscript(back.manuscript, master), master) == back.manuscript


def _plain(manuscript: Manuscript, master: Master) -> Manuscript:
    """Leave out what a file does not tell: styles of columns, a set-up said again."""
    page, pieces = manuscript.page, []
    for piece in manuscript.pieces:
        if isinstance(piece, Table):
            pieces.append(with_usual_columns(piece, master))
        elif isinstance(piece, Section):
            pieces.append(Section("" if piece.page == page else piece.page))
            page = piece.page or page
        else:
            pieces.append(piece)
    return Manuscript(manuscript.page, tuple(pieces), manuscript.anew, manuscript.foot)


def test_everything_reads_back(master: Master) -> None:
    manuscript = parse(EVERYTHING.replace("*:", "73.5:"), master)
    back = read_template(write_manuscript(manuscript, master), master)
    assert not back.by_hand
    assert not back.foreign
    assert _plain(back.manuscript, master) == _plain(manuscript, master)


def test_equal_manuscripts_give_equal_bytes(master: Master, everything: Manuscript) -> None:
    assert write_manuscript(everything, master) == write_manuscript(everything, master)


def test_a_file_is_whole(master: Master, everything: Manuscript) -> None:
    """Every part is well formed, listed by its type, and every relation has its part."""
    content = write_manuscript(everything, master)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    trees = {name: etree.fromstring(part) for name, part in parts.items()}
    listed = {each.get("PartName", "").lstrip("/") for each in trees["[Content_Types].xml"]}
    assert {name for name in parts if not name.endswith(".rels")} <= listed | {
        "[Content_Types].xml"
    }
    targets = {each.get("Target") for each in trees["word/_rels/document.xml.rels"]}
    assert {f"word/{target}" for target in targets} <= parts.keys()
    styles = {each.get(f"{WORD}styleId") for each in trees["word/styles.xml"].iter(f"{WORD}style")}
    for name, tree in trees.items():
        for each in tree.iter(f"{WORD}pStyle", f"{WORD}rStyle", f"{WORD}tblStyle"):
            assert each.get(f"{WORD}val") in styles, name


def test_chinese_and_digits_are_set_close_and_marks_may_hang(master: Master) -> None:
    """It stands in every style: LibreOffice passes over what is said of all at once."""
    content = write_manuscript(sample_of(master), master)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        styles = etree.fromstring(container.read("word/styles.xml"))
        settings = etree.fromstring(container.read("word/settings.xml"))
    paragraphs = [
        *styles.iter(f"{WORD}pPrDefault"),
        *(each for each in styles.iter(f"{WORD}style") if each.get(f"{WORD}type") == "paragraph"),
    ]
    assert len(paragraphs) > len(master.paragraphs)
    for style in paragraphs:
        properties = style.find(f"{WORD}pPr")
        assert properties.find(f"{WORD}overflowPunct").get(f"{WORD}val", "1") == "1"
        for name in ("autoSpaceDE", "autoSpaceDN"):
            assert properties.find(f"{WORD}{name}").get(f"{WORD}val") == "0"
    assert settings.find(f"{WORD}themeFontLang").get(f"{WORD}eastAsia") == "zh-CN"


def test_others_open_what_is_written(master: Master, tmp_path: Path) -> None:
    """python-docx finds every style of the master under its name, and every page set-up."""
    path = tmp_path / "sample.docx"
    path.write_bytes(write_manuscript(sample_of(master), master))
    document = docx.Document(str(path))
    names = {style.name for style in document.styles}
    assert names >= {*master.paragraphs, *master.runs, *master.tables} - {"正文"}
    assert len(document.sections) == len(master.pages)


def test_a_compiled_file_is_filled_in(master: Master, tmp_path: Path) -> None:
    text = (
        "[页面 表单]\n{% for each in rows %}\n说明文字> {{ each.name }}\n{% endfor %}\n"
        "[表] 20 *\n{% for each in rows %}\n[行] {{ each.name }} | {% if each.b %}有{% endif %}\n"
        "{% endfor %}\n[/表]\n"
    )
    path = tmp_path / "kind.docx"
    path.write_bytes(write_manuscript(parse(text, master), master))
    compiled = compile_word(path, word_environment())
    rows = [{"name": "甲", "b": True}, {"name": "乙<丙", "b": False}]
    document = etree.fromstring(
        compiled.parts["word/document.xml"].render({"rows": rows, "mark": ""}).encode()
    )
    assert [each.text for each in document.iter(f"{WORD}t") if each.text] == [
        "甲", "乙<丙", "甲", "有", "乙<丙",
    ]  # fmt: skip
    assert len([*document.iter(f"{WORD}tr")]) == 2
    marks = [part for name, part in compiled.parts.items() if "header" in name]
    assert marks
    assert all("草稿" in part.render({"mark": "草稿"}) for part in marks)


@every_kind
def test_every_template_is_as_the_master_writes_it(
    engine: Engine, master: Master, kind: str
) -> None:
    """What is committed is what `docgen word tidy` writes: the next change shows alone."""
    content = engine.catalogue[kind].word_template.read_bytes()
    assert write_manuscript(read_template(content, master).manuscript, master) == content


@pytest.mark.parametrize(("text", "sides"), [("[页面 公文]\n一", 2), ("[页面 记录]\n一", 1)])
def test_feet_at_the_outer_edge_are_parts_of_their_own(
    master: Master, text: str, sides: int
) -> None:
    content = write_manuscript(parse(text, master), master)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        names = container.namelist()
        settings = container.read("word/settings.xml")
    for furniture in ("header", "footer"):
        assert sum(name.startswith(f"word/{furniture}") for name in names) == sides
    assert (b"evenAndOddHeaders" in settings) == (sides == 2)


def test_a_file_that_ends_in_a_table_takes_no_page_for_its_last_paragraph(master: Master) -> None:
    """Where the last row fills its page, what Word puts behind it would begin another one."""
    rows = "[行] 甲 | 乙\n{% if a %}\n[行 高42] 丙 | 表格金额> 丁\n{% endif %}"
    text = f"[页面 表单]\n[表 表格] * *\n{rows}\n[/表]\n"
    table = closed(parse(text, master), master.paragraphs).pieces[-1]
    assert isinstance(table, Table)
    styles = [
        [each.paragraphs[0].style for each in row.cells]  # type: ignore[union-attr]
        for row in table.rows
        if isinstance(row, Row)
    ]
    assert styles == [["表格文字", "表格文字"], ["表格文字连", "表格金额连"]]
    again = closed(Manuscript("表单", (table,)), master.paragraphs)
    assert again.pieces[-1] == table


def test_signatures_and_notes_stay_with_the_last_row_of_their_form(master: Master) -> None:
    """A page that holds nothing but the line to sign says not what is signed."""
    tail = "间隔>\n表单签名> 甲：\n{% if a %}\n表下注> 注\n{% endif %}"
    text = f"[页面 表单]\n[表 表格] *\n[行 高9] 丙\n[/表]\n{tail}\n"
    table, *ending = closed(parse(text, master), master.paragraphs).pieces
    assert isinstance(table, Table)
    assert table.rows == (Row((Cell((Paragraph("表格文字连", "丙"),)),), height=9),)
    styles = [each.style for each in ending if isinstance(each, Paragraph)]
    assert styles == ["间隔连", "表单签名连", "表下注"]
    # A row that may go on overleaf would be taken there whole; what may be long is no ending.
    splits = parse(text.replace("高9", "断"), master)
    assert closed(splits, master.paragraphs).pieces[0] == splits.pieces[0]
    long = parse(text.replace("if a", "for a in b").replace("endif", "endfor"), master)
    assert closed(long, master.paragraphs) == long


def test_of_rows_that_a_loop_prints_only_the_last_stays_with_what_follows(master: Master) -> None:
    """Were all kept, a list longer than its page would begin overleaf below an empty title."""
    text = "[页面 表单]\n[表 表格] *\n{% for each in rows %}\n[行 连] 甲\n{% endfor %}\n[/表]\n"
    manuscript = closed(parse(text, master), master.paragraphs)
    table = manuscript.pieces[-1]
    assert isinstance(table, Table)
    assert [
        row.tag if isinstance(row, Control) else row.cells[0].paragraphs for row in table.rows
    ] == [
        "for each in rows",
        "if loop.last",
        (Paragraph("表格文字连", "甲"),),
        "else",
        (Paragraph("表格文字", "甲"),),
        "endif",
        "endfor",
    ]
    assert closed(manuscript, master.paragraphs) == manuscript


def test_every_page_after_the_first_of_an_agreement_says_that_a_riding_seal_is_pressed(
    master: Master,
) -> None:
    content = write_manuscript(parse("[页面 协议]\n一", master), master)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        document, names = container.read("word/document.xml"), container.namelist()
        feet = [container.read(name).decode() for name in names if "footer" in name]
    assert b"<w:titlePg/>" in document
    assert [("骑缝盖章" in foot) for foot in feet] == [True, True, False]
    assert read_template(content, master).manuscript == parse("[页面 协议]\n一", master)


def test_a_table_may_stand_at_the_edge_and_have_no_line_between_rows(master: Master) -> None:
    content = write_manuscript(parse("[页面 封面]\n[表 档号表] 33\n[行] 甲\n[/表]", master), master)
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        assert b'<w:jc w:val="right"/>' in container.read("word/document.xml")
        styles = container.read("word/styles.xml").decode()
    beside, sheet = (styles.partition(f'w:styleId="{name}"')[2] for name in ("档号表", "备考表"))
    line = '<w:insideH w:val="nil"/>'
    assert [line in each.partition("</w:style>")[0] for each in (beside, sheet)] == [False, True]
