"""A disk that fails at any place, over HTTP and on the page: a sentence each time, nothing half."""

import gc
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from api.app import create_app
from docgen import Engine, Settings
from docgen.batch.office.foreman import Foreman
from docgen.register import ledger
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.gaps import gaps
from docgen.register.ledger import LedgerFilter
from docgen.register.proof import prove
from docgen.register.recover import recover
from schemas.law.tables import shipped_calendars
from tests.api import desks
from tests.api.desks import open_desk, payload_of
from tests.api.pages.conftest import Browser, Desk
from tests.api.pages.form.test_routes import fields_on
from tests.api.pages.test_batches import KIND, cases
from tests.browser.furnish import BUSY_CASE
from tests.docgen.test_disk import (  # noqa: F401 - a fixture among them
    HAN,
    MOST_PLACES,
    broken_disk,
    few_resources,
)
from tests.doubles.camera import photo
from tests.doubles.inline_crew import InlineCrew
from tests.doubles.quick_pool import QuickPool
from tests.processes import wait_until

RECORD = "site_inspection_record"


@dataclass
class Office:
    """Whoever asks, browsers and programs of each role, and what they ask about."""

    app: Flask
    engine: Engine
    register: Register
    foreman: Foreman
    desk: Desk
    browsers: dict[str, Browser] = field(default_factory=dict)

    def at(self, role: str) -> Browser:
        return self.browsers.setdefault(role, self.desk(role))

    @cached_property
    def officer(self) -> desks.Desk:
        return open_desk(self.app, self.register, Role.officer)

    @cached_property
    def archivist(self) -> desks.Desk:
        return open_desk(self.app, self.register, Role.archivist, name="周予")

    @cached_property
    def paper(self) -> str:
        """The id of a document that a redacted copy can be made of."""
        (found,) = ledger.entries(self.register, LedgerFilter(kind="mediation_agreement"))
        return found.id

    @cached_property
    def batch(self) -> str:
        """The place of a batch that is done, with a bag, below `/v1` and on the page."""
        place = str(hands_in(self)().headers["Location"]).removeprefix("/v1")
        self.foreman.start()
        assert wait_until(lambda: self.archivist.get(f"/v1{place}").json["state"] == "done")
        return place

    @cached_property
    def draft(self) -> str:
        """The place of a draft with a photo in it."""
        return self._begun(RECORD)

    def named(self, place: str) -> str:
        """Return a place with the names in it spelled out."""
        names: dict[str, Callable[[], str]] = {
            "{paper}": lambda: self.paper,
            "{draft}": lambda: self.draft,
            "{batch}": lambda: self.batch,
            "{another draft}": lambda: self._begun(KIND),
            "{notice}": lambda: str(self.officer.issue(payload_of(self.engine))["id"]),
        }
        for name, of in names.items():
            place = place.replace(name, of()) if name in place else place
        return place

    def _begun(self, kind: str) -> str:
        sent = self.at("officer").send(f"/new/{kind}/example", f"/new/{kind}")
        return str(sent.headers["Location"])


Asked = Callable[[], TestResponse]
Door = Callable[[Office], Asked]


def gets(role: str, place: str, **query: str) -> Door:
    """Look at a page; `{paper}`, `{draft}` and `{batch}` stand for those of the office."""
    return lambda office: partial(office.at(role).get, office.named(place), **query)


def sends(role: str, place: str, form_on: str = "", **fields: Any) -> Door:
    """Send a form; a field that can be called is made for each request."""

    def prepare(office: Office) -> Asked:
        browser, path = office.at(role), office.named(place)
        given = {name: each() if callable(each) else each for name, each in fields.items()}
        token = browser.token(office.named(form_on) or path)
        return partial(browser.forge, path, **token, **given)

    return prepare


def asks(place: str) -> Door:
    """Ask over HTTP, with a key."""

    def prepare(office: Office) -> Asked:
        desk = office.archivist if "{batch}" in place else office.officer
        return partial(desk.get, f"/v1{office.named(place)}")

    return prepare


def posts(place: str, **changes: Any) -> Door:
    """Send a case over HTTP, with a key; each time as a request of its own."""

    def prepare(office: Office) -> Asked:
        payload = payload_of(office.engine, **changes)
        key = {"key": f"key-{next(_serials)}"} if "documents" in place else {}
        return partial(office.officer.post, f"/v1{office.named(place)}", payload, **key)

    return prepare


def hands_in(office: Office) -> Asked:
    """Hand in a batch over HTTP."""
    given = {"input": (io.BytesIO(LINE), "cases.jsonl"), "photo": (io.BytesIO(SMALL), "a.jpg")}
    place, form = "/v1/batches?format=docx", "multipart/form-data"
    return partial(
        office.archivist.post, place, data=given, content_type=form, key=f"{next(_serials)}"
    )


def issues(office: Office) -> Asked:
    """Issue a draft on the page."""
    officer = office.at("officer")
    place = officer.send(f"/new/{KIND}/example", f"/new/{KIND}").headers["Location"]
    version = re.findall(r'name="version" value="(\d+)"', officer.get(f"{place}/issue").text)[0]
    return partial(
        officer.forge, f"{place}/issue", **officer.token(f"{place}/issue"), version=version
    )


def saves(office: Office) -> Asked:
    """Save a draft as it stands."""
    officer = office.at("officer")
    return partial(officer.forge, office.draft, **fields_on(officer.get(office.draft).text))


def takes_photo(office: Office) -> Asked:
    """Add a photo to a draft, as the page's script does."""
    officer, name = office.at("officer"), f"{next(_serials)}.jpg"
    given = {"photos.files": FileStorage(io.BytesIO(SMALL), name)}
    return partial(officer.forge, f"{office.draft}/photos", **officer.token(office.draft), **given)


