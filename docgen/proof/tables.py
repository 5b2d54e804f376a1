"""Look at the tables of a page: every row fills the columns that the others fill."""

from collections.abc import Iterator
from typing import Any

from docgen.proof.words import main_of


def uneven_rows(page: bytes) -> Iterator[str]:
    """Yield the first words of each table with rows of different width, cells that reach down told.

    A cell that was deleted, or lost its `rowspan` or `colspan`, moves all that stand behind it.
    """
    for table in main_of(page).iter("table"):
        if len({*_widths(table)}) > 1:
            yield "".join(str(table.text_content()).split())[:16]


def _widths(table: Any) -> Iterator[int]:
    """Yield how many columns each row fills, a group of rows at a time: no cell leaves it."""
    for group in table.iter("thead", "tbody", "tfoot"):
        reaching: list[tuple[int, int]] = []  # columns, rows that are still to come
        for row in group.iterchildren("tr"):
            cells = [
                (int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1))
                for cell in row.iterchildren("td", "th")
            ]
            yield sum(columns for columns, _ in (*reaching, *cells))
            reaching = [(columns, rows - 1) for columns, rows in (*reaching, *cells) if rows > 1]
