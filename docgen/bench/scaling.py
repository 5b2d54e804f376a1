"""How speed grows with workers, pages and batches: measured here, drawn by chart.py."""

import importlib.util
import io
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from docgen.bench.rows import Bench
from docgen.bench.service import open_pool, run_batch
from docgen.bench.timing import Effort, clock, median, take_turns
from docgen.settings import Settings

BATCHES = (1, 2, 5, 10, 20, 50)
PARAGRAPHS = (0, 10, 30, 60, 100)
SENTENCE = "经查，双方对上述情况均无异议，有购物小票、付款记录和现场照片为证，本局已逐项核对。"


@dataclass(frozen=True, slots=True)
class Curve:
    """Documents per second against one quantity; `points` are (quantity, documents a second)."""

    title: str
    quantity: str
    points: tuple[tuple[float, float], ...]


def measure_scaling(settings: Settings, effort: Effort) -> list[Curve]:
    """Measure all curves; those that need the pool are left out where there is none."""
    bench = Bench(settings)
    curves = [Curve("页数（一个进程）", "页", tuple(_by_pages(bench, effort)))]
    if importlib.util.find_spec("docgen.workers.pool") is None:
        return curves
    workers = Curve("工作进程（每批 20 份）", "个进程", tuple(_by_workers(bench, effort)))
    batches = Curve("批量（两个进程）", "份一批", tuple(_by_batch(bench, effort)))
    return [workers, *curves, batches]


def _by_pages(bench: Bench, effort: Effort) -> Iterator[tuple[float, float]]:
    for paragraphs in PARAGRAPHS:
        payload = bench.letter.payload(0)
        payload["complaint"] += "".join(f"\n{SENTENCE}" for _ in range(paragraphs))
        document = bench.engine.render(bench.letter.kind, payload, "pdf")
        with pikepdf.open(io.BytesIO(document.content)) as pdf:
            pages = len(pdf.pages)

        def render(_: int, payload: dict[str, object] = payload) -> object:
            return bench.engine.render(bench.letter.kind, payload, "pdf")

        (seconds,) = take_turns(_short(effort), clock(render))
        yield pages, 1 / median(seconds)


def _by_workers(bench: Bench, effort: Effort) -> Iterator[tuple[float, float]]:
    most = 2 * len(os.sched_getaffinity(0))
    for workers in range(1, most + 1):
        yield workers, _throughput(bench, effort, workers, 20)


def _by_batch(bench: Bench, effort: Effort) -> Iterator[tuple[float, float]]:
    for size in BATCHES:
        yield size, _throughput(bench, effort, 2, size)


def _throughput(bench: Bench, effort: Effort, workers: int, size: int) -> float:
    """Return documents a second over at least two batches, warm."""
    payloads = [bench.letter.payload(turn) for turn in range(size)]
    with open_pool(bench, workers) as pool:
        begun, done, short = time.perf_counter(), 0, _short(effort)
        while done == 0 or short.goes_on(done, begun):
            run_batch(pool, bench.letter, payloads)
            done += 1
        return done * size / (time.perf_counter() - begun)


def _short(effort: Effort) -> Effort:
    """Return the effort for one point: a curve has many."""
    return Effort(min(effort.seconds, 2.0), effort.rounds)
