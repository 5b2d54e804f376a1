"""A day at the counter: every kind from an empty page to its files, by people who make mistakes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.pages.form.beginnings import lift_photos
from docgen import Engine
from docgen.kinds.json_schema import takes_files
from docgen.proof.words import words_of
from docgen.register import ledger
from docgen.register.ledger import LedgerFilter
from docgen.template.shape import printed_paths
from tests.browser.conftest import PHONE, Browse, watch_of
from tests.browser.mistakes import Slip, given, slips_of, sorts_of, texts_of, with_slips
from tests.browser.office import Office
from tests.browser.papers import everything_in, pages_of
from tests.browser.typist import DELAY, begin, fill
from tests.catalogue import DRAWN, KINDS, LONG, everything_drawn

# Texts are put in at once; the long form types them key by key.
PACE = DELAY if LONG else 0
NOTICE, AGREEMENT = "non_acceptance_notice", "mediation_agreement"
# Kinds whose every field is clicked and typed into; of the others only the mistakes are, but for
# the long form, which does all by hand. One takes photos, on a phone.
BY_HAND = (AGREEMENT, "site_inspection_record")
HOSTILE = "\"'><img src=x onerror=document.title='run'><script>document.title='run'</script>{{7*7}}"

# Puts a text into fields as a script would, without their limits; names the one with most room.
WRITE_HOSTILE = """([names, text]) => {
  const fields = names.map((name) => document.querySelector(`[name="${CSS.escape(name)}"]`));
  for (const field of fields) field.value = text;
  const room = (field) => (field.maxLength < 0 ? Infinity : field.maxLength);
  return fields.reduce((most, field) => (room(field) > room(most) ? field : most)).name;
}"""


def example_of(engine: Engine, kind: str) -> dict[str, Any]:
    """Return a kind's example without the number, which the register gives."""
    example = engine.catalogue[kind].schema.example
    return {name: value for name, value in example.items() if name != "document_number"}


def as_typed(engine: Engine, kind: str, folder: Path) -> dict[str, Any]:
    """Return a kind's example as somebody types it, its photos as files in a folder."""
    known, payload = engine.catalogue[kind], example_of(engine, kind)
    entries, photos = lift_photos(known.reader, payload)
    for name, content in photos.items():
        (folder / name).write_bytes(content)
    for name, rows in entries.items():
        if isinstance(rows, list) and rows and isinstance(rows[0], dict) and "file" in rows[0]:
            payload[name] = [
                {**row, "file": entry["file"]}
                for row, entry in zip(payload[name], rows, strict=True)
            ]
    return payload


def download(page: Page, button: str) -> Path:
    """Press a button that gives a file and return where the file is."""
    with page.expect_download() as taken:
        page.get_by_role("button", name=button).click()
    assert "草稿" in taken.value.suggested_filename
    return Path(taken.value.path())


def mend(page: Page, slips: Sequence[Slip], photos: Path) -> None:
    """Follow the link of each mistake from the summary to its field and put it right."""
    gone = []
    for slip in slips:
        link = page.locator(f'#summary a[href^="#f.{slip.name}"]').first
        expect(link).to_be_visible()
        place, said = (link.get_attribute("href") or "")[1:], link.inner_text()
        link.click()
        expect(page.locator(f'[id="{place}"]')).to_be_focused()
        fill(page, {slip.name: slip.right}, photos=photos, delay=0, saved=False)
        # Another mistake, a day of long ago say, may make something else of this field later.
        gone.append(page.locator(f'#summary a[href^="#f.{slip.name}"]').filter(has_text=said))
    for link in gone:
        expect(link).to_have_count(0)


@pytest.mark.parametrize("kind", KINDS if LONG else {**dict.fromkeys((*BY_HAND, *DRAWN))})
def test_a_drafter_makes_mistakes_mends_them_and_takes_the_files_home(
    browse: Browse, engine: Engine, kind: str, tmp_path: Path
) -> None:
    """At a desk; a kind that takes photos is filled where they are taken: on a phone.

    Few kinds whose forms draw all a form can, every kind in the long form; without a browser
    tests/api/pages/form has every kind's mistakes listed and its files taken home.
    """
    known = engine.catalogue[kind]
    page = browse("drafter", **(PHONE if takes_files(known.reader) else {}))
    payload, example = as_typed(engine, kind, tmp_path), example_of(engine, kind)
    slips = slips_of(engine, known, example)
    assert len(slips) >= min(3, len(sorts_of(engine, known, example)))
    texts = texts_of(engine, known, example)
    # A code of the house is printed as what it stands for; a draft leaves its number open; of a
    # row for which a derived value is printed (the names of two officers) some stays in the file.
    wanted = printed_paths(known.schema)
    printed = [
        place
        for place, field in texts
        if re.sub(r"/\d+", "", place)[1:].replace("/", ".") in wanted
        and not field.suggests
        and place != "/register_number"
    ]
    assert printed
    page.goto(f"/new/{kind}")
    at_once = kind not in BY_HAND and not LONG
    fill(page, with_slips(payload, slips), photos=tmp_path, delay=PACE, at_once=at_once)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#summary")).to_be_focused()
    mend(page, slips, tmp_path)
    expect(page.get_by_text("没有需要改正的地方")).to_be_visible()
    word, pdf = download(page, "下载 Word"), download(page, "下载 PDF")
    page.locator("#sheets").scroll_into_view_if_needed()
    expect(page.locator("#preview-told")).to_have_text(f"共 {pages_of(pdf)} 页")
    for format, path in (("docx", word), ("pdf", pdf)):
        assert "草稿" in everything_in(path)
        # The mark is read where the last page begins, which may be in the middle of a text.
        words = words_of(format, path.read_bytes()).replace("草稿", "")
        for pointer in printed:
            said = re.sub(r"\s", "", given(example, pointer))
            assert said in words, f"{format} has not what {pointer} says"


