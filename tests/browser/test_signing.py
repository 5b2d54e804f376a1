"""On a tablet on site: the document is shown, signed by hand below it, and void once it changes."""

import io
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Browse
from tests.browser.typist import begin
from tests.doubles.camera import photo

CHECKLIST = "inspection_checklist"


def write(page: Page) -> None:
    """Draw two strokes on the pad."""
    pad = page.locator("#hands-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    for down in (0.3, 0.7):
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * down)
        page.mouse.down()
        page.mouse.move(
            box["x"] + box["width"] * 0.7, box["y"] + box["height"] * (1 - down), steps=8
        )
        page.mouse.up()


def test_everybody_signs_what_is_shown_until_it_changes(browse: Browse, tmp_path: Path) -> None:
    page = browse("officer", **PHONE)
    begin(page, CHECKLIST)
    signed = page.locator("#hands-list [data-unsign]")
    page.get_by_role("button", name="现场签名").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("img")).not_to_have_count(0)
    # The party is asked first; without a name, consent or strokes nothing is kept.
    page.locator("#hands-name").fill("许文博")
    write(page)
    page.get_by_role("button", name="确认签名").click()
    expect(page.locator("#hands-told")).to_contain_text("同意")
    page.locator("#hands-consent").check()
    page.get_by_role("button", name="确认签名").click()
    for count in (1, 2):
        expect(signed).to_have_count(count)
        write(page)
        page.get_by_role("button", name="确认签名").click()
    expect(dialog).to_be_hidden()
    expect(signed).to_have_count(3)
    answer = page.request.get(page.url.split("?")[0].split("#")[0] + "/file/pdf")
    with pypdfium2.PdfDocument(io.BytesIO(answer.body())) as pdf:
        paths = [each for leaf in pdf for each in leaf.get_objects(filter=(2,))]
    assert len(paths) > 3
    # Another word, and nobody has signed it.
    finding = page.locator('[name="contents.1.checked.0.finding"]')
    finding.fill("三号收银台电子秤没有检定合格证。")
    expect(signed).to_have_count(0)
    expect(page.locator("#restored")).to_contain_text("手写签名已经作废")
    # A photo taken at an item names it.
    picture = tmp_path / "秤.jpg"
    picture.write_bytes(photo(320, 240))
    with page.expect_file_chooser() as chooser:
        page.locator('[data-row="contents.1.checked.0"] .photograph').click()
    chooser.value.set_files(picture)
    rows = page.locator('[data-rows="photos"] > .rows-list > li')
    expect(rows).to_have_count(3)
    expect(page.locator('[name="photos.2.shows"]')).to_have_value(
        "用于贸易结算的电子秤有检定合格印、证，在有效期内"
    )
    expect(page.locator('[name="contents.1.checked.0.evidence_number"]')).to_have_value(
        "照片2、照片3"
    )
