"""Batches in a real service: a large upload, SIGKILL of every process, a successor that goes on."""

import io
import json
import os
import shutil
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bagit
import pytest

from docgen import Settings
from docgen.cli.office import server_options
from docgen.register import keys
from docgen.register.actor import Role
from docgen.register.database import Register
from docgen.register.rights import Scope
from tests.api.test_batches import PLACE, QUERY, cases
from tests.docgen.register.accounts import CONSOLE, staff
from tests.processes import all_gone, descendants, wait_until
from tests.servers import Server, free_port, running

pytestmark = [
    pytest.mark.xdist_group("pool"),
    pytest.mark.skipif(not os.environ.get("DOCGEN_SOAK"), reason="starts four services"),
]
COUNT, DEATHS = 400, 3
# More than the service gathers in memory before a thread takes a request up.
PADDING = 20 << 20


@dataclass
class Archivist:
    """A program of the archive with a key, at whichever service runs now."""

    key: str
    settings: Settings

    @contextmanager
    def service(self) -> Iterator[Server]:
        """Start the service as `docgen serve` does."""
        port = free_port()
        options = server_options(self.settings, f"127.0.0.1:{port}")
        environment = {"DOCGEN_HOME": str(self.settings.home)}
        with running(["api.serve", *options, "wsgi:app"], port, **environment) as server:
            yield server

    def state(self, server: Server, place: str) -> dict[str, Any]:
        status, body, _ = server.send("GET", place, Authorization=f"Bearer {self.key}")
        assert status == 200, body
        return dict(json.loads(body))

    def await_more(self, server: Server, place: str, than: int) -> int:
        """Wait until more documents are done than before; return how many."""
        assert wait_until(lambda: self.state(server, place)["done"] > than, 60)
        return int(self.state(server, place)["done"])

    def hand_in(self, server: Server) -> str:
        """Hand a batch in and return its place."""
        body, boundary = upload()
        status, answer, headers = server.send(
            "POST", PLACE + QUERY, body, Authorization=f"Bearer {self.key}",
            Content_Type=f"multipart/form-data; boundary={boundary}",
        )  # fmt: skip
        assert status == 202, answer
        return headers["Location"]


@pytest.fixture
def archivist(office_settings: Settings, office: Register) -> Archivist:
    staff(office, "江望舒", Role.archivist, None)
    key = keys.add_key(office, "archive", "江望舒", [Scope.batch], actor=CONSOLE)
    return Archivist(key, office_settings)


def upload() -> tuple[bytes, str]:
    """Return a body of JSON Lines and a large photo nobody names, and its boundary."""
    parts = [("input", "cases.jsonl", cases(COUNT)), ("photo", "a.jpg", os.urandom(PADDING))]
    body = io.BytesIO()
    for name, file, content in parts:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        body.write(f"--docgen-boundary\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    body.write(b"--docgen-boundary--\r\n")
    return body.getvalue(), "docgen-boundary"


def test_batch_survives_every_death_of_the_service(archivist: Archivist, tmp_path: Path) -> None:
    place, seen = "", 0
    for _ in range(DEATHS):
        with archivist.service() as server:
            place = place or archivist.hand_in(server)
            seen = archivist.await_more(server, place, seen)
            family = descendants(server.process.pid)
            os.killpg(server.process.pid, signal.SIGKILL)
            assert all_gone(family)
    assert 0 < seen < COUNT
    with archivist.service() as server:
        assert wait_until(lambda: archivist.state(server, place)["state"] == "done", 120)
        ended = archivist.state(server, place)
        assert (ended["done"], ended["failed"]) == (COUNT, 0)
        _, packed, _ = server.send("GET", f"{place}/bag", Authorization=f"Bearer {archivist.key}")
    with zipfile.ZipFile(io.BytesIO(packed)) as package:
        package.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    bagit.Bag(str(folder)).validate()
    assert len([*folder.glob("data/documents/*/*.docx")]) == COUNT
    shutil.rmtree(folder)
