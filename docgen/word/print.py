"""Write a manuscript down in the notation, so that it can be read, compared and changed."""

from collections import Counter
from collections.abc import Iterator, Sequence

from docgen.word.manuscript import (
    Cell,
    Control,
    Manuscript,
    Paragraph,
    Piece,
    Row,
    Section,
    Table,
    place_cells,
)
from docgen.word.master import KEPT, Master
from docgen.word.notation import PARAGRAPHS, SPLITS


def print_manuscript(manuscript: Manuscript, master: Master) -> str:
    """Return the text that `parse` reads as this manuscript."""
    return "\n".join(_lines(manuscript, master)) + "\n"


def _lines(manuscript: Manuscript, master: Master) -> Iterator[str]:
    yield f"[页面 {manuscript.page}{' 重编页码' if manuscript.anew else ''}]"
    if manuscript.foot:
        yield "[页脚]"
        yield from (_paragraph(each, "") for each in manuscript.foot)
        yield "[/页脚]"
    page = manuscript.page
    for piece in manuscript.pieces:
        if isinstance(piece, Section):
            page = piece.page or page
        yield from _piece(piece, master, master.pages[page].body)


def _piece(piece: Piece, master: Master, plain: str) -> Iterator[str]:
    if isinstance(piece, Section):
        yield f"[换节 {piece.page}]" if piece.page else "[换节]"
    elif isinstance(piece, Table):
        yield from _table(piece, master)
    else:
        yield _paragraph(piece, plain)


def _paragraph(paragraph: Paragraph | Control, plain: str) -> str:
    if isinstance(paragraph, Control):
        return f"{{% {paragraph.tag} %}}"
    if paragraph.style == plain and paragraph.text:
        return paragraph.text
    return f"{paragraph.style}> {paragraph.text}".rstrip()


def _table(table: Table, master: Master) -> Iterator[str]:
    style = master.tables[table.style]
    widths = [
        (f"{column.width:g}" if column.width else "*")
        + (f":{column.style}" if column.style else "")
        for column in table.columns
    ]
    yield f"[表 {table.style}] {' '.join(widths)}"
    taken = [0] * len(table.columns)
    for row in table.rows:
        if isinstance(row, Control):
            yield f"{{% {row.tag} %}}"
            continue
        plain = [style.head if row.head else column.style or style.text for column in table.columns]
        places = place_cells(row.cells, taken)
        yield from _row(row, [plain[place] for place in places])
    yield "[/表]"


def _row(row: Row, plain: Sequence[str]) -> Iterator[str]:
    styles = [
        each.style for cell in row.cells for each in cell.paragraphs if isinstance(each, Paragraph)
    ]
    kept = bool(styles) and all(style.endswith(KEPT) for style in styles)
    options = [f"{'定' if row.exact else '高'}{row.height:g}"] if row.height else []
    options += [SPLITS] if row.splits else []
    words = [_cell(cell, style, kept) for cell, style in zip(row.cells, plain, strict=True)]
    opening = " ".join(["头" if row.head else "行", *options, *([KEPT] if kept else [])])
    if not any(len(cell.paragraphs) > 1 for cell in row.cells):
        yield f"[{opening}] " + " | ".join(each[0] for each in words)
        return
    yield f"[{opening}] {words[0][0]}".rstrip()
    yield from (f"  {PARAGRAPHS} {line}" for line in words[0][1:])
    for first, *others in words[1:]:
        yield f"  | {first}".rstrip()
        yield from (f"  {PARAGRAPHS} {line}" for line in others)


def _cell(cell: Cell, plain: str, kept: bool) -> list[str]:
    """Return the lines of a cell, its options before the first."""
    paragraphs = [
        Paragraph(each.style.removesuffix(KEPT), each.text)
        if kept and isinstance(each, Paragraph)
        else each
        for each in cell.paragraphs
    ]
    lines = [
        ""
        if isinstance(each, Paragraph) and each == Paragraph(plain, "")
        else _paragraph(each, plain)
        for each in paragraphs
    ]
    options = [f"跨{cell.columns}"] if cell.columns > 1 else []
    options += [f"并{cell.rows}"] if cell.rows > 1 else []
    options += ["竖"] if cell.upright else []
    options += [cell.place] if cell.place != "中" else []
    if options:
        lines[0] = f"[{' '.join(options)}] {lines[0]}".rstrip()
    return lines


def with_usual_columns(table: Table, master: Master) -> Table:
    """Return the table with each column in the style that most of its plain cells have."""
    style = master.tables[table.style].text
    found: list[Counter[str]] = [Counter() for _ in table.columns]
    taken = [0] * len(table.columns)
    for row in table.rows:
        if isinstance(row, Control):
            continue
        for cell, place in zip(row.cells, place_cells(row.cells, taken), strict=True):
            first = cell.paragraphs[0]
            if isinstance(first, Paragraph) and cell.columns == 1 and not row.head:
                found[place][first.style.removesuffix(KEPT)] += 1
    columns = []
    for column, counts in zip(table.columns, found, strict=True):
        usual = counts.most_common(1)[0][0] if counts else style
        columns.append(type(column)(column.width, "" if usual == style else usual))
    return Table(table.style, tuple(columns), table.rows)
