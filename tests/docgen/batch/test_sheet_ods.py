"""OpenDocument spreadsheets are read as workbooks are: by type, whole, or refused by name."""

from pathlib import Path

import pytest

from docgen import Engine
from docgen.batch.sheet.hidden import HiddenCellsError
from docgen.spreadsheet.raw import SheetError
from tests.docgen.batch.foreign import cell, row, string, write_ods
from tests.docgen.batch.sheets import codes, read

CASES, ITEMS = "投诉调解书", "协议内容"
NAMES = [
    string(name)
    for name in ("mediation_agreement#id", "both_agreed", "issued_on", "stated_total", "place")
]
ITEM_NAMES = [string("#id"), string("agreement_items.action"), string("agreement_items.amount")]
BLANK = cell(table_number_columns_repeated="16380")


def case(
    key: str = "1", agreed: str = "", day: str = "", total: str = "", place: str = ""
) -> list[str]:
    """Return the cells of a case, blank where nothing is given."""
    return [string(key), agreed or cell(), day or cell(), total or cell(), place or cell(), BLANK]


def test_cells_are_read_by_their_type(engine: Engine, tmp_path: Path) -> None:
    place = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p>'
        "</office:annotation><text:p>示例区<text:s text:c='2'/>政务"
        "<text:span>中心</text:span></text:p>"
        "<text:p>三楼</text:p></table:table-cell>"
    )
    cells = case(
        agreed=cell(text="TRUE", office_value_type="boolean", office_boolean_value="true"),
        day=cell(text="7/10", office_value_type="date", office_date_value="2026-07-10"),
        total=cell(
            text="￥1,200.50", office_value_type="currency", office_value="1200.5",
            table_formula="of:=600.25*2",
        ),
        place=place,
    )  # fmt: skip
    rows = [row(NAMES), row(cells), row([BLANK], ' table:number-rows-repeated="1048574"')]
    (item,) = read(write_ods(tmp_path / "a.ods", {CASES: rows}), engine)
    assert {name: item.payload[name] for name in ("both_agreed", "issued_on", "place")} == {
        "both_agreed": True, "issued_on": "2026-07-10", "place": "示例区  政务中心\n三楼",
    }  # fmt: skip
    assert item.payload["stated_total"] == "1200.5"


@pytest.mark.parametrize(
    ("total", "code"),
    [
        (cell(text="#N/A", office_value_type="string", calcext_value_type="error"), "cell_error"),
        (cell(text="Err:508", office_value_type="float", office_value="0", table_formula="of:=x"),
         "cell_error"),
        (cell(table_formula="of:=600*4"), "formula_not_calculated"),
    ],
)  # fmt: skip
def test_cells_without_a_result_are_refused(
    total: str, code: str, engine: Engine, tmp_path: Path
) -> None:
    path = write_ods(tmp_path / "a.ods", {CASES: [row(NAMES), row(case(total=total))]})
    assert ("/stated_total", code) in codes(read(path, engine))


def items_sheet(*rows: str) -> dict[str, list[str]]:
    return {
        CASES: [row(NAMES), row(case("1")), row(case("2"))],
        ITEMS: [row(ITEM_NAMES), *rows],
    }


def test_merged_numbers_are_filled_down_and_rows_repeated(engine: Engine, tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "a.ods",
        items_sheet(
            row([string("1", table_number_rows_spanned="2", table_number_columns_spanned="1"),
                 string("退款"), cell()]),
            row(["<table:covered-table-cell/>", string("道歉"), cell()]),
            row([string("2"), string("换货"), cell()], ' table:number-rows-repeated="3"'),
        ),
    )  # fmt: skip
    first, second = read(path, engine)
    assert [each["action"] for each in first.payload["agreement_items"]] == ["退款", "道歉"]
    assert [each["action"] for each in second.payload["agreement_items"]] == ["换货"] * 3


def test_values_merged_over_rows_are_refused(engine: Engine, tmp_path: Path) -> None:
    path = write_ods(
        tmp_path / "a.ods",
        items_sheet(
            row([string("1"), string("退款", table_number_rows_spanned="2"), cell()]),
            row([string("2"), "<table:covered-table-cell/>", cell()]),
        ),
    )
    first, second = read(path, engine)
    assert ("/agreement_items/0/action", "cells_merged") in codes([first])
    assert ("/agreement_items/0/action", "cells_merged") in codes([second])


@pytest.mark.parametrize(
    ("attributes", "columns", "styles", "words"),
    [
        (' table:visibility="filter"', "", "", "第 2 行"),
        (' table:visibility="collapse"', "", "", "第 2 行"),
        ("", '<table:table-column table:number-columns-repeated="4"/>'
             '<table:table-column table:visibility="collapse"/>', "", "E 列"),
    ],
)  # fmt: skip
def test_what_is_hidden_is_named(
    attributes: str, columns: str, styles: str, words: str, engine: Engine, tmp_path: Path
) -> None:
    cells = case(place=string("示例区"))
    sheets = {CASES: [row(NAMES), row(cells, attributes)]}
    path = write_ods(tmp_path / "a.ods", sheets, columns, styles)
    with pytest.raises(HiddenCellsError, match=words):
        read(path, engine)


@pytest.mark.parametrize(
    "broken",
    [
        string("x", table_number_columns_repeated="99999999999"),
        string("x", table_number_columns_repeated="20000"),
        cell(office_value_type="float", office_value="nan"),
        cell(office_value_type="date", office_date_value="gestern"),
        cell(office_value_type="riddle"),
    ],
)
def test_what_no_program_writes_is_refused(broken: str, engine: Engine, tmp_path: Path) -> None:
    path = write_ods(tmp_path / "a.ods", {CASES: [row(NAMES), row([string("1"), broken])]})
    with pytest.raises(SheetError, match=r"不是完整的 \.ods"):
        read(path, engine)
