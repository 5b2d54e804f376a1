"""What a spreadsheet shows is what the register says, whatever the text looks like."""

import csv
import io
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from sqlalchemy import select

from docgen.listing import ExportError, guarded
from docgen.register import export
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.export import to_csv, to_xlsx, write_ledger
from docgen.register.issued import NotAllowedError
from docgen.register.ledger import LedgerEntry, LedgerFilter
from docgen.register.tables import audit
from tests.docgen.register.papers import put_document

ARCHIVIST = Actor("苏晚晴", Role.archivist)
MADE = datetime(2026, 6, 18, 1, 0, tzinfo=UTC)
ENTRY = LedgerEntry(
    id="0197a1b2c3d4700080000000000000e5",
    kind="referral_letter",
    title="案件移送函",
    document_number="示市监案移〔2026〕12号",
    case_ref="1999900002026061000",
    state="issued",
    dated_on=date(2026, 6, 17),
    version=2,
    supersedes=None,
    superseded_by=None,
    void_reason=None,
    drafted_by="罗一鸣",
    issued_by="何静远",
    issued_at=datetime(2026, 6, 17, 16, 5, tzinfo=UTC),
    pages=3,
    deliveries=1,
    delivered_on=date(2026, 6, 18),
)
TEXTS = [
    "1999900002026061000123",
    "000123",
    "2026-10",
    "1/2",
    "12:30",
    "1e5",
    "=1+1",
    "+86 139",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    " =1",
    "'已有撇号",
    "_x0041_",
    "http://example.cn",
    "真",
    "TRUE",
    "一行\n两行",
    '含"引号",和逗号',
    "100%",
    "2026年7月10日",
]
# What marshmallow lets into a register: texts without controls.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=40,
)


def sheets(*entries: LedgerEntry) -> Any:
    """The workbook as another program reads it."""
    target = io.BytesIO()
    assert to_xlsx(entries, target, made_at=MADE, titles={"referral_letter": "移送函"}) == len(
        entries
    )
    target.seek(0)
    return openpyxl.load_workbook(target)


def csv_rows(*entries: LedgerEntry) -> list[list[str]]:
    content = b"".join(to_csv(entries)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def cell_of(entry: LedgerEntry, heading: str) -> Any:
    sheet = sheets(entry)["台账"]
    place = next(cell.column for cell in sheet[1] if cell.value == heading)
    return sheet.cell(2, place)


@pytest.mark.parametrize("text", TEXTS)
def test_xlsx_keeps_a_text_a_text(text: str) -> None:
    cell = cell_of(replace(ENTRY, void_reason=text), "作废理由")
    assert cell.data_type in ("s", "inlineStr")
    # The format writes _x0041_ as _x005F_x0041_; openpyxl leaves that to its user.
    assert unescape(cell.value) == text
    assert cell.hyperlink is None


def test_xlsx_keeps_days_and_counts_what_they_are() -> None:
    assert cell_of(ENTRY, "文书日期").value == datetime(2026, 6, 17)
    assert cell_of(ENTRY, "版本").value == 2
    # Five past midnight in Beijing is still the day before in Greenwich.
    assert cell_of(ENTRY, "签发时间").value == datetime(2026, 6, 18, 0, 5)
    assert cell_of(ENTRY, "文书种类").value == "移送函"
    assert cell_of(ENTRY, "作废理由").value is None


def test_equal_ledgers_are_equal_bytes() -> None:
    def written() -> bytes:
        target = io.BytesIO()
        to_xlsx([ENTRY], target, made_at=MADE)
        return target.getvalue()

    assert written() == written()


def test_an_empty_ledger_is_a_sheet_with_headings() -> None:
    assert [cell.value for cell in sheets()["台账"][1]][:3] == ["编号", "文书种类", "标题"]
    assert len(csv_rows()) == 1


def test_a_ledger_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "LAST_ROW", 3)
    book = sheets(*[replace(ENTRY, version=each) for each in range(1, 6)])
    assert book.sheetnames == ["台账", "台账2", "台账3"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


def test_a_text_that_no_cell_holds_is_refused_and_not_cut() -> None:
    with pytest.raises(ExportError, match="CSV"):
        to_xlsx([replace(ENTRY, void_reason="长" * 32_768)], io.BytesIO(), made_at=MADE)


def test_csv_bears_the_mark_and_every_column_of_the_sheet() -> None:
    content = b"".join(to_csv([ENTRY]))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    headings, line = csv_rows(ENTRY)
    assert headings == [cell.value for cell in sheets(ENTRY)["台账"][1]]
    assert dict(zip(headings, line, strict=True))["签发时间"] == "2026-06-18 00:05"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-A1", "--", "@a", "＝1", "＋1", "\t=1", " =cmd|x", "\r=1"]
)
def test_csv_computes_nothing(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["1999900002026061000123", "007", "2026-10", "1/2", "1e5", "50%", "30年", "-1", "+3.5", "'a"],
)
def test_csv_leaves_what_nobody_runs_to_programs_as_it_stands(text: str) -> None:
    """A retention of 30年 with an apostrophe before it is read wrong by whoever takes it over."""
    assert guarded(text) == text


@pytest.mark.parametrize(
    "text", ["示市监案移〔2026〕12号", "何静远", "C-2026-17", "e", "%", "第2版"]
)
def test_csv_leaves_ordinary_words_alone(text: str) -> None:
    assert guarded(text) == text


@given(TEXT)
def test_whatever_text_goes_into_either_file_comes_out(text: str) -> None:
    entry = replace(ENTRY, void_reason=text)
    assert cell_of(entry, "作废理由").value == text
    headings, line = csv_rows(entry)
    found = dict(zip(headings, line, strict=True))["作废理由"]
    assert found in (text, f"'{text}")


def test_rows_are_written_as_they_come() -> None:
    """A ledger of years is never held in memory: the next line is asked for after the last."""
    asked: list[int] = []

    def lines() -> Iterator[LedgerEntry]:
        for number in range(3):
            asked.append(number)
            yield ENTRY

    chunks = to_csv(lines())
    next(chunks)
    next(chunks)
    assert asked == []
    next(chunks)
    assert asked == [0]


def test_every_fact_of_a_line_has_its_column() -> None:
    # What it is about is asked for beside the line.
    assert len(csv_rows(ENTRY)[0]) == len(fields(LedgerEntry)) + 1


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_taking_the_ledger_is_recorded_without_what_was_looked_for(
    register: Register, format: str
) -> None:
    put_document(register, "referral_letter", {})
    put_document(register, "site_inspection_record", {})
    target = io.BytesIO()
    wanted = LedgerFilter(kind="referral_letter", person="罗一鸣")
    assert write_ledger(register, target, format, wanted, actor=ARCHIVIST) == 1
    assert target.getvalue()
    with register.reading() as connection:
        taken = select(audit.c.actor, audit.c.detail).where(audit.c.act == "export")
        assert connection.execute(taken).all() == [
            (ARCHIVIST.name, {"format": format, "lines": 1, "filters": ["kind", "person"]})
        ]


def test_only_who_may_export_does_and_only_what_there_is(register: Register) -> None:
    with pytest.raises(NotAllowedError):
        write_ledger(register, io.BytesIO(), "csv", actor=Actor("罗一鸣", Role.drafter))
    with pytest.raises(ExportError, match="xlsx、csv"):
        write_ledger(register, io.BytesIO(), "ods", actor=ARCHIVIST)