def _file(content: bytes, name: str) -> Callable[[], FileStorage]:
    return lambda: FileStorage(io.BytesIO(content), name)


_serials = count(1)
SMALL = photo(40, 30)
LINE = cases("示市监﹝2026﹞第901号")
CALENDAR = next(each for each in shipped_calendars() if "year = 2026" in each).encode()
OVER_HTTP: dict[str, Door] = {
    "issue": posts(f"/documents/{KIND}"),
    "supersede": posts("/documents/{notice}/supersede"),
    "render": posts(f"/render/{KIND}", document_number="示市监﹝2026﹞第7号"),
    "a document": asks("/documents/{paper}"),
    "its file": asks("/documents/{paper}/file"),
    "its redacted copy": asks("/documents/{paper}/file?copy=redacted"),
    "documents": asks("/documents"),
    "due": asks("/due"),
    "changes": asks("/changes"),
    "batch": hands_in,
    "a batch": asks("{batch}"),
    "its cases": asks("{batch}/items"),
    "its bag": asks("{batch}/bag"),
}
ON_THE_PAGE: dict[str, Door] = {
    "start": gets("officer", "/"),
    "save a draft": saves,
    "add a photo": takes_photo,
    "show a photo": gets("officer", "{draft}/photos/photo-1.jpg", longest="320"),
    "preview": gets("officer", "{draft}/preview"),
    "draft as a file": gets("officer", "{draft}/file/docx"),
    "remove": sends("officer", "{another draft}/remove", "{another draft}", sure="yes"),
    "issue": issues,
    "correct": sends("officer", "/documents/{paper}/correct", "/documents/{paper}"),
    "a document": gets("officer", "/documents/{paper}"),
    "its file": gets("officer", "/documents/{paper}/file/archive_pdf"),
    "its redacted copy": gets("officer", "/documents/{paper}/redacted"),
    "ledger as xlsx": gets("admin", "/documents/export.xlsx"),
    "ledger as csv": gets("admin", "/documents/export.csv"),
    "verify": sends("officer", "/verify", pdf=_file(b"%PDF-1.7 no", "a.pdf")),
    "batch": sends(
        "archivist", "/batches", kind="", format="docx", copy="delivery",
        input=_file(LINE, "cases.jsonl"), photos=_file(b"", ""),
    ),
    "a batch": gets("archivist", "{batch}"),
    "empty sheet": gets("archivist", f"/batches/sheets/{KIND}.xlsx"),
    "bag of a case": gets("archivist", "/bag", case_ref=BUSY_CASE),
    "audit": gets("admin", "/admin/audit"),
    "administration": gets("admin", "/admin"),
    "calendar": sends("admin", "/admin/calendars", calendar=_file(CALENDAR, "2026.toml")),
}  # fmt: skip
NAMES = [f"HTTP: {name}" for name in OVER_HTTP] + [f"page: {name}" for name in ON_THE_PAGE]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, those of this test alone."""
    get_temp_dir()  # That of the processes beside is made once, and is not ours to break.
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    return tmp_path / "scratch"


@pytest.fixture
def foreman(office: Settings, engine: Engine, register: Register) -> Iterator[Foreman]:
    foreman = Foreman(office, engine, register, lambda _: InlineCrew(engine))
    yield foreman
    foreman.stop()


@pytest.fixture
def served(office: Settings, engine: Engine, register: Register, foreman: Foreman) -> Flask:
    pool = QuickPool(engine)
    return create_app(office, engine, pool, register, foreman)  # type: ignore[arg-type]


# What libraries half made when the disk failed complains when it is thrown away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("few_resources")
@pytest.mark.parametrize("door", [*OVER_HTTP.values(), *ON_THE_PAGE.values()], ids=NAMES)
def test_fault_of_the_disk_anywhere_is_answered_in_a_sentence(
    door: Door, served: Flask, engine: Engine, register: Register, foreman: Foreman,
    desk: Desk, office: Settings, scratch: Path,
) -> None:  # fmt: skip
    disk, here = broken_disk(), Office(served, engine, register, foreman, desk)
    disk.forget()
    for at in range(MOST_PLACES):
        ask = door(here)
        with disk.failing(office.home, scratch), ask() as answer:
            told = read(answer)
        if not disk.failed:
            assert answer.status_code < 400, (at, told.decode())
            break
        if answer.status_code >= 400:
            assert_told(answer, told.decode(), str(office.home))
    else:
        raise AssertionError("the request never comes to its end")
    gc.collect()  # What was half made complains here, and in no later test.
    recover(register)
    assert gaps(register) == []
    assert prove(register).faults == []


def read(answer: TestResponse) -> bytes:
    """Return what comes of an answer; one that ends too soon has to be seen as such."""
    pieces: list[bytes] = []
    try:
        pieces += answer.iter_encoded()
    except OSError:
        assert pieces, "nothing was sent yet, and it was not said in words"
        assert sum(map(len, pieces)) < int(answer.headers["Content-Length"])
    return b"".join(pieces)


def assert_told(answer: TestResponse, text: str, home: str) -> None:
    """Hold an answer to a sentence that says what to do and nothing of how the machine is laid."""
    said = json.loads(text)["detail"] if answer.is_json else text
    unread = "存档文件不见了或读不了，请管理员从备份恢复。" in said
    assert answer.status_code == (500 if unread else 503), text
    assert HAN.search(said)
    assert "程序出错，文书没有生成" not in said
    assert "Traceback" not in text
    assert home not in text
