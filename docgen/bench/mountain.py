"""The rows about mountains: a batch against the bare pool, and a contract year extrapolated."""

import json
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.batch.chunk import Order
from docgen.batch.crew import LocalCrew
from docgen.batch.plan import Plan
from docgen.batch.progress import Progress
from docgen.batch.run import run
from docgen.bench.report import Outcome, Promise, written
from docgen.bench.rows import Bench
from docgen.bench.timing import Effort, median, take_turns
from docgen.bench.year import MIX, lines_of_the_year, parts_of_the_year, write_year
from docgen.document import Document
from docgen.photo.folder import FolderPhotos, named_photos
from docgen.workers.pool import RenderPool

WORKERS = 2
A_TURN = 120
FEWEST, FEW = 500, 16
ARCHIVE = Order(("pdf",), "archive")
DEADLINE_SECONDS = 120.0
HOUR_SECONDS = 3600
MEGABYTE, GIGABYTE = 1e6, 1e9


def batch_of_two(bench: Bench, effort: Effort) -> Outcome:
    """Cases of the year to a folder of PDFs by a batch, and the same to memory by the bare pool."""
    documents = 8 if effort.rounds == 1 else A_TURN
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        source = Path(folder, "cases.jsonl")
        write_year(parts_of_the_year(bench.engine), source, documents)
        with _crew(bench) as crew, _pool(bench) as pool:
            us, them = take_turns(
                effort,
                lambda _: measure_batch(bench, source, crew).seconds / documents,
                lambda _: _by_pool(pool, source) / documents,
            )
    ours, theirs = 1 / median(us), 1 / median(them)
    return Outcome(
        "batch", f"批处理，{WORKERS} 个进程", "只用进程池", ours / theirs * 100, "%",
        written(ours, "份/s"), written(theirs, "份/s"), len(us),
        f"每轮 {documents} 份，合同年的比例，归档件；含读入、摘要、落盘和记账，封装另计",
        Promise(90, 97),
    )  # fmt: skip


def extrapolate_year(bench: Bench, documents: int) -> list[Outcome]:
    """Make so many documents of the year by a batch and say what the whole year comes to."""
    parts = parts_of_the_year(bench.engine)
    year = round(sum(part.quantity for part in parts))
    pieces = sum(line.quantity for line in lines_of_the_year(bench.engine))
    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        source = Path(folder, "cases.jsonl")
        write_year(parts, source, documents)
        with _crew(bench) as crew:
            few = measure_batch(bench, source, crew, limit=FEW)  # A warm-up, too.
            made = measure_batch(bench, source, crew)
    rate = documents / made.seconds
    each = made.documents / documents
    more = max(0.0, made.sealing - few.sealing) / max(1, documents - FEW)
    # Lists, metadata and manifests grow with the documents; faces and templates are there once.
    whole = made.once + year * (made.documents + made.lists) / documents
    mix = f"每件平均 {year / pieces:.1f} 份，{len({part.kind for part in parts})} 种，组成见 {MIX}"
    basis = f"实测 {documents} 份，{WORKERS} 个进程"
    return [
        Outcome("year-speed", "合同年：每核每秒", "", rate / WORKERS, "份/s", note=basis),
        Outcome("year-bytes", "合同年：每份", "", each / 1000, "KB", note="归档件，照片按语料原件"),
        Outcome(
            "year-hours", f"合同年：{pieces:,} 件，{year:,} 份", "",
            year / rate / HOUR_SECONDS, "小时", note=f"{WORKERS} 核；{mix}",
        ),
        Outcome(
            "year-sealing", "合同年：封装移交包", "", (few.sealing + more * year) / 60, "分钟",
            note=f"由 {FEW} 份和 {documents} 份的封装用时推算",
        ),
        Outcome(
            "year-size", "合同年：移交包", "", whole / GIGABYTE, "GB",
            note=f"其中只有一份的字体、模板等 {made.once / MEGABYTE:.0f} MB",
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class MadeBatch:
    """One batch measured: seconds until the sealing and of it, bytes of each part of the bag."""

    seconds: float
    sealing: float
    documents: int
    lists: int
    once: int


def measure_batch(
    bench: Bench, source: Path, crew: LocalCrew, limit: int | None = None
) -> MadeBatch:
    """Run a batch of archive copies into a folder that is gone afterwards."""
    begun = sealing = time.perf_counter()

    def watch(moment: Progress) -> None:
        nonlocal sealing
        if moment.phase == "sealing":
            sealing = time.perf_counter()

    with tempfile.TemporaryDirectory(prefix="docgen-bench-") as folder:
        plan = Plan(source, Path(folder), ARCHIVE, limit=limit)
        summary = run(plan, bench.engine, lambda: _Lent(crew), watch=watch, stop=threading.Event())
        ended = time.perf_counter()
        if summary.failed or not summary.content_sha256:
            raise RuntimeError("a case of the corpus gave no document")
        data = plan.bag / "data"
        documents, once = _bytes_in(data / "documents"), _bytes_in(data / "resources")
        lists = _bytes_in(plan.bag) - documents - once
    return MadeBatch(sealing - begun, ended - sealing, documents, lists, once)


class _Lent:
    """A crew that a batch does not end."""

    def __init__(self, crew: LocalCrew) -> None:
        self.far, self.width, self.hand_out = crew.far, crew.width, crew.hand_out

    def __enter__(self) -> "_Lent":
        return self

    def __exit__(self, *fault: object) -> None:
        pass


@contextmanager
def _crew(bench: Bench) -> Iterator[LocalCrew]:
    with LocalCrew(bench.settings, WORKERS, DEADLINE_SECONDS) as crew:
        crew.warm()
        yield crew


@contextmanager
def _pool(bench: Bench) -> Iterator[RenderPool]:
    with RenderPool(
        bench.settings, workers=WORKERS, deadline=DEADLINE_SECONDS, backlog=A_TURN
    ) as pool:
        pool.warm()
        yield pool


def _by_pool(pool: RenderPool, source: Path) -> float:
    """Return the seconds the bare pool takes for the cases of a batch, all in memory."""
    photos = FolderPhotos(source.parent)
    cases: list[dict[str, Any]] = [json.loads(line) for line in source.read_bytes().splitlines()]
    works = [(case, named_photos(case["payload"], photos)) for case in cases]
    begun = time.perf_counter()
    futures: list[Future[Document]] = [
        pool.schedule(case["kind"], case["payload"], "pdf", copy="archive", files=files)
        for case, files in works
    ]
    wait(futures)
    for future in futures:
        future.result()
    return time.perf_counter() - begun


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
