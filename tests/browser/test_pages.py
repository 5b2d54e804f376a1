"""Every page in every state: accessible, light and dark, on a phone, by keyboard, as text."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from api.pages.form.entries import entries_of
from docgen import Engine, Settings
from docgen.register import drafts, ledger
from docgen.register.actor import Actor, Role
from docgen.register.issued import read_file
from docgen.register.ledger import LedgerFilter
from docgen.register.tables import documents, files
from tests.browser.conftest import DESK, PHONE, Axe, Browse, watch_of
from tests.browser.furnish import BUSY_CASE, LATE_CASE, NEW_CASE, OFFICER, PEOPLE
from tests.browser.office import Office, serving
from tests.browser.pictures import Pictures
from tests.catalogue import CORPUS
from tests.docgen.register.accounts import PASSWORD
from tests.docgen.register.papers import put_document
from tests.own_house import SHIPPED

ZOOMED = {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2}
# Whose pages they are, and where they are; `{...}` stands for a document of that kind.
PAGES = [
    ("", "/sign-in"),
    ("", "/sign-in?next=/cases"),
    ("drafter", "/cases"),
    ("drafter", f"/cases/{LATE_CASE}"),
    ("officer", f"/cases/{BUSY_CASE}"),
    ("officer", "/cases?closed=yes"),
    ("officer", "/documents"),
    ("archivist", "/documents?words=没有"),
    ("officer", "/documents/{mediation_agreement}"),
    ("officer", "/documents/{non_acceptance_notice}"),
    ("archivist", "/documents/{mediation_agreement}/recipients"),
    ("officer", "/desk"),
    ("archivist", "/batches"),
    ("officer", "/verify"),
    ("officer", "/account"),
    ("admin", "/admin"),
    ("admin", "/admin/people"),
    ("admin", "/admin/keys"),
    ("admin", "/admin/house"),
    ("admin", "/admin/calendars"),
    ("admin", "/admin/audit"),
]


def place_of(office: Office, path: str) -> str:
    """Put the first document of a kind into the address that names the kind."""
    if "{" not in path:
        return path
    before, _, rest = path.partition("{")
    kind, _, after = rest.partition("}")
    return before + next(ledger.entries(office.register, LedgerFilter(kind=kind))).id + after


def unfold(page: Page) -> None:
    """Open whatever is folded, for axe looks at what can be seen only."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_is_accessible_in_light_and_dark_and_fits_every_window(
    office: Office, browse: Browse, axe: Axe, role: str, path: str
) -> None:
    page = browse(role)
    page.goto(place_of(office, path))
    unfold(page)
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page, colours_only=True)
    for window in (PHONE, ZOOMED):
        page.set_viewport_size(window["viewport"])
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= window["viewport"]["width"]
    axe(page)


@pytest.mark.parametrize(
    ("role", "path", "status"), [("drafter", "/documents", 403), ("officer", "/nowhere", 404)]
)
def test_errors_are_accessible_pages_with_a_way_on(
    browse: Browse, axe: Axe, role: str, path: str, status: int
) -> None:
    page = browse(role)
    answer = page.goto(path)
    assert answer
    assert answer.status == status
    axe(page)
    page.get_by_role("link", name="回到办理页").click()
    expect(page).to_have_title("办理 · 文书生成")
    watch_of(page).expect(str(status))


def test_a_wrong_password_is_told_and_nothing_else_lost(browse: Browse, axe: Axe) -> None:
    page = browse()
    page.goto("/cases")
    page.fill("#name", "无此人")
    page.fill("#password", "x" * 12)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("账号或密码不对")
    axe(page)
    watch_of(page).expect("401")


def test_an_officer_signs_in_by_keyboard_and_comes_back_to_the_page(browse: Browse) -> None:
    page = browse()
    page.goto(f"/cases/{NEW_CASE}")
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(OFFICER.name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"案卷 {NEW_CASE}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_dropped_pdf_gets_its_verdict(
    office: Office, browse: Browse, axe: Axe, tmp_path: Path
) -> None:
    entry = next(ledger.entries(office.register, LedgerFilter(kind="referral_letter")))
    original = tmp_path / "归档件.pdf"
    original.write_bytes(read_file(office.register, entry.id, "archive_pdf", actor=OFFICER))
    touched = tmp_path / "改过.pdf"
    touched.write_bytes(original.read_bytes() + b"%")
    page = browse("officer")
    page.goto("/verify")
    for file, verdict in ((original, "未被改动"), (touched, "与原件不符")):
        page.set_input_files("#pdf", file)
        expect(page.get_by_role("status").get_by_role("heading")).to_have_text(verdict)
        axe(page)
    page.set_input_files("#pdf", {"name": "x", "mimeType": "a/b", "buffer": b"no"})
    expect(page.get_by_role("alert")).to_contain_text("不是 PDF")
    watch_of(page).expect("422")


