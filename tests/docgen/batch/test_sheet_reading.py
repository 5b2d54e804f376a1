"""What clerks type and Excel makes of it: read, or refused with the place and what to do."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from docgen.batch.sheet.errors import Failure, place_findings
from docgen.case.payload import read_payload
from docgen.spreadsheet import package
from docgen.spreadsheet.raw import SheetError
from docgen.spreadsheet.stage import lay_out_rows
from tests.catalogue import CORPUS
from tests.docgen.batch.sheets import FIRST_ROW, Workbook, codes, opened, read, write

KIND = "mediation_agreement"
CASES = "投诉调解书"
Open = Callable[..., Workbook]


def sample(kind: str, name: str) -> dict[str, Any]:
    return read_payload((CORPUS / kind / f"{name}.json").read_bytes())


def laid_out(path: Path) -> None:
    """Read a sheet in this process, where a test can set the bounds."""
    for _ in lay_out_rows(path, path.with_suffix(".rows")):
        pass


@pytest.fixture
def book(engine: Engine, tmp_path: Path) -> Workbook:
    """A workbook with one ordinary case, opened for typing."""
    return Workbook(write(tmp_path / "cases.xlsx", engine, KIND, {"甲1": sample(KIND, "typical")}))


@pytest.mark.parametrize(
    "typed",
    [
        "2026.7.10", "2026/7/10", "2026年7月10日", "2026-7-10", " 2026 年 7 月 10 日 ",
        "２０２６年７月１０日", "20260710", 20260710, "2026年7月10号", "2026-07-10 00:00:00",
        "2026-07-10T00:00:00.000", "2026/7/10 0:00", datetime(2026, 7, 10), date(2026, 7, 10),
    ],
)  # fmt: skip
def test_days_are_read_as_clerks_type_them(typed: Any, book: Workbook, engine: Engine) -> None:
    format = "yyyy/m/d" if isinstance(typed, date) else "@"
    book.type(CASES, FIRST_ROW, "文书日期", typed, format)
    (item,) = read(book.save(), engine)
    assert item.payload["issued_on"] == "2026-07-10"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026年7月10日9时5分", "2026-07-10T09:05"),
        ("2026.7.10 9:05", "2026-07-10T09:05"),
        ("2026/7/10 09:05:30", "2026-07-10T09:05:30"),
        (datetime(2026, 7, 10, 9, 5), "2026-07-10T09:05:00"),
        (datetime(2026, 7, 10), "2026-07-10T00:00:00"),
        ("20260710 9:05", "2026-07-10T09:05"),
        ("2026年7月10号9时", "2026-07-10T09:00"),
        ("上午九点", "上午九点"),
    ],
)
def test_moments_are_read_as_clerks_type_them(
    typed: Any, expected: str, engine: Engine, tmp_path: Path
) -> None:
    kind = "site_inspection_record"
    book = Workbook(write(tmp_path / "a.xlsx", engine, kind, {"1": sample(kind, "minimal")}))
    book.type("现场笔录", FIRST_ROW, "开始时间", typed, "yyyy-mm-dd hh:mm")
    (item,) = read(book.save(), engine)
    assert item.payload["started_at"] == expected


def test_number_cells_are_read_as_excel_shows_them(book: Workbook, engine: Engine) -> None:
    book.type("投诉人", FIRST_ROW, "联系电话", 13900001236)
    book.type("协议内容", book.first_row("协议内容"), "金额（元）", 0.1 + 0.2)
    book.type(CASES, FIRST_ROW, "被投诉人应付合计（核对用）（元）", 1234567.5, "#,##0.00")
    book.type(CASES, FIRST_ROW, "双方同意调解", True)
    (item,) = read(book.save(), engine)
    assert item.payload["complainants"][0]["phone"] == "13900001236"
    assert item.payload["agreement_items"][0]["amount"] == "0.3"
    assert item.payload["stated_total"] == "1234567.5"
    assert item.payload["both_agreed"] is True


@pytest.mark.parametrize("typed", ["2026-07-10 09:30", "120260710", "2026071", "20261310"])
def test_what_is_no_day_is_not_made_one(typed: str, book: Workbook, engine: Engine) -> None:
    book.type(CASES, FIRST_ROW, "文书日期", typed)
    book.type(CASES, FIRST_ROW, "双方同意调解", "对")  # So that the schema's findings are told.
    assert ("/issued_on", "not_a_date") in codes(read(book.save(), engine))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("是", True), ("TRUE", True), ("真", True), (1, True), ("false", False), (0, False)],
)
def test_flags_are_read_as_programs_save_them(
    typed: Any, expected: bool, book: Workbook, engine: Engine
) -> None:
    """LibreOffice saves a yes as the number 1, and its CSV says TRUE."""
    book.type(CASES, FIRST_ROW, "双方同意调解", typed)
    (item,) = read(book.save(), engine)
    assert item.payload["both_agreed"] is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("￥1200.00", "1200.00"), ("¥ 1,200.00", "1,200.00"), ("１２００元", "1200"),
     ("￥１，２００．５０", "1,200.50")],
)  # fmt: skip
def test_amounts_are_read_whatever_the_keyboard(
    typed: str, expected: str, book: Workbook, engine: Engine
) -> None:
    book.type(CASES, FIRST_ROW, "被投诉人应付合计（核对用）（元）", typed)
    (item,) = read(book.save(), engine)
    assert item.payload["stated_total"] == expected


def test_column_of_a_clerks_own_is_named(book: Workbook, engine: Engine) -> None:
    """A column 备注 has a heading: told that it has none, nobody finds out what is meant."""
    sheet = book.book["投诉人"]
    at = sheet.max_column + 1
    sheet.cell(1, at, "备注")
    sheet.cell(FIRST_ROW, at, "周三来过")
    path = book.save()
    (item,) = read(path, engine)
    assert codes([item]) == [(f"/#complainants/{FIRST_ROW}/{at}", "column_not_of_kind")]
    assert "标题" in item.findings[0].detail
    sheet = (book := Workbook(path)).book["投诉人"]
    sheet.delete_rows(2, 3)
    letter = sheet.cell(1, at).column_letter
    with pytest.raises(SheetError, match=f"{letter} 列的标题"):
        read(book.save(), engine)


def test_identity_number_ruined_by_a_number_cell_is_refused_by_name(
    book: Workbook, engine: Engine
) -> None:
    book.type("投诉人", FIRST_ROW, "证件号码", 999999199205120000)
    path = book.save()
    (item,) = read(path, engine)
    (finding,) = item.findings
    assert (finding.pointer, finding.code) == ("/complainants/0/id_number", "number_ruined")
    assert "「证件号码」" in finding.detail
    assert "文本" in finding.detail
    failures = {item.line: Failure("invalid_case", "", item.findings)}
    with opened(path, engine) as given:
        ((place,),) = place_findings(given.book, failures).values()
    assert str(place) == "「投诉人」表第 5 行 C 列（证件号码）"


@pytest.mark.parametrize("typed", [datetime(2026, 3, 5), time(9, 30)])
def test_text_that_became_a_date_is_refused(typed: Any, book: Workbook, engine: Engine) -> None:
    book.type("来源工单", FIRST_ROW, "工单编号", typed, "yyyy-mm-dd hh:mm")
    assert codes(read(book.save(), engine)) == [("/order_references/0/number", "cell_became_date")]


def test_everything_wrong_with_a_case_is_told_at_once(book: Workbook, engine: Engine) -> None:
    book.type("投诉人", FIRST_ROW, "证件号码", 999999199205120000)
    book.type(CASES, FIRST_ROW, "双方同意调解", "对")
    book.type(CASES, FIRST_ROW, "文书日期", "下周")
    book.type(CASES, FIRST_ROW, "被投诉人·名称（姓名）", None)
    assert sorted(codes(read(book.save(), engine))) == [
        ("/both_agreed", "not_a_flag"),
        ("/complainants/0/id_number", "number_ruined"),
        ("/issued_on", "not_a_date"),
        ("/respondent/name", "required"),
    ]


def test_error_of_a_formula_is_no_blank(book: Workbook, engine: Engine) -> None:
    cell = book.cell(CASES, FIRST_ROW, "文号")
    cell.value, cell.data_type = "#N/A", "e"
    (item,) = read(book.save(), engine)
    assert codes([item]) == [("/document_number", "cell_error")]


def test_cell_without_a_heading_is_not_lost(book: Workbook, engine: Engine) -> None:
    book.book[CASES].cell(FIRST_ROW, 60).value = "补充"
    assert codes(read(book.save(), engine)) == [("/#/5/60", "column_without_name")]


def test_example_is_not_read_and_blank_rows_do_not_count(book: Workbook, engine: Engine) -> None:
    sheet = book.book[CASES]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(FIRST_ROW + 4, column).value = sheet.cell(FIRST_ROW, column).value
        sheet.cell(FIRST_ROW, column).value = " " if column == 3 else None
    path = book.save()
    (item,) = read(path, engine)
    assert item.line == FIRST_ROW + 4
    with opened(path, engine) as given:
        assert given.count() == 1
        assert [each.sha256 for each in given.items()] == [item.sha256]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_copy_of_the_example_needs_a_number_of_its_own(
    suffix: str, engine: Engine, tmp_path: Path
) -> None:
    cases = {"示例": sample(KIND, "minimal"), "甲": sample(KIND, "typical")}
    copied, other = read(write(tmp_path / f"cases{suffix}", engine, KIND, cases), engine)
    assert ("", "example_key") in codes([copied])
    assert other.findings == ()


def test_columns_may_be_moved_and_removed(engine: Engine, tmp_path: Path) -> None:
    kind = "non_acceptance_notice"
    path = write(tmp_path / "a.xlsx", engine, kind, {"1": sample(kind, "minimal")})
    before = read(path, engine)
    book = Workbook(path)
    sheet = book.book["投诉不予受理决定书"]
    number = book.column(sheet.title, "投诉事项")
    for row in range(1, FIRST_ROW + 1):
        sheet.cell(row, 40).value = sheet.cell(row, number).value
    sheet.delete_cols(number)
    del book.book["来源工单"]
    assert [item.payload for item in read(book.save(), engine)] == [item.payload for item in before]


def test_sheet_without_machine_names_is_read_by_its_headings(
    book: Workbook, engine: Engine
) -> None:
    before = read(book.save(), engine)
    book = Workbook(book.path)
    for name in book.book.sheetnames:
        if name not in ("填写说明", "列表"):
            book.book[name].delete_rows(2, 3)
            book.book[name].row_dimensions[2].hidden = False
    (item,) = read(book.save(), engine, KIND)
    assert item.payload == before[0].payload
    assert item.line == 2


def test_rows_are_joined_by_case_and_by_row_number(engine: Engine, tmp_path: Path) -> None:
    kind = "referral_letter"
    payload = sample(kind, "three_shops")
    cases = {"甲": payload, "乙": sample(kind, "minimal")}
    book = Workbook(write(tmp_path / "a.xlsx", engine, kind, cases))
    sheet = book.book["移送函·附件"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
    for at, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, start=1):
            sheet.cell(FIRST_ROW + at, column).value = value
    items = read(book.save(), engine)
    for item, given in zip(items, cases.values(), strict=True):
        for letter, wanted in zip(item.payload["letters"], given["letters"], strict=True):
            names = [each["name"] for each in letter["attachments"]]
            assert names == [each["name"] for each in wanted["attachments"]][::-1]


def test_row_that_belongs_to_no_case_stops_every_case_it_could_belong_to(
    book: Workbook, engine: Engine
) -> None:
    """An agreement that lacks an item is wrong, and nobody can tell which one lacks it."""
    sheet = book.book["协议内容"]
    for row, key in ((FIRST_ROW + 5, "甲9"), (FIRST_ROW + 6, None)):
        sheet.cell(row, 1).value = key
        sheet.cell(row, 3).value = "退款"
    with opened(book.save(), engine) as given:
        first, second, third = given.items()
        (tally,) = [each for each in given.book.tallies() if each.table == "协议内容"]
    (finding,) = first.findings
    assert (finding.pointer, finding.code) == ("", "rows_astray")
    assert "「协议内容」表从第 10 行起有 2 行" in finding.detail
    assert codes([second, third]) == [
        ("/#agreement_items/10/1", "row_astray"),
        ("/#agreement_items/11/1", "row_astray"),
    ]
    assert first.line < second.line < third.line
    assert (tally.rows, tally.astray) == (5, 2)


def test_row_that_belongs_to_no_row_of_its_case_fails_the_case(
    engine: Engine, tmp_path: Path
) -> None:
    kind = "referral_letter"
    book = Workbook(write(tmp_path / "a.xlsx", engine, kind, {"甲": sample(kind, "typical")}))
    row = book.first_row("移送函·附件")
    book.type("移送函·附件", row, "移送函序号", "7")
    (item,) = read(book.save(), engine)
    assert (f"/#letters.attachments/{row}/1", "row_astray") in codes([item])


def test_number_used_twice_is_refused(engine: Engine, tmp_path: Path) -> None:
    kind = "referral_letter"
    cases = {"甲": sample(kind, "three_shops"), "乙": sample(kind, "minimal")}
    book = Workbook(write(tmp_path / "a.xlsx", engine, kind, cases))
    book.type("移送函", FIRST_ROW + 1, "移送函序号", 1)
    book.type("案件移送函", FIRST_ROW + 1, "案件编号", "甲")
    items = read(book.save(), engine)
    found = codes(items)
    assert found.count(("", "case_key_twice")) == 2
    assert ("/#letters/6/1", "row_key_twice") in found


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda book: book["投诉人"].cell(2, 3, "complainants.nmae"), "没有「complainants.nmae」"),
        (lambda book: book["投诉人"].cell(2, 3, "complainants.name"), "有两列「投诉人」"),
        (lambda book: book["投诉人"].delete_cols(1), "缺少「案件编号」列"),
        (lambda book: book["投诉人"].cell(2, 3, "place"), "混有"),
        (
            lambda book: book["投诉人"].cell(2, 1, "referral_letter#id"),
            "没有「referral_letter#id」",
        ),
        (lambda book: book.create_sheet("备忘").append(["电话", "待办"]), "看不出「备忘」表"),
        (lambda book: book.remove(book[CASES]), "没有找到「投诉调解书」表"),
        (lambda book: book[CASES].cell(2, 3, "complainants.1.name"), "既有自己的表又有编号的列"),
    ],
)
def test_sheet_that_is_not_the_kinds_is_refused(
    change: Callable[[Any], Any], sentence: str, book: Workbook, engine: Engine
) -> None:
    change(book.book)
    with pytest.raises(SheetError, match=sentence):
        read(book.save(), engine, KIND)


def test_sheet_that_names_no_kind_needs_one(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("#id,issued_on\n1,2026-07-10\n")
    with pytest.raises(SheetError, match="请指明文书种类"):
        read(path, engine)
    assert read(path, engine, KIND)[0].payload["issued_on"] == "2026-07-10"


def test_kind_must_agree_with_the_sheet(book: Workbook, engine: Engine) -> None:
    with pytest.raises(SheetError, match="不是 referral_letter"):
        read(book.save(), engine, "referral_letter")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", "案件编号,文号".encode()])
def test_file_that_is_no_workbook_is_refused(
    content: bytes, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(content)
    with pytest.raises(SheetError, match="不是完整的"):
        read(path, engine, KIND)


def test_workbook_that_unpacks_to_too_much_is_refused(
    book: Workbook, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book.save()
    monkeypatch.setattr(package, "MOST_BYTES", 10_000)
    with pytest.raises(SheetError, match="展开后过大"):
        laid_out(path)


def test_workbook_whose_lists_declare_entities_is_refused(
    book: Workbook, engine: Engine, tmp_path: Path
) -> None:
    path, attack = book.save(), tmp_path / "attack.xlsx"
    with zipfile.ZipFile(path) as was, zipfile.ZipFile(attack, "w") as now:
        for name in was.namelist():
            content = was.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE a [<!ENTITY b "b">]>' + content
            now.writestr(name, content)
    with pytest.raises(SheetError, match="不是完整的"):
        read(attack, engine)


class TestCsv:
    """What is particular to CSV."""

    def text(self, engine: Engine, tmp_path: Path) -> tuple[Path, str]:
        path = write(tmp_path / "cases.csv", engine, KIND, {"甲1": sample(KIND, "typical")})
        return path, path.read_text("utf-8-sig")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_encodings_of_excel_are_read(
        self, encoding: str, engine: Engine, tmp_path: Path
    ) -> None:
        path, text = self.text(engine, tmp_path)
        before = read(path, engine)
        path.write_bytes(text.encode(encoding))
        assert [item.payload for item in read(path, engine)] == [item.payload for item in before]

    def test_other_encodings_are_refused(self, engine: Engine, tmp_path: Path) -> None:
        path, text = self.text(engine, tmp_path)
        path.write_bytes(text.encode("utf-16"))
        with pytest.raises(SheetError, match="既不是 UTF-8 也不是 GB18030"):
            read(path, engine)

    def test_headings_alone_are_enough(self, engine: Engine, tmp_path: Path) -> None:
        path, text = self.text(engine, tmp_path)
        before = read(path, engine)
        head, _, _, _, *cases = csv.reader(io.StringIO(text, newline=""))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *cases])
        assert [item.payload for item in read(path, engine, KIND)] == [
            item.payload for item in before
        ]

    def test_number_ruined_by_excel_is_refused(self, engine: Engine, tmp_path: Path) -> None:
        path, text = self.text(engine, tmp_path)
        identity = sample(KIND, "typical")["complainants"][0]["id_number"]
        path.write_text(text.replace(identity, "9.99999E+17"), "utf-8")
        assert codes(read(path, engine)) == [("/complainants/0/id_number", "number_ruined")]

    def test_numbered_columns_may_have_gaps(self, engine: Engine, tmp_path: Path) -> None:
        kind = "non_acceptance_notice"
        path = tmp_path / "cases.csv"
        path.write_text(
            "#id,joint_complainants.2,joint_complainants.5\n1,何静远,沈嘉木\n2,,邱月华\n"
        )
        first, second = read(path, engine, kind)
        assert first.payload["joint_complainants"] == ["何静远", "沈嘉木"]
        assert second.payload["joint_complainants"] == ["邱月华"]

    def test_rows_need_their_number(self, engine: Engine, tmp_path: Path) -> None:
        path = tmp_path / "cases.csv"
        path.write_text("#id,complainants.name\n1,何静远\n")
        with pytest.raises(SheetError, match="没有编号"):
            read(path, engine, KIND)

    def test_quotation_mark_never_closed_is_refused(
        self, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("docgen.spreadsheet.text_file.LONGEST_CELL", 1000)
        path, text = self.text(engine, tmp_path)
        path.write_text(text + '甲2,"' + "长" * 2000, "utf-8")
        with pytest.raises(SheetError, match="引号没有成对"):
            laid_out(path)
