"""The form over HTTP, as a browser without scripts uses it, and as the page itself does."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import unquote

import pikepdf
import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from docgen import Engine
from docgen.register import drafts, issue
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from schemas.ground.fields import Described
from schemas.ground.kind import subject_of
from tests.api.pages.conftest import Browser, Desk
from tests.api.pages.form.test_entries import posted_from
from tests.browser.furnish import BUSY_CASE, CERTIFICATES, PEOPLE
from tests.catalogue import every_kind, every_sort_of_form
from tests.docgen.register.invented_orders import fill_orders
from tests.doubles.camera import PLACE_IN_WORDS, photo
from tests.doubles.july import START

KIND = "non_acceptance_notice"
DRAFTER = Actor(PEOPLE[Role.drafter], Role.drafter)


def fields_on(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form on a page, its buttons aside."""
    form = page.partition('<form class="form"')[2].partition("</form>")[0]
    form = re.sub(r"<template>.*?</template>", "", form, flags=re.DOTALL)
    return {name: values for name, values in _sent(form) if name}


def _sent(form: str) -> Iterator[tuple[str, list[str]]]:
    for tag in re.findall(r"<input[^>]*>", form):
        given = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        ticked = given.get("type") not in ("checkbox", "radio") or tag.endswith("checked>")
        if ticked and given.get("type") != "file":
            yield given.get("name", ""), [given.get("value", "")]
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        yield name, [unescape(text)]
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(
            r'value="([^"]*)"', options
        )
        yield name, [chosen[1] if chosen else ""]


def begun(desk: Desk, kind: str = KIND, role: str = "drafter") -> tuple[Browser, str]:
    """Begin a draft with the example of a kind."""
    browser = desk(role)
    answer = browser.send(f"/new/{kind}/example", f"/new/{kind}")
    assert answer.status_code == 303
    return browser, answer.headers["Location"]


def changed(browser: Browser, place: str, **fields: Any) -> TestResponse:
    """Send the form of a draft with some fields changed."""
    sent = fields_on(browser.get(place).text)
    return browser.forge(place, **sent | fields)


@every_kind
def test_what_the_page_shows_is_what_was_saved(desk: Desk, engine: Engine, kind: str) -> None:
    browser, place = begun(desk, kind)
    shown = fields_on(browser.get(place).text)
    assert browser.forge(place, **shown).status_code == 303
    again = fields_on(browser.get(place).text)
    state = {"version": [], "base": []}
    assert again | state == shown | state


@every_kind
def test_an_empty_form_opens_and_can_be_saved_checked_and_gone_on_with(
    desk: Desk, register: Register, kind: str
) -> None:
    browser = desk("drafter")
    opened = browser.get(f"/new/{kind}")
    assert opened.status_code == 200
    assert drafts.own(register, actor=DRAFTER) == []
    place = re.search(r'action="(/drafts/[0-9a-f]{32})"', opened.text)
    assert place
    answer = browser.forge(place[1], **fields_on(opened.text) | {"do": "check"})
    assert answer.headers["Location"] == f"{place[1]}?check=1#summary"
    checked = browser.get(f"{place[1]}?check=1").text
    assert re.search(r"还有 \d+ 处需要改正", checked)
    ids = set(re.findall(r'id="(f\.[^"]+)"', checked))
    linked = {unescape(each) for each in re.findall(r'<a href="#(f\.[^"]+)"', checked)}
    assert linked
    assert linked <= ids


@every_sort_of_form
def test_a_whole_example_downloads_as_a_marked_draft(desk: Desk, engine: Engine, kind: str) -> None:
    browser, place = begun(desk, kind)
    answer = changed(browser, place, do="pdf")
    file = browser.get(answer.headers["Location"])
    assert file.mimetype == "application/pdf"
    named = unquote(file.headers["Content-Disposition"].partition("filename*=UTF-8''")[2])
    # What lies in a folder of downloads is told apart by what it is and whom it is about.
    about = subject_of(engine.catalogue[kind].header, engine.catalogue[kind].schema.example)
    assert re.fullmatch(r".+_.+_草稿\.pdf", named)
    assert not about or re.sub(r'[\\/:*?"<>|\s]+', "_", about.partition("，")[0][:20]) in named
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        assert "payload.json" not in pdf.attachments
    word = browser.get(changed(browser, place, do="docx").headers["Location"])
    assert word.data.startswith(b"PK")


