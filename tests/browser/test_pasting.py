"""Pasting as people do, from Word, a sheet, a chat, a PDF, into every sort of field and table.

What is pasted into is found in the schemas: of each sort of field that any kind has, one.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.pages.form.entries import fields_of, is_checklist, payload_of
from docgen import Engine
from docgen.register import drafts
from docgen.register.actor import Actor, Role
from schemas.ground.base import Part
from schemas.ground.fields import Choice, Described, File, Flag, Group, Rows
from schemas.ground.kind import NumberedKind
from tests.browser.conftest import Browse
from tests.browser.furnish import PEOPLE
from tests.browser.office import Office

DRAFTER = Actor(PEOPLE[Role.drafter], Role.drafter)
TRANSFER = """async ([plain, html]) => {
  const made = { "text/plain": new Blob([plain], { type: "text/plain" }) };
  if (html) made["text/html"] = new Blob([html], { type: "text/html" });
  await navigator.clipboard.write([new ClipboardItem(made)]);
}"""


def from_word(text: str) -> tuple[str, str]:
    """A paragraph of Word: its mark at the end, a space that does not break, markup besides."""
    marked = f'<html><body><p class="MsoNormal"><span lang="ZH-CN">{escape(text)}</span></p>'
    return f"\u00a0{text}\r\n", marked


def from_sheet(text: str) -> tuple[str, str]:
    """A cell of a spreadsheet: a line end after it."""
    return f"{text}\n", f"<table><tr><td>{escape(text)}</td></tr></table>"


def from_chat(text: str) -> tuple[str, str]:
    """A message: digits as a Chinese keyboard makes them, blanks around."""
    wide = text.translate({ord("0") + each: ord("０") + each for each in range(10)})
    return f" {wide}\u3000", ""


def from_pdf(text: str) -> tuple[str, str]:
    """A line of a PDF, cut where its page cut it."""
    return f"{text}\r\n", ""


SOURCES: Mapping[str, Callable[[str], tuple[str, str]]] = MappingProxyType(
    {"Word": from_word, "表格": from_sheet, "微信": from_chat, "PDF": from_pdf}
)


def sorts_of(engine: Engine) -> dict[str, list[tuple[str, Any]]]:
    """Return by kind the fields, with values, that show every sort that somebody types in once."""
    seen: set[type] = set()
    found: dict[str, list[tuple[str, Any]]] = {}
    for name, kind in engine.catalogue.items():
        for path, field, value in _typed(kind.reader, kind.schema.example, ""):
            given = isinstance(kind.reader, NumberedKind) and path == "document_number"
            if type(field) not in seen and not given:
                seen.add(type(field))
                found.setdefault(name, []).append((path, value))
    return found


def _typed(part: Part, payload: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any, Any]]:
    for name, field in fields_of(part).items():
        value, path = payload.get(name), f"{above}.{name}" if above else name
        if value is None or field.applies or field.suggests:
            continue
        if isinstance(field, Group) and not field.optional:
            yield from _typed(field.below, value, path)
        elif not isinstance(field, Group | Rows | Choice | Flag | File) and not getattr(
            field, "items_of", ""
        ):
            yield path, field, value


@pytest.fixture
def clerk(browse: Browse) -> Page:
    """A page that may use the clipboard."""
    return browse("drafter", permissions=["clipboard-read", "clipboard-write"])


def paste(page: Page, field: str, given: tuple[str, str]) -> None:
    """Put something into the clipboard and paste it over what stands in a field."""
    page.evaluate(TRANSFER, list(given))
    control = page.locator(f'[name="{field}"]')
    control.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")


def meaning(office: Office, engine: Engine, page: Page, kind: str) -> Mapping[str, Any]:
    """Return what the saved draft of a page means."""
    expect(page.locator("#saved")).to_contain_text("草稿已保存")
    draft = drafts.find(office.register, page.url.rpartition("/")[2], actor=DRAFTER)
    return payload_of(engine.catalogue[kind].reader, draft.entries)


def at(part: Part, payload: Any, path: str) -> tuple[Described, Any]:
    """Return the field at a path, and the value there."""
    field: Any = None
    for step in path.split("."):
        field = part.fields[step]
        payload = payload.get(step) if payload else None
        part = field.below if isinstance(field, Group) else part
    return field, payload


@pytest.mark.parametrize("source", SOURCES)
def test_every_sort_of_field_takes_what_is_pasted(
    clerk: Page, office: Office, engine: Engine, source: str
) -> None:
    sorts = sorts_of(engine)
    assert sum(map(len, sorts.values())) >= 10
    for kind, fields in sorts.items():
        clerk.goto(f"/new/{kind}")
        for path, value in fields:
            paste(clerk, path, SOURCES[source](str(value)))
        clerk.locator("#saved").click()
        found = meaning(office, engine, clerk, kind)
        reader = engine.catalogue[kind].reader
        for path, value in fields:
            field, pasted = at(reader, found, path)
            # Words stay as they were copied; what is read has one spelling.
            read, meant = (_plain(field.deserialize(each)) for each in (pasted, value))
            assert read == meant, (kind, path)


def _plain(value: Any) -> Any:
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


def tables_of(engine: Engine) -> list[tuple[str, str, list[str], list[list[str]]]]:
    """Return tables to paste into: kind, rows, their first columns that are typed, two lines.

    One of each part that rows are made of, and no more than a test can take.
    """
    seen, found = set(), []
    for name, kind in engine.catalogue.items():
        for path, field in fields_of(kind.reader).items():
            rows = kind.schema.example.get(path) or ()
            part = field.below if isinstance(field, Rows) and not is_checklist(field) else None
            if part is None or type(part) in seen or field.applies or len(rows) < 2:
                continue
            columns = []
            for column, below in fields_of(part).items():
                if isinstance(below, Group | Rows | File | Flag) or below.applies:
                    break
                columns.append(column)
            lines = [[_words(part, each, row.get(each)) for each in columns] for row in rows[:2]]
            if len(columns) > 1 and all(lines[0]):
                seen.add(type(part))
                found.append((name, path, columns, lines))
    return found[:6]


def _words(part: Part, name: str, value: Any) -> str:
    field = part.fields[name]
    text = "" if value is None else str(value)
    return field.options.get(text, text) if isinstance(field, Choice) else text


def test_every_sort_of_table_takes_rows_of_a_spreadsheet(
    clerk: Page, office: Office, engine: Engine
) -> None:
    tables = tables_of(engine)
    assert len(tables) >= 4
    for kind, rows, columns, lines in tables:
        clerk.goto(f"/new/{kind}")
        if not clerk.locator(f'[data-rows="{rows}"] > .rows-list > li').count():
            clerk.locator(f'button[value="add:{rows}"]').click()
        first = clerk.locator(f'[name="{rows}.0.{columns[0]}"]')
        clerk.evaluate(TRANSFER, ["".join("\t".join(line) + "\r\n" for line in lines), ""])
        first.first.focus()
        clerk.keyboard.press("Control+v")
        clerk.get_by_role("dialog", name="这样填入，对吗？").get_by_role(
            "button", name="填入", exact=True
        ).click()
        found = meaning(office, engine, clerk, kind)[rows]
        part = engine.catalogue[kind].reader.fields[rows].below  # type: ignore[attr-defined]
        for row, line in zip(found, lines, strict=False):
            for column, value in zip(columns, line, strict=True):
                field = part.fields[column]
                if value:
                    assert field.deserialize(row[column]) == field.deserialize(value), (
                        kind,
                        column,
                    )
