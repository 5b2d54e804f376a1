"""A pool of warm render workers: a stuck or crashed document costs only its own request."""

import pickle
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self, TypeVar

from structlog.contextvars import get_contextvars

from docgen.document import Document
from docgen.engine import Engine, assemble
from docgen.errors import BusyError
from docgen.sets import render_on
from docgen.settings import BACKLOG, Settings
from docgen.workers import worker
from docgen.workers.lane import REASONS, Lane, Terms, Ticket
from schemas.ground.base import Finding

Result = TypeVar("Result")
GIB = 1 << 30
# A lane may be in the middle of starting a worker, which cannot be hurried.
STOPPING_SECONDS = 10.0


class RenderPool:
    """Render documents in worker processes, each within a deadline.

    `workers` processes render at once; `backlog` more documents may wait; `deadline` is seconds
    for one document once a worker has begun it; a worker is replaced after `recycle_after`
    documents, or when it holds more than half of `memory` bytes afterwards; one document may not
    need more than `memory`. `open_engine` is how a worker opens its engine, a function of a module.

    Workers start at once and side by side; `warm` waits for them. Close the pool, or use it as a
    context manager: leaving it finishes what was scheduled, or stops at once after an exception.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        workers: int = 2,
        deadline: float = 30.0,
        recycle_after: int = 500,
        backlog: int = BACKLOG,
        memory: int = GIB,
        open_engine: Callable[[Settings], Engine] = assemble,
    ) -> None:
        if workers < 1 or backlog < 0 or deadline <= 0 or recycle_after < 1:
            raise ValueError("a pool needs a worker, a deadline and documents to recycle after")
        terms = Terms(settings, open_engine, recycle_after, memory)
        self._deadline = deadline
        self._tickets: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()
        self._places = threading.BoundedSemaphore(workers + backlog)
        self._closing = False
        self._door = threading.Lock()
        self._lanes = [Lane(terms, self._tickets) for _ in range(workers)]
        for lane in self._lanes:
            lane.start()

    def render(
        self,
        kind: str,
        payload: Any,
        format: str = "pdf",
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
        templates: Path | None = None,
    ) -> Document:
        """Render one document in a worker and wait for it; the arguments are `Engine.render`'s.

        `templates` is the file of a kept set to print with; None: the set of the pool.
        Errors: those of `Engine.render`, unchanged; `BusyError` at once when too many wait;
        `DeadlineError`; `WorkerLostError` when the worker died over this document.
        """
        future = self.schedule(kind, payload, format, copy=copy, files=files, templates=templates)
        return future.result()

    def check(
        self,
        kind: str,
        payload: Any,
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
    ) -> tuple[Finding, ...]:
        """Check one case in a worker, as `Engine.check` does, and return its notices.

        Errors: those of `Engine.check`, and of `render`.
        """
        return self.submit(worker.check, kind, payload, copy, _able_to_travel(files)).result()

    def schedule(
        self,
        kind: str,
        payload: Any,
        format: str = "pdf",
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
        templates: Path | None = None,
    ) -> Future[Document]:
        """Put one document in line; the future has the document or the error of `render`.

        A document that still waits can be cancelled.
        Errors: `BusyError` when too many wait or the pool is closing.
        """
        given = _able_to_travel(files)
        return self.submit(render_on, templates, kind, payload, format, copy, given)

    def submit(
        self,
        job: Callable[..., Result],
        *arguments: Any,
        seconds: float | None = None,
        documents: int = 1,
    ) -> "Future[Result]":
        """Put any job in line: a function of a module, called with the engine and `arguments`.

        It may take `seconds`, the pool's deadline unless given, and counts as so many `documents`
        until its worker is recycled. The future has what the job returns or raises.
        Errors: those of `schedule`.
        """
        # Pickled here, in the caller's thread: a payload that cannot be is the caller's own error.
        request = _pickled(job, arguments)
        terms = (seconds or self._deadline, documents)
        self._take_place()
        try:
            return self._put(request, *terms, leave_line=self._places.release)
        except BusyError:
            self._places.release()
            raise

    @contextmanager
    def seat(self) -> Iterator[Callable[..., Document]]:
        """Hold one place in line for several documents, one after the other: a `render` of theirs.

        Who may not be refused half-way sits down before beginning.
        Errors: `BusyError` at once when too many wait.
        """

        def seated(
            kind: str,
            payload: Any,
            format: str = "pdf",
            *,
            copy: str = "delivery",
            files: Mapping[str, bytes] | None = None,
            templates: Path | None = None,
        ) -> Document:
            case = (templates, kind, payload, format, copy, _able_to_travel(files))
            request = _pickled(render_on, case)
            future: Future[Document] = self._put(request, self._deadline)
            return future.result()

        self._take_place()
        try:
            yield seated
        finally:
            self._places.release()

    def _take_place(self) -> None:
        if not self._places.acquire(blocking=False):
            raise BusyError

    def _put(
        self,
        request: bytes,
        seconds: float,
        documents: int = 1,
        leave_line: Callable[[], None] = lambda: None,
    ) -> "Future[Any]":
        future: Future[Any] = Future()
        with self._door:
            if self._closing:
                raise BusyError("服务正在停止，请稍后再试。")
            ticket = Ticket(request, future, seconds, documents, leave_line, get_contextvars())
            self._tickets.put(ticket)
        return future

    def warm(self) -> None:
        """Wait until every worker has opened its engine and rendered one page.

        Errors: what kept the first worker from it: `SettingsError`, `CatalogueError`,
        `FontsError`, `WorkerLostError`.
        """
        for lane in self._lanes:
            lane.warmed.result()

    @property
    def ready(self) -> bool:
        """Whether every worker has been started and at least one is warm now."""
        return all(lane.warmed.done() for lane in self._lanes) and self.workers_alive > 0

    @property
    def fault(self) -> BaseException | None:
        """What kept a worker from being started, if anything did."""
        tried = (lane.warmed for lane in self._lanes if lane.warmed.done())
        return next(filter(None, (each.exception() for each in tried)), None)

    @property
    def workers_alive(self) -> int:
        """How many workers could take a document now or are at work on one."""
        return sum(lane.alive for lane in self._lanes)

    @property
    def waiting(self) -> int:
        """How many documents wait for a worker."""
        return self._tickets.qsize()

    @property
    def restarts(self) -> Counter[str]:
        """How many workers were replaced: for a `deadline`, because `lost`, or `recycled`."""
        return Counter({why: sum(lane.restarts[why] for lane in self._lanes) for why in REASONS})

    def close(self) -> None:
        """Take nothing new, finish what was scheduled, end every worker; may be called twice."""
        with self._door:
            was_open, self._closing = not self._closing, True
        if was_open:
            self._end_lanes()
        for lane in self._lanes:
            lane.join()

    def stop(self) -> None:
        """End at once: what waits is cancelled, what is being rendered is lost."""
        with self._door:
            self._closing = True
        with suppress(queue.Empty):
            while True:
                if ticket := self._tickets.get_nowait():
                    ticket.future.cancel()
        for lane in self._lanes:
            lane.abandon()
        self._end_lanes()
        for lane in self._lanes:
            lane.join(STOPPING_SECONDS)

    def _end_lanes(self) -> None:
        for _ in self._lanes:
            self._tickets.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if fault is None:
            self.close()
        else:
            self.stop()


def _pickled(job: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    """Return a job as it travels, with what the log of this thread bears: the request's id."""
    return pickle.dumps((job, arguments, get_contextvars()), pickle.HIGHEST_PROTOCOL)


def _able_to_travel(files: Mapping[str, bytes] | None) -> Mapping[str, bytes] | None:
    """Return photos that can be pickled: a read-only view cannot, what it shows can."""
    return dict(files) if isinstance(files, MappingProxyType) else files
