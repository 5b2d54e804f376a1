"""The spreadsheet of every kind: all its fields, drop-down lists, text that stays text."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen import Engine
from docgen.batch.sheet.cells import NO, YES
from docgen.batch.sheet.layout import Column, Layout, Table, column_at, field_paths, lay_out
from docgen.batch.sheet.produce import write_workbook
from schemas.ground.fields import Choice, CreditCode, Day, Flag, IdNumber, Money, Phone, Text
from tests.catalogue import KINDS, every_kind
from tests.docgen.batch.sheets import photo_name
from tests.docgen.test_cli import Run, run

__all__ = ["run"]


@pytest.fixture(scope="module", params=KINDS)
def layout(request: pytest.FixtureRequest, engine: Engine) -> Layout:
    return lay_out(engine.catalogue[request.param])


@pytest.fixture(scope="module")
def book(layout: Layout, tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("sheets") / "kind.xlsx"
    write_workbook(path, layout.kind, (), photo_name)
    return openpyxl.load_workbook(path)


def columns(book: Any, layout: Layout) -> list[tuple[Any, int, Table, Any]]:
    """Return (sheet, number, table, column) of every column of every sheet."""
    return [
        (book[table.label], number, table, column)
        for table in layout.tables.values()
        for number, column in enumerate(table.headings, start=1)
    ]


def test_every_field_has_one_column_and_every_heading_is_its_own(layout: Layout) -> None:
    paths = [column.path for table in layout.tables.values() for column in table.columns]
    assert sorted(paths) == sorted(field_paths(layout.kind.reader))
    for table in layout.tables.values():
        headings = [each.heading for each in table.headings]
        assert len({*headings}) == len(headings)
        assert len(table.label) <= 31


def test_headings_names_and_marks(book: Any, layout: Layout) -> None:
    for sheet, number, table, column in columns(book, layout):
        prefix = layout.kind.name if column.name == "#id" else ""
        assert sheet.cell(2, number).value == prefix + column.name
        must = column in table.keys or column.required
        assert sheet.cell(1, number).value == column.heading + (" *" if must else "")
        assert sheet.row_dimensions[2].hidden
        assert sheet.freeze_panes == sheet.cell(4, len(table.keys) + 1).coordinate


def test_identifiers_are_text_and_days_are_dates(book: Any, layout: Layout) -> None:
    texts, days = (IdNumber, CreditCode, Phone, Text), (Day,)
    for sheet, number, table, column in columns(book, layout):
        letter = openpyxl.utils.get_column_letter(number)
        # Columns of one look are written as one span, kept under its first letter.
        spans = sheet.column_dimensions.values()
        span = next(each for each in spans if each.min <= number <= each.max)
        wanted = {texts: "@", days: "yyyy-mm-dd", (Money,): "#,##0.00"}
        field = getattr(column, "field", None)
        for classes, format in wanted.items():
            if isinstance(field, classes) or (classes is texts and column in table.keys):
                assert span.number_format == format, (table.label, letter)


def test_drop_down_lists_have_the_official_wording(book: Any, layout: Layout) -> None:
    # A kind without a choice has nothing to list.
    for sheet, number, _, column in columns(book, layout):
        field = getattr(column, "field", None)
        if not isinstance(field, Choice | Flag):
            continue
        cell = sheet.cell(1000, number).coordinate
        (rule,) = [each for each in sheet.data_validations.dataValidation if cell in each.sqref]
        if isinstance(field, Flag):
            assert rule.formula1 == f'"{YES},{NO}"'
        else:
            lists = book["列表"]
            assert lists.sheet_state == "hidden"
            place = rule.formula1.removeprefix("列表!").replace("$", "")
            wordings = [row[0].value for row in lists[place]] if ":" in place else []
            assert wordings == [*field.options.values()]


def test_hints_end_where_programs_that_read_each_cell_can_follow(book: Any, layout: Layout) -> None:
    """Down to row 1,048,576, JavaScript programs needed ten minutes to open the workbook."""
    for sheet, number, _, column in columns(book, layout):
        if isinstance(column, Column):
            rules = sheet.data_validations.dataValidation
            ends = [area.max_row for each in rules for area in each.sqref.ranges]
            assert 1000 < max(ends) < 5000, (sheet.title, number)


def test_example_stands_on_its_own_row(book: Any, layout: Layout) -> None:
    sheet = book[layout.cases.label]
    assert [sheet.cell(row, 1).value for row in (3, 4, 5)] == ["说明", "示例", None]
    assert book["填写说明"]["A1"].value.startswith(layout.kind.header.title)


@every_kind
def test_same_kind_gives_the_same_bytes(kind: str, engine: Engine, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, engine.catalogue[kind], (), photo_name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_numbered_column_counts_its_rows_from_one(engine: Engine) -> None:
    kind = engine.catalogue["referral_letter"]
    column = column_at(kind, ("letters", 1, "attachments", 0, "copies"))
    assert column.name == "letters.2.attachments.1.copies"
    assert column.heading == "移送函2·附件1·份数（份）"


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_command_writes_the_sheet_and_takes_cases(run: Run, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "案1.json").write_text(run("example", "site_inspection_record")[1], "utf-8")
    target = tmp_path / "out" / f"record{suffix}"
    code, _, said = run("sheet", "site_inspection_record", "案1.json", "-o", target)
    assert (code, "docgen batch" in said) == (0, True)
    # The example carries its two photos inside; in a sheet they are files beside it.
    assert len([*target.parent.glob("*.jpg")]) == 2
    assert target.stat().st_mode & 0o777 == 0o644


def test_command_refuses_what_it_cannot_write(run: Run, tmp_path: Path) -> None:
    assert run("sheet", "referral_letter", "-o", "a.ods")[0] == 2
    (tmp_path / "half.json").write_text('{"situation": "nobody"}')
    code, _, said = run("sheet", "referral_letter", "half.json", "-o", "a.xlsx")
    assert (code, "/situation" in said) == (3, True)
    assert not (tmp_path / "a.xlsx").exists()
