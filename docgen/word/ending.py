"""Keep what ends a file on the page of its last table's last row: signatures, notes, an empty line.

Where the table fills its page, the paragraph that Word puts behind a last table would take an empty
page of its own, the lines to sign and the notes below a form one without the form. Of rows
that a loop prints only the last is kept: were all, the table would go to the next page whole.
"""

from collections.abc import Container, Sequence
from dataclasses import replace

from docgen.word.manuscript import Cell, Control, Manuscript, Paragraph, Piece, Row, Table
from docgen.word.master import KEPT

LAST = Control("if loop.last")
_ELSE, _END = Control("else"), Control("endif")
# What may follow a last table and still be its end, in paragraphs.
SHORT = 6


def closed(manuscript: Manuscript, styles: Container[str]) -> Manuscript:
    """Return a manuscript whose last table ends on the page of what closes the file.

    `styles` are the names of the master's paragraph styles: one without a kept pair stays as it is.
    """
    pieces = manuscript.pieces
    at = next((at for at in reversed(range(len(pieces))) if isinstance(pieces[at], Table)), None)
    table = None if at is None else pieces[at]
    if at is None or not isinstance(table, Table) or not _is_ending(tail := pieces[at + 1 :]):
        return manuscript
    rows = _closed(table, styles, splitting=not tail)
    ending = (replace(table, rows=rows), *_together(tail, styles))
    return replace(manuscript, pieces=(*pieces[:at], *ending))


def _is_ending(tail: Sequence[Piece]) -> bool:
    """Say whether a few paragraphs, and no loop that may make them many, close a file."""
    plain = all(isinstance(each, (Paragraph, Control)) for each in tail)
    loops = any(isinstance(each, Control) and each.tag.startswith("for ") for each in tail)
    return plain and not loops and sum(isinstance(each, Paragraph) for each in tail) <= SHORT


def _together(tail: Sequence[Piece], styles: Container[str]) -> list[Piece]:
    """Return paragraphs of which each but the last stays with the next."""
    last = max((at for at, each in enumerate(tail) if isinstance(each, Paragraph)), default=0)
    return [
        _kept_paragraph(each, styles)
        if at < last and isinstance(each, (Paragraph, Control))
        else each
        for at, each in enumerate(tail)
    ]


def _closed(table: Table, styles: Container[str], *, splitting: bool) -> tuple[Row | Control, ...]:
    """Return the rows of a table, of which the last stays with what follows.

    One that may go on overleaf does so only where nothing else closes the file (`splitting`).
    """
    rows = [*table.rows]
    place, row = next(
        ((at, each) for at, each in reversed([*enumerate(rows)]) if isinstance(each, Row)),
        (0, None),
    )
    if row is None or (LAST in rows[:place] and rows[place - 1] == _ELSE):
        return table.rows
    if row.splits and not splitting:
        return table.rows
    kept = replace(row, cells=tuple(_kept(cell, styles) for cell in row.cells))
    if rows[place + 1 : place + 2] == [Control("endfor")]:
        free = replace(row, cells=tuple(_free(cell) for cell in row.cells))
        rows[place : place + 1] = [LAST, kept, _ELSE, free, _END]
    else:
        rows[place] = kept
    return tuple(rows)


def _kept_paragraph(paragraph: Paragraph | Control, styles: Container[str]) -> Paragraph | Control:
    if isinstance(paragraph, Control) or paragraph.style + KEPT not in styles:
        return paragraph
    return Paragraph(paragraph.style + KEPT, paragraph.text)


def _kept(cell: Cell, styles: Container[str]) -> Cell:
    return replace(
        cell, paragraphs=tuple(_kept_paragraph(each, styles) for each in cell.paragraphs)
    )


def _free(cell: Cell) -> Cell:
    def free(paragraph: Paragraph | Control) -> Paragraph | Control:
        if isinstance(paragraph, Control):
            return paragraph
        return Paragraph(paragraph.style.removesuffix(KEPT), paragraph.text)

    return replace(cell, paragraphs=tuple(map(free, cell.paragraphs)))