def test_a_draft_is_printed_from_a_page_of_its_own(desk: Desk) -> None:
    browser, place = begun(desk)
    printed = browser.get(changed(browser, place, do="print").headers["Location"])
    assert printed.mimetype == "application/pdf"
    assert printed.headers["Content-Disposition"].startswith("inline")


@pytest.mark.parametrize("role", ["drafter", "officer"])
def test_the_form_leads_to_the_paper_empty_for_a_pen(desk: Desk, role: str) -> None:
    browser = desk(role)
    page = browser.get("/new/site_inspection_record").text
    places = re.findall(r'href="(/v1/kinds/site_inspection_record/blank[^"]*)"', page)
    assert len(places) == 2
    begins = {browser.get(place).data[:2] for place in places}
    assert begins == {b"%P", b"PK"}


def test_what_cannot_be_made_yet_leads_back_to_the_list_of_mistakes(desk: Desk) -> None:
    browser, place = begun(desk)
    changed(browser, place, complaint_subject="")
    answer = browser.get(f"{place}/file/pdf")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{place}?check=1#summary")
    checked = browser.get(f"{place}?check=1").text
    assert "「投诉事项」是必填项" in checked
    # Paper is to be had all the same: its pages, with a blank where nothing stands.
    assert f'<a href="{place}/preview" target="_blank">打印没有写完的草稿</a>' in checked
    shown = browser.get(f"{place}/preview").text
    assert 'class="sheet pages-only"' in shown
    assert 'class="paper"' in shown


def test_a_wrong_value_is_kept_as_typed_and_told_at_its_field(desk: Desk) -> None:
    browser, place = begun(desk, "mediation_agreement")
    changed(browser, place, **{"respondent.credit_code": "91999900MA1XG6125X"})
    page = browser.get(place).text
    assert 'value="91999900MA1XG6125X"' in page
    told = page.partition('id="f.respondent.credit_code.told"')[2].partition("</div>")[0]
    assert "请对照营业执照逐位核对" in told


def test_rows_are_added_moved_and_removed_without_a_script(desk: Desk) -> None:
    browser, place = begun(desk, "mediation_agreement")
    answer = changed(browser, place, do="add:agreement_items")
    assert answer.headers["Location"] == f"{place}#f.agreement_items.3"
    sent = fields_on(browser.get(place).text)
    assert sent["agreement_items.3.action"] == [""]
    first, second = sent["agreement_items.0.action"], sent["agreement_items.1.action"]
    changed(browser, place, do="down:agreement_items.0")
    assert fields_on(browser.get(place).text)["agreement_items.0.action"] == second
    changed(browser, place, do="remove:agreement_items.0")
    assert fields_on(browser.get(place).text)["agreement_items.0.action"] == first


def test_the_page_saves_by_itself_and_is_told_what_to_show(desk: Desk) -> None:
    browser, place = begun(desk, "mediation_agreement")
    sent = fields_on(browser.get(place).text) | {"stated_total": ["3,601"]}
    told = json.loads(_autosaved(browser, place, sent).data)
    assert told["version"] == 2
    assert "人民币叁仟陆佰零壹元整" in told["said"]["f.stated_total"]
    assert "请逐项核对" in told["said"]["f.stated_total"]
    assert told["wrong"] == ["f.stated_total"]
    assert ["bad", "改 1 处"] in told["states"].values()
    assert told["summary"] == ""
    sent |= {"version": ["2"], "stated_total": ["3602"]}
    strict = json.loads(_autosaved(browser, place, sent, "strict").data)
    assert "还有 1 处需要改正" in strict["summary"]


