"""Show what the master offers in one Word file: each style by its name, each block as it is."""

from collections.abc import Iterator

from docgen.word.manuscript import Cell, Column, Manuscript, Paragraph, Piece, Row, Section, Table
from docgen.word.master import Master
from docgen.word.notation import parse


def sample_of(master: Master) -> Manuscript:
    """Return a manuscript with a section for each page set-up, then styles, tables and blocks."""
    first, *others = master.pages
    pieces = [*_styles(master), *_tables(master), *_blocks(master)]
    for page in others:
        pieces += [Section(page), Paragraph(master.pages[page].body, f"页面「{page}」")]
    return Manuscript(first, tuple(pieces))


def _styles(master: Master) -> Iterator[Piece]:
    for name in master.paragraphs:
        yield Paragraph(name, f"{name}：市场监督管理部门依法处理，一式二份，2026年7月20日。")
    for name in master.runs:
        yield Paragraph("正文", f"文字样式「{name}」：[{name} 　　　　]")


def _tables(master: Master) -> Iterator[Piece]:
    for name, style in master.tables.items():
        yield Paragraph("图表题名", f"表格「{name}」")
        rows = (
            Row(tuple(Cell((Paragraph(style.head, each),)) for each in ("甲", "乙")), head=True),
            Row(tuple(Cell((Paragraph(style.text, each),)) for each in ("子", "丑"))),
        )
        yield Table(name, (Column(40), Column(0)), rows)


def _blocks(master: Master) -> Iterator[Piece]:
    page = next(iter(master.pages))
    for block in master.blocks.values():
        yield Paragraph("图表题名", f"块「{block.name}」：{block.purpose}")
        lines = block.fill({})
        if block.within:
            lines = f"{block.within}\n{lines}[/表]"
        yield from parse(f"[页面 {page}]\n{lines}", master).pieces
