"""A list as a workbook: the words of the PDF, each a text in its cell, the same bytes each time."""

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from docgen import Engine
from docgen.engine import open_catalogue
from docgen.errors import UnknownFormatError
from docgen.proof.words import words_of
from docgen.render.refusals import TooManyPagesError
from docgen.settings import Settings
from tests.catalogue import KINDS

CORPUS = Path(__file__).parent / "corpus"
CATALOGUE = open_catalogue(Settings.from_env({}))
LISTS = [name for name in KINDS if CATALOGUE[name].is_list]
# A form whose list stands in some of its cases only is tried with one of them.
FORM = "callback_satisfaction_record"
every_list = pytest.mark.parametrize("kind", LISTS)


def sheet_of(content: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    return sheet


def words_in(content: bytes) -> list[str]:
    cells = (cell.value for row in sheet_of(content).iter_rows() for cell in row)
    return sorted(re.sub(r"\s", "", "".join(each for each in cells if each is not None)))


@every_list
def test_a_list_says_in_cells_what_its_page_says(engine: Engine, kind: str) -> None:
    example = engine.catalogue[kind].schema.example
    content = engine.render(kind, example, "xlsx").content
    page = words_of("html", engine.render(kind, example, "html").content)
    # Lines of one cell stand in columns beside each other: the same words, in another order.
    assert words_in(content) == sorted(page)
    assert engine.render(kind, example, "xlsx").content == content


@pytest.mark.parametrize("kind", [each for each in LISTS if each != FORM])
def test_every_cell_is_a_text_and_the_heads_stay_and_filter(engine: Engine, kind: str) -> None:
    document = engine.render(kind, engine.catalogue[kind].schema.example, "xlsx")
    sheet = sheet_of(document.content)
    filled = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in filled} == {"s"}
    assert {cell.number_format for cell in filled} == {"@"}
    head = int(sheet.freeze_panes[1:]) - 1
    assert re.match(rf"A{head}:[A-Z]+\d+", sheet.auto_filter.ref)
    # A line above the table may reach further than its columns.
    assert all(cell.value for cell in sheet[sheet.auto_filter.ref][0])
    assert document.name.endswith(".xlsx")


def test_lines_of_a_cell_are_columns_and_nothing_is_a_formula(engine: Engine) -> None:
    payload = json.loads((CORPUS / "work_ledger/hard.json").read_text("utf-8"))
    sheet = sheet_of(engine.render("work_ledger", payload, "xlsx").content)
    head = int(sheet.freeze_panes[1:]) - 1
    names = [cell.value for cell in sheet[head]]
    assert names[:4] == ["序号", "来源", "工单编号", "类型"]
    assert len(names) == 29
    first = dict(zip(names, (cell.value for cell in sheet[head + 1]), strict=True))
    assert first["工单编号"] == "BJ20260602090001"
    assert first["备注"] == payload["orders"][0]["remark"]
    assert first["备注"].startswith("=1+1")


def test_a_draft_is_marked_in_a_workbook_too(engine: Engine) -> None:
    example = engine.catalogue["work_ledger"].schema.example
    draft = sheet_of(engine.render("work_ledger", example, "xlsx", copy="draft").content)
    assert draft["A1"].value == "草稿"


def test_what_is_no_list_has_no_workbook(engine: Engine) -> None:
    example = engine.catalogue["non_acceptance_notice"].schema.example
    with pytest.raises(UnknownFormatError, match="台账"):
        engine.render("non_acceptance_notice", example, "xlsx")


def test_a_list_too_long_for_paper_is_refused_at_once_and_made_a_workbook(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = engine.catalogue["order_sign_in_log"].schema
    monkeypatch.setattr(kind, "most_rows_on_paper", 3)
    monkeypatch.setattr(type(engine), "faces", property(lambda _: pytest.fail("was laid out")))
    with pytest.raises(TooManyPagesError, match=r"4 行，做成 PDF 最多 3 行.*xlsx.*五天"):
        engine.render("order_sign_in_log", kind.example, "pdf")
    assert sheet_of(engine.render("order_sign_in_log", kind.example, "xlsx").content)


def test_the_sheet_of_a_survey_is_a_workbook_with_its_heads(engine: Engine) -> None:
    payload = json.loads((CORPUS / FORM / "period.json").read_text("utf-8"))
    sheet = sheet_of(engine.render(FORM, payload, "xlsx").content)
    head = int(sheet.freeze_panes[1:]) - 1
    assert [cell.value for cell in sheet[head]][:3] == ["序号", "工单编号", "办结日期"]
