"""Cases as pages: what falls due and why, what comes next, opening and closing with rights."""

import io
import re
import zipfile
from pathlib import Path

import bagit
import pytest
from werkzeug.datastructures import FileStorage

from docgen import Engine
from docgen.clock import BEIJING
from docgen.register.case_list import find_case, list_cases
from docgen.register.cases import UnknownCaseError
from docgen.register.database import Register
from docgen.register.delivery import undelivered
from docgen.register.reminding import Wanted, give
from schemas.kinds.complaint.complaint_acceptance_decision import ComplaintAcceptanceDecision
from schemas.kinds.report.evidence_extraction_sheet import EvidenceExtractionSheet
from schemas.parts.incoming import IncomingForm
from schemas.parts.orders import HOTLINE
from tests.api.pages.conftest import Desk
from tests.browser.furnish import BUSY_CASE, LATE_CASE, NEW_CASE
from tests.docgen.register.accounts import CONSOLE, trail
from tests.docgen.register.papers import close_case, open_case, put_document

HOSTILE = "<b>案</b>"


def test_what_falls_due_is_listed_with_its_day_and_its_source(desk: Desk) -> None:
    page = desk("drafter").get("/cases").text
    for words in ("已逾期 7 天", "2026-07-13 周一", "余 1 天", "第十五条", LATE_CASE, NEW_CASE):
        assert words in page


def test_the_reminders_of_the_day_stand_beside_what_falls_due(
    desk: Desk, register: Register
) -> None:
    assert "今天的提醒" not in desk("drafter").get("/cases").text
    hour = register.now().astimezone(BEIJING).replace(hour=9, minute=0)
    reminder = Wanted(f"{HOTLINE}/SL1", hour, False, "消费者权益保护科 周启明")
    give(register, [reminder], "telephone", actor=CONSOLE)
    page = desk("drafter").get("/cases").text.split("今天的提醒")[1]
    for words in ("SL1", "09:00", "电话", "消费者权益保护科 周启明", CONSOLE.name, "共 1 次"):
        assert words in page


def test_a_drafter_reminds_from_the_page_once_for_an_hour(desk: Desk, register: Register) -> None:
    browser = desk("drafter")
    assert "请选择提醒方式" in browser.send("/cases/remind", "/cases", channel="pigeon").text
    asked = browser.send("/cases/remind", "/cases", channel="telephone").text
    assert "到期未办结，还没有反馈：请填写向谁反馈" in asked
    told = browser.send(
        "/cases/remind", "/cases", channel="telephone", report_to="市场监管局 何静远"
    ).text
    assert re.search(r"已登记提醒 [1-9]\d* 次", told)
    assert "何静远" in told.split("今天的提醒")[1]
    again = browser.send(
        "/cases/remind", "/cases", channel="telephone", report_to="市场监管局 何静远"
    ).text
    assert "已登记提醒 0 次，先前已经提醒过" in again


def test_a_case_tells_how_its_days_were_counted(desk: Desk) -> None:
    page = desk("drafter").get(f"/cases/{NEW_CASE}").text
    assert "自2026年7月10日收到投诉之日起七个工作日" in page
    assert "法定 2026-07-21 周二" in page


def test_the_next_document_is_the_one_that_settles_what_is_due(desk: Desk) -> None:
    page = desk("drafter").get(f"/cases/{NEW_CASE}").text
    offered = page.split("接着办")[1].split("其他文书")[0]
    assert "投诉不予受理决定书" in offered
    assert "现场笔录" not in offered
    assert f"case_ref={NEW_CASE}" in offered


def test_next_steps_say_why_and_the_other_kinds_are_folded_by_work(
    desk: Desk, register: Register
) -> None:
    example = dict(ComplaintAcceptanceDecision.example)
    open_case(register, "2026-0718")
    put_document(
        register, "complaint_acceptance_decision", example, case_ref="2026-0718", state="issued"
    )
    page = desk("officer").get("/cases/2026-0718").text
    steps, others = page.split("接着办")[1].split("其他文书")
    assert "投诉调解通知书" in steps
    # What may no more come is not offered as a step: one complaint is accepted once.
    assert "投诉受理决定书" not in steps
    assert re.search(r"已知 \d+ 项", steps)
    assert others.count("<h3>") == 7