def test_an_officer_sees_what_will_be_fixed_issues_once_and_the_number_is_in_the_file(
    officer_page: Page, office: Office, engine: Engine
) -> None:
    page, header = officer_page, engine.catalogue[NOTICE].header
    begin(page, NOTICE)
    page.get_by_role("button", name="出具…").click()
    facts = page.locator(".facts")
    expect(facts).to_contain_text(engine.house.authority.number_prefix)
    expect(facts).to_contain_text(engine.catalogue[NOTICE].schema.example[header.dated_by])
    expect(facts).to_contain_text(f"{header.copies} 份")
    before = {each.id for each in ledger.entries(office.register, LedgerFilter(kind=NOTICE))}
    page.get_by_role("button", name="确认出具").dblclick()
    page.wait_for_url(re.compile("/documents/"))
    after = {each.id: each for each in ledger.entries(office.register, LedgerFilter(kind=NOTICE))}
    (made,) = after.keys() - before
    assert made in page.url
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载送达件 PDF").click()
    words = everything_in(Path(taken.value.path()))
    assert after[made].document_number in words
    assert "草稿" not in words


@pytest.mark.parametrize(
    ("choice", "kept"), [("用我的", "第二个窗口写的"), ("用已保存的", "第一个窗口写的")]
)
def test_two_windows_of_one_clerk_show_both_texts_before_one_is_chosen(
    drafter_page: Page, choice: str, kept: str
) -> None:
    page = drafter_page
    begin(page, NOTICE)
    other = page.context.new_page()
    other.goto(page.url)
    subject = page.locator('[name="complaint_subject"]')
    subject.fill("第一个窗口写的")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    other.locator('[name="complaint_subject"]').fill("第二个窗口写的")
    other.get_by_role("button", name="比较两份").click()
    row = other.get_by_role("row", name="投诉事项")
    expect(row).to_contain_text("第一个窗口写的")
    expect(row).to_contain_text("第二个窗口写的")
    other.get_by_role("button", name=choice).click()
    expect(other.locator('[name="complaint_subject"]')).to_have_value(kept)
    page.reload()
    expect(subject).to_have_value(kept)


def test_rows_typed_while_the_service_is_away_outlive_the_window_they_were_typed_in(
    drafter_page: Page, office: Office
) -> None:
    page = drafter_page
    begin(page, AGREEMENT)
    address, context = page.url, page.context
    office.stop()
    page.locator('button[value="add:agreement_items"]').click()
    page.locator('[name="agreement_items.3.action"]').fill("断网时补写的一项")
    expect(page.locator("#saved")).to_contain_text("内容留在这台电脑上")
    watch_of(page).expect("ERR_CONNECTION_REFUSED")
    page.close()
    office.start()
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#restored")).to_contain_text("找回了上次没有来得及保存的内容")
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.locator('[name="agreement_items.3.action"]')).to_have_value("断网时补写的一项")


@everything_drawn
def test_hostile_text_in_every_field_is_shown_and_never_run(
    drafter_page: Page, engine: Engine, kind: str
) -> None:
    page, known = drafter_page, engine.catalogue[kind]
    begin(page, kind)
    address = page.url
    texts = texts_of(engine, known, example_of(engine, kind))
    controls = page.locator(".form input, .form textarea")
    written = controls.evaluate_all("all => all.map(each => each.name)")
    names = [name for place, _ in texts if (name := name_of(place)) in written]
    assert names
    roomy = page.evaluate(WRITE_HOSTILE, [names, HOSTILE])
    page.locator(f'[name="{roomy}"]').fill(HOSTILE + HOSTILE)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#summary")).to_be_focused()
    kept = controls.evaluate_all("all => all.map(each => [each.name, each.value])")
    assert not [name for name, value in kept if name in names and HOSTILE not in value]
    assert_unhurt(page)
    for place in (f"{address}/preview", f"{address}/text", "/"):
        page.goto(place)
        assert_unhurt(page)


def assert_unhurt(page: Page) -> None:
    """Refuse a page on which a hostile text became anything but text."""
    assert page.title() != "run"
    assert page.locator("img[src=x]").count() == 0


def name_of(pointer: str) -> str:
    """Return the dotted name of the field at a JSON Pointer."""
    return pointer[1:].replace("/", ".")
