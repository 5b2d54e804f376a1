"""One issued document: its files, its life in words, delivery and voiding, each with its rights."""

import io
import re
import zipfile

import pikepdf
import pytest
from docx import Document
from werkzeug.datastructures import FileStorage

from docgen.register import ledger
from docgen.register.database import Register
from docgen.register.delivery import deliveries_of
from docgen.register.issued import find
from docgen.register.ledger import LedgerEntry, LedgerFilter
from tests.api.pages.conftest import Desk
from tests.browser.furnish import OFFICER
from tests.docgen.register.accounts import trail

HOSTILE = '<img src=x onerror="alert(1)">'


@pytest.fixture
def agreement(register: Register) -> LedgerEntry:
    """A mediation agreement that was delivered."""
    (entry,) = ledger.entries(register, LedgerFilter(kind="mediation_agreement"))
    return entry


@pytest.fixture
def place(agreement: LedgerEntry) -> str:
    """The agreement's page."""
    return f"/documents/{agreement.id}"


def test_a_document_shows_its_life(desk: Desk, place: str) -> None:
    page = desk("officer").get(place).text
    for words in ("投诉调解书", "有效", "出具", "登记送达", "林晓岚", "何静远"):
        assert words in page
    # Who received it is a party's data: named only when asked for, and then recorded.
    assert "喆玥" not in page


def test_who_received_it_is_shown_when_asked_and_recorded(
    desk: Desk, register: Register, place: str
) -> None:
    assert "喆玥" in desk("officer").get(f"{place}/recipients").text
    assert trail(register)[-1][1] == "read_deliveries"
    assert "查看送达登记" in desk("officer").get(place).text


def test_both_versions_lead_to_each_other(desk: Desk, register: Register) -> None:
    old, new = ledger.entries(register, LedgerFilter(kind="non_acceptance_notice"))
    browser = desk("officer")
    page = browser.get(f"/documents/{old.id}").text
    assert "已被新版本代替" in page
    assert f'href="/documents/{new.id}"' in page
    assert f'href="/documents/{old.id}"' in browser.get(f"/documents/{new.id}").text
    # What is no longer in force can be neither delivered nor voided.
    for act in ("deliver", "void"):
        assert f'<form method="post" action="/documents/{old.id}/{act}"' not in page


@pytest.mark.parametrize(
    ("role", "start"), [("delivery_pdf", b"%PDF-"), ("archive_pdf", b"%PDF-"), ("docx", b"PK")]
)
def test_its_files_are_taken_and_the_trail_says_so(
    desk: Desk, register: Register, place: str, role: str, start: bytes
) -> None:
    answer = desk("archivist").get(f"{place}/file/{role}")
    assert answer.data.startswith(start)
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert trail(register)[-1][1:] == ("read_file", trail(register)[-1][2])
    assert trail(register)[-1][2]["role"] == role


def test_a_drafter_sees_no_issued_document(desk: Desk, place: str) -> None:
    browser = desk("drafter")
    for path in (place, f"{place}/recipients", f"{place}/file/delivery_pdf"):
        assert browser.get(path).status_code == 403


def test_unknown_documents_and_files_are_not_found(desk: Desk, place: str) -> None:
    browser = desk("officer")
    assert browser.get("/documents/" + "0" * 32).status_code == 404
    assert browser.get(f"{place}/file/photos").status_code == 404


