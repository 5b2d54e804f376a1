"""A form in a browser: what is typed stays, and what goes on beside it gets in nobody's way."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from docgen import Engine
from docgen.clock import BEIJING
from docgen.register.actor import Role
from tests.browser.conftest import PHONE, Axe, Browse, watch_of
from tests.browser.furnish import PEOPLE
from tests.browser.office import Office
from tests.browser.pictures import Pictures
from tests.browser.typist import begin
from tests.docgen.register.accounts import PASSWORD
from tests.doubles.camera import photo
from tests.doubles.heic import HEIC
from tests.doubles.july import START

NOTICE, AGREEMENT, RECORD = "non_acceptance_notice", "mediation_agreement", "site_inspection_record"
NO_SCRIPT = {"java_script_enabled": False}


def typed(page: Page, name: str, text: str) -> None:
    """Put a text into a field and wait until it is saved."""
    page.locator(f'[name="{name}"]').fill(text)
    expect(page.locator("#saved")).to_contain_text("草稿已保存")


def test_what_is_typed_survives_a_reload_and_a_restart_of_the_server(
    drafter_page: Page, office: Office
) -> None:
    page = drafter_page
    begin(page, NOTICE)
    typed(page, "complaint_subject", "某店拒绝退货")
    page.reload()
    expect(page.locator('[name="complaint_subject"]')).to_have_value("某店拒绝退货")
    office.stop()
    page.locator('[name="reasons"]').fill("断电前写的理由")
    expect(page.locator("#saved")).to_contain_text("内容留在这台电脑上")
    office.start()
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    watch_of(page).expect("ERR_CONNECTION_REFUSED")
    page.reload()
    expect(page.locator('[name="reasons"]')).to_have_value("断电前写的理由")


def test_a_session_that_ends_mid_form_costs_nothing(browse: Browse, office: Office) -> None:
    page = browse()
    sign_in(page, "/new/" + NOTICE)
    page.locator('[name="complainant_name"]').fill("林晓岚")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    address = page.url
    assert "/drafts/" in address
    page.context.clear_cookies()
    page.locator('[name="complaint_subject"]').fill("某店拒绝退货")
    link = page.get_by_role("link", name="重新登录")
    expect(link).to_be_visible()
    link.click()
    sign_in(page)
    assert page.url == address
    expect(page.locator('[name="complainant_name"]')).to_have_value("林晓岚")
    expect(page.locator('[name="complaint_subject"]')).to_have_value("某店拒绝退货")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    watch_of(page).expect("401")


def sign_in(page: Page, place: str = "", role: Role = Role.drafter) -> None:
    """Sign in, on the page of a place or on the one that is open."""
    if place:
        page.goto(place)
    page.get_by_label("账号").fill(PEOPLE[role])
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(re.compile("/(new|drafts)/"))


def test_two_clerks_at_one_draft_are_merged_and_choose_where_both_wrote(browse: Browse) -> None:
    drafter, officer = browse("drafter"), browse("officer")
    address = begin(drafter, NOTICE)
    officer.goto(address)
    typed(officer, "complaint_subject", "执法人员改的事项")
    typed(drafter, "reasons", "起草人员写的理由")
    expect(drafter.locator("#restored")).to_contain_text("投诉事项")
    expect(drafter.locator('[name="complaint_subject"]')).to_have_value("执法人员改的事项")
    typed(drafter, "reasons", "起草人员又写的理由")
    # The officer's page has not heard of that yet: both wrote in one field, of two others none.
    officer.locator('[name="complainant_name"]').fill("顾明远")
    officer.locator('[name="reasons"]').fill("执法人员写的理由")
    told = officer.locator("#refused")
    expect(told).to_contain_text("您这里的内容还没有存入")
    expect(officer.locator("#saved")).to_have_class("bad")
    watch_of(officer).expect("409")
    officer.get_by_role("button", name="比较两份").click()
    expect(officer.get_by_role("row")).to_have_count(2)
    row = officer.get_by_role("row", name="不予受理的理由")
    expect(row).to_contain_text("起草人员又写的理由")
    expect(row).to_contain_text("执法人员写的理由")
    officer.get_by_role("button", name="两份都留").click()
    expect(officer.locator('[name="reasons"]')).to_have_value("执法人员写的理由")
    assert officer.url != address
    drafter.reload()
    expect(drafter.locator('[name="reasons"]')).to_have_value("起草人员又写的理由")


def test_what_was_not_saved_is_said_in_the_bar_and_beside_the_field(
    drafter_page: Page, axe: Axe
) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    full = json.dumps({"detail": "磁盘已满，请联系管理员。"})
    page.route("**/drafts/*", lambda route: route.fulfill(status=507, body=full))
    page.locator('[name="complaint"]').fill("存不下的内容")
    expect(page.locator("#refused")).to_contain_text("磁盘已满")
    expect(page.locator("#refused")).to_be_in_viewport()
    expect(page.locator("#saved")).to_have_text("没有保存")
    beside = page.locator('[data-field="complaint"]').get_by_text("没有保存：磁盘已满")
    expect(beside).to_be_visible()
    axe(page)
    watch_of(page).expect("507")
    page.unroute("**/drafts/*")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    expect(beside).to_have_count(0)
    expect(page.locator("#refused")).to_be_hidden()
    # A row too many: the button says why it does nothing.
    rows = page.locator('[data-rows="agreement_items"]')
    rows.evaluate("each => { each.dataset.most = rowsOf(each).length; }")
    rows.get_by_role("button", name="增加一项").click()
    expect(rows.get_by_text("先删去不用的，才能再加")).to_be_visible()
    rows.locator('[data-act="remove"]').first.click()
    expect(rows.get_by_text("先删去不用的，才能再加")).to_be_hidden()
    # What cannot be printed yet is listed here; it opens no second copy of the draft.
    page.locator('[name="complaint"]').fill("")
    page.get_by_role("button", name="打印").click()
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#summary")).to_contain_text("需要改正")
    assert len(page.context.pages) == 1


def test_letters_on_their_way_to_a_word_are_neither_saved_nor_rendered(drafter_page: Page) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    sent: list[str] = []
    page.on("request", lambda each: sent.append(each.post_data or ""))
    keys = page.context.new_cdp_session(page)
    page.locator('[name="complaint"]').fill("")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    for text in ("s", "shi", "shi'li"):
        keys.send("Input.imeSetComposition", {"text": text, "selectionStart": 0, "selectionEnd": 0})
        page.wait_for_timeout(300)
    expect(page.locator('[name="complaint"]')).to_have_value("shi'li")
    keys.send("Input.insertText", {"text": "示例"})
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    expect(page.locator('[name="complaint"]')).to_have_value("示例")
    assert not [each for each in sent if "complaint=s" in each]


def test_every_field_is_reached_by_keyboard(drafter_page: Page) -> None:
    page = drafter_page
    page.goto(f"/new/{AGREEMENT}")
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    everything = page.evaluate("stops().map((each) => each.name)")
    folded = page.locator("details.part input:visible").first.get_attribute("name")
    assert folded in everything
    first = page.locator(f'[name="{everything[0]}"]').first
    by_key = {"Tab": [], "Enter": []}  # type: dict[str, list[str]]
    for key, found in by_key.items():
        first.focus()
        for _ in range(3 * len(everything)):
            name = page.evaluate("document.activeElement.name")
            found.append(name)
            if name == everything[-1]:
                break
            # In a text of several lines Enter begins the next one.
            lines = page.evaluate("document.activeElement.matches('[data-lines]')")
            page.keyboard.press("Tab" if lines else key)
    assert set(everything) <= set(by_key["Tab"])
    assert list(dict.fromkeys(by_key["Enter"])) == list(dict.fromkeys(everything))
    page.keyboard.press("Shift+Enter")
    assert page.evaluate("document.activeElement.name") == everything[-2]
    assert page.url.endswith(f"/new/{AGREEMENT}")


def test_issuing_waits_for_what_is_being_saved(drafter_page: Page) -> None:
    """The service has the words already, its answer is still on its way: one clerk, one draft."""
    page = drafter_page
    begin(page, NOTICE)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "x-draft" in route.request.headers:
            held.append(route)
        else:
            route.continue_()

    page.route("**/drafts/*", hold)
    page.locator('[name="complaint_subject"]').fill("某店拒绝退货")
    for _ in range(100):
        page.wait_for_timeout(0 if held else 50)
    (save,) = held
    answer = save.fetch()
    page.locator('[name="reasons"]').fill("不属于本机关管辖")
    page.get_by_role("button", name="出具…").click(no_wait_after=True)
    save.fulfill(response=answer)
    expect(page).to_have_url(re.compile("/submit$"))


def test_rows_are_worked_by_keyboard_and_keep_the_focus(drafter_page: Page) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    box = page.locator('[data-rows="agreement_items"]')
    rows = box.locator(":scope > .rows-list > li")
    expect(rows).to_have_count(3)
    box.get_by_role("button", name="增加一项").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(4)
    expect(page.locator('[name="agreement_items.3.obligor"]').first).to_be_focused()
    page.locator('[name="agreement_items.3.action"]').fill("第四项")
    page.locator('button[value="up:agreement_items.3"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="agreement_items.2.action"]')).to_have_value("第四项")
    expect(page.locator('button[value="up:agreement_items.2"]')).to_be_focused()
    expect(page.locator('[name="agreement_items.3.obligor"][value="complainant"]')).to_be_checked()
    page.locator('button[value="remove:agreement_items.0"]').press("Enter")
    expect(rows).to_have_count(3)
    expect(page.locator('[name="agreement_items.1.action"]')).to_have_value("第四项")
    expect(rows.nth(1).locator("[data-number]").first).to_have_text("2")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.locator('[name="agreement_items.1.action"]')).to_have_value("第四项")


def test_a_block_from_a_spreadsheet_fills_rows(drafter_page: Page) -> None:
    page = drafter_page
    page.goto("/new/referral_letter")
    page.locator('[data-rows="order_references"] button[value="add:order_references"]').click()
    block = "12345市民服务热线\tA-001\n现场\tA-002\n其他\tA-003\n"
    paste(page, '[name="order_references.0.system"]', block)
    expect(page.locator('[name="order_references.0.number"]')).to_have_value("")
    shown = page.get_by_role("dialog", name="这样填入，对吗？")
    expect(shown.get_by_role("row")).to_have_count(4)
    shown.get_by_role("button", name="填入").click()
    for index, (system, number) in enumerate(
        [("hotline_12345", "A-001"), ("counter", "A-002"), ("other", "A-003")]
    ):
        row = f"order_references.{index}"
        expect(page.locator(f'[name="{row}.system"]')).to_have_value(system)
        expect(page.locator(f'[name="{row}.number"]')).to_have_value(number)
    expect(page.locator("#saved")).to_contain_text("草稿已保存")


def test_a_block_that_was_filled_in_is_taken_back(drafter_page: Page) -> None:
    page = drafter_page
    page.goto("/new/referral_letter")
    page.locator('[data-rows="order_references"] button[value="add:order_references"]').click()
    number = page.locator('[name="order_references.0.number"]')
    number.fill("原来的")
    rows = page.locator('[data-rows="order_references"] > .rows-list > li')
    for take_back in (
        lambda: page.get_by_role("button", name="撤销").click(),
        lambda: page.keyboard.press("Control+z"),
    ):
        paste(page, '[name="order_references.0.system"]', "现场\tA-1\n没有的来源\tA-2\n")
        shown = page.get_by_role("dialog")
        expect(shown).to_contain_text("划去的 1 格填不进去")
        shown.get_by_role("button", name="填入").click()
        expect(rows).to_have_count(2)
        expect(number).to_have_value("A-1")
        take_back()
        expect(rows).to_have_count(1)
        expect(number).to_have_value("原来的")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")


def test_lines_and_tabs_of_a_text_stay_in_its_own_field(drafter_page: Page) -> None:
    """An address of two lines once overwrote the next person's address."""
    page = drafter_page
    begin(page, AGREEMENT)
    second = page.locator('[name="agreement_items.1.action"]')
    kept = second.input_value()
    paste(page, '[name="agreement_items.0.action"]', "第一行\n第二行")
    paste(page, '[name="agreement_items.0.amount"]', "1200\t元整")
    expect(page.locator('[name="agreement_items.0.amount"]')).to_have_value(re.compile("1200 元整"))
    expect(second).to_have_value(kept)
    page.locator('[name="respondent.address"]').fill("")
    paste(page, '[name="respondent.address"]', "示例区某路1号\r\n二楼")
    expect(page.locator('[name="respondent.address"]')).to_have_value("示例区某路1号 二楼")
    expect(page.get_by_role("dialog")).to_have_count(0)


