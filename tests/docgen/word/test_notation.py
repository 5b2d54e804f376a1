"""The notation says all a manuscript can say, and a mistake in it names the line and the remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen import Engine
from docgen.errors import CatalogueError
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
from docgen.word.print import print_manuscript
from docgen.word.read import read_template
from docgen.word.write import write_manuscript
from tests.catalogue import every_kind
from tests.docgen.word.conftest import EVERYTHING, shipped_master


def test_each_line_means_what_it_says(master: Master) -> None:
    text = "[页面 表单]\n文号> {{ number }}\n{% if a %}\n正文\n{% endif %}\n[换节 公文]\n正文\n"
    assert parse(text, master) == Manuscript(
        "表单",
        (
            Paragraph("文号", "{{ number }}"),
            Control("if a"),
            Paragraph("说明文字", "正文"),
            Control("endif"),
            Section("公文"),
            Paragraph("正文", "正文"),
        ),
    )


def test_a_row_that_may_split_says_so_in_word_and_back(master: Master) -> None:
    rows = "[行 高60 断] 事实 | {{ facts }}\n[行] 请求 | {{ asked }}\n"
    text = f"[页面 表单]\n[表 表格] 80 80\n{rows}[/表]\n"
    read = parse(text, master)
    (table,) = (piece for piece in read.pieces if isinstance(piece, Table))
    assert [row.splits for row in table.rows if isinstance(row, Row)] == [True, False]
    again = read_template(write_manuscript(read, master), master).manuscript
    assert print_manuscript(again, master) == text


def test_a_table_is_read_cell_by_cell(everything: Manuscript) -> None:
    (table,) = [piece for piece in everything.pieces if isinstance(piece, Table)]
    assert table.columns == (
        Column(12, "清单居中"), Column(40), Column(0, "清单金额"), Column(30.5),
    )  # fmt: skip
    head, loop, first, second, _, total = table.rows
    assert isinstance(head, Row)
    assert head.head
    assert head.cells[2] == Cell((Paragraph("清单列头连", "数量"),), columns=2)
    assert loop == Control("for item in items")
    assert isinstance(first, Row)
    assert first.height == 20
    assert first.cells[1] == Cell((Paragraph("清单文字", "{{ item.name }}"),), rows=2, upright=True)
    assert first.cells[2].paragraphs == (
        Control("for line in item.lines"), Paragraph("清单居中", "{{ line }}"), Control("endfor"),
    )  # fmt: skip
    # The second column is filled from above, so the second cell of this row is the third column's.
    assert isinstance(second, Row)
    assert second.exact
    assert second.cells == (
        Cell((Paragraph("清单居中连", ""),)),
        Cell((Paragraph("细表文字连", "甲"),), place="下"),
        Cell((Paragraph("清单文字连", "乙"),)),
    )
    assert isinstance(total, Row)
    assert total.cells[0].columns == 4


def test_bars_within_jinja_part_no_cells(master: Master) -> None:
    text = '[页面 表单]\n[表] 20 20\n[行] {{ a | numeral }} | {{ b["x | y"] }}\n[/表]\n'
    (table,) = parse(text, master).pieces
    assert isinstance(table, Table)
    (row,) = table.rows
    assert isinstance(row, Row)
    assert [cell.paragraphs[0] for cell in row.cells] == [
        Paragraph("表格文字", "{{ a | numeral }}"), Paragraph("表格文字", '{{ b["x | y"] }}'),
    ]  # fmt: skip


def test_what_is_printed_reads_as_what_it_was(master: Master, everything: Manuscript) -> None:
    assert parse(print_manuscript(everything, master), master) == everything


@every_kind
def test_every_template_can_be_written_down(engine: Engine, master: Master, kind: str) -> None:
    back = read_template(engine.catalogue[kind].word_template.read_bytes(), master)
    assert not back.foreign
    assert not back.by_hand
    assert parse(print_manuscript(back.manuscript, master), master) == back.manuscript


@given(st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="[{>"), min_size=1))
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert parse(f"[页面 公文]\n{words}\n", shipped_master()).pieces == (Paragraph("正文", words),)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "[页面 公文 重编页码]",
            "[页面 公函]",
            "第 1 行：样板里没有「公函」这个页面，是不是「公文」",
        ),
        ("[页面 公文 重编页码]\n", "", "第 1 行：第一行要写页面"),
        ("[块 文头]", "[块 开头]", "第 6 行：样板里没有「开头」这个块"),
        ("[块 文头]", "[块 落款 date=x]", "第 6 行：块「落款」没有参数 date"),
        ("一级标题>", "一级标提>", "第 9 行：样板里没有「一级标提」这个样式，是不是「一级标题」"),
        ("*:清单金额", "宽:清单金额", "第 12 行：「宽」不是列宽"),
        ("[头 连]", "[头 长]", "第 13 行：不认识「长」"),
        ("[跨4] 合计", "[跨5] 合计", "第 20 行：这一行有 5 列，表格只有 4 列"),
        ("[/表]\n", "", "缩进，最后写 [/表]"),
        ("[/页脚]\n", "", "第 5 行：页脚里的条件要和文字写在一行"),
        ("[换节]\n", "[头] 甲\n", "第 11 行：[头] 不能写在这里"),
        (
            "[行 定12.5 连] | [下] 细表文字>",
            "[行 定12.5 连] | [下] 空白划去>",
            "没有「空白划去连」",
        ),
    ],
)
def test_a_mistake_names_its_line_and_the_remedy(
    master: Master, before: str, after: str, sentence: str
) -> None:
    assert before in EVERYTHING
    text = EVERYTHING.replace(before, after, 1)
    text = text.replace("[块 文头]\n", "{% if a %}\n") if "页脚" in before else text
    with pytest.raises(CatalogueError) as caught:
        parse(text, master)
    assert sentence in caught.value.message