def test_an_officer_records_a_delivery(desk: Desk, place: str) -> None:
    browser = desk("officer")
    fields = {"method": "post", "recipient": HOSTILE, "delivered_on": "2026-07-19", "proof": "E1"}
    answer = browser.send(f"{place}/deliver", place, **fields)
    assert answer.status_code == 303
    assert "已登记送达" in browser.get(answer.headers["Location"]).text
    named = browser.get(f"{place}/recipients").text
    assert HOSTILE not in named
    assert "&lt;img src=x" in named


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"recipient": ""}, "请写明由谁收到"),
        ({"delivered_on": "2026-13-01"}, "送达日期没有看懂"),
        ({"delivered_on": "2020-01-01"}, "早于文书日期"),
        ({"delivered_on": "2026-08-01"}, "在今天之后"),
        ({"method": "pigeon"}, "没有这种送达方式"),
    ],
)
def test_a_delivery_that_cannot_be_comes_back_with_what_was_typed(
    desk: Desk, place: str, fields: dict[str, str], words: str
) -> None:
    given = {
        "method": "left", "recipient": "何堃", "delivered_on": "2026-07-19", "proof": "见证人",
    } | fields  # fmt: skip
    answer = desk("officer").send(f"{place}/deliver", place, **given)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="见证人"' in answer.text
    assert '<details id="deliver" open>' in answer.text


def test_an_officer_voids_with_a_reason_and_it_stays_void(
    desk: Desk, register: Register, agreement: LedgerEntry, place: str
) -> None:
    browser = desk("officer")
    missing = browser.send(f"{place}/void", place, reason=" ")
    assert missing.status_code == 422
    assert "请写明作废的理由" in missing.text
    given = {"reason": f"金额有误{HOSTILE}"}
    asked = browser.send(f"{place}/void", place, **given).text
    assert "不能恢复" in asked
    assert "&lt;img src=x" in asked
    assert 'name="reason"' in browser.get(place).text, "nothing has happened yet"
    answer = browser.send(f"{place}/void", place, **given, sure="yes")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert "已作废" in page
    assert "&lt;img src=x" in page
    found = find(register, agreement.id)
    assert found
    assert found.state == "void"
    assert 'name="reason"' not in page


@pytest.mark.parametrize("role", ["archivist", "admin"])
def test_who_may_only_read_is_offered_nothing_to_change(desk: Desk, place: str, role: str) -> None:
    browser = desk(role)
    page = browser.get(place).text
    assert 'name="reason"' not in page
    assert 'name="recipient"' not in page
    assert browser.forge(f"{place}/void", reason="试试看").status_code == 403
    assert browser.forge(f"{place}/deliver", recipient="甲").status_code == 403


def test_changing_needs_the_token_of_the_page(
    desk: Desk, register: Register, agreement: LedgerEntry, place: str
) -> None:
    assert desk("officer").forge(f"{place}/void", reason="伪造的请求").status_code == 403
    found = find(register, agreement.id)
    assert found
    assert found.state == "issued"


def test_several_receive_a_paper_on_one_day_in_one_step(
    desk: Desk, register: Register, agreement: LedgerEntry, place: str
) -> None:
    browser = desk("officer")
    offered = re.findall(r'name="recipient" value="([^"]+)"', browser.get(place).text)
    # The furnished office entered one delivery to somebody else: whom the paper names is missing.
    assert "沈若棠" in offered
    fields = {"method": "direct", "recipient": offered, "delivered_on": "2026-07-19", "other": ""}
    assert browser.send(f"{place}/deliver", place, **fields).status_code == 303
    reached = {each.recipient for each in deliveries_of(register, agreement.id, actor=OFFICER)}
    assert {*offered} < reached
    assert not re.findall(r'name="recipient" value="', browser.get(place).text)


def test_nobody_ticked_is_nobody_told(desk: Desk, place: str) -> None:
    fields = {"method": "direct", "delivered_on": "2026-07-19", "other": " "}
    answer = desk("officer").send(f"{place}/deliver", place, **fields)
    assert answer.status_code == 422
    assert "请写明由谁收到" in answer.text


