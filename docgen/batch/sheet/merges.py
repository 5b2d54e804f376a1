"""What merged areas do to the rows of a table: keys are filled down, other values are lost.

Excel keeps the value of a merged area in its first cell. A number merged beside many rows is how
clerks say whose rows they are; any other value merged over rows or columns is read for the first
and missing for the rest, which nobody would notice.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from docgen.batch.sheet.header import Header, key_text
from docgen.spreadsheet.cell import MERGED, Cell, is_blank
from docgen.spreadsheet.raw import Merge, RawRow


@dataclass(slots=True)
class _Open:
    """A merged area that reaches into the rows now read, and what its first cell holds."""

    area: Merge
    first: Cell = None


class Merges:
    """The merged areas of one sheet, asked row by row from the first row of the table on."""

    def __init__(
        self, header: Header, areas: Iterable[Merge], has_rows: Callable[[int, int], bool]
    ) -> None:
        named = {at for at, column in enumerate(header.columns) if column}
        # The cases' own number belongs to one case: it is never filled down.
        self._keys = set(header.keys.values()) if header.table else set()
        self._named = named
        self._has_rows = has_rows
        self._waiting = [
            area
            for area in sorted(areas, key=lambda each: -each.first_row)
            if named.intersection(range(area.first_column, area.last_column + 1))
        ]
        self._open: list[_Open] = []

    def applied(self, row: RawRow) -> tuple[Mapping[int, Cell], dict[int, str]]:
        """Return the cells of a row, its keys filled in, and the areas that spoil some of them."""
        while self._waiting and self._waiting[-1].first_row <= row.number:
            self._begin(self._waiting.pop())
        self._open = [each for each in self._open if each.area.last_row >= row.number]
        if not self._open:
            return row.cells, {}
        cells = dict(row.cells)
        spoilt: dict[int, str] = {}
        for each in self._open:
            if self._is_key(each.area):
                self._fill(each, row.number, cells, spoilt)
            else:
                self._spoil(each, row.number, cells, spoilt)
        return cells, spoilt

    def _begin(self, area: Merge) -> None:
        # Merged with rows that hold nothing, a value is where it belongs.
        across = self._named.intersection(range(area.first_column, area.last_column + 1))
        if len(across) > 1 or self._has_rows(area.first_row + 1, area.last_row):
            self._open.append(_Open(area))

    def _is_key(self, area: Merge) -> bool:
        return area.first_column == area.last_column and area.first_column in self._keys

    @staticmethod
    def _fill(merge: _Open, row: int, cells: dict[int, Cell], spoilt: dict[int, str]) -> None:
        column = merge.area.first_column
        if row == merge.area.first_row:
            merge.first = cells.get(column)
        elif is_blank(cells.get(column)):
            if not is_blank(merge.first):
                cells[column] = merge.first
        elif key_text(cells[column]) != key_text(merge.first):
            spoilt[column] = str(merge.area)  # Nobody sees what lies below a merged cell.

    def _spoil(
        self, merge: _Open, row: int, cells: dict[int, Cell], spoilt: dict[int, str]
    ) -> None:
        area = merge.area
        if row == area.first_row:
            merge.first = cells.get(area.first_column)
        for column in self._named.intersection(range(area.first_column, area.last_column + 1)):
            if not (is_blank(merge.first) and is_blank(cells.get(column))):
                spoilt[column] = str(area)
                cells.setdefault(column, MERGED)