def test_a_batch_is_watched_to_its_end_without_touching_the_page(browse: Browse, axe: Axe) -> None:
    payload = json.loads((CORPUS / "non_acceptance_notice" / "typical.json").read_text("utf-8"))
    faulty = payload | {"document_number": ""}
    case = json.dumps({"kind": "non_acceptance_notice", "payload": faulty}).encode()
    page = browse("archivist")
    page.goto("/batches")
    page.set_input_files(
        "#input", {"name": "案件.jsonl", "mimeType": "application/jsonl", "buffer": case}
    )
    page.get_by_role("button", name="交给系统做").click()
    expect(page.get_by_role("heading", name="进度")).to_contain_text("错误", timeout=60_000)
    expect(page.get_by_text("正式文书必须有文号")).to_be_visible()
    axe(page)


def test_the_ledger_is_searched_and_left_by_keyboard_and_without_a_script(
    office: Office, browse: Browse
) -> None:
    page = browse("officer", java_script_enabled=False)
    page.goto("/documents")
    page.get_by_label("文号").focus()
    page.keyboard.type("案移")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="案移").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("案件移送函")
    # It is void, so nobody is handed its files by mistake.
    expect(page.get_by_role("link", name="下载送达件 PDF")).to_be_hidden()
    page.get_by_text("取作废以前的文件").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载送达件 PDF").click()
    assert taken.value.suggested_filename.endswith(".pdf")


def test_a_signed_paper_comes_back_to_its_document(
    office: Office, browse: Browse, axe: Axe, tmp_path: Path
) -> None:
    """Attached on a phone, refused with a word where it is no scan, taken as it came."""
    page = browse("officer", **PHONE)
    place = place_of(office, "/documents/{site_inspection_record}")
    page.goto(place)
    page.get_by_text("登记签署件").click()
    wrong, scan = tmp_path / "网页.pdf", tmp_path / "签字.pdf"
    wrong.write_bytes(b"<html>")
    scan.write_bytes(b"%PDF-1.7 \x00 signed")
    page.locator("#file").set_input_files(wrong)
    page.locator("#attach").get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert")).to_contain_text("内容与扩展名不符")
    watch_of(page).expect("422")
    page.locator("#file").set_input_files(scan)
    page.get_by_label("说明").fill("当事人已签字")
    page.locator("#attach").get_by_role("button", name="登记").click()
    expect(page.locator(".done")).to_contain_text("已登记签署件")
    unfold(page)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    with page.expect_download() as taken:
        page.get_by_role("link", name="签字盖章件").click()
    assert taken.value.suggested_filename == "签字.pdf"
    assert Path(taken.value.path()).read_bytes() == scan.read_bytes()


def test_a_secret_is_shown_once_to_the_administrator(browse: Browse, axe: Axe) -> None:
    page = browse("admin")
    page.goto("/admin/people")
    page.get_by_label("账号名称").fill("闻笛")
    page.get_by_role("button", name="添加").click()
    expect(page.locator(".secret")).to_be_visible()
    axe(page)
    page.goto("/admin/people")
    expect(page.locator(".secret")).to_have_count(0)
    expect(page.locator("td strong", has_text="闻笛")).to_be_visible()


def test_hostile_text_is_shown_and_never_run(office: Office, browse: Browse) -> None:
    hostile = '<img src=x onerror=document.title="run"><script>document.title="run"</script>'
    made = put_document(
        office.register, "referral_letter", {}, title=hostile, document_number=hostile,
        issued_by=hostile, void_reason=hostile, state="void",
    )  # fmt: skip
    try:
        page = browse("officer")
        for path in ("/", "/documents", f"/documents/{made}", f"/documents?words={hostile}"):
            page.goto(path)
            assert page.title() != "run"
            expect(page.locator("img")).to_have_count(0)
        page.goto(f"/documents/{made}")
        expect(page.get_by_role("heading", level=1)).to_have_text(hostile)
    finally:
        with office.register.engine.begin() as connection:
            connection.execute(delete(files).where(files.c.document_id == made))
            connection.execute(delete(documents).where(documents.c.id == made))


@pytest.mark.parametrize(
    ("name", "role", "path"),
    [
        ("ledger", "officer", "/documents"),
        ("document", "officer", "/documents/{mediation_agreement}"),
        ("case", "drafter", f"/cases/{NEW_CASE}"),
        ("people", "admin", "/admin/people"),
        ("verify", "drafter", "/verify"),
    ],
)
def test_a_page_looks_as_it_looked(
    office: Office, browse: Browse, pictures: Pictures, name: str, role: str, path: str
) -> None:
    page = browse(role)
    page.goto(place_of(office, path))
    pictures.assert_like(page, name)


@pytest.mark.parametrize("name", ["forced", "print"])
def test_a_document_looks_as_it_looked_in_forced_colours_and_print(
    office: Office, browse: Browse, pictures: Pictures, name: str
) -> None:
    page = browse("officer")
    if name == "forced":
        page.emulate_media(forced_colors="active")
    else:
        page.emulate_media(media="print")
    page.goto(place_of(office, "/documents/{mediation_agreement}"))
    pictures.assert_like(page, f"document-{name}")


