"""Nothing vanishes: what a sheet holds is read, or refused by name; no row is quietly nobody's."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from docgen import Engine
from docgen.batch.sheet.hidden import HiddenCellsError
from docgen.case.payload import read_payload
from docgen.spreadsheet.raw import SheetError
from tests.catalogue import CORPUS
from tests.docgen.batch.foreign import in_sheets, rewritten
from tests.docgen.batch.sheets import FIRST_ROW, Workbook, codes, opened, read, write

AGREEMENT, CASES = "mediation_agreement", "投诉调解书"
INVOICE = "settlement_invoice"


def sample(kind: str, name: str) -> dict[str, Any]:
    return read_payload((CORPUS / kind / f"{name}.json").read_bytes())


@pytest.fixture
def book(engine: Engine, tmp_path: Path) -> Workbook:
    """A workbook with two ordinary cases, opened for typing."""
    cases = {"甲1": sample(AGREEMENT, "typical"), "乙2": sample(AGREEMENT, "minimal")}
    return Workbook(write(tmp_path / "cases.xlsx", engine, AGREEMENT, cases))


@pytest.fixture
def settlements(engine: Engine, tmp_path: Path) -> Workbook:
    """Settlements with many payments and deductions each."""
    names = ("third_instalment", "typical", "long")
    cases = {f"00{at}": sample(INVOICE, name) for at, name in enumerate(names, start=1)}
    return Workbook(write(tmp_path / "cases.xlsx", engine, INVOICE, cases))


class TestCells:
    """Cells that hold something, but not what somebody meant."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda text: text.replace('t="e"', "t = 'e'"),
            lambda text: text.replace('t="e"', 't="e" vm="1"').replace("<v>#N/A", "<v> #N/A "),
            lambda text: text.replace('<c r="B5"', "<c"),
            lambda text: text.replace("<c ", "<x:c ").replace("</c>", "</x:c>").replace(
                "<worksheet ",
                '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ',
            ),
        ],
        ids=["quotes", "blanks", "no reference", "prefix"],
    )  # fmt: skip
    def test_error_is_found_however_it_is_spelt(
        self, change: Callable[[str], str], book: Workbook, engine: Engine
    ) -> None:
        spoilt = book.cell(CASES, FIRST_ROW, "文号")
        spoilt.value, spoilt.data_type = "#N/A", "e"
        path = rewritten(book.save(), in_sheets(change))
        first, second = read(path, engine)
        assert codes([first]) == [("/document_number", "cell_error")]
        assert "「文号」这一格是出错的公式（#N/A）" in first.findings[0].detail
        assert second.findings == ()

    @pytest.mark.parametrize("typed", ["#N/A", "#VALUE!", "Err:508", "########", "#div/0!"])
    @pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
    def test_text_of_an_error_is_no_name(
        self, typed: str, suffix: str, engine: Engine, tmp_path: Path
    ) -> None:
        kind = "non_acceptance_notice"
        payload = sample(kind, "minimal") | {"complainant_name": typed}
        path = write(tmp_path / f"cases{suffix}", engine, kind, {"1": payload})
        assert codes(read(path, engine)) == [("/complainant_name", "cell_error")]

    def test_formula_that_nobody_calculated_is_refused(
        self, book: Workbook, engine: Engine
    ) -> None:
        row = book.first_row("协议内容")
        book.type("协议内容", row, "金额（元）", "=1200*2")
        first, second = read(book.save(), engine)
        assert codes([first]) == [("/agreement_items/0/amount", "formula_not_calculated")]
        assert second.findings == ()

    def test_nought_of_a_program_that_does_not_calculate_is_refused(
        self, engine: Engine, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.xlsx"
        with xlsxwriter.Workbook(path) as written:
            sheet = written.add_worksheet(CASES)
            sheet.write_row(0, 0, ["mediation_agreement#id", "stated_total", "place"])
            sheet.write_row(1, 0, ["1", None, "示例区"])
            sheet.write_formula("B2", "=600*4")
        assert ("/stated_total", "formula_not_calculated") in codes(read(path, engine))

    def test_formula_with_its_result_is_read(self, book: Workbook, engine: Engine) -> None:
        row = book.first_row("协议内容")
        book.type("协议内容", row, "金额（元）", "=1200*2")
        result = "<f>1200*2</f><v>2400</v>"
        path = rewritten(
            book.save(), in_sheets(lambda text: text.replace("<f>1200*2</f><v></v>", result)
                                   .replace("<f>1200*2</f><v/>", result)
                                   .replace("<f>1200*2</f><v />", result))
        )  # fmt: skip
        assert read(path, engine)[0].payload["agreement_items"][0]["amount"] == "2400"

    def test_spoilt_cells_stay_spoilt_in_the_list_of_errors(
        self, book: Workbook, engine: Engine, tmp_path: Path
    ) -> None:
        """Run again without being mended, `errors.xlsx` must not have become an honest blank."""
        row = book.first_row("协议内容")
        book.type("协议内容", row, "金额（元）", "=1200*2")
        with opened(book.save(), engine) as given:
            from docgen.batch.sheet.errors import Failure, write_errors

            failed = {
                item.line: Failure("", "", item.findings) for item in given.items() if item.findings
            }
            write_errors(given.book, tmp_path, failed, tmp_path / "errors.xlsx")
        assert codes(read(tmp_path / "errors.xlsx", engine)) == [
            ("/agreement_items/0/amount", "cell_error")
        ]

    def test_extra_column_is_told_from_one_without_a_heading(
        self, book: Workbook, engine: Engine
    ) -> None:
        sheet = book.book[CASES]
        last = sheet.max_column
        sheet.cell(1, last + 1).value = "备注"
        sheet.cell(FIRST_ROW, last + 1).value = "已电话联系"
        sheet.cell(FIRST_ROW + 1, last + 2).value = "补充"
        first, second = read(book.save(), engine)
        assert codes([first]) == [(f"/#/{FIRST_ROW}/{last + 1}", "column_not_of_kind")]
        assert codes([second]) == [(f"/#/{FIRST_ROW + 1}/{last + 2}", "column_without_name")]

    def test_what_stands_in_the_last_corner_is_named_and_costs_nothing(
        self, book: Workbook, engine: Engine
    ) -> None:
        book.book[CASES].cell(1_048_576, 16_384).value = "x"
        first, second, corner = read(book.save(), engine)
        assert (first.findings, second.findings) == ((), ())
        assert ("/#/1048576/16384", "column_without_name") in codes([corner])

    def test_blank_far_cells_are_nothing(self, book: Workbook, engine: Engine) -> None:
        for row in (9_000, 500_000, 1_048_576):
            book.book[CASES].cell(row, 16_384).number_format = "0.00"
        assert len(read(book.save(), engine)) == 2

    def test_sheet_of_an_unknown_kind_is_not_taken_for_blank(
        self, book: Workbook, engine: Engine
    ) -> None:
        path = rewritten(
            book.save(), in_sheets(lambda text: text.replace("spreadsheetml", "wordprocessingml"))
        )
        with pytest.raises(SheetError, match="不是完整的"):
            read(path, engine)


class TestMerges:
    """Merged areas: keys are filled down, every other value is refused."""

    def merge_keys(self, book: Workbook) -> int:
        """Merge equal numbers below each other in every table below the cases."""
        count = 0
        for sheet in book.book.worksheets[1:]:
            if sheet.title in ("填写说明", "列表"):
                continue
            keys = [each.value for each in sheet["A"]]
            row = 4
            while row <= len(keys):
                last = row
                while last < len(keys) and keys[last] == keys[row - 1]:
                    last += 1
                if last > row:
                    sheet.merge_cells(f"A{row}:A{last}")
                    count += 1
                row = last + 1
        return count

    def test_case_numbers_merged_beside_their_rows_are_those_of_every_row(
        self, settlements: Workbook, engine: Engine
    ) -> None:
        before = read(settlements.path, engine)
        assert self.merge_keys(settlements) > 5
        after = read(settlements.save(), engine)
        assert [each.payload for each in after] == [each.payload for each in before]
        assert all(not each.findings for each in after)

    def test_values_merged_over_two_cases_are_refused_in_both(
        self, book: Workbook, engine: Engine
    ) -> None:
        column = book.cell(CASES, FIRST_ROW, "文书日期").column_letter
        book.book[CASES].merge_cells(f"{column}{FIRST_ROW}:{column}{FIRST_ROW + 1}")
        items = read(book.save(), engine)
        assert [codes([each]) for each in items] == [[("/issued_on", "cells_merged")]] * 2
        assert f"{column}5:{column}6 是合并的单元格" in items[1].findings[0].detail

    def test_numbers_of_cases_are_never_filled_down(self, book: Workbook, engine: Engine) -> None:
        book.book[CASES].merge_cells(f"A{FIRST_ROW}:A{FIRST_ROW + 1}")
        found = codes(read(book.save(), engine))
        assert (f"/#/{FIRST_ROW}/1", "cells_merged") in found
        assert (f"/#/{FIRST_ROW + 1}/1", "cells_merged") in found

    def test_amount_merged_over_the_rows_of_one_case_is_refused(
        self, book: Workbook, engine: Engine
    ) -> None:
        row = book.first_row("协议内容")
        book.type("协议内容", row, "金额（元）", 2400)
        column = book.cell("协议内容", row, "金额（元）").column_letter
        book.book["协议内容"].merge_cells(f"{column}{row}:{column}{row + 1}")
        first, _ = read(book.save(), engine)
        assert codes([first])[:2] == [
            ("/agreement_items/0/amount", "cells_merged"),
            ("/agreement_items/1/amount", "cells_merged"),
        ]

    def test_columns_merged_in_one_row_are_refused(self, book: Workbook, engine: Engine) -> None:
        row = book.first_row("协议内容")
        left, right = (book.cell("协议内容", row, each) for each in ("金额（元）", "履行期限"))
        book.type("协议内容", row, "金额（元）", 2400)
        assert right.column == left.column + 1
        book.book["协议内容"].merge_cells(f"{left.coordinate}:{right.coordinate}")
        assert ("/agreement_items/0/amount", "cells_merged") in codes(read(book.save(), engine))

    def test_merged_with_blank_rows_alone_a_value_is_its_row_s(
        self, book: Workbook, engine: Engine
    ) -> None:
        before = read(book.path, engine)
        column = book.cell(CASES, FIRST_ROW + 1, "文书日期").column_letter
        book.book[CASES].merge_cells(f"{column}{FIRST_ROW + 1}:{column}{FIRST_ROW + 9}")
        assert [each.payload for each in read(book.save(), engine)] == [
            each.payload for each in before
        ]

    def test_what_lies_below_a_merged_key_and_differs_is_refused(
        self, settlements: Workbook, engine: Engine
    ) -> None:
        sheet = settlements.book["已付款"]
        row = next(
            at
            for at in range(settlements.first_row("已付款"), sheet.max_row)
            if sheet.cell(at, 1).value != sheet.cell(at + 1, 1).value
        )
        member = f"sheet{settlements.book.sheetnames.index('已付款') + 1}.xml"
        path = settlements.save()

        def merged(name: str, content: bytes) -> bytes:
            if not name.endswith(member):
                return content
            area = f'<mergeCells count="1"><mergeCell ref="A{row}:A{row + 1}"/></mergeCells>'
            return content.replace(b"</sheetData>", b"</sheetData>" + area.encode(), 1)

        found = codes(read(rewritten(path, merged), engine))
        assert (f"/#earlier_payments/{row + 1}/1", "cells_merged") in found


@pytest.mark.parametrize("typed", [" 甲1", "甲1　", "甲１", "甲\u200b1", "甲1\n"])
def test_numbers_are_one_number_however_wide_or_padded(
    typed: str, book: Workbook, engine: Engine
) -> None:
    before = read(book.path, engine)
    for sheet in ("投诉人", "协议内容"):
        for (key,) in book.book[sheet].iter_rows(max_col=1, min_row=4):
            key.value = typed if key.value == "甲1" else key.value
    after = read(book.save(), engine)
    assert [each.payload for each in after] == [each.payload for each in before]


class TestHidden:
    """Rows and columns nobody sees are named before anything is made; somebody decides."""

    def test_hidden_row_is_named_and_included_or_skipped(
        self, book: Workbook, engine: Engine
    ) -> None:
        book.book[CASES].row_dimensions[FIRST_ROW + 1].hidden = True
        path = book.save()
        with pytest.raises(HiddenCellsError, match="「投诉调解书」表第 6 行是隐藏的"):
            read(path, engine)
        assert [each.id for each in read(path, engine, hidden="include")] == ["甲1", "乙2"]
        with opened(path, engine, hidden="skip") as given:
            ids = [each.id for each in given.items() if not each.findings]
            tally = given.book.tallies()[0]
        assert (tally.rows, tally.skipped) == (1, 1)
        # The rows below the case that was skipped belong to nobody now, so nothing is made.
        assert ids == []

    def test_whole_case_is_skipped_with_all_its_rows(self, book: Workbook, engine: Engine) -> None:
        for sheet in book.book.worksheets:
            for (key,) in sheet.iter_rows(max_col=1, min_row=4):
                if key.value == "乙2":
                    sheet.row_dimensions[key.row].hidden = True
        (item,) = read(book.save(), engine, hidden="skip")
        assert (item.id, item.findings) == ("甲1", ())

    def test_hidden_column_is_named_and_included_or_skipped(
        self, book: Workbook, engine: Engine
    ) -> None:
        column = book.cell(CASES, FIRST_ROW, "被投诉人应付合计（核对用）（元）").column_letter
        book.type(CASES, FIRST_ROW, "被投诉人应付合计（核对用）（元）", 2)
        book.book[CASES].column_dimensions[column].hidden = True
        path = book.save()
        with pytest.raises(HiddenCellsError, match=f"「投诉调解书」表{column} 列是隐藏的"):
            read(path, engine)
        assert "stated_total" in read(path, engine, hidden="include")[0].payload
        assert "stated_total" not in read(path, engine, hidden="skip")[0].payload

    def test_hidden_sheet_is_named(self, book: Workbook, engine: Engine) -> None:
        book.book["协议内容"].sheet_state = "hidden"
        with pytest.raises(HiddenCellsError, match="整张「协议内容」表"):
            read(book.save(), engine)

    def test_rows_without_height_and_sheets_that_hide_all_are_hidden(
        self, book: Workbook, engine: Engine
    ) -> None:
        path = book.save()
        tall = '<row r="6" ht="20.25" customHeight="1">'
        for change in (
            lambda text: text.replace(tall, '<row r="6" ht="0" customHeight="1">'),
            lambda text: text.replace('<row r="6" ht="0" customHeight="1">', '<row r="6">').replace(
                "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" '
            ),
        ):
            with pytest.raises(HiddenCellsError, match="第 6 行"):
                read(rewritten(path, in_sheets(change)), engine)

    def test_what_is_hidden_and_blank_does_not_matter(self, book: Workbook, engine: Engine) -> None:
        book.book[CASES].row_dimensions[900].hidden = True
        book.book[CASES].column_dimensions["XFD"].hidden = True
        assert len(read(book.save(), engine)) == 2


class TestSeparators:
    """CSV as Excel writes it in other countries, TSV, and what DOS leaves at the end."""

    def text(self, engine: Engine, tmp_path: Path, separator: str, name: str) -> Path:
        path = write(tmp_path / "a.csv", engine, AGREEMENT, {"甲1": sample(AGREEMENT, "typical")})
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        target = tmp_path / name
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
        return target

    @pytest.mark.parametrize(
        ("separator", "name"), [(";", "b.csv"), ("\t", "b.csv"), ("\t", "b.tsv"), ("|", "b.csv")]
    )
    def test_columns_may_be_separated_otherwise(
        self, separator: str, name: str, engine: Engine, tmp_path: Path
    ) -> None:
        path = self.text(engine, tmp_path, separator, name)
        (item,) = read(path, engine)
        assert item.payload == read(tmp_path / "a.csv", engine)[0].payload

    def test_separator_that_is_announced_is_believed(self, engine: Engine, tmp_path: Path) -> None:
        path = self.text(engine, tmp_path, "|", "b.csv")
        path.write_text("sep=|\r\n" + path.read_text("utf-8-sig"), "utf-8")
        (item,) = read(path, engine)
        assert (item.id, item.findings) == ("甲1", ())

    @pytest.mark.parametrize("end", ["\x1a", "\r\n\x1a", "\x1a\r\n"])
    def test_mark_at_the_end_is_no_case(self, end: str, engine: Engine, tmp_path: Path) -> None:
        path = self.text(engine, tmp_path, ",", "b.csv")
        path.write_text(path.read_text("utf-8-sig").rstrip() + end, "utf-8")
        (item,) = read(path, engine)
        assert item.findings == ()


def test_rewritten_by_openpyxl_a_sheet_says_the_same(book: Workbook, engine: Engine) -> None:
    before = read(book.path, engine)
    again = openpyxl.load_workbook(book.save())
    again.save(book.path)
    assert [each.payload for each in read(book.path, engine)] == [each.payload for each in before]