def test_a_case_says_what_it_is_about_and_draws_its_course(desk: Desk) -> None:
    for place in ("/cases", f"/cases/{BUSY_CASE}"):
        assert "示例市跃动健身" in desk("officer").get(place).text
    page = desk("officer").get(f"/cases/{BUSY_CASE}").text
    (drawn,) = re.findall(r'<svg class="course".*?</svg>', page, re.S)
    assert "投诉调解书" in drawn
    assert "今天" in drawn
    late = desk("officer").get(f"/cases/{LATE_CASE}").text
    assert '<g class="late">' in late


def test_a_line_that_nobody_received_leads_to_entering_it(
    desk: Desk, register: Register, engine: Engine
) -> None:
    page = desk("officer").get(f"/cases/{BUSY_CASE}").text
    (missing,) = undelivered(register, engine.catalogue, BUSY_CASE)
    assert f"还有 {missing.missing} 份没有登记送达" in page
    assert f"/documents/{missing.document_id}#deliver" in page
    assert "#deliver" not in desk("drafter").get(f"/cases/{BUSY_CASE}").text


def test_a_drafter_sees_that_a_document_is_there_and_no_way_into_it(desk: Desk) -> None:
    for role, linked in (("drafter", False), ("officer", True)):
        page = desk(role).get(f"/cases/{BUSY_CASE}").text
        assert "投诉调解书" in page
        assert ('href="/documents/' in page) == linked


def test_cases_are_found_by_a_part_of_their_reference(desk: Desk) -> None:
    page = desk("officer").get("/cases", q="0711").text
    assert f'href="/cases/{NEW_CASE}"' in page
    assert f'href="/cases/{LATE_CASE}"' not in page
    assert "没有这样的案卷" in desk("officer").get("/cases", q="_").text


