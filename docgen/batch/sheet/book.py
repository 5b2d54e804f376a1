"""Read the cases of a spreadsheet: the rows of its tables, joined by their keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from docgen.batch.item import Reading
from docgen.batch.sheet.case import SheetCase
from docgen.batch.sheet.guide import FAULTS_SHEET, GUIDE_SHEET, LISTS_SHEET
from docgen.batch.sheet.header import HEAD_ROWS, Header, agreed_kind, numbered_parts, read_header
from docgen.batch.sheet.hidden import SKIP, refuse_hidden
from docgen.batch.sheet.join import MOST_OF_A_CASE, Filled, Joined, Loose, Tally
from docgen.batch.sheet.layout import CASE_KEY, Layout, Path, lay_out
from docgen.batch.sheet.row import SheetRow, cell_pointer
from docgen.spreadsheet.cell import Cell
from docgen.spreadsheet.raw import SheetError
from docgen.spreadsheet.stage import TEXTS, Stage, StagedSheet, stage
from schemas.ground.base import Finding, error

NO_CASES = (GUIDE_SHEET, LISTS_SHEET, FAULTS_SHEET)
# So many rows gone astray are named one by one.
NAMED_STRAYS = 200
Head = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Found:
    """A case of a sheet, its line in the input, and what is wrong with how its rows are joined."""

    line: int
    case: SheetCase
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet of a kind, opened: what its columns are, and its rows by case.

    `from_text` says that every cell is text, as in CSV.
    """

    layout: Layout
    headers: list[Header]
    from_text: bool
    joined: Joined = field(repr=False)

    def count(self) -> int:
        """Return how many cases there are, rows gone astray left out."""
        return self.joined.tallies[()].rows

    def tallies(self) -> list[Tally]:
        """Return where the rows of each table went."""
        return [*self.joined.tallies.values()]

    def cases(self) -> Iterator[Found]:
        """Yield every case in the order of its row, then the rows that belong to none.

        A row whose number is that of no case may belong to any of them: none is whole without it.
        """
        shared, loose = self.joined.shared_keys(), self.joined.loose()
        incomplete = [*_incomplete(loose)]
        line = 0
        for row in self.joined.cases():
            line, name = row.number, row.key(())
            below, strays = self.joined.rows_of(name) if name else ({}, [])
            case = SheetCase(self.layout, row, below, tuple(strays))
            findings = [*incomplete, *_astray(case.strays), *_row_twice(case)]
            if name in shared:
                findings.insert(
                    0,
                    error("", "case_key_twice", f"「{CASE_KEY}」与别的行重复，请改成不同的编号。"),
                )
            if sum(1 for _ in case.rows()) > MOST_OF_A_CASE:
                detail = f"这一案的行超过 {MOST_OF_A_CASE} 行，请核对「{CASE_KEY}」。"
                findings.insert(0, error("", "too_many_rows", detail))
            yield Found(line, case, tuple(findings))
        for name in dict.fromkeys(each.case_key for each in loose):
            line += 1
            _, rows = self.joined.rows_of(name)
            case = SheetCase(self.layout, rows[0], {}, tuple(rows))
            yield Found(line, case, tuple(_astray(rows)))


@contextmanager
def open_book(source: FilePath, reading: Reading, folder: FilePath) -> Iterator[Book]:
    """Open a spreadsheet of one kind, laid out in `folder`, where nothing stays.

    Errors: `SheetError`, `UnknownKindError`, `TooHardToReadError`; `HiddenCellsError` when
    nobody said what to do with what is hidden.
    """
    target = folder / f"{source.name}.rows"
    staged = stage(source, target)
    try:
        yield _book(source, reading, staged)
    finally:
        staged.close()
        target.unlink(missing_ok=True)