def _autosaved(
    browser: Browser, place: str, sent: dict[str, list[str]], how: str = "early"
) -> TestResponse:
    return browser._client.post(place, data=sent, headers={"X-Draft": how})


def test_of_two_clerks_the_later_is_asked_and_nothing_is_lost(
    desk: Desk, register: Register
) -> None:
    browser, place = begun(desk)
    mine = fields_on(browser.get(place).text)
    officer = desk("officer")
    theirs = {"complaint_subject": "某店拒绝退货", "reasons": "执法人员的理由"}
    assert changed(officer, place, **theirs).status_code == 303
    assert _autosaved(browser, place, mine | {"reasons": ["另一理由"]}).status_code == 409
    asked = browser.forge(place, **mine | {"reasons": ["另一理由"]})
    assert asked.status_code == 409
    assert "有 1 处不同" in asked.text
    assert "执法人员的理由" in asked.text
    assert "另一理由" in asked.text
    carried = {
        name: unescape(value)
        for name, value in re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text
        )
    }
    kept = browser.forge(f"{place}/settle", **carried | {"keep": "both"})
    assert fields_on(browser.get(place).text)["complaint_subject"] == ["某店拒绝退货"]
    assert fields_on(browser.get(kept.headers["Location"]).text)["reasons"] == ["另一理由"]
    browser.forge(f"{place}/settle", **carried | {"keep": "mine"})
    settled = fields_on(browser.get(place).text)
    assert settled["reasons"] == ["另一理由"]
    assert settled["complaint_subject"] == ["某店拒绝退货"], "changed by one only"
    assert len(drafts.own(register, actor=DRAFTER)) == 2


def test_what_two_clerks_changed_in_different_fields_is_merged(desk: Desk) -> None:
    browser, place = begun(desk, "mediation_agreement")
    mine = fields_on(browser.get(place).text)
    theirs = {"complaint": "执法人员改的事由", "agreement_items.1.action": "执法人员改的一项"}
    changed(desk("officer"), place, **theirs)
    told = json.loads(_autosaved(browser, place, mine | {"stated_total": ["3,601"]}).data)
    assert dict(told["merged"]["values"]) == {name: [each] for name, each in theirs.items()}
    assert PEOPLE[Role.officer] in told["merged"]["told"]
    # Without a script the page comes back with both, and says so.
    said = browser.forge(place, **mine | {"agreement_items.0.action": "起草人员改的一项"}).text
    assert "已经与您填写的合在一起" in said
    merged = fields_on(said)
    assert merged["complaint"] == ["执法人员改的事由"]
    assert merged["agreement_items.0.action"] == ["起草人员改的一项"]
    assert merged["agreement_items.1.action"] == ["执法人员改的一项"]
    assert merged["stated_total"] == ["3,601"]


def test_somebody_elses_draft_is_not_there(desk: Desk) -> None:
    _, place = begun(desk)
    stranger = desk("archivist")
    for path in ("", "/preview", "/sheets", "/text", "/file/pdf", "/submit", "/photos/x.jpg"):
        assert stranger.get(place + path).status_code == 404
    assert desk("").get(place).status_code == 303


def test_a_form_from_elsewhere_changes_nothing(desk: Desk) -> None:
    browser, place = begun(desk)
    sent = fields_on(browser.get(place).text) | {"csrf": ["x"], "complaint_subject": ["换了"]}
    assert browser.forge(place, **sent).status_code == 403
    assert "换了" not in browser.get(place).text


def test_the_preview_shows_the_pages(desk: Desk) -> None:
    browser, place = begun(desk)
    told = json.loads(browser.get(f"{place}/sheets", lit="/complainant_name").data)
    assert len(told["sheets"]) == 2
    assert told["lit"][0] == 0
    assert told["told"] == "共 2 页"
    assert 'alt="第 2 页，共 2 页"' in browser.get(f"{place}/preview").text
    text = browser.get(f"{place}/text")
    assert "林晓岚：" in text.text
    assert text.headers["Content-Security-Policy"].startswith("sandbox")