def paste(page: Page, field: str, text: str) -> None:
    """Paste text into a field, as Ctrl+V does."""
    page.locator(field).evaluate(
        """(each, text) => {
          each.focus();
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const given = { clipboardData: data, bubbles: true, cancelable: true };
          each.dispatchEvent(new ClipboardEvent("paste", given));
        }""",
        text,
    )


def test_fields_appear_when_they_apply_and_stay_while_something_is_in_them(
    drafter_page: Page,
) -> None:
    page = drafter_page
    page.goto(f"/new/{NOTICE}")
    basis = page.get_by_label("兜底项所依据的规定")
    expect(basis).to_be_hidden()
    page.get_by_role("radio", name="（七）").check()
    expect(basis).to_be_visible()
    basis.fill("《示例条例》第一条")
    page.get_by_role("radio", name="（五）").check()
    expect(basis).to_be_visible()
    expect(page.get_by_label("提供虚假材料", exact=True)).to_be_visible()
    basis.fill("")
    expect(basis).to_be_hidden()


def test_the_document_stands_beside_the_form_with_the_field_lit(drafter_page: Page) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    expect(page.locator("#preview-told")).to_have_text("共 2 页")
    first = page.locator("#sheets img").first
    before = first.get_attribute("src")
    with page.expect_response(re.compile(r"/sheets\?lit=%2Fcomplaint$")) as answer:
        page.locator('[name="complaint"]').click()
    assert json.loads(answer.value.body())["lit"][0] == 0
    page.keyboard.press("Control+Home")
    page.keyboard.type("另查：")
    expect(first).not_to_have_attribute("src", before or "")
    expect(page.locator('[name="complaint"]')).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    expect(page.locator('[name="complaint"]')).to_be_focused()


