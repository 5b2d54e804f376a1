"""The real server as a process: warm before ready, right under load, gone without a trace."""

import os
import signal
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine, Settings
from tests.doubles.unwell_engine import KIND
from tests.processes import all_gone, descendants, parent_of, wait_until
from tests.servers import Server, free_port, running, unwell_server

pytestmark = pytest.mark.xdist_group("pool")
ROOT = Path(__file__).parents[2]
UNWELL = "tests.doubles.unwell_wsgi:app"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


def test_a_killed_parent_leaves_no_process_once_the_deadline_has_passed(
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
