"""The administrator hands in changed templates, sees what they change, promotes, takes back."""

import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from api.app import create_app
from api.auth import TOKEN_FIELD, TOKEN_HEADER
from docgen import Engine, Settings
from docgen.house import shipped_house
from docgen.proof.words import words_of
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.issue import issue
from docgen.register.promotions import list_promotions
from schemas.ground.base import Record
from tests.api.pages.conftest import Browser
from tests.docgen.register.accounts import PASSWORD, staff
from tests.doubles.clock import Clock
from tests.doubles.july import START
from tests.reworded import KIND, NEW, OLD, PAGE, WORD, reworded

SETS = "/admin/templates"
NAMES = {"高铭": Role.admin, "向晚": Role.admin, "何静远": Role.officer}
Desk = Callable[[str], Browser]


@pytest.fixture
def register(office_settings: Settings, engine: Engine) -> Iterator[Register]:
    """The register of an office with three accounts and a paper of the kind."""
    register = open_register(office_settings, now=Clock(START))
    for name, role in NAMES.items():
        staff(register, name, role)
    payload = dict(engine.catalogue[KIND].schema.example)
    issue(register, engine, KIND, payload, actor=Actor("何静远", Role.officer))
    yield register
    register.engine.dispose()


@pytest.fixture
def desk(office_settings: Settings, engine: Engine, register: Register, own_cache: Path) -> Desk:
    """Browsers of an office that asks for two persons; what it unpacks lies in its own cache."""
    # Every kind was proved before: by whoever opened the engine of the session.
    (own_cache / "proofs").symlink_to(engine.settings.cache.absolute() / "proofs")
    ours = engine.with_house(Record({**shipped_house(), "templates_by_two": True}))
    ours.settings = replace(engine.settings, cache=own_cache)
    app = create_app(office_settings, ours.with_faces_of(engine), register=register)

    def signed_in(name: str) -> Browser:
        client = app.test_client()
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
        return Browser(client)

    return signed_in


def hand_in(browser: Browser, name: str, content: bytes) -> TestResponse:
    return browser.send(SETS, files=FileStorage(io.BytesIO(content), name))


def zipped(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"我的模板/{name}", content)
        archive.writestr("__MACOSX/我的模板/._x", b"")
    return packed.getvalue()


def outcome(browser: Browser, answer: TestResponse) -> tuple[str, str]:
    """Wait for a trial; return its address and its page."""
    assert answer.status_code == 303, answer.text
    place = answer.headers["Location"]
    for _ in range(600):
        page = browser.get(place).text
        if "正在检查" not in page:
            return place, page
        time.sleep(0.2)
    raise AssertionError("the trial takes too long")


def said_by(browser: Browser, example: dict[str, object]) -> str:
    headers = {"Accept": "text/html", TOKEN_HEADER: str(browser.token("/account")[TOKEN_FIELD])}
    place = f"/v1/render/{KIND}?copy=draft"
    answer = browser._client.post(place, json=example, headers=headers)
    assert answer.status_code == 200, answer.text
    return words_of("html", answer.data)


def test_changed_templates_are_tried_promoted_confirmed_and_taken_back(
    desk: Desk, register: Register, engine: Engine
) -> None:
    admin = desk("高铭")
    assert "还没有启用过模板" in admin.get(SETS).text
    changed = reworded(engine.settings.templates)
    place, page = outcome(admin, hand_in(admin, "模板.zip", zipped(changed)))
    assert "涉及 1 种文书，全部通过检查。" in page
    assert "比较了最近出具的" in page
    assert "<ins>醒</ins>" in admin.get(f"{place}/report").text
    assert admin.send(place, live_from="2026-07-19").status_code == 422
    assert admin.send(place, live_from="").status_code == 422
    kept = admin.send(place, live_from="2026-07-20")
    assert kept.headers["Location"].endswith("?done=waits")
    (made,) = list_promotions(register)
    acts = f"{SETS}/acts"
    mine = admin.send(acts, SETS, act="confirm", promotion=made.id)
    assert (mine.status_code, "不能自己确认" in mine.text) == (422, True)
    example = dict(engine.catalogue[KIND].schema.example)
    today = example | {"issued_on": "2026-07-20"}
    officer = desk("何静远")
    assert OLD in said_by(officer, today)
    sent = desk("向晚").send(acts, SETS, act="confirm", promotion=made.id)
    assert sent.headers["Location"].endswith("?done=confirmed")
    assert NEW in said_by(officer, today)
    assert OLD in said_by(officer, example)
    assert "今天使用" in admin.get(SETS).text
    assert admin.send(acts, SETS, act="back", reason="").status_code == 422
    assert admin.send(acts, SETS, act="back", reason="措辞不妥").status_code == 303
    assert OLD in said_by(officer, today)
    assert "措辞不妥" in admin.get(SETS).text


def test_one_file_of_the_two_is_refused_with_its_place(desk: Desk, engine: Engine) -> None:
    admin, changed = desk("高铭"), reworded(engine.settings.templates)
    place, page = outcome(admin, hand_in(admin, Path(PAGE).name, changed[PAGE]))
    assert "其中 1 种没有通过检查" in page
    assert f"templates/{WORD}" in page
    assert "两份模板要一起改" in page
    assert not re.search(r'name="live_from"', page)
    refused = admin.send(place, SETS, live_from="2026-12-01")
    assert (refused.status_code, "没有通过检查" in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("别的.docx", b"PK", "不知道放在哪里"),
        ("模板.zip", b"PK no archive", "打不开"),
        ("模板.zip", zipped({}), "没有交来模板"),
    ],
    ids=["unknown", "broken", "empty"],
)
def test_what_is_no_template_is_refused_in_a_sentence(
    desk: Desk, name: str, content: bytes, words: str
) -> None:
    answer = hand_in(desk("高铭"), name, content)
    assert (answer.status_code, words in answer.text) == (422, True)


def test_a_set_that_nobody_handed_in_is_not_found(desk: Desk) -> None:
    admin = desk("高铭")
    for digest in ("0" * 64, "..", "x"):
        assert admin.get(f"{SETS}/{digest}").status_code == 404


def test_the_guide_is_read_from_the_page_of_templates(desk: Desk) -> None:
    browser = desk("高铭")
    (place,) = re.findall(r'href="(/admin/templates/guide/)"', browser.get(SETS).text)
    guide = browser.get(place)
    assert "<h2>自己改模板：复制、修改、试用、启用</h2>" in guide.text
    pictures = re.findall(r'<img src="([^"]+)" alt="[^"]+"', guide.text)
    assert len(pictures) == 2
    for name in pictures:
        assert browser.get(place + name).data.startswith(b"\x89PNG")
    assert browser.get(f"{place}page-form.png").status_code == 404
    assert "wording.txt" in guide.text
    assert "http" not in "".join(re.findall(r'(?:src|href)="([^"]*)"', guide.text))
