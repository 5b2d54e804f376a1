"""An agreement against the clock: from an empty page to its PDF, typed as fast as a person types.

Only in the long form, as a shared machine is no place for timed claims; it prints the seconds.
Run it alone with `DOCGEN_SOAK=1 pytest tests/browser/test_stopwatch.py -s`.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from docgen import Engine
from docgen.case.payload import read_payload
from docgen.register import cases
from docgen.register.prefill import put
from tests.browser.furnish import OFFICER
from tests.browser.papers import everything_in
from tests.browser.typist import fill
from tests.catalogue import CORPUS
from tests.docgen.register.papers import put_document

KIND = "mediation_agreement"
# The least that makes a complete agreement: a case of the corpus with nothing optional in it.
CASE = CORPUS / KIND / "minimal.json"
# Milliseconds from key to key of somebody who types well, and what a minute has.
KEYSTROKE, MINUTE = 70, 60.0
# Keys that a Chinese character takes with a pinyin keyboard that knows phrases, as all do.
PINYIN = 2.5


def keys_of(text: str) -> float:
    """Return how many keys somebody presses to write a text."""
    return sum(PINYIN if ord(character) > 127 else 1 for character in text)


def pace(text: str) -> float:
    """Return the milliseconds from one character of a text to the next."""
    return KEYSTROKE * keys_of(text) / len(text)


@pytest.mark.skipif(not os.environ.get("DOCGEN_SOAK"), reason="timed: part of make soak")
def test_an_agreement_is_typed_and_taken_home_within_a_minute(
    drafter_page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    page, payload = drafter_page, read_payload(CASE.read_bytes())
    page.goto("/")
    start = time.monotonic()
    page.goto(f"/new/{KIND}")
    fill(page, payload, delay=pace)
    with page.expect_download() as given:
        page.get_by_role("button", name="下载 PDF").click()
    pdf = Path(given.value.path())
    taken = time.monotonic() - start
    controls = page.locator(".form input:not([type]), .form textarea")
    typed = controls.evaluate_all("all => all.map((each) => each.value).join('')")
    with capsys.disabled():
        print(
            f"\nagreement from empty page to PDF: {taken:.1f} s, "
            f"{len(typed)} characters, {keys_of(typed):.0f} keys at {KEYSTROKE} ms"
        )
    assert payload["complainants"][0]["name"] in everything_in(pdf)
    assert taken < MINUTE


# The five kinds, and in whose case each is written: what these papers before it say is known there.
FIVE: Mapping[str, tuple[str, ...]] = {
    "mediation_agreement": (
        "complaint_registration_form", "mediation_notice", "mediation_record", "power_of_attorney",
    ),
    "site_inspection_record": ("inspection_task_assignment", "inspection_notice"),
    "non_acceptance_notice": ("complaint_registration_form",),
    "referral_letter": ("site_inspection_record", "case_source_registration_form"),
    "settlement_invoice": ("completed_quantity_confirmation", "acceptance_report"),
}  # fmt: skip
# Counts what a hand does: buttons, boxes and folds are clicked, a list is opened and chosen from,
# a text is typed once, and a key leads on from it.
COUNTING = """() => {
  window.effort = { clicks: 0, texts: {} };
  document.addEventListener("click", (event) => {
    const pressed = "button, summary, input[type=radio], input[type=checkbox]";
    if (event.target.closest(pressed)) effort.clicks += 1;
  }, true);
  document.addEventListener("input", (event) => {
    const { tagName, type, name, value } = event.target;
    if (tagName === "SELECT") effort.clicks += 2;
    else if (!["radio", "checkbox", "file"].includes(type)) effort.texts[name] = value;
  }, true);
}"""


def share(page: Page, payload: Mapping[str, Any]) -> None:
    """Write what all photos share once, where the form lets one."""
    for rows, photos in payload.items():
        for box in page.locator(f'[name^="{rows}.same."]').all():
            name = str(box.get_attribute("name")).rpartition(".")[2]
            said = {str(each.get(name, "")).replace("T", " ") for each in photos}
            box.fill(said.pop() if len(said) == 1 else "")
        if page.locator(f'button[value="same:{rows}"]').is_visible():
            page.locator(f'button[value="same:{rows}"]').click()


def said_before(
    engine: Engine, kind: str, earlier: str, payload: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a paper of the same case said earlier, as far as this one says it again."""
    wanted, fields = engine.catalogue[kind], engine.catalogue[earlier].reader.fields
    own = {"document_number", "approval", wanted.header.dated_by}
    said = {name: payload[name] for name in payload.keys() & fields.keys() - own}
    for ours, theirs in wanted.schema.neighbours.taken_from(earlier).items():
        value: Any = payload
        for step in ours.split("."):
            if isinstance(value, list):
                value = value[int(step)] if int(step) < len(value) else None
            else:
                value = (value or {}).get(step)
        if value is not None:
            put(said, theirs.split("."), value)
    return said


def effort_of(page: Page, kind: str, case_ref: str) -> tuple[float, int]:
    """Return the keys and clicks from an empty page to the least complete paper of a kind."""
    payload = read_payload((CORPUS / kind / "minimal.json").read_bytes())
    page.goto(f"/new/{kind}" + (f"?case_ref={case_ref}" if case_ref else ""))
    page.evaluate(COUNTING)
    photos = {name: rows for name, rows in payload.items() if name == "photos"}
    if photos:
        fill(page, photos, photos=CORPUS / kind, at_once=True, saved=False)
        share(page, photos)
    fill(page, payload, at_once=True)
    done = page.evaluate("window.effort")
    texts = [value for value in done["texts"].values() if value]
    return sum(map(keys_of, texts)) + len(texts), done["clicks"]


@pytest.mark.skipif(not os.environ.get("DOCGEN_SOAK"), reason="prints figures: part of make soak")
def test_five_papers_take_so_many_keys_and_clicks(
    browse: Any, office: Any, engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    page = browse("officer")
    lines = []
    for number, (kind, earlier) in enumerate(FIVE.items(), start=1):
        payload = read_payload((CORPUS / kind / "minimal.json").read_bytes())
        case_ref = f"2026-07{number:02}-stopwatch"
        cases.open_case(office.register, case_ref, {}, actor=OFFICER)
        for each in earlier:
            said = said_before(engine, kind, each, payload)
            put_document(office.register, each, said, case_ref=case_ref)
        alone, in_case = effort_of(page, kind, ""), effort_of(page, kind, case_ref)
        lines.append((kind, *alone, *in_case))
    with capsys.disabled():
        for kind, *figures in lines:
            print(f"{kind:28}" + "".join(f"{each:8.0f}" for each in figures))
        sums = [sum(figures) for figures in zip(*(line[1:] for line in lines), strict=True)]
        print(f"{'all five':28}" + "".join(f"{each:8.0f}" for each in sums))
    assert sums[2] + sums[3] < sums[0] + sums[1], "a case spares keys and clicks"
