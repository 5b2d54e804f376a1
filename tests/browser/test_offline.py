"""On a phone in a market without network: what was entered and photographed goes out later."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import PHONE, Browse, watch_of
from tests.browser.typist import begin
from tests.doubles.camera import photo

CHECKLIST = "inspection_checklist"


def test_a_checklist_goes_on_without_network(browse: Browse, tmp_path: Path) -> None:
    page = browse("drafter", **PHONE)
    begin(page, CHECKLIST)
    rows = page.locator('[data-rows="photos"] > .rows-list > li')
    before = rows.count()
    finding = page.locator('[name="contents.1.checked.0.finding"]')
    picture = tmp_path / "秤.jpg"
    picture.write_bytes(photo(320, 240))
    page.context.set_offline(True)
    finding.fill("二号摊位电子秤没有检定合格证。")
    expect(page.locator("#saved")).to_contain_text("内容留在这台电脑上")
    page.locator('[data-photos="photos"] input[type="file"]').first.set_input_files(picture)
    waiting = page.locator("#waiting")
    expect(waiting).to_contain_text("1 张照片留在这台设备上")
    assert rows.count() == before
    page.context.set_offline(False)
    expect(waiting).to_be_hidden()
    expect(rows).to_have_count(before + 1)
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    watch_of(page).expect("ERR_INTERNET_DISCONNECTED")
    page.reload()
    expect(page.locator('[name="contents.1.checked.0.finding"]')).to_have_value(
        "二号摊位电子秤没有检定合格证。"
    )
    expect(page.locator('[data-rows="photos"] > .rows-list > li')).to_have_count(before + 1)
    # With one hand: nothing is wider than the screen, and what is pressed is as tall as a thumb.
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = page.get_by_role("button", name="保存").first.bounding_box()
    assert box
    assert box["height"] >= 40