def test_where_nothing_can_be_shown_yet_that_is_said(desk: Desk) -> None:
    browser, place = begun(desk, "settlement_invoice")
    changed(browser, place, **{"completed.0.item": "没有这一项"})
    told = json.loads(browser.get(f"{place}/sheets").data)
    assert told["sheets"] == []
    assert "再填几项" in told["told"]


def test_a_case_starts_the_next_document_with_what_it_knows(desk: Desk) -> None:
    shown = fields_on(desk("drafter").get("/new/non_acceptance_notice", case_ref=BUSY_CASE).text)
    assert shown["received_on"] == ["2026-06-19"]
    assert shown["case_ref"] == [BUSY_CASE]


def test_a_form_is_put_into_a_case_from_its_first_page_and_says_what_came_from_where(
    desk: Desk,
) -> None:
    page = desk("drafter").get("/new/non_acceptance_notice").text
    chooser = page.split('class="of-case"')[1].split("</div>")[0]
    assert f'<option value="{BUSY_CASE}">' in chooser
    assert "示例市跃动健身" in chooser
    filled = desk("drafter").get("/new/mediation_record", case_ref=BUSY_CASE).text
    assert re.search(r"案卷已填好 \d+ 项，请核对。", filled)
    assert "《投诉调解书》：" in filled
    assert "用这个案卷" not in filled


def test_a_draft_already_saved_joins_a_case_and_keeps_what_is_written(
    desk: Desk, register: Register
) -> None:
    browser = desk("drafter")
    fields = fields_on(browser.get(f"/new/{KIND}").text) | {
        "complainant_name": ["顾明远"], "received_on": [""], "join": [BUSY_CASE], "do": ["join"],
    }  # fmt: skip
    page = browser.forge(f"/drafts/{'a' * 32}", **fields).text
    draft = drafts.find(register, "a" * 32, actor=DRAFTER)
    assert draft.case_ref == BUSY_CASE
    assert draft.entries["complainant_name"] == "顾明远"
    assert draft.entries["received_on"] == "2026-06-19"
    assert re.search(r"案卷已填好 \d+ 项，请核对。", page)
    # Where a value came from stands at its field, and not at what was written over it.
    assert re.search(r'id="f.received_on.from">取自《投诉调解书》（示市监﹝2026﹞第\d+号）<', page)
    assert 'id="f.complainant_name.from"' not in page
    again = fields_on(page) | {"join": ["2026-0999"], "do": ["join"]}
    assert browser.forge(f"/drafts/{'a' * 32}", **again).status_code == 303
    assert drafts.find(register, "a" * 32, actor=DRAFTER).case_ref == BUSY_CASE
    other = fields_on(browser.get(f"/new/{KIND}").text) | {"join": ["2026 09"], "do": ["join"]}
    assert "案卷编号请写" in browser.forge(f"/drafts/{'b' * 32}", **other).text
    assert drafts.find(register, "b" * 32, actor=DRAFTER).case_ref is None


def test_a_case_that_is_not_there_yet_is_opened_by_its_first_paper_and_that_is_said(
    desk: Desk,
) -> None:
    page = desk("drafter").get(f"/new/{KIND}", case_ref="2026-0999").text
    assert "登记簿里还没有案卷 2026-0999，出具这份文书时新立。" in page
    assert 'name="case_ref" value="2026-0999"' in page
    assert desk("drafter").get(f"/new/{KIND}", case_ref="2026 0999").status_code == 422


