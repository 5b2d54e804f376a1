"""`errors.xlsx`: the faulty rows as typed, the faulty cells marked, itself an input."""

import json
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from docgen import Engine
from docgen.batch.chunk import Order
from docgen.batch.item import Item
from docgen.batch.plan import Plan
from docgen.batch.run import run
from docgen.batch.sheet.errors import Failure, place_findings, write_errors
from docgen.case.payload import read_payload
from docgen.errors import InvalidCaseError
from tests.catalogue import CORPUS
from tests.docgen.batch.sheets import FIRST_ROW, Workbook, opened, read, write
from tests.doubles.inline_crew import InlineCrew

KIND = "mediation_agreement"
CASES = "投诉调解书"
FAULTY = "FFFFC7CE"


def sample(kind: str, name: str) -> dict[str, Any]:
    return read_payload((CORPUS / kind / f"{name}.json").read_bytes())


def failures(items: Sequence[Item], engine: Engine) -> dict[int, Failure]:
    """Judge items as a batch does and return what failed."""
    failed = {}
    for item in items:
        findings = item.findings
        if not findings:
            try:
                engine.check(item.kind, item.payload, copy="archive", files=item.files)
                continue
            except InvalidCaseError as fault:
                findings = fault.findings
        failed[item.line] = Failure("invalid_case", "", findings)
    return failed


def list_errors(
    source: Path, engine: Engine, failed: dict[int, Failure], target: Path, kind: str = ""
) -> None:
    """Write the failed lines of a sheet as a batch does."""
    with opened(source, engine, kind) as given:
        assert given.book is not None
        write_errors(given.book, source.parent, failed, target)


@pytest.fixture
def faulty(engine: Engine, tmp_path: Path) -> Path:
    """Three cases: a good one, one with a ruined number, one that breaks rules in its rows."""
    cases = {name: sample(KIND, name) for name in ("typical", "minimal", "all_sign")}
    book = Workbook(write(tmp_path / "cases.xlsx", engine, KIND, cases))
    book.type("投诉人", book.first_row("投诉人") + 1, "证件号码", 999999199205120000)
    book.type(CASES, FIRST_ROW + 2, "文书日期", "2026.1.5", "@")
    return book.save()


def test_only_faulty_cases_are_in_it_and_their_faulty_cells_are_marked(
    faulty: Path, engine: Engine, tmp_path: Path
) -> None:
    target = tmp_path / "out" / "errors.xlsx"
    list_errors(faulty, engine, failures(read(faulty, engine), engine), target)
    book = openpyxl.load_workbook(target)
    keys = [cell.value for cell in book[CASES]["A"]][3:]
    assert keys == ["minimal", "all_sign"]
    marked = [cell for row in book["投诉人"].iter_rows() for cell in row if cell.comment]
    (identity,) = marked
    assert identity.fill.start_color.rgb == FAULTY
    assert "「证件号码」" in identity.comment.text
    assert identity.value == 999999199205120000
    assert book["投诉人"].cell(1, identity.column).value == "证件号码"
    (day,) = [cell for cell in book[CASES][5] if cell.value == "2026.1.5"]
    assert day.comment
    assert day.fill.start_color.rgb == FAULTY
    plain = [cell for cell in book[CASES][5] if cell.fill.start_color.rgb == FAULTY]
    assert all(cell.comment for cell in plain)


def test_list_tells_sheet_cell_and_place_of_every_fault(
    faulty: Path, engine: Engine, tmp_path: Path
) -> None:
    target = tmp_path / "errors.xlsx"
    failed = failures(read(faulty, engine), engine)
    list_errors(faulty, engine, failed, target)
    book = openpyxl.load_workbook(target)
    head, *rows = book["错误清单"].iter_rows(values_only=True)
    assert book.sheetnames[0] == "错误清单"
    assert len(rows) == sum(len(each.findings) for each in failed.values())
    by_case = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    fault = by_case["minimal"]
    assert (fault["工作表"], fault["列"]) == ("投诉人", "证件号码")
    assert fault["原表位置"] == "「投诉人」表第 6 行 C 列（证件号码）"
    assert book["投诉人"][fault["单元格"]].comment is not None
    with opened(faulty, engine) as given:
        placed = place_findings(given.book, failed)
    assert {str(each) for places in placed.values() for each in places} == {row[-1] for row in rows}


def test_mended_errors_are_an_input(faulty: Path, engine: Engine, tmp_path: Path) -> None:
    target = tmp_path / "errors.xlsx"
    list_errors(faulty, engine, failures(read(faulty, engine), engine), target)
    assert failures(read(target, engine), engine).keys() == {4, 5}
    book = Workbook(target)
    given = sample(KIND, "minimal")["complainants"][0].get("id_number")
    row = next(cell.row for cell in book.book["投诉人"]["A"] if cell.value == "minimal")
    book.type("投诉人", row, "证件号码", given, "@")
    book.type(CASES, 5, "文书日期", sample(KIND, "all_sign")["issued_on"], "@")
    items = read(book.save(), engine)
    assert failures(items, engine) == {}
    reader = engine.catalogue[KIND].reader
    for item in items:
        assert reader.load(item.payload) == reader.load(sample(KIND, item.id))


