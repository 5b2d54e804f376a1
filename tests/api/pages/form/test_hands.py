"""Signing over HTTP: the digest is the service's, the minute too, and another text voids it."""

from typing import Any

from docgen.clock import BEIJING
from docgen.register import drafts
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from tests.api.pages.conftest import Desk
from tests.api.pages.form.test_routes import begun, fields_on
from tests.browser.furnish import PEOPLE
from tests.doubles.july import START

KIND = "site_inspection_record"
STROKES = "100,100,0 300,180,20;320,60,60 340,300,80"
OFFICER = Actor(PEOPLE[Role.officer], Role.officer)


def test_a_text_is_signed_as_it_stands_and_void_once_it_is_another(
    desk: Desk, register: Register
) -> None:
    browser, here = begun(desk, KIND, "officer")
    form: dict[str, Any] = fields_on(browser.get(here).text)
    ready = browser.get(f"{here}/signing").json
    assert [(each["called"], each["name"], each["asks"]) for each in ready["lines"]] == [
        ("当事人", "邱月华", True),
        ("检查人员", "何静远", False),
        ("检查人员", "沈嘉木", False),
    ]
    shown = ready["shown_sha256"]

    def sign(**other: str) -> Any:
        given = {"signer": "officer", "name": "何静远", "strokes": STROKES, "shown_sha256": shown}
        return browser.send(f"{here}/signatures", here, **given | other)

    for wrong in (
        {"shown_sha256": "0" * 64},
        {"name": "白川"},
        {"signer": "party", "name": "邱月华"},
        {"strokes": "<svg/onload=alert(1)>"},
    ):
        assert sign(**wrong).status_code == 422, wrong
    assert sign().status_code == 200
    assert sign().status_code == 200  # Once more on the same line: the later one counts.
    answer = sign(signer="party", name="邱月华", consented="1").json
    assert answer["hands"].count("data-unsign") == 2
    draft = drafts.find(register, here.rpartition("/")[2], actor=OFFICER)
    hours = {each["signed_at"][:13] for each in draft.entries["hand_signatures"]}
    assert hours == {f"{START.astimezone(BEIJING):%Y-%m-%d %H}"}
    # What the form sends holds no signature, and saving what stands already voids none.
    assert not any("hand_signatures" in name for name in form)
    saved = browser.forge(here, **form | {"version": draft.version, "do": "save"})
    assert saved.location.endswith(here)
    draft = drafts.find(register, draft.id, actor=OFFICER)
    assert len(draft.entries["hand_signatures"]) == 2
    changed = form | {"version": draft.version, "subject": "商品标价和营业执照悬挂情况"}
    voided = browser.forge(here, **changed | {"do": "pdf"})
    assert "voided=1" in voided.location
    assert "已经作废" in browser.get(voided.location).text
    draft = drafts.find(register, draft.id, actor=OFFICER)
    assert draft.entries["hand_signatures"] == []
    assert sign().status_code == 422


def test_only_what_is_right_is_signed(desk: Desk) -> None:
    browser, here = begun(desk, KIND, "officer")
    form: dict[str, Any] = fields_on(browser.get(here).text)
    browser.forge(here, **form | {"version": 1, "place": "", "do": "save"})
    assert browser.get(f"{here}/signing").status_code == 422
    other, elsewhere = begun(desk, "inspection_notice", "officer")
    assert other.get(f"{elsewhere}/signing").status_code == 422