def _book(source: FilePath, reading: Reading, staged: Stage) -> Book:
    sheets = staged.sheets()
    heads = {each.at: _head(staged, each) for each in sheets}
    layout = lay_out(reading.catalogue[agreed_kind(source.name, heads.values(), reading.kind)])
    from_text = source.suffix.lower() in TEXTS
    found: dict[Path, Filled] = {}
    for each in sheets:
        name = layout.cases.label if from_text else each.name
        if each.name in NO_CASES or next(staged.rows(each.at), None) is None:
            continue
        read = read_header(layout, name, heads[each.at], layout.cases if from_text else None)
        if read is None:
            raise SheetError(f"看不出「{name}」表填的是什么，不用的请删去，改了名称的请改回。")
        header, first = read
        if header.table in found:
            other = found[header.table].header.sheet
            raise SheetError(f"「{name}」表与「{other}」表内容重复，请合并。")
        found[header.table] = Filled(each, header, first)
    _refuse_misfits(source, layout, found, from_text=from_text)
    skip = reading.hidden == SKIP
    joined = Joined(staged, layout, found, skip_hidden=skip)
    if not reading.hidden:
        refuse_hidden(joined.hidden)
    return Book(layout, [each.header for each in found.values()], from_text, joined)


def _head(staged: Stage, sheet: StagedSheet) -> Head:
    """Return the first rows of a sheet, blank ones too; nothing where nothing stands in them."""
    rows = {row.number: row.cells for row in staged.rows(sheet.at, last=HEAD_ROWS)}
    return [
        [rows.get(number, {}).get(at) for at in range(max(rows.get(number, {}), default=-1) + 1)]
        for number in range(1, max(rows, default=0) + 1)
    ]


def _refuse_misfits(
    source: FilePath, layout: Layout, sheets: Mapping[Path, Filled], *, from_text: bool
) -> None:
    """Refuse a file without cases, and a repeated part that stands in two places."""
    if from_text and not sheets:
        raise SheetError(f"{source.name} 是空的，请用 docgen sheet 写出的表格填写。")
    if from_text and () not in sheets:
        label = layout.tables[next(iter(sheets))].label
        raise SheetError(f"{source.name} 里「{label}」的列没有编号，请写成「{label}1·…」。")
    if () not in sheets:
        raise SheetError(f"没有找到「{layout.cases.label}」表，请用 docgen sheet 写出的表格填写。")
    for path in numbered_parts(sheets[()].header):
        if path in sheets:
            label = layout.tables[path].label
            raise SheetError(f"「{label}」既有自己的表又有编号的列，请只留一处。")


def _incomplete(loose: Iterable[Loose]) -> Iterator[Finding]:
    """Yield what keeps every case from being made: rows that may be some of its own."""
    sheets: dict[str, tuple[int, int]] = {}
    for each in loose:
        first, count = sheets.get(each.sheet, (each.first, 0))
        sheets[each.sheet] = (min(first, each.first), count + each.count)
    if sheets:
        places = "，".join(
            f"「{sheet}」表从第 {first} 行起有 {count} 行"
            for sheet, (first, count) in sheets.items()
        )
        detail = (
            f"{places}找不到所属的案件，可能是这一案的。请先补上或改正「{CASE_KEY}」，"
            "或者删去那些行。"
        )
        yield error("", "rows_astray", detail)


def _astray(rows: Iterable[SheetRow]) -> Iterator[Finding]:
    for count, row in enumerate(rows):
        if count == NAMED_STRAYS:
            return
        yield error(
            cell_pointer(row),
            "row_astray",
            "这一行的编号找不到对应的行，请核对编号，或者补上它所属的那一行。",
        )


def _row_twice(case: SheetCase) -> Iterator[Finding]:
    """Yield a finding for rows of one number with rows below: whose would those be."""
    seen = Counter((row.header.table, keys) for row, keys in case.keyed_rows())
    for row, keys in case.keyed_rows():
        if seen[row.header.table, keys] > 1 and case.has_below(row.header.table, keys):
            yield error(
                cell_pointer(row), "row_key_twice", "同一案件内这个序号用了两次，请改成不同的序号。"
            )
