"""The start page: kinds found as one types, what falls due in words, with and without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Axe, Browse
from tests.browser.pictures import Pictures
from tests.catalogue import KINDS


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("role", ["drafter", "officer"])
def test_the_start_page_is_accessible(browse: Browse, axe: Axe, role: str, scheme: str) -> None:
    page = browse(role, color_scheme=scheme)
    page.goto("/")
    axe(page)
    page.fill("#q", "没有这种")
    expect(page.get_by_text("没有与「没有这种」相符")).to_be_visible()
    axe(page)


def test_kinds_are_found_while_one_types_initials(drafter_page: Page) -> None:
    drafter_page.goto("/")
    expect(drafter_page.locator(".kinds-line > li")).to_have_count(len(KINDS))
    drafter_page.locator("#q").press_sequentially("tstjs")
    expect(drafter_page.locator(".cards > li")).to_have_count(1)
    expect(drafter_page.locator(".cards b")).to_have_text("投诉调解书")
    # The one who types goes on typing.
    expect(drafter_page.locator("#q")).to_be_focused()


def test_kinds_are_found_without_a_script(browse: Browse) -> None:
    page = browse("drafter", java_script_enabled=False)
    page.goto("/")
    page.fill("#q", "xcbl")
    page.keyboard.press("Enter")
    expect(page.locator(".cards b")).to_have_text("现场笔录")
    expect(page.locator("#q")).to_have_value("xcbl")


def test_everything_needed_first_is_seen_at_once(browse: Browse) -> None:
    page = browse("officer", viewport={"width": 1366, "height": 768})
    page.goto("/")
    for name in ("临近期限", "常用文书"):
        expect(page.get_by_role("heading", name=name)).to_be_in_viewport()
    for line in page.locator(".work-line > summary").all():
        expect(line).to_be_in_viewport()


def test_what_falls_due_is_told_in_words(drafter_page: Page) -> None:
    drafter_page.goto("/")
    due = drafter_page.get_by_role("region", name="临近期限").locator("li")
    expect(due.first).to_contain_text("已逾期")


def test_the_start_page_fits_a_phone_and_looks_as_it_looked(
    browse: Browse, axe: Axe, pictures: Pictures
) -> None:
    page = browse("archivist", **PHONE)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    pictures.assert_like(page, "start-phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_start_page_looks_as_it_looked(browse: Browse, pictures: Pictures, scheme: str) -> None:
    page = browse("archivist", color_scheme=scheme)
    page.goto("/")
    pictures.assert_like(page, f"start-{scheme}")