def test_a_case_comes_in_as_json(desk: Desk, engine: Engine) -> None:
    browser = desk("drafter")
    payload = dict(engine.catalogue[KIND].schema.example) | {"nobody_has_this": 1}
    file = FileStorage(io.BytesIO(json.dumps(payload).encode()), "案件.json")
    answer = browser.send(f"/new/{KIND}/import", f"/new/{KIND}", case=file)
    assert answer.status_code == 303
    assert fields_on(browser.get(answer.headers["Location"]).text)["ground_item"] == ["4"]
    broken = FileStorage(io.BytesIO(b"{"), "案件.json")
    assert browser.send(f"/new/{KIND}/import", f"/new/{KIND}", case=broken).status_code == 400


def test_the_register_fills_in_a_paper_that_nobody_types(desk: Desk, register: Register) -> None:
    fill_orders(replace(register, now=lambda: datetime(2026, 12, 2, tzinfo=UTC)), 12)
    browser, place = desk("officer"), "/new/statistical_analysis_report"
    assert "由登记簿生成" in browser.get(place).text
    assert "由登记簿生成" not in browser.get(f"/new/{KIND}").text
    answer = browser.send(f"{place}/compile", place, period="2026-10")
    assert answer.status_code == 303
    shown = fields_on(browser.get(answer.headers["Location"]).text)
    assert (shown["received"], shown["period_to"]) == (["12"], ["2026-10-31"])
    assert browser.send(f"{place}/compile", place, period="十月").status_code == 422


def test_a_list_is_had_as_a_workbook_and_nothing_else_is(desk: Desk) -> None:
    browser, place = begun(desk, "handover_list")
    assert "下载电子表格" in browser.get(place).text
    answer = changed(browser, place, do="xlsx")
    file = browser.get(answer.headers["Location"])
    assert file.data.startswith(b"PK")
    assert ".xlsx" in file.headers["Content-Disposition"]
    other, there = begun(desk)
    assert "下载电子表格" not in other.get(there).text
    assert other.get(f"{there}/file/xlsx").status_code == 400


def test_photos_come_with_the_form_and_start_with_what_the_camera_says(desk: Desk) -> None:
    browser = desk("drafter")
    opened = browser.get("/new/site_inspection_record").text
    place = re.findall(r'action="(/drafts/[0-9a-f]{32})"', opened)[0]
    content = photo(400, 300, taken_at=START.replace(tzinfo=None), placed=True, turned=True)
    sent: dict[str, Any] = {name: values[0] for name, values in fields_on(opened).items()}
    sent |= {"do": "upload", "photos.files": FileStorage(io.BytesIO(content), "门头.jpg")}
    assert browser.forge(place, **sent).status_code == 303
    row = fields_on(browser.get(place).text)
    assert row["photos.0.file"] == ["门头.jpg"]
    assert row["photos.0.place"] == [PLACE_IN_WORDS]
    assert row["photos.0.device"] == ["Invented Phone 3"]
    assert row["photos.0.taken_at"] == [START.strftime("%Y-%m-%d %H:%M")]
    # Whoever sends a photo need not have taken it.
    assert row["photos.0.photographer"] == [""]
    shown = browser.get(f"{place}/photos/门头.jpg", longest="320")
    assert shown.mimetype == "image/jpeg"
    assert browser.get(f"{place}/photos/门头.jpg", longest="321").status_code == 404
    told = {"photos.same.photographer": ["罗一鸣"], "photos.same.device": ["别的相机"]}
    sent = fields_on(browser.get(place).text) | told | {"do": ["same:photos"]}
    assert browser.forge(place, **sent).status_code == 303
    row = fields_on(browser.get(place).text)
    assert row["photos.0.photographer"] == ["罗一鸣"]
    assert row["photos.0.device"] == ["Invented Phone 3"], "what stands there stays"
    browser.forge(place, **row | told | {"do": ["all:photos"]})
    assert fields_on(browser.get(place).text)["photos.0.device"] == ["别的相机"]
    sent = fields_on(browser.get(place).text)
    sent["photos.files"] = [
        FileStorage(io.BytesIO(each), name)
        for name, each in {"x.jpg": b"no", "再选.jpg": content, "y.jpg": b"nor"}.items()
    ]
    answer = browser.forge(place, **sent)
    assert answer.status_code == 422
    assert "x.jpg：这个文件不是完整的" in answer.text
    assert "y.jpg：这个文件不是完整的" in answer.text
    assert "再选.jpg：与已有的是同一个文件" in answer.text
    assert "photos.1.file" not in fields_on(answer.text)