def test_a_mistake_is_told_while_one_types_and_leads_to_its_field(drafter_page: Page) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    code = page.get_by_label("统一社会信用代码")
    code.fill("91999900MA1XG6125X")
    told = page.locator(r"#f\.respondent\.credit_code\.told")
    expect(told).to_contain_text("请对照营业执照逐位核对")
    expect(code).to_have_attribute("aria-invalid", "true")
    page.locator('[name="agreement_items.0.amount"]').fill("1200.5")
    amount = page.locator(r"#f\.agreement_items\.0\.amount\.told")
    expect(amount).to_contain_text("人民币壹仟贰佰元零伍角整")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#summary")).to_be_focused()
    page.locator("#summary").get_by_role("link").first.click()
    expect(code).to_be_focused()
    code.fill("91999900MA1XG6125M")
    expect(page.locator("#summary")).not_to_contain_text("信用代码")


def test_open_fill_check_and_download_without_a_script(browse: Browse, engine: Engine) -> None:
    page = browse("drafter", **NO_SCRIPT)
    page.goto(f"/new/{NOTICE}")
    expect(page.get_by_label("兜底项所依据的规定")).to_be_visible()
    fill_plain(page, engine.catalogue[NOTICE].schema.example)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.get_by_text("没有需要改正的地方")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 Word").click()
    assert download.value.suggested_filename.endswith("_草稿.docx")
    page.get_by_role("link", name="在新窗口打开").evaluate("each => each.removeAttribute('target')")
    page.get_by_role("link", name="在新窗口打开").click()
    expect(page.get_by_alt_text("第 2 页，共 2 页")).to_be_visible()


