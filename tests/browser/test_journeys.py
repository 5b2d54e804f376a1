"""A day at the counter: every kind from an empty page to its files, by people who make mistakes."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from api.pages.form.beginnings import lift_photos
from docgen import Engine
from tests.browser.mistakes import Slip, slips_of, texts_of, with_slips
from tests.browser.papers import everything_in, pages_of
from tests.browser.typist import fill
from tests.catalogue import every_kind
from tests.words import words_of


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
    with page.expect_download() as given:
        page.get_by_role("button", name=button).click()
    assert "草稿" in given.value.suggested_filename
    return Path(given.value.path())


def mend(page: Page, slip: Slip, photos: Path) -> None:
    """Follow the link of a mistake from the summary to its field and put it right."""
    link = page.locator(f'#summary a[href^="#f.{slip.name}"]').first
    expect(link).to_be_visible()
    place = (link.get_attribute("href") or "")[1:]
    link.click()
    expect(page.locator(f'[id="{place}"]')).to_be_focused()
    fill(page, {slip.name: slip.right}, photos=photos, delay=0)
    expect(link).to_have_count(0)


@every_kind
def test_a_drafter_makes_mistakes_mends_them_and_takes_the_files_home(
    drafter_page: Page, engine: Engine, kind: str, tmp_path: Path
) -> None:
    page, known = drafter_page, engine.catalogue[kind]
    payload, example = as_typed(engine, kind, tmp_path), example_of(engine, kind)
    slips = slips_of(engine, known, example)
    assert len(slips) >= 3
    page.goto(f"/new/{kind}")
    fill(page, with_slips(payload, slips), photos=tmp_path, delay=0)
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("#summary")).to_be_focused()
    for slip in slips:
        mend(page, slip, tmp_path)
    expect(page.get_by_text("没有需要改正的地方")).to_be_visible()
    word, pdf = download(page, "下载 Word"), download(page, "下载 PDF")
    expect(page.locator("#preview-told")).to_have_text(f"共 {pages_of(pdf)} 页")
    for format, path in (("docx", word), ("pdf", pdf)):
        assert "草稿" in everything_in(path)
        words = words_of(format, path.read_bytes())
        for pointer, text in texts_of(engine, known, example):
            assert re.sub(r"\s", "", text) in words, f"{format} has not what {pointer} says"
