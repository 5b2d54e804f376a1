"""Attachments are chosen from the case's own inventory, by a button of the form, pages counted."""

import re
from html import unescape

import pytest

from docgen import Engine
from docgen.register.database import Register
from schemas.ground.base import Part
from schemas.ground.fields import Group, Rows
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from schemas.parts.attachments import Attachment
from tests.api.pages.conftest import Browser, Desk
from tests.api.pages.form.test_routes import fields_on
from tests.docgen.register.papers import open_case, put_document

CASE = "ZJ-2026-0616"
REPORTER = "林晓岚"
SHEET = dict(EvidenceExtractionSheet.example)
PAPER, COPY, GIVEN = "现场笔录（2026-06-17）", "送货单复印件", "举报人提供的小票"


@pytest.fixture
def case(register: Register) -> str:
    """A case with a record, what was taken on site, and what a reporter gave."""
    open_case(register, CASE)
    put_document(register, "evidence_extraction_sheet", SHEET, case_ref=CASE, title="证据提取单")
    given = {"provider_side": "reporter", "provider_name": REPORTER, "evidence_name": GIVEN}
    put_document(register, "evidence_extraction_sheet", SHEET | given, case_ref=CASE)
    put_document(register, "inspection_notice", {}, case_ref=CASE, title="现场笔录")
    return CASE


def boxes(page: str, rows: str) -> list[str]:
    """Return what the boxes send that offer something for some rows."""
    shown = re.sub(r"<template>.*?</template>", "", page, flags=re.DOTALL)
    return [
        unescape(each)
        for each in re.findall(rf'type="checkbox"[^>]*name="{rows}\.choose" value="([^"]*)"', shown)
    ]


def chosen(browser: Browser, page: str, rows: str, *values: str) -> str:
    """Press the button beside the boxes with some of them ticked; return the page it leads to."""
    (draft,) = set(re.findall(r'action="(/drafts/[0-9a-f]{32})"', page))
    ticked = {f"{rows}.choose": list(values)}
    answer = browser.forge(draft, **fields_on(page) | ticked, do=f"choose:{rows}")
    assert (answer.status_code, answer.location) == (303, f"{draft}#f.{rows}")
    return browser.get(draft).text


def test_what_is_ticked_becomes_rows_with_the_pages_that_were_counted(
    desk: Desk, case: str
) -> None:
    officer, rows = desk("officer"), "letters.0.attachments"
    opened = officer.get("/new/referral_letter", case_ref=case).text
    offered = boxes(opened, rows)
    assert [each.partition(" ")[2] for each in offered] == [
        "证据提取单（2026-06-17）", "测试文书（2026-06-17）", PAPER, COPY, GIVEN
    ]  # fmt: skip
    page = chosen(officer, opened, rows, offered[2], f"99 {COPY}", offered[3])
    sent = fields_on(page)
    found = [
        [sent[f"{rows}.{index}.{name}"][0] for name in ("name", "copies", "pages")]
        for index in (0, 1)
    ]
    assert found == [[PAPER, "1", "2"], [COPY, "1", str(SHEET["pages"])]]
    assert f"{rows}.2.name" not in sent
    # What stands there already is not offered again, and is kept by the next choice.
    left = boxes(page, rows)
    assert left == [*offered[:2], offered[4]]
    again = fields_on(chosen(officer, page, rows, left[0]))
    assert [again[f"{rows}.{index}.name"] for index in (0, 2)] == [
        [PAPER],
        ["证据提取单（2026-06-17）"],
    ]


def test_who_does_not_handle_reports_is_offered_nothing_that_names_a_reporter(
    desk: Desk, case: str
) -> None:
    rows = "letters.0.attachments"
    for role in ("drafter", "admin"):
        browser = desk(role)
        page = browser.get("/new/referral_letter", case_ref=case).text
        assert [each.partition(" ")[2] for each in boxes(page, rows)] == [
            "证据提取单（2026-06-17）", PAPER, COPY
        ]  # fmt: skip
        asked = chosen(browser, page, rows, f"{SHEET['pages']} {GIVEN}")
        assert GIVEN not in asked
        assert fields_on(asked).get(f"{rows}.0.name") in (None, [""])


def attachments(part: Part) -> str:
    """Return the dotted name of the first attachments of a part; empty where there are none."""
    for name, field in part.fields.items():
        below = field.below if isinstance(field, Group | Rows) else None
        if isinstance(below, Attachment):
            return name
        inner = attachments(below) if below else ""
        if inner:
            return f"{name}.0.{inner}" if isinstance(field, Rows) else f"{name}.{inner}"
    return ""


def test_every_form_with_attachments_offers_those_of_its_case(
    desk: Desk, case: str, engine: Engine
) -> None:
    browser, offering = desk("officer"), 0
    for kind in engine.catalogue.values():
        rows = attachments(kind.reader)
        if not rows:
            continue
        offering += 1
        assert "从本案证据清单选取" not in browser.get(f"/new/{kind.name}").text
        page = browser.get(f"/new/{kind.name}", case_ref=case).text
        after = fields_on(chosen(browser, page, rows, boxes(page, rows)[2]))
        assert PAPER in [values[0] for name, values in after.items() if name.startswith(rows)]
    assert offering