def test_a_drafter_hands_over_and_an_officer_issues_once(
    desk: Desk, register: Register, engine: Engine
) -> None:
    browser, place = begun(desk)
    draft_id = place.rpartition("/")[2]
    answer = changed(browser, place, do="submit")
    assert answer.headers["Location"] == f"{place}/submit"
    assert browser.send(f"{place}/submit").status_code == 303
    assert browser.get(f"{place}/issue").status_code == 403
    officer = desk("officer")
    assert f"/drafts/{draft_id}" in officer.get("/").text
    confirmed = officer.get(f"{place}/issue").text
    assert "示市监﹝2026﹞第　　号" in confirmed
    version = re.findall(r'name="version" value="(\d+)"', confirmed)[0]
    issued = officer.send(f"{place}/issue", version=version)
    assert issued.headers["Location"] == f"/documents/{draft_id}"
    again = officer.get(f"{place}/issue")
    assert again.headers["Location"] == f"/documents/{draft_id}"
    document = issue.find(register, draft_id)
    assert document is not None
    assert (document.drafted_by, document.issued_by) == (DRAFTER.name, PEOPLE[Role.officer])
    assert document.document_number
    assert document.document_number in browser.get(place).text
    assert desk("archivist").get(place).status_code == 303
    assert officer.get(place).headers["Location"] == f"/documents/{draft_id}"


def test_an_issued_document_is_corrected_by_a_new_version_with_its_photos(
    desk: Desk, register: Register, engine: Engine
) -> None:
    officer, place = begun(desk, "site_inspection_record", "officer")
    old = place.rpartition("/")[2]
    version = re.findall(r'name="version" value="(\d+)"', officer.get(f"{place}/issue").text)[0]
    officer.send(f"{place}/issue", version=version)
    answer = officer.send(f"/documents/{old}/correct", f"/documents/{old}")
    draft = answer.headers["Location"]
    delivered = {"method": "post", "recipient": "何堃", "delivered_on": "2026-07-20", "proof": ""}
    assert (
        officer.send(f"/documents/{old}/deliver", f"/documents/{old}", **delivered).status_code
        == 303
    )
    shown = fields_on(officer.get(draft).text)
    assert shown["photos.0.file"] == ["photo-1.jpg"]
    assert officer.get(f"{draft}/photos/photo-1.jpg").status_code == 200
    changed(officer, draft, subject="商品标价和标签情况")
    version = re.findall(r'name="version" value="(\d+)"', officer.get(f"{draft}/issue").text)[0]
    assert "原文书已经送达" in officer.send(f"{draft}/issue", version=version).text
    assert officer.send(f"{draft}/issue", version=version, sure="yes").status_code == 303
    corrected = issue.find(register, draft.rpartition("/")[2])
    before = issue.find(register, old)
    assert corrected is not None
    assert before is not None
    assert (corrected.version, corrected.supersedes, before.state) == (2, old, "superseded")


def test_what_changed_after_it_was_confirmed_is_confirmed_anew(
    desk: Desk, register: Register
) -> None:
    browser, place = begun(desk, role="officer")
    page = browser.get(f"{place}/issue").text
    token = re.findall(r'name="csrf" value="([^"]+)"', page)[0]
    changed(browser, place, complaint_subject="另一件事")
    seen = unescape(re.findall(r'name="seen" value="([^"]*)"', page)[0])
    answer = browser.forge(f"{place}/issue", csrf=token, version="1", seen=seen)
    assert answer.status_code == 409
    assert "又改过这份草稿" in answer.text
    assert "改了 1 处" in answer.text
    told = answer.text.partition(">投诉事项</th>")[2].partition("</tr>")[0]
    assert re.findall("<td>([^<]*)</td>", told) == [
        json.loads(seen)["complaint_subject"],
        "另一件事",
    ]
    assert issue.find(register, place.rpartition("/")[2]) is None


