"""Keep the paragraph that Word puts behind a last table on the page of the table's last row.

Where the table fills its page, that paragraph would take a page of its own: an empty one.
"""

from collections.abc import Container
from dataclasses import replace

from docgen.word.manuscript import Cell, Control, Manuscript, Paragraph, Row, Table
from docgen.word.master import KEPT


def closed(manuscript: Manuscript, styles: Container[str]) -> Manuscript:
    """Return a manuscript whose last row, if it ends in a table, stays with what follows.

    `styles` are the names of the master's paragraph styles: one without a kept pair stays as it is.
    """
    last = manuscript.pieces[-1] if manuscript.pieces else None
    if not isinstance(last, Table):
        return manuscript
    rows = [*last.rows]
    for place in reversed(range(len(rows))):
        row = rows[place]
        if isinstance(row, Row):
            rows[place] = replace(row, cells=tuple(_kept(cell, styles) for cell in row.cells))
            break
    table = replace(last, rows=tuple(rows))
    return replace(manuscript, pieces=(*manuscript.pieces[:-1], table))


def _kept(cell: Cell, styles: Container[str]) -> Cell:
    def kept(paragraph: Paragraph | Control) -> Paragraph | Control:
        if isinstance(paragraph, Control) or paragraph.style + KEPT not in styles:
            return paragraph
        return Paragraph(paragraph.style + KEPT, paragraph.text)

    return replace(cell, paragraphs=tuple(map(kept, cell.paragraphs)))
