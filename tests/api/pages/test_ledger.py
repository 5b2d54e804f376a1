"""The ledger as a page: found by number, words, date, kind and state; taken away as a sheet."""

import io
import re
from datetime import date

import openpyxl
import pytest
from werkzeug.test import TestResponse

from docgen import Engine
from docgen.register import ledger
from docgen.register.database import Register
from docgen.register.ledger import LedgerFilter
from tests.api.pages.conftest import Desk
from tests.browser.furnish import BUSY_CASE
from tests.docgen.register.accounts import trail
from tests.docgen.register.papers import open_case, put_document

HOSTILE = '<script>alert("台账")</script>'


def titles_in(answer: TestResponse) -> list[str]:
    """The documents the page lists, by title."""
    return re.findall(r'data-label="文书">([^<]+)', answer.text)


def test_the_ledger_lists_everything_issued_the_newest_first(
    desk: Desk, register: Register
) -> None:
    officer = desk("officer")
    page = officer.get("/documents").text
    whole = page
    while older := re.search(r'rel="next" href="([^"]+)"', page):
        page = officer.get(older[1].replace("&amp;", "&")).text
        whole += page
    ids = re.findall(r'href="/documents/([0-9a-f]{32})"', whole)
    assert ids == [line.id for line in reversed(list(ledger.entries(register)))]
    assert f"共 {len(ids)} 份" in whole


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"number": "案移"}, ["案件移送函"]),
        ({"kind": "site_inspection_record"}, ["现场笔录"]),
        ({"state": "void"}, ["案件移送函"]),
        ({"case_ref": BUSY_CASE}, ["投诉调解书"]),
        ({"delivered": "yes"}, ["投诉调解书"]),
        ({"words": "沈若棠", "kind": "mediation_agreement"}, ["投诉调解书"]),
        ({"number": "没有"}, []),
        ({"number": "%"}, []),
        ({"words": '"'}, []),
    ],
)
def test_the_ledger_is_searched(desk: Desk, given: dict[str, str], wanted: list[str]) -> None:
    assert titles_in(desk("officer").get("/documents", **given)) == wanted


def test_the_ledger_is_searched_by_day(desk: Desk, register: Register) -> None:
    day = date(2026, 7, 8)
    there = [line.title for line in ledger.entries(register) if line.dated_on == day]
    assert "服务费用结算单" in there
    found = desk("officer").get("/documents", dated_from=day.isoformat(), dated_to=day.isoformat())
    assert sorted(titles_in(found)) == sorted(there)


def test_a_day_that_is_none_is_said_and_not_guessed(desk: Desk) -> None:
    page = desk("officer").get("/documents", dated_from="昨天", kind="不存在")
    assert page.status_code == 200
    assert "日期没有看懂" in page.text
    assert 'value="昨天"' in page.text


def test_nothing_found_says_how_to_go_on(desk: Desk) -> None:
    assert "请放宽条件" in desk("officer").get("/documents", words="无此人").text


def test_long_ledgers_are_read_page_by_page(desk: Desk, register: Register) -> None:
    for _ in range(60):
        put_document(register, "referral_letter", {})
    browser = desk("archivist")
    first = browser.get("/documents", kind="referral_letter")
    assert len(titles_in(first)) == 50
    older = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert older
    second = browser.get(older[1].replace("&amp;", "&"))
    assert len(titles_in(second)) == 11
    assert 'rel="next"' not in second.text


def test_what_stands_in_the_ledger_is_text(desk: Desk, register: Register) -> None:
    case_ref = open_case(register, HOSTILE)
    put_document(
        register, "referral_letter", {}, title=HOSTILE, case_ref=case_ref,
        document_number=HOSTILE, issued_by=HOSTILE,
    )  # fmt: skip
    for given in ({}, {"words": HOSTILE}, {"number": HOSTILE}):
        page = desk("officer").get("/documents", **given).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_the_archivist_takes_the_ledger_away_and_the_trail_says_so(
    desk: Desk, register: Register
) -> None:
    browser = desk("archivist")
    answer = browser.get("/documents/export.xlsx", kind="site_inspection_record")
    assert answer.status_code == 200
    assert "%E5%8F%B0%E8%B4%A6" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == ["现场笔录"]
    assert trail(register)[-1][1] == "export"
    text = browser.get("/documents/export.csv").data.decode("utf-8-sig")
    total = sum(ledger.count(register, LedgerFilter()).values())
    assert len(text.splitlines()) == total + 1
    assert browser.get("/documents/export.pdf").status_code == 404


@pytest.mark.parametrize("role", ["drafter", "officer"])
def test_who_may_not_export_is_offered_no_export(desk: Desk, role: str) -> None:
    assert desk(role).get("/documents/export.xlsx").status_code == 403
    assert "export.xlsx" not in desk(role).get("/documents").text


def test_the_ledger_says_who_and_what(desk: Desk, register: Register) -> None:
    assert "沈若棠，示例市跃动健身服务有限公司" in desk("officer").get("/documents").text
    found = desk("archivist").get("/documents/export.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(found.data), read_only=True)
    heads, *rows = book.active.iter_rows(values_only=True)
    about = {row[0]: row[heads.index("当事人、事由")] for row in rows}
    agreement = next(ledger.entries(register, LedgerFilter(kind="mediation_agreement")))
    assert about[agreement.id] == "沈若棠，示例市跃动健身服务有限公司"
    assert len(about) > 5
    book.close()


def test_of_a_report_only_who_handles_reports_is_told(
    desk: Desk, register: Register, engine: Engine
) -> None:
    example = dict(engine.catalogue["report_registration_form"].schema.example)
    put_document(register, "report_registration_form", example)
    told = str(example["reported"]["name"])
    assert told in desk("officer").get("/documents").text
    page = desk("admin").get("/documents").text
    assert told not in page
    assert "涉及举报，不显示" in page


@pytest.mark.parametrize("query", ["number=[2026]第１号", "number=〔2026〕1", "case_ref=0616"])
def test_numbers_answer_in_any_brackets_and_cases_in_part(desk: Desk, query: str) -> None:
    assert "投诉调解书" in titles_in(desk("officer").get(f"/documents?{query}"))


def test_days_the_wrong_way_round_are_said_and_turned(desk: Desk) -> None:
    answer = desk("officer").get("/documents", dated_from="2026.8.1", dated_to="2026年1月1日")
    assert "晚于" in answer.text
    assert "投诉调解书" in titles_in(answer)