def fill_plain(page: Page, example: Any) -> None:
    """Fill the notice's form where no script helps: a row is added by sending the form."""
    page.locator('button[value="add:order_references"]').click()
    for name in ("complainant_name", "received_on", "complaint_subject", "reasons", "issued_on"):
        page.locator(f'[name="{name}"]').fill(str(example[name]))
    order = example["order_references"][0]
    page.locator('[name="order_references.0.system"]').select_option(order["system"])
    page.locator('[name="order_references.0.number"]').fill(order["number"])
    page.locator(f'[name="ground_item"][value="{example["ground_item"]}"]').check()
    for name in ("approver", "post", "approved_on", "opinion"):
        page.locator(f'[name="approval.{name}"]').fill(example["approval"][name])
    page.locator('[name="approval.employed_by_authority"][value="true"]').check()
    page.locator('[name="approval.decision"]').select_option("agreed")


def test_every_button_of_a_form_is_within_a_phone(browse: Browse) -> None:
    page = browse("drafter", **PHONE)
    page.goto(f"/new/{RECORD}")
    for button in page.locator(".actions button").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 36


def test_photos_are_taken_on_a_phone(browse: Browse, tmp_path: Path) -> None:
    page = browse("drafter", **PHONE)
    page.goto(f"/new/{RECORD}")
    taken = START.astimezone(BEIJING).replace(tzinfo=None)
    files = []
    for name in ("门头", "货架"):
        files.append(tmp_path / f"{name}.jpg")
        files[-1].write_bytes(photo(640, 480, taken_at=taken, turned=name == "货架", placed=True))
    page.get_by_label("选择照片").set_input_files(files)
    rows = page.locator('[data-rows="photos"] > .rows-list > li')
    expect(rows).to_have_count(2)
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    expect(page.locator('[name="photos.0.taken_at"]')).to_have_value("2026-07-20 09:30")
    expect(page.locator('[name="photos.1.place"]')).to_have_value(re.compile("北纬30"))
    picture = rows.nth(1).locator("img")
    expect(picture).to_have_attribute("alt", "货架.jpg")
    sizes = "each => each.decode().then(() => [each.naturalWidth, each.naturalHeight])"
    assert picture.evaluate(sizes) == [240, 320], "shown upright"
    page.locator('button[value="up:photos.1"]').click()
    expect(page.locator('[name="photos.0.file"]')).to_have_value("货架.jpg")
    page.reload()
    expect(page.locator('[name="photos.0.file"]')).to_have_value("货架.jpg")
    sent = [
        ("坏.jpg", b"no photo"), ("又坏.jpg", b"none"), ("货架.jpg", files[1].read_bytes()),
        ("IMG_0012.HEIC", HEIC),
    ]  # fmt: skip
    page.get_by_label("选择照片").set_input_files(
        [{"name": name, "mimeType": "image/jpeg", "buffer": each} for name, each in sent]
    )
    expect(page.locator("#left-out")).to_contain_text("有 4 个文件没有加入")
    left = page.locator('[data-photos="photos"] .left-out')
    for words in (
        "坏.jpg：这个文件不是完整的",
        "又坏.jpg：这个文件不是完整的",
        "货架.jpg：与已有的是同",
        "IMG_0012.HEIC：照片是 HEIC 格式，文书里用不了，请在手机的相机设置里选兼容性最佳",
    ):
        expect(left).to_contain_text(words)
    expect(rows).to_have_count(2)
    watch_of(page).expect("422")


