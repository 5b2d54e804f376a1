"""An agreement against the clock: from an empty page to its PDF, typed as fast as a person types.

Only in the long form, as a shared machine is no place for timed claims; it prints the seconds.
Run it alone with `DOCGEN_SOAK=1 pytest tests/browser/test_stopwatch.py -s`.
"""

import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from docgen.case.payload import read_payload
from tests.browser.papers import everything_in
from tests.browser.typist import fill
from tests.catalogue import CORPUS

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
