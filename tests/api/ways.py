"""Two ways in which an office makes the papers of a case: a program over HTTP, people at the page.

On the page every step is a form that a page showed, sent as a browser without scripts sends it.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import bagit
from flask import Flask

from api.pages.form.entries import entries_of, payload_of, read_posted
from docgen import Engine
from docgen.register.database import Register
from docgen.register.people import set_password
from tests.api.desks import Desk
from tests.api.pages.conftest import Browser
from tests.api.pages.form.test_entries import posted_from
from tests.api.pages.form.test_routes import fields_on
from tests.docgen.register.accounts import CONSOLE, PASSWORD


def sign_in(service: Flask, register: Register, name: str) -> Browser:
    """Have somebody with an account sign in at the page."""
    set_password(register, name, PASSWORD, actor=CONSOLE)
    client = service.test_client()
    assert client.post("/sign-in", data={"name": name, "password": PASSWORD}).status_code == 303
    return Browser(client)


class OverHttp:
    """A program that issues the papers of a case and records whom they reached."""

    def __init__(self, counter: Desk, browser: Browser, engine: Engine, case_ref: str) -> None:
        self.counter, self.browser, self.engine, self.case_ref = counter, browser, engine, case_ref

    def known(self, kind: str) -> dict[str, Any]:
        """Return what a new paper of a kind begins with."""
        answer = self.counter.get(f"/v1/kinds/{kind}/prefill?case_ref={self.case_ref}")
        return dict(answer.json) if answer.status_code == 200 else {}

    def issue(self, kind: str, payload: Mapping[str, Any]) -> str:
        """Issue a paper and return its id."""
        answer = self.counter.post(f"/v1/documents/{kind}?case_ref={self.case_ref}", payload)
        assert answer.status_code == 201, f"{kind}: {answer.text}"
        return str(answer.json["id"])

    def deliver(self, document_id: str, told: dict[str, str]) -> None:
        """Record that a paper reached somebody."""
        answer = self.counter.post(f"/v1/documents/{document_id}/deliveries", told)
        assert answer.status_code == 201, answer.text

    def bag(self, folder: Path) -> bagit.Bag:
        """Take the case away at the page and unpack it."""
        with self.browser.get("/bag", case_ref=self.case_ref) as answer:
            assert answer.status_code == 200
            zipfile.ZipFile(io.BytesIO(answer.data)).extractall(folder)
        return bagit.Bag(str(folder))


class OnThePage(OverHttp):
    """Somebody at the page, from link to form to link."""

    def known(self, kind: str) -> dict[str, Any]:
        """Return what the form shows that the case leads to, and an empty one does not."""
        reader = self.engine.catalogue[kind].reader
        begun, nothing = (
            payload_of(reader, read_posted(reader, fields_on(self.browser.get(place).text)))
            for place in (self._place(kind), f"/new/{kind}")
        )
        return {name: begun[name] for name in begun if begun[name] != nothing.get(name)}

    def issue(self, kind: str, payload: Mapping[str, Any]) -> str:
        """Fill in the form that the page of the case leads to, issue it, and return its id."""
        reader, opened = (
            self.engine.catalogue[kind].reader,
            self.browser.get(self._place(kind)).text,
        )
        shown, entries = fields_on(opened), posted_from(reader, entries_of(reader, payload))
        hidden = {name: shown[name] for name in shown if name.split(".")[0] not in reader.fields}
        (draft,) = set(re.findall(r'action="(/drafts/[0-9a-f]{32})"', opened))
        filled = hidden | {"case_ref": [self.case_ref]} | entries
        sent = self.browser.forge(draft, **filled, do="issue")
        page = self.browser.get(sent.headers["Location"])
        version = re.findall(r'name="version" value="(\d+)"', page.text)
        assert version, _mistakes(self.browser.get(f"{draft}?check=1").text)
        done = self.browser.send(f"{draft}/issue", version=version[0])
        assert done.status_code == 303, _mistakes(done.text)
        return done.headers["Location"].rpartition("/")[2]

    def deliver(self, document_id: str, told: dict[str, str]) -> None:
        """Send the form of the document's page."""
        place = f"/documents/{document_id}"
        answer = self.browser.send(f"{place}/deliver", place, **told)
        assert answer.headers["Location"] == f"{place}?done=delivered"

    def _place(self, kind: str) -> str:
        """Return where the page of the case leads to for a kind; a first paper has no case yet."""
        case = self.browser.get(f"/cases/{self.case_ref}")
        if case.status_code != 200:
            return f"/new/{kind}"
        (place,) = set(re.findall(rf'href="(/new/{kind}\?[^"]+)"', case.text))
        return unescape(place)


def _mistakes(page: str) -> list[str]:
    """Return what a page says is wrong, as text."""
    found = re.findall(r'<a href="#f[^"]*">.*?</li>|role="alert">.*?</', page, re.DOTALL)
    return [re.sub("<[^>]*>", "", each).strip() for each in found]
