"""Batches as pages: handed in as a form, watched with and without a script, errors in words."""

import io
import json
import re
import zipfile
from collections.abc import Iterator

import openpyxl
import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from api.app import create_app
from api.batches import START_QUERY
from docgen import Engine, Settings
from docgen.batch.office import rows
from docgen.batch.office.foreman import Foreman
from docgen.register.database import Register
from tests.api.pages.conftest import Browser, Desk
from tests.catalogue import CORPUS
from tests.docgen.register.accounts import trail
from tests.doubles.inline_crew import InlineCrew
from tests.processes import wait_until

KIND = "non_acceptance_notice"
HOSTILE = "<b>甲</b>"


@pytest.fixture
def foreman(office: Settings, engine: Engine, register: Register) -> Iterator[Foreman]:
    """Somebody who runs the batches of the office at once, without processes."""
    foreman = Foreman(office, engine, register, lambda _: InlineCrew(engine))
    yield foreman
    foreman.stop()


@pytest.fixture
def served(office: Settings, engine: Engine, register: Register, foreman: Foreman) -> Flask:
    return create_app(office, engine, register=register, foreman=foreman)


def cases(*numbers: str) -> bytes:
    """Cases as JSON Lines; one without a number cannot be made."""
    payload = json.loads((CORPUS / KIND / "typical.json").read_text("utf-8"))
    lines = [
        {"kind": KIND, "id": f"{HOSTILE}{at}", "payload": payload | {"document_number": number}}
        for at, number in enumerate(numbers)
    ]
    return "\n".join(map(json.dumps, lines)).encode()


def hand_in(
    browser: Browser, content: bytes, name: str = "cases.jsonl", **asked: str
) -> TestResponse:
    fields = {"kind": "", "format": "docx", "copy": "delivery"} | asked
    return browser.send(
        "/batches", input=FileStorage(io.BytesIO(content), name),
        photos=FileStorage(io.BytesIO(b""), ""), **fields,
    )  # fmt: skip


def test_a_batch_is_handed_in_watched_and_taken_away(
    desk: Desk, foreman: Foreman, register: Register
) -> None:
    browser = desk("archivist")
    answer = hand_in(browser, cases("示市监﹝2026﹞第901号", ""))
    assert answer.status_code == 303
    place = answer.headers["Location"]
    waiting = browser.get(place).text
    assert "等候" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert 'http-equiv="refresh"' in waiting
    foreman.start()
    assert wait_until(
        lambda: "等候" not in (page := browser.get(place).text) and "正在" not in page
    )
    ended = browser.get(place).text
    assert "已完成，有错误" in ended
    assert "做成 1 份，共 2 案" in ended
    assert "正式文书必须有文号" in ended
    assert HOSTILE not in ended
    bag = re.search(r'href="([^"]+/bag)"', ended)
    assert bag
    with browser.get(bag[1]) as taken:
        names = zipfile.ZipFile(io.BytesIO(taken.data)).namelist()
    assert sum("/documents/" in name and name.endswith(".docx") for name in names) == 1
    assert "已完成，有错误" in browser.get("/batches").text
    assert any(act == "batch_bag" for _, act, _ in trail(register))


def test_a_batch_is_stopped_and_taken_up_again(desk: Desk) -> None:
    browser = desk("archivist")
    place = hand_in(browser, cases("示市监﹝2026﹞第901号")).headers["Location"]
    browser.send(place, act="cancel")
    assert "已取消" in browser.get(place).text
    assert browser.send(place, act="cancel").status_code == 409
    browser.send(place, act="resume")
    assert "等候" in browser.get(place).text


def test_what_cannot_be_taken_in_is_said_and_leaves_nothing(desk: Desk, office: Settings) -> None:
    browser = desk("archivist")
    for name in ("cases.doc", "../cases", ""):
        answer = hand_in(browser, b"x", name)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
    assert "还没有交过" in browser.get("/batches").text
    folder = office.home / "batches"
    assert not folder.exists() or not list(folder.iterdir())


def test_every_kind_has_an_empty_sheet(desk: Desk, engine: Engine) -> None:
    browser = desk("archivist")
    for kind in engine.catalogue:
        answer = browser.get(f"/batches/sheets/{kind}.xlsx")
        assert openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames
    assert browser.get("/batches/sheets/nothing.xlsx").status_code == 404
    assert browser.get(f"/batches/{'0' * 32}").status_code == 404


@pytest.mark.parametrize("role", ["drafter", "officer"])
def test_who_may_not_make_batches_is_told(desk: Desk, role: str) -> None:
    browser = desk(role)
    assert browser.get("/batches").status_code == 403
    assert browser.forge("/batches").status_code == 403
    assert 'href="/batches"' not in browser.get("/").text


def test_volumes_and_a_period_are_asked_for_as_over_http(
    desk: Desk, register: Register, foreman: Foreman
) -> None:
    browser = desk("archivist")
    shown = browser.get("/batches").text
    for name in START_QUERY:
        assert f'name="{name}"' in shown, name
    answer = hand_in(
        browser, cases("示市监﹝2026﹞第901号"), merge="50", merge_by="month", retention="永久"
    )
    (batch,) = rows.list_batches(register)
    assert (batch.merge, batch.merge_by, batch.retention) == (50, "month", "永久")
    said = browser.get(answer.headers["Location"]).text
    assert "另合订成卷，每卷至多 50 件，按文书的月份分卷；保管期限 永久。" in said
    assert "保管期限 30年。" in browser.get(
        hand_in(browser, cases("示市监﹝2026﹞第902号")).headers["Location"]
    ).text  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [("merge", "0"), ("merge", "1001"), ("retention", "永" * 21), ("copy", "x")]
)
def test_a_field_out_of_its_bounds_is_said_and_what_was_typed_is_kept(
    desk: Desk, register: Register, name: str, value: str
) -> None:
    browser = desk("archivist")
    answer = hand_in(browser, cases("示市监﹝2026﹞第901号"), **{"retention": "7年", name: value})
    assert answer.status_code == 422
    assert START_QUERY[name].words in answer.text
    assert 'value="7年"' in answer.text or name == "retention"
    assert rows.list_batches(register) == []