def test_a_void_document_says_so_first_and_its_first_button_is_no_download(
    desk: Desk, register: Register
) -> None:
    letter = next(ledger.entries(register, LedgerFilter(kind="referral_letter")))
    page = desk("officer").get(f"/documents/{letter.id}").text
    assert "这份文书已作废，不能再使用。" in page
    assert "移送机关写错，另行制作。" in page
    before = page.split("取作废以前的文件")[0]
    assert "/file/" not in before
    assert 'class="button primary"' not in page
    for role, mark in (("delivery_pdf", b"/DocgenVoid gs"), ("docx", "作　废".encode())):
        answer = desk("officer").get(f"/documents/{letter.id}/file/{role}")
        assert "-%E4%BD%9C%E5%BA%9F." in answer.headers["Content-Disposition"]
        if role == "docx":
            with zipfile.ZipFile(io.BytesIO(answer.data)) as word:
                assert mark in word.read("word/document.xml")
            Document(io.BytesIO(answer.data))
            continue
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert len(pdf.pages) == letter.pages
            assert all(mark in page.Contents[-1].read_bytes() for page in pdf.pages)


def test_a_signed_paper_comes_back_is_shown_taken_and_taken_back(
    desk: Desk, register: Register, agreement: LedgerEntry, place: str
) -> None:
    officer = desk("officer")
    page = officer.get(place).text
    assert 'id="attach"' in page
    for content, told in ((b"<html>", "文件的内容与扩展名不符"), (b"", "文件是空的")):
        scan = FileStorage(io.BytesIO(content), "扫描.pdf", "file")
        refused = officer.send(f"{place}/signed", place, sort="signed", file=scan)
        assert refused.status_code == 422
        assert told in refused.text
    for content in (b"%PDF-1.7 signed", b"%PDF-1.7 countersigned"):
        scan = FileStorage(io.BytesIO(content), "扫描 <b>.pdf", "file")
        given = {"sort": "countersigned", "remark": HOSTILE, "file": scan}
        there = officer.send(f"{place}/signed", place, **given).headers["Location"]
    page = officer.get(there).text
    assert "已登记签署件" in page
    assert HOSTILE not in page
    first, second = re.findall(rf'href="({place}/signed/[0-9a-f]{{32}})"', page)
    assert officer.get(first).data == b"%PDF-1.7 signed"
    assert officer.get(second).data == b"%PDF-1.7 countersigned"
    assert "签署件 2 份" in officer.get(f"/cases/{agreement.case_ref}").text
    assert officer.send(f"{first}/void", place, reason="").status_code == 422
    officer.send(f"{first}/void", place, reason="归错文书")
    assert "登记已作废：归错文书" in officer.get(place).text
    assert "签署件 1 份" in officer.get(f"/cases/{agreement.case_ref}").text
    # A stamped PDF that is held against the register is found by its digest.
    scan = FileStorage(io.BytesIO(b"%PDF-1.7 countersigned"), "盖章.pdf", "pdf")
    found = officer.send("/verify", pdf=scan).text
    assert "与登记的签署件逐字节相同" in found
    assert f'href="{place}"' in found
    archivist = desk("archivist")
    assert 'id="attach"' not in archivist.get(place).text
    assert archivist.get(second).data == b"%PDF-1.7 countersigned"
    assert [act for _, act, _ in trail(register)][-1] == "read_signed"
    assert desk("drafter").get(second).status_code == 403


def test_a_paper_issued_without_a_case_joins_one_with_a_reason(
    desk: Desk, register: Register
) -> None:
    (paper,) = ledger.entries(register, LedgerFilter(kind="site_inspection_record"))
    place, browser = f"/documents/{paper.id}", desk("officer")
    assert "归入案卷" in browser.get(place).text
    refused = browser.send(f"{place}/join", place, case_ref="2026-0900", join_reason="")
    assert refused.status_code == 422
    assert "请写明归入案卷的理由" in refused.text
    assert 'value="2026-0900"' in refused.text
    told = browser.send(f"{place}/join", place, case_ref="2026-0900", join_reason="漏写编号")
    assert told.location == f"{place}?done=joined"
    page = browser.get(place).text
    for words in ('href="/cases/2026-0900"', "归入案卷 2026-0900", "漏写编号"):
        assert words in page
    assert f"{place}/join" not in page
    assert f"{place}/join" not in desk("archivist").get(place).text