def test_sixty_photos_are_a_grid_and_what_they_share_is_written_once(
    browse: Browse, axe: Axe
) -> None:
    page = browse("drafter")
    page.goto(f"/new/{RECORD}")
    chooser = page.get_by_label("选择照片")
    expect(page.get_by_text("选择照片", exact=True)).to_be_visible()
    typed(page, "place", "示例市示例区和平路1号")
    files = [
        {"name": f"现场{each}.jpg", "mimeType": "image/jpeg", "buffer": photo(300 + each, 200)}
        for each in range(6)
    ]
    chooser.set_input_files(files)
    rows = page.locator('[data-rows="photos"] > .rows-list > li')
    expect(rows).to_have_count(6)
    first, second, last = (rows.nth(each).bounding_box() for each in (3, 4, 5))
    assert first
    assert second
    assert last
    assert second["y"] == last["y"], "side by side"
    # Nobody is taken for the photographer; the place is offered as the record says it.
    expect(page.locator('[name="photos.0.photographer"]')).to_have_value("")
    expect(page.locator('[name="photos.same.place"]')).to_have_value("示例市示例区和平路1号")
    page.locator('[name="photos.3.photographer"]').fill("方可欣")
    page.locator('[name="photos.same.photographer"]').fill("罗一鸣")
    page.get_by_role("button", name="填入空着的").click()
    expect(page.locator('[name="photos.5.photographer"]')).to_have_value("罗一鸣")
    expect(page.locator('[name="photos.3.photographer"]')).to_have_value("方可欣")
    expect(page.locator('[name="photos.5.place"]')).to_have_value("示例市示例区和平路1号")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    axe(page)
    rows.nth(5).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator('[name="photos.5.shows"]')).to_be_visible()
    page.reload()
    expect(page.locator('[name="photos.5.photographer"]')).to_have_value("罗一鸣")
    assert "photos.same" not in page.evaluate("JSON.stringify(localStorage)")


