"""Join the rows of a staged spreadsheet: whose each row is, which are nobody's, what is hidden."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docgen.batch.sheet.header import Header
from docgen.batch.sheet.hidden import Hidden
from docgen.batch.sheet.layout import Layout, Path, Table
from docgen.batch.sheet.merges import Merges
from docgen.batch.sheet.row import SheetRow, without_guide
from docgen.spreadsheet.stage import Stage, StagedSheet, decoded, encoded

_SCHEMA = """
CREATE TABLE joined (
    sheet INTEGER, number INTEGER, case_key TEXT, above TEXT, own TEXT, stray INTEGER DEFAULT 0,
    cells TEXT, merged TEXT, PRIMARY KEY (sheet, number)
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX by_case ON joined (case_key, sheet, number);
CREATE INDEX by_own ON joined (sheet, stray, own);
"""
# Rows of one case that are read; no kind takes a tenth of it.
MOST_OF_A_CASE = 10_000

Below = dict[Path, dict[tuple[str, ...], list[SheetRow]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet that holds a table of a kind: its columns, and the first row below its head."""

    staged: StagedSheet
    header: Header
    first: int


@dataclass(frozen=True, slots=True)
class Loose:
    """Rows of one sheet that bear the number of no case (or none): the first, and how many."""

    case_key: str
    sheet: str
    first: int
    count: int


@dataclass(slots=True)
class Tally:
    """Where the rows of one table went: read, of no case that is there, hidden and left out."""

    table: str
    rows: int = 0
    astray: int = 0
    skipped: int = 0


class Joined:
    """The rows of a spreadsheet by the case they belong to, in the database they are staged in."""

    def __init__(
        self, stage: Stage, layout: Layout, sheets: Mapping[Path, Filled], *, skip_hidden: bool
    ) -> None:
        self._stage, self._layout, self._sheets = stage, layout, sheets
        self._skip_hidden = skip_hidden
        self._ask = stage.connection.execute
        self._headers = {each.staged.at: each.header for each in sheets.values()}
        self._cases = sheets[()].staged.at
        self.tallies = {path: Tally(layout.tables[path].label) for path in sheets}
        self.hidden = [Hidden(each.header, each.staged) for each in sheets.values()]
        stage.connection.executescript(_SCHEMA)
        for (path, filled), hidden in zip(sheets.items(), self.hidden, strict=True):
            self._enter(layout.tables[path], filled, hidden, self.tallies[path])
        stage.connection.executescript(_INDEXES)
        for table in layout.tables.values():
            if table.above is not None and table.path in sheets:
                self._find_strays(table, table.above)
        stage.connection.commit()

    def cases(self) -> Iterator[SheetRow]:
        """Yield the rows of the cases in order."""
        for row, _, _ in self._rows("sheet = ? ORDER BY number", (self._cases,)):
            yield row

    def shared_keys(self) -> set[str]:
        """Return the numbers that more than one case bears."""
        found = self._ask(
            "SELECT case_key FROM joined WHERE sheet = ? AND case_key <> ''"
            " GROUP BY case_key HAVING count(*) > 1",
            (self._cases,),
        )
        return {key for (key,) in found}

    def rows_of(self, case_key: str) -> tuple[Below, list[SheetRow]]:
        """Return the rows below a case by table and keys, and those of its number gone astray.

        There are at most one more than `MOST_OF_A_CASE`.
        """
        below: Below = {}
        strays: list[SheetRow] = []
        where = f"case_key = ? AND sheet <> ? ORDER BY sheet, number LIMIT {MOST_OF_A_CASE + 1}"
        for row, above, stray in self._rows(where, (case_key, self._cases)):
            if stray:
                strays.append(row)
            else:
                below.setdefault(row.header.table, {}).setdefault(above, []).append(row)
        return below, strays

    def loose(self) -> list[Loose]:
        """Return what bears the number of no case, by number and sheet."""
        found = self._ask(
            "SELECT case_key, sheet, min(number), count(*) FROM joined WHERE stray AND case_key"
            " NOT IN (SELECT case_key FROM joined WHERE sheet = ? AND case_key <> '')"
            " GROUP BY case_key, sheet ORDER BY min(sheet), min(number)",
            (self._cases,),
        )
        return [
            Loose(key, self._headers[at].sheet, first, count) for key, at, first, count in found
        ]

    def _rows(
        self, where: str, values: tuple[Any, ...]
    ) -> Iterator[tuple[SheetRow, tuple[str, ...], bool]]:
        found = self._ask(
            f"SELECT sheet, number, cells, merged, above, stray FROM joined WHERE {where}",  # noqa: S608 - our own words
            values,
        )
        for sheet, number, cells, merged, above, stray in found:
            areas = {int(at): area for at, area in json.loads(merged).items()} if merged else {}
            row = SheetRow(self._headers[sheet], number, decoded(cells), areas)
            yield row, tuple(json.loads(above)), bool(stray)

    def _enter(self, table: Table, filled: Filled, hidden: Hidden, tally: Tally) -> None:
        """Enter the rows of a sheet with the keys they bear, less the guide and what is skipped."""
        above = table.above.keys if table.above else ()
        for row in without_guide(self._read(filled)):
            hidden.note(row)
            shown = row
            if self._skip_hidden:
                shown = hidden.without(row)
                if row.hidden or not shown.cells:
                    tally.skipped += 1
                    continue
            tally.rows += 1
            keys = [shown.key(key.table) for key in above]
            own = shown.key(table.path)
            bears = own and (table.has_tables or table.above is None)
            self._ask(
                "INSERT INTO joined VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
                (
                    filled.staged.at, row.number, shown.key(()), json.dumps(keys),
                    json.dumps([*keys, own]) if bears else None, encoded(shown.cells),
                    json.dumps(shown.merged) if shown.merged else None,
                ),
            )  # fmt: skip

    def _read(self, filled: Filled) -> Iterator[SheetRow]:
        """Yield the rows below the head of a sheet, their keys filled in."""
        at = filled.staged.at

        def has_rows(first: int, last: int) -> bool:
            query = "SELECT 1 FROM rows WHERE sheet = ? AND number BETWEEN ? AND ? LIMIT 1"
            return self._ask(query, (at, first, last)).fetchone() is not None

        merges = Merges(filled.header, filled.staged.merges, has_rows)
        for row in self._stage.rows(at):
            if row.number >= filled.first:
                cells, merged = merges.applied(row)
                hidden = row.hidden or filled.staged.hidden
                yield SheetRow(filled.header, row.number, cells, merged, hidden)

    def _find_strays(self, table: Table, above: Table) -> None:
        """Mark the rows of a table whose keys no row of the table above bears."""
        at = self._sheets[table.path].staged.at
        over = self._sheets[above.path].staged.at if above.path in self._sheets else -1
        marked = self._ask(
            "UPDATE joined SET stray = 1 WHERE sheet = ? AND above NOT IN"
            " (SELECT own FROM joined WHERE sheet = ? AND stray = 0 AND own IS NOT NULL)",
            (at, over),
        )
        self.tallies[table.path].astray = marked.rowcount