def test_photos_of_faulty_cases_are_laid_beside_it(engine: Engine, tmp_path: Path) -> None:
    kind = "site_inspection_record"
    cases = {name: sample(kind, name) for name in ("typical", "minimal")}
    source = write(tmp_path / "in" / "cases.xlsx", engine, kind, cases)
    for photo in (CORPUS / kind).glob("*.jpg"):
        shutil.copy(photo, source.parent)
    book = Workbook(source)
    book.type("现场笔录", FIRST_ROW, "地点", None)
    target = tmp_path / "out" / "errors.xlsx"
    failed = failures(read(book.save(), engine), engine)
    list_errors(source, engine, failed, target)
    names = {photo["file"] for photo in cases["typical"]["photos"]}
    assert {path.name for path in target.parent.iterdir()} == {"errors.xlsx", *names}
    book = Workbook(target)
    book.type("现场笔录", 4, "地点", cases["typical"]["place"])
    assert failures(read(book.save(), engine), engine) == {}


def test_row_that_is_missing_can_be_added(engine: Engine, tmp_path: Path) -> None:
    """A case that lacks a whole repeated part finds its sheet in `errors.xlsx`."""
    source = tmp_path / "cases.csv"
    source.write_text("#id,issued_on\n甲,2026-07-10\n", "utf-8")
    target = tmp_path / "errors.xlsx"
    items = read(source, engine, KIND)
    failed = failures(items, engine)
    assert "/agreement_items" in {each.pointer for each in failed[2].findings}
    list_errors(source, engine, failed, target, KIND)
    book = openpyxl.load_workbook(target)
    assert book["协议内容"]["C2"].value == "agreement_items.action"
    assert book[CASES]["A4"].comment is not None


def test_csv_becomes_a_workbook_with_numbered_columns(engine: Engine, tmp_path: Path) -> None:
    cases = {name: sample(KIND, name) for name in ("typical", "all_sign")}
    source = write(tmp_path / "cases.csv", engine, KIND, cases)
    before = read(source, engine)
    failed = {before[1].line: Failure("worker_lost", "进程中途退出。")}
    target = tmp_path / "errors.xlsx"
    list_errors(source, engine, failed, target)
    (item,) = read(target, engine)
    assert item.payload == before[1].payload
    assert openpyxl.load_workbook(target)[CASES]["A4"].comment.text == "进程中途退出。"


def test_rows_gone_astray_are_in_it(engine: Engine, tmp_path: Path) -> None:
    book = Workbook(write(tmp_path / "a.xlsx", engine, KIND, {"甲": sample(KIND, "minimal")}))
    row = book.book["协议内容"].max_row + 1
    book.book["协议内容"].cell(row, 1).value = "乙"
    book.book["协议内容"].cell(row, 3).value = "退款"
    source, target = book.save(), tmp_path / "errors.xlsx"
    failed = failures(read(source, engine), engine)
    list_errors(source, engine, failed, target)
    sheet = openpyxl.load_workbook(target)["协议内容"]
    (astray,) = [row for row in sheet.iter_rows(min_row=4) if row[0].value == "乙"]
    assert astray[2].value == "退款"
    assert "找不到对应的行" in astray[0].comment.text


def test_batch_of_a_sheet_lists_its_errors_with_their_places(
    faulty: Path, engine: Engine, tmp_path: Path
) -> None:
    plan = Plan(faulty, tmp_path / "out", Order(("docx",), "archive"))
    options: Any = {"watch": lambda _: None, "stop": threading.Event()}
    summary = run(plan, engine, lambda: InlineCrew(engine), **options)
    assert (summary.done, summary.failed) == (1, 2)
    rows = [json.loads(line) for line in plan.errors.read_text("utf-8").splitlines()]
    assert rows[0]["findings"][0]["place"] == "「投诉人」表第 6 行 C 列（证件号码）"
    assert rows[1]["place"] == "「投诉调解书」表第 7 行 AM 列（文书日期）"
    mended = Workbook(plan.faulty_sheet)
    assert [cell.value for cell in mended.book[CASES]["A"]][3:] == ["minimal", "all_sign"]
    book = Workbook(faulty)
    book.type("投诉人", book.first_row("投诉人") + 1, "证件号码", None)
    book.type(CASES, FIRST_ROW + 2, "文书日期", sample(KIND, "all_sign")["issued_on"], "@")
    book.save()
    summary = run(plan, engine, lambda: InlineCrew(engine), **options)
    assert (summary.done, summary.failed, summary.rendered) == (3, 0, 2)
    assert not plan.faulty_sheet.exists()
    assert not plan.errors.exists()


def test_cell_too_long_for_excel_is_never_shortened_in_silence(
    engine: Engine, tmp_path: Path
) -> None:
    kind = "site_inspection_record"
    source = write(tmp_path / "cases.csv", engine, kind, {"1": sample(kind, "typical")})
    url = "data:image/jpeg;base64," + "A" * 40_000
    name = sample(kind, "typical")["photos"][0]["file"]
    source.write_text(source.read_text("utf-8-sig").replace(name, f'"{url}"'), "utf-8")
    (item,) = read(source, engine)
    assert item.payload["photos"][0]["file"] == url
    target = tmp_path / "errors.xlsx"
    failed = {item.line: Failure("worker_lost", "进程中途退出。")}
    list_errors(source, engine, failed, target)
    (again,) = read(target, engine)
    assert failures([again], engine)[again.line].findings[0].code == "not_a_file"
