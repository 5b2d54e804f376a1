"""The real server as a process: warm before ready, right under load, gone without a trace."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine, Settings
from docgen.cli.office import server_options
from tests.doubles.unwell_engine import KIND
from tests.processes import all_gone, descendants, wait_until

pytestmark = pytest.mark.xdist_group("pool")
ROOT = Path(__file__).parents[2]
UNWELL = "tests.doubles.unwell_wsgi:app"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Server:
    """A running server: its process and where it listens."""

    process: "subprocess.Popen[bytes]"
    port: int

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
    """Start a server, wait until it is ready, and see to it that nothing of it stays."""
    with tempfile.TemporaryDirectory() as home, Path(home, "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT, env=os.environ | {"DOCGEN_HOME": home} | environment,
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        server = Server(process, port)
        try:
            assert wait_until(server.ready, 60), Path(home, "log").read_text("utf-8")
            yield server
        finally:
            end(process)


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
def unwell_server(settings: Settings, deadline: float = 20, backlog: int = 32) -> Iterator[Server]:
    port = free_port()
    options = server_options(replace(settings, deadline=deadline), f"127.0.0.1:{port}")
    with running(
        ["gunicorn", *options, UNWELL], port,
        DOCGEN_DEADLINE=str(deadline), UNWELL_BACKLOG=str(backlog),
    ) as server:  # fmt: skip
        yield server


@pytest.fixture(scope="module")
def healthy(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[KIND].schema.example)


def test_docgen_serve_gives_the_engine_s_bytes_and_leaves_no_process(
    engine: Engine, healthy: dict[str, Any]
) -> None:
    port = free_port()
    command = ["docgen.cli", "serve", "--port", str(port), "--workers", "1", "--deadline", "20"]
    with running(command, port) as server:
        for accept, format in (("application/pdf", "pdf"), (WORD, "docx"), ("text/html", "html")):
            wanted = engine.render(KIND, healthy, format).content
            assert server.render(healthy, accept) == (200, wanted)
        family = descendants(server.process.pid)
        assert len(family) > 3
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
        assert all_gone(family)


def test_twenty_clients_at_once_each_get_their_own_document(
    settings: Settings, engine: Engine, healthy: dict[str, Any]
) -> None:
    payloads = [healthy | {"complaint": f"第{number}件投诉的内容。"} for number in range(20)]
    with unwell_server(settings) as server, ThreadPoolExecutor(20) as clients:
        pdfs = list(clients.map(server.render, payloads))
        pages = list(clients.map(lambda each: server.render(each, "text/html"), payloads))
    assert [status for status, _ in pdfs] == [200] * 20
    assert len({content for _, content in pdfs}) == 20
    for number in (0, 7, 19):
        assert pdfs[number][1] == engine.render(KIND, payloads[number]).content
    assert pages == [(200, engine.render(KIND, each, "html").content) for each in payloads]


def test_a_flood_is_refused_at_once_while_the_rest_is_served(
    settings: Settings, healthy: dict[str, Any]
) -> None:
    with unwell_server(settings, backlog=2) as server, ThreadPoolExecutor(30) as clients:
        rest = {"unwell": "asleep", "seconds": 4}
        resting = [clients.submit(server.render, rest) for _ in range(4)]
        time.sleep(0.5)
        flood = [clients.submit(server.ask, f"/v1/render/{KIND}", healthy) for _ in range(20)]
        assert server.render(healthy, WORD)[0] == 200
        refused = [each.result(20) for each in flood]
        # Nobody waited: what keeps the workers busy is not done yet.
        assert not any(each.done() for each in resting)
        assert [status for status, _, _ in refused] == [503] * 20
        assert {headers["Retry-After"] for _, _, headers in refused} == {"2"}
        assert [each.result(20) for each in resting] == [(200, b"rested")] * 4
        assert server.render(healthy)[0] == 200


def test_stuck_and_dying_documents_do_not_stop_the_service(
    settings: Settings, healthy: dict[str, Any]
) -> None:
    with unwell_server(settings, deadline=2) as server, ThreadPoolExecutor(4) as clients:
        ill = [clients.submit(server.render, {"unwell": name}) for name in ("stuck", "killed")]
        assert server.render(healthy, "text/html")[0] == 200
        assert [each.result(30)[0] for each in ill] == [504, 500]
        assert server.render(healthy)[0] == 200
        assert wait_until(server.ready)


@pytest.mark.parametrize("to_all", [False, True], ids=["to the server", "to every process"])
def test_sigterm_finishes_what_is_running_and_leaves_no_process(
    settings: Settings, tmp_path: Path, to_all: bool
) -> None:
    with unwell_server(settings) as server, ThreadPoolExecutor(2) as clients:
        resting, worker = begin(server, clients, tmp_path, seconds=2)
        family = descendants(server.process.pid)
        assert worker in family
        if to_all:
            os.killpg(server.process.pid, signal.SIGTERM)
        else:
            server.process.send_signal(signal.SIGTERM)
        assert wait_until(lambda: server.ask("/healthz")[0] == 0, 1.2)
        assert resting.result(20) == (200, b"rested")
        assert server.process.wait(20) == 0
        assert all_gone(family)


def test_ctrl_c_leaves_no_process(settings: Settings) -> None:
    with unwell_server(settings) as server:
        family = descendants(server.process.pid)
        os.killpg(server.process.pid, signal.SIGINT)
        server.process.wait(20)
        assert all_gone(family)


def test_a_killed_server_process_takes_its_workers_along_and_is_replaced(
    settings: Settings, tmp_path: Path
) -> None:
    with unwell_server(settings, deadline=60) as server, ThreadPoolExecutor(1) as clients:
        lost, worker = begin(server, clients, tmp_path, seconds=60)
        (child,) = (
            pid for pid in descendants(server.process.pid) if parent_of(pid) == server.process.pid
        )
        family = descendants(child) | {child}
        assert worker in family
        os.kill(child, signal.SIGKILL)
        assert lost.result(20)[0] == 0
        assert all_gone(family)
        assert wait_until(server.ready, 30)


def test_a_killed_arbiter_leaves_no_process_once_the_deadline_has_passed(
    settings: Settings, tmp_path: Path
) -> None:
    with unwell_server(settings, deadline=3) as server, ThreadPoolExecutor(1) as clients:
        begin(server, clients, tmp_path, seconds=60)
        family = descendants(server.process.pid)
        server.process.kill()
        server.process.wait(20)
        assert all_gone(family)


def begin(
    server: Server, clients: ThreadPoolExecutor, folder: Path, seconds: float
) -> "tuple[Future[tuple[int, bytes]], int]":
    """Have a document begun that takes a while; return its answer to come and its worker."""
    mark = folder / "pid"
    rest = {"unwell": "asleep", "seconds": seconds, "mark": str(mark)}
    answer = clients.submit(server.render, rest)
    assert wait_until(lambda: mark.exists() and mark.read_text("ascii").endswith("\n"))
    return answer, int(mark.read_text("ascii"))


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[1])