def test_the_preview_is_readable_zoomed_full_width_and_turned(browse: Browse, axe: Axe) -> None:
    page = browse("drafter")
    address = begin(page, "work_ledger")
    paper = page.locator("#sheets .paper").first
    expect(page.locator("#preview-told")).to_contain_text("页")
    paper.evaluate("each => each.decode()")

    def size() -> tuple[float, float]:
        box = paper.bounding_box()
        assert box
        return box["width"], box["height"]

    width, height = size()
    assert width > height, "a landscape paper"
    page.get_by_role("button", name="放大").click()
    assert size()[0] > width * 1.2
    page.get_by_role("button", name="转向").click()
    turned = size()
    assert turned[1] > turned[0]
    assert turned[1] > height * 1.5
    page.get_by_role("button", name="转向").click()
    wide = page.get_by_role("button", name="全宽")
    wide.click()
    expect(page.locator("#draft .fields").first).to_be_hidden()
    assert size()[0] > 1000
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("#draft .fields").first).to_be_visible()
    expect(wide).to_have_attribute("aria-pressed", "false")
    page.goto(address)
    expect(page.locator("#sheets .paper").first).to_be_visible()
    assert size()[0] > width * 1.2, "the next paper is as large"


@pytest.mark.parametrize("kind", [AGREEMENT, RECORD])
def test_the_form_is_accessible_empty_filled_and_wrong(browse: Browse, axe: Axe, kind: str) -> None:
    page = browse("drafter")

    def look() -> None:
        axe(page)
        page.emulate_media(color_scheme="dark")
        axe(page, colours_only=True)
        page.emulate_media(color_scheme="light")

    page.goto(f"/new/{kind}")
    look()
    address = begin(page, kind)
    expect(page.locator("#preview-told")).to_contain_text("页")
    for part in page.locator("details.part:visible").all():
        part.evaluate("each => { each.open = true; }")
    look()
    page.goto(address + "?check=1")
    for field in page.locator(".form input:not([type]):visible").all()[:12]:
        field.fill("?")
    expect(page.locator("#summary .alert")).to_be_visible()
    look()


def test_confirming_and_choosing_are_accessible(browse: Browse, axe: Axe) -> None:
    page = browse("officer")
    address = begin(page, NOTICE)
    for place in ("/issue", "/submit", "/preview"):
        page.goto(address + place)
        axe(page)


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_the_form_looks_as_it_did(browse: Browse, pictures: Pictures, look: str) -> None:
    options = {"dark": {"color_scheme": "dark"}, "phone": PHONE}.get(look, {})
    page = browse("drafter", **options)
    address = begin(page, AGREEMENT)
    page.goto(address + "?check=1#f.agreement_items.0.amount")
    if look != "phone":
        expect(page.locator("#preview-told")).to_have_text("共 2 页")
    pictures.assert_like(
        page, f"form-{look}", mask=[page.locator("#saved"), page.locator("#sheets")]
    )
