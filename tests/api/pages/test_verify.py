"""Verifying as a page: the verdict in words, and what the register knows of the file."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from docgen.register import ledger
from docgen.register.database import Register
from docgen.register.issued import read_file
from docgen.register.ledger import LedgerEntry, LedgerFilter
from tests.api.pages.conftest import Browser, Desk
from tests.browser.furnish import OFFICER


def verify(browser: Browser, content: bytes, name: str = "文书.pdf") -> tuple[int, str]:
    """Give a file to the page; return the status and what it says."""
    answer = browser.send("/verify", pdf=FileStorage(io.BytesIO(content), name))
    return answer.status_code, answer.text


@pytest.fixture
def notice(register: Register) -> LedgerEntry:
    """A notice in force."""
    (entry,) = ledger.entries(register, LedgerFilter(kind="site_inspection_record"))
    return entry


@pytest.fixture
def archived(register: Register, notice: LedgerEntry) -> bytes:
    """Its archive copy."""
    return read_file(register, notice.id, "archive_pdf", actor=OFFICER)


def test_an_archive_copy_proves_itself_and_leads_to_its_document(
    desk: Desk, archived: bytes, notice: LedgerEntry
) -> None:
    status, page = verify(desk("officer"), archived)
    assert status == 200
    assert "未被改动" in page
    assert f'href="/documents/{notice.id}"' in page


def test_a_drafter_gets_the_verdict_and_nothing_of_the_register(
    desk: Desk, archived: bytes
) -> None:
    _, page = verify(desk("drafter"), archived)
    assert "未被改动" in page
    assert "登记簿中是" not in page


def test_a_delivery_copy_is_compared_with_the_one_kept(
    desk: Desk, register: Register, notice: LedgerEntry
) -> None:
    delivered = read_file(register, notice.id, "delivery_pdf", actor=OFFICER)
    assert "与登记簿留存的原件相同" in verify(desk("officer"), delivered)[1]
    assert "这份文件不能自证" in verify(desk("officer"), delivered + b"\n")[1]


def test_a_touched_file_is_told_from_the_original(desk: Desk, archived: bytes) -> None:
    status, page = verify(desk("officer"), archived + b"\n% touched")
    assert status == 200
    assert "与原件不符" in page
    assert "登记簿里没有留存这份文件" in page


def test_what_is_no_pdf_is_said_in_words(desk: Desk) -> None:
    assert verify(desk("officer"), b"PK\x03\x04 word")[0] == 422
    status, page = verify(desk("officer"), b"%PDF-1.7 cut short", "<b>名</b>.pdf")
    assert status == 200
    assert "不能自证" in page
    assert "<b>名" not in page
    assert desk("officer").send("/verify").status_code == 422


def test_a_larger_file_than_the_api_takes_may_be_verified_and_a_huge_one_not(desk: Desk) -> None:
    browser = desk("officer")
    assert verify(browser, b"%PDF-" + b" " * 17 * 1024 * 1024)[0] == 200
    status, page = verify(browser, b"%PDF-" + b" " * 51 * 1024 * 1024)
    assert status == 413
    assert "太大" in page
