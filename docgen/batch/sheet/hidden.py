"""What a spreadsheet hides although something stands there: named, so that somebody decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from docgen.batch.sheet.header import Header
from docgen.batch.sheet.layout import Key
from docgen.batch.sheet.row import SheetRow
from docgen.spreadsheet.raw import SheetError, column_letters
from docgen.spreadsheet.stage import StagedSheet

# What may be done with it; without a word the sheet is not read.
INCLUDE, SKIP = "include", "skip"
HIDDEN: Mapping[str, str] = MappingProxyType({INCLUDE: "一并生成", SKIP: "跳过不做"})
# How many places of one sheet a sentence names.
NAMED = 8


class HiddenCellsError(SheetError):
    """A sheet hides rows or columns with something in them, and nobody said what to do with it."""

    code = "hidden_cells"


@dataclass(slots=True)
class Hidden:
    """What one sheet hides, noted row by row; keys are no content and are always read."""

    header: Header
    staged: StagedSheet
    rows: int = 0
    first_rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)

    def note(self, row: SheetRow) -> None:
        """Look at a row that somebody filled in."""
        if row.hidden:
            self.rows += 1
            if len(self.first_rows) < NAMED:
                self.first_rows.append(row.number)
        self.columns.update(at for at in row.cells if self._conceals(at))

    def without(self, row: SheetRow) -> SheetRow:
        """Return a row less the cells of hidden columns."""
        if not self.staged.hidden_columns:
            return row
        return replace(
            row, cells={at: cell for at, cell in row.cells.items() if not self._conceals(at)}
        )

    def words(self) -> str:
        """Return what is hidden as people find it; nothing where nothing is."""
        if self.staged.hidden and self.rows:
            return f"整张「{self.header.sheet}」表"
        places = []
        if self.rows:
            more = f"等 {self.rows} 行" if self.rows > len(self.first_rows) else "行"
            places.append(f"第 {'、'.join(map(str, self.first_rows))} {more}")
        if self.columns:
            letters = [column_letters(at + 1) for at in sorted(self.columns)]
            more = f"等 {len(letters)} 列" if len(letters) > NAMED else "列"
            places.append(f"{'、'.join(letters[:NAMED])} {more}")
        return f"「{self.header.sheet}」表{'和'.join(places)}" if places else ""

    def _conceals(self, at: int) -> bool:
        columns = self.header.columns
        is_key = at < len(columns) and isinstance(columns[at], Key)
        return at in self.staged.hidden_columns and not is_key


def refuse_hidden(sheets: Iterable[Hidden]) -> None:
    """Refuse what nobody can see.

    Errors: `HiddenCellsError`.
    """
    if places := "，".join(filter(None, (each.words() for each in sheets))):
        choices = "、".join(f"{words}（--hidden {code}）" for code, words in HIDDEN.items())
        raise HiddenCellsError(
            f"{places}是隐藏的（也许是筛选），却填有内容。请取消隐藏；或者选定怎么办：{choices}。"
        )
