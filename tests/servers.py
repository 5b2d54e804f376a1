"""The real service as a process of its own: started, asked, ended, its log looked through."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docgen import Settings
from docgen.cli.office import server_options
from tests.doubles.unwell_engine import KIND
from tests.privacy import personal_words_in
from tests.processes import all_gone, descendants, wait_until

ROOT = Path(__file__).parents[1]
# The first start after a change proves every kind, beside whatever the other worker is busy with.
START_SECONDS = 240
UNWELL = "tests.doubles.unwell_wsgi:app"


@dataclass(frozen=True)
class Server:
    """A running server: its process, where it listens, and its log."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The lines of the log so far."""
        text = self.log.read_text("utf-8")
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def ask(
        self, place: str, payload: Any = None, accept: str = "application/pdf"
    ) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers; 0 when nobody listens."""
        headers = {"Accept": accept, "Content-Type": "application/json"}
        body = None if payload is None else json.dumps(payload).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{place}", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read(), dict(refusal.headers)
        except (urllib.error.URLError, ConnectionError):
            return 0, b"", {}

    def send(
        self, method: str, place: str, body: bytes = b"", **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """Return status, body and headers of the answer to any request at all."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            line.request(method, place, body, named)
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.headers)
        finally:
            line.close()

    def dial(self) -> socket.socket:
        """Return a bare connection, for clients that keep to no protocol."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def render(self, payload: Any, accept: str = "application/pdf") -> tuple[int, bytes]:
        return self.ask(f"/v1/render/{KIND}", payload, accept)[:2]

    def ready(self) -> bool:
        return self.ask("/readyz")[0] == 200


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[Server]:
    """Start a server, wait until it is ready, and see to it that nothing of it stays.

    Whatever a test did to it, its log must not tell of a party.
    """
    with tempfile.TemporaryDirectory() as home, Path(home, "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT, env=os.environ | {"DOCGEN_HOME": home} | environment,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        server = Server(process, port, Path(log.name))
        try:
            assert wait_until(server.ready, START_SECONDS), server.log.read_text("utf-8")
            yield server
        finally:
            end(process)
            assert not personal_words_in(server.log.read_text("utf-8"))


def end(process: "subprocess.Popen[bytes]") -> None:
    family = descendants(process.pid)
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(20)
    assert all_gone(family)


@contextmanager
def unwell_server(
    settings: Settings,
    deadline: float = 20,
    backlog: int = 32,
    extra: Sequence[str] = (),
    **environment: str,
) -> Iterator[Server]:
    """The service over workers that fall ill when asked to; `extra` are options of the server."""
    port = free_port()
    options = server_options(replace(settings, deadline=deadline), f"127.0.0.1:{port}")
    with running(
        ["api.serve", *options, *extra, UNWELL], port,
        DOCGEN_DEADLINE=str(deadline), UNWELL_BACKLOG=str(backlog), **environment,
    ) as server:  # fmt: skip
        yield server


def problem_in(answer: bytes) -> dict[str, Any]:
    """Return the problem of a whole raw HTTP answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head, answer[:500]
    problem: dict[str, Any] = json.loads(body)
    assert f"HTTP/1.1 {problem['status']} ".encode() in head
    return problem