def test_an_unfinished_draft_is_not_issued(desk: Desk) -> None:
    browser, place = begun(desk, role="officer")
    changed(browser, place, complaint_subject="")
    for path in ("/issue", "/submit"):
        assert browser.get(place + path).headers["Location"] == f"{place}?check=1#summary"


def test_a_draft_is_removed_when_asked(desk: Desk, register: Register) -> None:
    browser, place = begun(desk)
    asked = browser.send(f"{place}/remove", place)
    assert "不能恢复" in asked.text
    assert browser.get(place).status_code == 200
    assert browser.send(f"{place}/remove", place, sure="yes").status_code == 303
    assert browser.get(place).status_code == 404
    assert drafts.own(register, actor=DRAFTER) == []


@pytest.mark.parametrize("path", ["/new/nobody", "/drafts/" + "f" * 32, "/drafts/x"])
def test_what_is_not_there_is_said_on_a_page(desk: Desk, path: str) -> None:
    answer = desk("drafter").get(path)
    assert answer.status_code == 404
    assert "<h1" in answer.text


@every_kind
def test_hostile_text_is_shown_as_text(desk: Desk, engine: Engine, kind: str) -> None:
    hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
    browser = desk("drafter")
    opened = browser.get(f"/new/{kind}").text
    place = re.findall(r'action="(/drafts/[0-9a-f]{32})"', opened)[0]
    reader = engine.catalogue[kind].reader
    names = posted_from(reader, {})
    sent = fields_on(opened) | {name: [hostile] for name in names}
    assert browser.forge(place, **sent).status_code == 303
    for path in (place, f"{place}?check=1"):
        page = browser.get(path).text
        assert hostile not in page
        assert "<img src=x" not in page
        assert "<script>alert" not in page


@every_kind
def test_mistakes_are_listed_in_the_order_of_the_form(
    desk: Desk, engine: Engine, kind: str
) -> None:
    browser = desk("drafter")
    sent = fields_on(browser.get(f"/new/{kind}").text)
    place = f"/drafts/{'b' * 32}"
    browser.forge(place, **sent, do="save")
    page = browser.get(f"{place}?check=1").text
    errors = page.partition('id="summary"')[2].partition("</div>")[0]
    links = re.findall(r'<li><a href="#(f[^"]*)"', errors)
    stand = [page.index(f'id="{link}"') for link in links]
    wanted = {
        name
        for name, field in engine.catalogue[kind].reader.fields.items()
        if isinstance(field, Described) and not field.optional and not any(sent.get(name, ()))
    }
    assert wanted
    assert wanted <= {link.split(".")[1] for link in links}
    assert stand == sorted(stand)


def test_drafts_of_one_kind_are_told_apart_by_their_first_words(desk: Desk) -> None:
    browser, place = begun(desk)
    changed(browser, place, document_number=[""], complainant_name=["闻人笛"])
    found = re.search(rf'href="{place}">([^<]*)</a>', browser.get("/").text)
    assert found
    assert found[1].strip() == "投诉不予受理决定书 闻人笛"


@pytest.mark.parametrize(("role", "held"), [("officer", True), ("drafter", False)])
def test_a_new_record_begins_with_the_officer_who_opens_it(
    desk: Desk, role: str, held: bool
) -> None:
    shown = fields_on(desk(role).get("/new/site_inspection_record").text)
    officer = [PEOPLE[Role.officer], CERTIFICATES[Role.officer]] if held else ["", ""]
    for row, expected in (("0", officer), ("1", ["", ""])):
        names = (f"inspectors.{row}.name", f"inspectors.{row}.certificate_number")
        assert [shown[name][0] for name in names] == expected
