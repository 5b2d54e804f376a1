"""The rows about many documents at once: workers, the HTTP door, twenty clients."""

import http.client
import importlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any

from docgen.bench.material import Material
from docgen.bench.report import Outcome, Promise, milliseconds, written
from docgen.bench.rows import DIFFERENT_TURNS, Bench
from docgen.bench.timing import Effort, clock, median, take_turns
from docgen.document import MEDIA_TYPES

BATCH = 40
BACKLOG = 64
CLIENTS = 20
DEADLINE_SECONDS = 120
READY_SECONDS = 60


def two_workers(bench: Bench, effort: Effort) -> Outcome:
    """A batch of one-page PDFs by two workers against the same batch by one."""
    work, against = "两个工作进程", "一个工作进程"
    if importlib.util.find_spec("docgen.workers.pool") is None:
        return Outcome("workers", work, against, None, "x", note="还没有 docgen.workers.pool")
    payloads = [bench.letter.payload(turn) for turn in range(_batch(effort))]
    with open_pool(bench, 1) as one, open_pool(bench, 2) as two:
        us, them = take_turns(
            effort,
            clock(lambda _: run_batch(two, bench.letter, payloads)),
            clock(lambda _: run_batch(one, bench.letter, payloads)),
        )
    ours, theirs = (len(payloads) / median(each) for each in (us, them))
    return Outcome(
        "workers", work, against, ours / theirs, "x",
        written(ours, "份/s"), written(theirs, "份/s"),
        len(us), f"每轮 {len(payloads)} 份调解书 PDF/A；本机 {len(os.sched_getaffinity(0))} 核",
        Promise(1.6, 1.9),
    )  # fmt: skip


def one_client(bench: Bench, effort: Effort) -> Outcome:
    """What HTTP, the pool and the wire add to one Word document."""
    engine, material = bench.engine, bench.letter
    payloads = [material.payload(turn) for turn in range(DIFFERENT_TURNS)]
    bodies = [json.dumps(payload).encode() for payload in payloads]
    with serve() as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_SECONDS)

        def by_http(turn: int) -> object:
            return post(connection, material.kind, "docx", bodies[turn % DIFFERENT_TURNS])

        def by_engine(turn: int) -> object:
            return engine.render(material.kind, payloads[turn % DIFFERENT_TURNS], "docx")

        us, them = take_turns(effort, clock(by_http), clock(by_engine))
        connection.close()
    extra = (median(us) - median(them)) * 1000
    return Outcome(
        "http", "HTTP 额外用时，一个客户", "引擎直接调用", extra, "ms", milliseconds(median(us)),
        milliseconds(median(them)), len(us), "一份 Word；客户端全程减引擎用时",
        Promise(5, 2, lower_is_better=True),
    )  # fmt: skip


def twenty_clients(bench: Bench, effort: Effort) -> Outcome:
    """Twenty clients asking for one-page PDFs at once against the bare pool."""
    work, against = f"HTTP，{CLIENTS} 个客户同时要 PDF", "只用进程池"
    if importlib.util.find_spec("docgen.workers.pool") is None:
        return Outcome("clients", work, against, None, "%", note="还没有 docgen.workers.pool")
    material = bench.letter
    payloads = [material.payload(turn) for turn in range(_batch(effort))]
    bodies = [json.dumps(payload).encode() for payload in payloads]
    with serve() as port, open_pool(bench, 2) as pool, ThreadPoolExecutor(CLIENTS) as clients:

        def by_http(_: int) -> object:
            asked = [clients.submit(post_alone, port, material.kind, body) for body in bodies]
            return [each.result(DEADLINE_SECONDS) for each in asked]

        us, them = take_turns(
            effort, clock(by_http), clock(lambda _: run_batch(pool, material, payloads))
        )
    ours, theirs = (len(payloads) / median(each) for each in (us, them))
    return Outcome(
        "clients", work, against, ours / theirs * 100, "%", written(ours, "份/s"),
        written(theirs, "份/s"), len(us), f"每轮 {len(payloads)} 份调解书 PDF/A，两个工作进程",
        Promise(85, 95),
    )  # fmt: skip


@contextmanager
def open_pool(bench: Bench, workers: int) -> Iterator[Any]:
    """Open a render pool of `workers` and wait until each of them has rendered."""
    pool_module = importlib.import_module("docgen.workers.pool")
    with pool_module.RenderPool(
        bench.settings, workers=workers, deadline=DEADLINE_SECONDS, backlog=BACKLOG
    ) as pool:
        run_batch(pool, bench.letter, [bench.letter.payload(turn) for turn in range(4 * workers)])
        yield pool


def run_batch(pool: Any, material: Material, payloads: list[dict[str, Any]]) -> None:
    """Render a batch of PDFs in a pool and wait for all of it."""
    futures = [
        pool.schedule(material.kind, payload, "pdf", files=material.files) for payload in payloads
    ]
    wait(futures, DEADLINE_SECONDS)
    for future in futures:
        future.result(0)


@contextmanager
def serve() -> Iterator[int]:
    """Run the service as it is deployed (one process, threads, logs) and yield its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [
        sys.executable, "-P", "-m", "api.serve", "--bind", f"127.0.0.1:{port}",
        "--threads", str(CLIENTS), "api.service:app",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as home:
        # An office of its own, without accounts: the register in use is none of the bench's.
        environment = {**os.environ, "DOCGEN_HOME": home, "DOCGEN_DATABASE_URL": ""}
        service = subprocess.Popen(  # noqa: S603 - our own service
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _await_ready(port, service)
            yield port
        finally:
            service.terminate()
            service.wait(DEADLINE_SECONDS)


def _await_ready(port: int, service: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and service.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_SECONDS)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the service did not get ready")


def post(connection: http.client.HTTPConnection, kind: str, format: str, body: bytes) -> bytes:
    """Ask for one document and return it; another answer than 200 is an error."""
    headers = {"Content-Type": "application/json", "Accept": MEDIA_TYPES[format]}
    connection.request("POST", f"/v1/render/{kind}", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError(f"HTTP {answer.status}")
    return content


def post_alone(port: int, kind: str, body: bytes) -> bytes:
    """Ask for one PDF over a connection of its own, as one of many clients does."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE_SECONDS)
    try:
        return post(connection, kind, "pdf", body)
    finally:
        connection.close()


def _batch(effort: Effort) -> int:
    return 4 if effort.rounds == 1 else BATCH