def test_consent_is_given_by_whoever_approves_and_void_after_a_change(
    settings: Settings,
    engine: Engine,
    furnished_with_few: Path,
    browser: Browser,
    axe: Axe,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    facts = SHIPPED.read_text("utf-8").replace('approval = "typed"', 'approval = "one"')
    approver = {"account": OFFICER.name, "name": OFFICER.name, "post": "所长"}
    lines = [f'{name} = "{each}"' for name, each in approver.items()]
    house = tmp_path / "house.toml"
    house.write_text(
        "\n".join((facts, "[[approvers]]", *lines, 'station = "authority_head"\n')), "utf-8"
    )
    monkeypatch.setenv("DOCGEN_HOUSE", str(house))
    kind = engine.catalogue["referral_letter"]
    with serving(settings, furnished_with_few, tmp_path / "office") as there:
        pages = {}
        for role in (Role.drafter, Role.officer):
            context = browser.new_context(base_url=there.url, viewport=DESK, locale="zh-CN")
            signing = {"name": PEOPLE[role], "password": PASSWORD}
            context.request.post("/sign-in", form=signing, max_redirects=0)
            pages[role] = context.new_page()
        drafter, officer = pages[Role.drafter], pages[Role.officer]
        typed = dict(kind.schema.example) | {"issued_on": "2026-07-20"}
        entries = {**entries_of(kind.reader, typed), "approval": {}}
        draft = drafts.save(
            there.register, "a" * 32, kind.name, entries, base=0,
            actor=Actor(PEOPLE[Role.drafter], Role.drafter),
        )  # fmt: skip
        drafter.goto(f"/drafts/{draft.id}?check=1")
        expect(drafter.locator("main")).to_contain_text("审批　由批准人填写")
        expect(drafter.locator('[name^="approval."]')).to_have_count(0)
        axe(drafter)
        drafter.goto(f"/drafts/{draft.id}/submit")
        drafter.get_by_role("button", name="报请批准").click()
        officer.goto(f"/drafts/{draft.id}/issue")
        expect(officer.get_by_role("button", name="确认出具")).to_have_count(0)
        officer.goto("/")
        officer.locator("#before-me ~ ul a").click()
        expect(officer.locator(".sheets img").first).to_be_visible()
        axe(officer)
        officer.set_viewport_size(PHONE["viewport"])
        width = officer.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE["viewport"]["width"]
        officer.get_by_role("button", name="同意").click()
        officer.goto(f"/drafts/{draft.id}/issue")
        expect(officer.get_by_text("已经批准")).to_be_visible()
        drafts.save(
            there.register, draft.id, kind.name, entries | {"contact_name": "周启明"}, base=1,
            actor=Actor(PEOPLE[Role.drafter], Role.drafter),
        )  # fmt: skip
        officer.goto(f"/drafts/{draft.id}/issue")
        expect(officer.get_by_text("报批以后内容改过")).to_be_visible()
        expect(officer.get_by_role("button", name="确认出具")).to_have_count(0)
        for page in pages.values():
            page.context.close()


def test_papers_that_belong_together_are_looked_through_and_issued_at_once(
    office: Office, browse: Browse, axe: Axe, engine: Engine
) -> None:
    leading, notice = (
        engine.catalogue[each] for each in ("complaint_acceptance_decision", "mediation_notice")
    )
    officer = Actor(OFFICER.name, Role.officer)
    entries = entries_of(leading.reader, leading.schema.example)
    draft = drafts.save(
        office.register, "c" * 32, leading.name, entries, base=0, actor=officer,
        case_ref="2026-0990",
    )  # fmt: skip
    page = browse("officer")
    page.goto(f"/drafts/{draft.id}")
    page.get_by_role("button", name="成套办理").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("等 3 份")
    expect(page.get_by_role("button", name="一次出具")).to_have_count(0)
    axe(page)
    _, first, second = drafts.of_packet(office.register, draft.id, actor=officer)
    assert first.entries["complaint_subject"] == entries["complaint_subject"]
    example = entries_of(notice.reader, notice.schema.example)
    own = ("respondent_name", "mediation_at", "place", "recusal_days", "mediators", "issued_on")
    told = {name: example[name] for name in own} | {"addressed_to": "complainant"}
    drafts.save(
        office.register, first.id, notice.name, {**first.entries, **told}, base=1, actor=officer
    )
    page.reload()
    # What the first notice says is not typed again in the second.
    page.get_by_role("button", name="各份照前面的文书填写").click()
    second = drafts.find(office.register, second.id, actor=officer)
    assert second.entries["respondent_name"] == example["respondent_name"]
    last = {**second.entries, "addressed_to": "respondent", "issued_on": example["issued_on"]}
    drafts.save(office.register, second.id, notice.name, last, base=second.version, actor=officer)
    page.reload()
    expect(page.locator(".sheets img")).to_have_count(3)
    axe(page)
    page.set_viewport_size(PHONE["viewport"])
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["viewport"]["width"]
    page.get_by_role("button", name="一次出具 3 份").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("案卷 2026-0990")
    issued = [*ledger.entries(office.register, LedgerFilter(case_ref="2026-0990"))]
    assert sorted(each.kind for each in issued) == [leading.name, notice.name, notice.name]
    assert {each.id for each in issued} == {draft.id, first.id, second.id}