def test_an_officer_registers_what_came_in(desk: Desk, register: Register) -> None:
    browser = desk("officer")
    fields = {"case_ref": "2026-0720", "event": "received_on", "on": "2026-07-20"}
    answer = browser.send("/cases", **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases/2026-0720?done=opened")
    assert "2026年7月20日收到投诉之日起" in browser.get("/cases/2026-0720").text
    assert find_case(register, "2026-0720").documents == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"case_ref": "有 空格", "on": "2026-07-20"}, "案卷编号请写"),
        ({"case_ref": "2026-1", "on": "前天"}, "日期没有看懂"),
    ],
)
def test_what_cannot_be_registered_comes_back_as_typed(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    answer = desk("officer").send("/cases", **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{fields["case_ref"]}"' in answer.text


def test_a_case_closes_when_nothing_waits_and_opens_again(desk: Desk) -> None:
    browser = desk("officer")
    refused = browser.send(f"/cases/{BUSY_CASE}", act="close")
    assert refused.status_code == 422
    assert "没有登记送达" in refused.text
    people = {"filed_by": "何静远", "checker": "何静远"}
    assert "立卷人本人" in browser.send(f"/cases/{NEW_CASE}", act="close", **people).text
    closed = browser.send(f"/cases/{NEW_CASE}", act="close")
    assert closed.headers["Location"] == f"/cases/{NEW_CASE}?done=closed"
    page = browser.get(f"/cases/{NEW_CASE}").text
    assert "不再计算期限" in page
    assert "接着办" not in page
    assert f"/cases/{NEW_CASE}" in browser.get("/cases", closed="yes").text
    browser.send(f"/cases/{NEW_CASE}", act="reopen")
    assert "接着办" in browser.get(f"/cases/{NEW_CASE}").text


@pytest.mark.parametrize("role", ["drafter", "archivist", "admin"])
def test_only_an_officer_opens_and_closes(desk: Desk, role: str) -> None:
    browser = desk(role)
    assert 'name="case_ref"' not in browser.get("/cases").text
    assert browser.forge("/cases", case_ref="2026-1").status_code == 403
    assert browser.forge(f"/cases/{NEW_CASE}", act="close").status_code == 403


def test_an_unknown_case_is_not_found(desk: Desk) -> None:
    assert desk("officer").get("/cases/2020-0001").status_code == 404


@pytest.mark.parametrize("case_ref", [HOSTILE, "京/2026//7", "2026?7", "2026%37"])
def test_any_reference_is_text_and_has_its_page(
    desk: Desk, register: Register, case_ref: str
) -> None:
    open_case(register, case_ref)
    put_document(register, "referral_letter", {}, case_ref=case_ref)
    browser = desk("officer")
    listed = browser.get("/cases", q=case_ref).text
    assert "<b>案" not in listed
    place = next(part for part in listed.split('"') if part.startswith("/cases/"))
    page = browser.get(place)
    assert page.status_code == 200
    assert "测试文书" in page.text
    assert "<b>案" not in page.text


def test_a_case_is_taken_away_as_a_sound_bag_and_the_trail_says_so(
    desk: Desk, register: Register, tmp_path: Path
) -> None:
    browser = desk("archivist")
    assert f"/bag?case_ref={BUSY_CASE}" in browser.get(f"/cases/{BUSY_CASE}").text
    with browser.get("/bag", case_ref=BUSY_CASE) as answer:
        assert answer.status_code == 200
        content = io.BytesIO(answer.data)
    assert any(act == "bag" for _, act, _ in trail(register))
    zipfile.ZipFile(content).extractall(tmp_path / "bag")
    bagit.Bag(str(tmp_path / "bag")).validate()
    assert len(list((tmp_path / "bag").rglob("*.pdf"))) == 1


def test_a_case_without_documents_or_for_a_drafter_is_not_taken_away(desk: Desk) -> None:
    assert desk("officer").get("/bag", case_ref=NEW_CASE).status_code == 404
    assert desk("drafter").get("/bag", case_ref=BUSY_CASE).status_code == 403
    assert "/bag?" not in desk("drafter").get(f"/cases/{BUSY_CASE}").text


def test_long_lists_go_on_where_they_stopped(register: Register) -> None:
    references = [open_case(register, f"甲-{number:03}") for number in range(12)]
    close_case(register, "甲-004")
    first = list_cases(register, 5, part="甲-", closed=None)
    rest = list_cases(register, 9, part="甲-", closed=None, before=first[-1].case_ref)
    assert [line.case_ref for line in first + rest] == references[::-1]
    assert [line.case_ref for line in list_cases(register, 9, closed=True)] == ["甲-004"]
    with pytest.raises(UnknownCaseError):
        list_cases(register, 5, before="没有")


def test_the_evidence_of_a_case_is_listed_when_somebody_asks(
    desk: Desk, register: Register
) -> None:
    open_case(register, "E-1")
    sheet = dict(EvidenceExtractionSheet.example)
    put_document(register, "evidence_extraction_sheet", sheet, case_ref="E-1", title="证据提取单")
    officer = desk("officer")
    assert 'id="evidence"' not in officer.get("/cases/E-1").text
    page = officer.get("/cases/E-1", evidence="list").text
    for words in ("证据：送货单复印件", "来源：原件存示例区悦邻生鲜便利店", "见《证据提取单》"):
        assert words in page
    assert "可以作附件的材料" in page
    assert desk("drafter").get("/cases/E-1", evidence="list").status_code == 403


def test_a_paper_that_came_in_is_entered_shown_and_taken_back(desk: Desk) -> None:
    officer = desk("officer")
    assert 'href="/incoming/new"' in officer.get("/cases").text
    scan = FileStorage(io.BytesIO(b"%PDF as it came"), "来文.pdf", "scan")
    given = {**IncomingForm.example, "received_on": "2026-06-01", "case_ref": "2026-0777"}
    refused = officer.send("/incoming/new", scan=scan, **given)
    assert refused.status_code == 422
    assert "「收到日期」早于来文日期" in refused.text
    given["received_on"] = IncomingForm.example["received_on"]
    scan = FileStorage(io.BytesIO(b"%PDF as it came"), "来文.pdf", "scan")
    place = officer.send("/incoming/new", scan=scan, **given).headers["Location"]
    page = officer.get(place).text
    assert "已登记来文。" in page
    assert "收到分送的下级市场监督管理部门报告处理结果" in page
    assert "2026-08-31 前报告结果" in page
    (id_,) = re.findall(r'href="/incoming/([0-9a-f]{32})/scan"', page)
    assert officer.get(f"/incoming/{id_}/scan").data == b"%PDF as it came"
    # Whoever may see no document sees that a paper came, but neither takes it nor its entry back.
    seen = desk("drafter").get(place).text
    assert "2026-08-31 前报告结果" in seen
    assert id_ not in seen
    officer.send(f"/incoming/{id_}/void", place, reason="归错案卷")
    assert "登记已作废：归错案卷" in officer.get("/cases/2026-0777").text
