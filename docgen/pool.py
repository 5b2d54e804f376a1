"""A pool of warm render workers: a stuck or crashed document costs only its own request.

Each worker is a process in a pebble pool of its own. One pebble pool for all of them would share
one pipe and one lock, and a process killed at the wrong moment would take them along; it also
calls itself broken, with everything waiting in it, when a worker dies that has nothing to do.
"""

import multiprocessing
import os
import pickle
import pkgutil
import queue
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import MappingProxyType, TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

import schemas.kinds
from docgen import worker
from docgen.document import Document
from docgen.engine import Engine, open_engine
from docgen.errors import BusyError, DeadlineError, WorkerLostError
from docgen.settings import Settings

GIB = 1 << 30
# Imported by the fork server once, so that all workers share the memory; the kinds come on top.
PRELOADED = (
    "docgen.worker", "docgen.render.pdf", "docgen.template.word", "docgen.template.page",
    "docgen.archive.manifest", "docgen.picture", "weasyprint",
)  # fmt: skip
# Includes the minute that preparing the faces takes on a machine that never did.
START_UP_SECONDS = 300.0
ENDING_SECONDS = 5.0


def open_unproved(settings: Settings) -> Engine:
    """Open the engine as a worker does: its templates were proved by whoever owns the pool."""
    return open_engine(settings, prove=False)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One document that somebody waits for."""

    request: bytes
    future: Future[Document]


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
        backlog: int = 32,
        memory: int = GIB,
        open_engine: Callable[[Settings], Engine] = open_unproved,
    ) -> None:
        if workers < 1 or backlog < 0 or deadline <= 0 or recycle_after < 1:
            raise ValueError("a pool needs a worker, a deadline and documents to recycle after")
        self.deadline = deadline
        self._tickets: queue.SimpleQueue[Ticket | None] = queue.SimpleQueue()
        self._places = threading.BoundedSemaphore(workers + backlog)
        self._closing = threading.Event()
        self._door = threading.Lock()
        context = _context()

        def start() -> Worker:
            return Worker(context, settings, open_engine, memory)

        self._lanes = [
            Lane(f"docgen-lane-{number}", self._tickets, start, deadline, recycle_after, memory // 2)
            for number in range(workers)
        ]
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
    ) -> Document:
        """Render one document in a worker and wait for it; the arguments are `Engine.render`'s.

        Errors: those of `Engine.render`, unchanged; `BusyError` at once when too many wait;
        `DeadlineError`; `WorkerLostError` when the worker died over this document.
        """
        return self.schedule(kind, payload, format, copy=copy, files=files).result()

    def schedule(
        self,
        kind: str,
        payload: Any,
        format: str = "pdf",
        *,
        copy: str = "delivery",
        files: Mapping[str, bytes] | None = None,
    ) -> Future[Document]:
        """Put one document in line; the future has the document or the error of `render`.

        A document that still waits can be cancelled.
        Errors: `BusyError` when too many wait or the pool is closing.
        """
        if isinstance(files, MappingProxyType):
            files = dict(files)  # A read-only view cannot be pickled, what it shows can.
        # Pickled here, in the caller's thread: a payload that cannot be is the caller's own error.
        request = pickle.dumps((kind, payload, format, copy, files), pickle.HIGHEST_PROTOCOL)
        if not self._places.acquire(blocking=False):
            raise BusyError
        future: Future[Document] = Future()
        future.add_done_callback(lambda _: self._places.release())
        with self._door:
            if self._closing.is_set():
                future.cancel()
                raise BusyError("服务正在停止，请稍后再试。")
            self._tickets.put(Ticket(request, future))
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
        """Whether every worker has been warm once and at least one is there now."""
        warmed = (lane.warmed for lane in self._lanes)
        return all(each.done() and not each.exception() for each in warmed) and bool(
            self.workers_alive
        )

    @property
    def workers_alive(self) -> int:
        """How many workers could take a document now or are at work on one."""
        return sum(lane.alive for lane in self._lanes)

    def close(self) -> None:
        """Take nothing new, finish what was scheduled, end every worker; may be called twice."""
        with self._door:
            closed, _ = self._closing.is_set(), self._closing.set()
            for _ in () if closed else self._lanes:
                self._tickets.put(None)
        for lane in self._lanes:
            lane.join()

    def stop(self) -> None:
        """End at once: what waits is cancelled, what is being rendered is lost."""
        with self._door:
            self._closing.set()
            with suppress(queue.Empty):
                while True:
                    ticket = self._tickets.get_nowait()
                    if ticket is not None:
                        ticket.future.cancel()
            for lane in self._lanes:
                self._tickets.put(None)
        for lane in self._lanes:
            lane.abandon()
        for lane in self._lanes:
            lane.join()

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


class Lane(threading.Thread):
    """The thread that keeps one worker alive and hands it one document after the other."""

    def __init__(
        self,
        name: str,
        tickets: "queue.SimpleQueue[Ticket | None]",
        start: Callable[[], "Worker"],
        deadline: float,
        recycle_after: int,
        most_resident: int,
    ) -> None:
        # A daemon, since a program that forgot to close its pool must still be able to end.
        super().__init__(name=name, daemon=True)
        self.warmed: Future[None] = Future()
        self._tickets = tickets
        self._start_worker = start
        self._deadline = deadline
        self._recycle_after = recycle_after
        self._most_resident = most_resident
        self._worker: Worker | None = None
        self._abandoned = False

    @property
    def alive(self) -> bool:
        """Whether there is a worker."""
        worker = self._worker
        return worker is not None and worker.alive

    def abandon(self) -> None:
        """Kill the worker, whatever it is doing; it is not replaced."""
        self._abandoned = True
        if worker := self._worker:
            worker.kill()

    def run(self) -> None:
        """Serve until told to end."""
        try:
            self._ready()
            self.warmed.set_result(None)
        except BaseException as fault:  # noqa: BLE001 - it belongs to whoever asks
            self.warmed.set_exception(fault)
        while ticket := self._tickets.get():
            if ticket.future.set_running_or_notify_cancel():
                self._serve(ticket)
            # A ticket holds a case; an idle lane must not keep it.
            del ticket
        self._retire()

    def _serve(self, ticket: Ticket) -> None:
        try:
            result = self._rendered(ticket.request)
        except BaseException as fault:  # noqa: BLE001 - it belongs to whoever asks
            result = fault
        if isinstance(result, BaseException):
            ticket.future.set_exception(result)
        else:
            ticket.future.set_result(result)
        with suppress(BaseException):  # The next document will ask again, and be told why.
            if not self._abandoned:
                self._ready()

    def _rendered(self, request: bytes) -> Document | BaseException:
        try:
            outcome = self._asked(request)
        except FutureTimeoutError:
            self._retire()
            return DeadlineError(self._deadline)
        except (ProcessExpired, BrokenProcessPool, MemoryError):
            self._retire()
            return WorkerLostError()
        if self._worker and (
            self._worker.served >= self._recycle_after or outcome.resident > self._most_resident
        ):
            self._retire()
        return outcome.result

    def _asked(self, request: bytes) -> worker.Outcome:
        try:
            return self._ready().render(request, self._deadline)
        except BrokenProcessPool:
            # The worker died while it had nothing to do: this document was never begun.
            self._retire()
            return self._ready().render(request, self._deadline)

    def _ready(self) -> "Worker":
        """Return the worker, a new one if there is none or it died unseen."""
        if self._worker and not self._worker.alive:
            self._retire()
        if not self._worker:
            self._worker = self._start_worker()
        return self._worker

    def _retire(self) -> None:
        if self._worker:
            self._worker.end()
            self._worker = None


class Worker:
    """One warm process; errors of starting it are those of `worker.open_worker`."""

    def __init__(
        self,
        context: BaseContext,
        settings: Settings,
        open_engine: Callable[[Settings], Engine],
        memory: int,
    ) -> None:
        self.served = 0
        self._pid = 0
        self._pool = ProcessPool(max_workers=1, context=context)
        try:
            # A task and not pebble's initializer, which would keep the error to itself.
            opening = self._pool.schedule(worker.open_worker, (settings, open_engine, memory))
            self._pid = opening.result(START_UP_SECONDS)
        except (FutureTimeoutError, ProcessExpired, BrokenProcessPool, MemoryError):
            self.end()
            raise WorkerLostError from None
        except BaseException:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        """Whether the process is there, as far as is known."""
        return bool(self._pool.active)

    def render(self, request: bytes, seconds: float) -> worker.Outcome:
        """Have one document rendered.

        Errors: concurrent.futures' `TimeoutError`, pebble's `ProcessExpired`, `MemoryError`;
        `BrokenProcessPool` when the process had died before it began.
        """
        self.served += 1
        try:
            task = self._pool.schedule(worker.render, (request,))
        except RuntimeError as fault:  # pebble's word for a pool found dead
            raise BrokenProcessPool from fault
        # pebble's own time limit would ask a stuck worker to end, for three seconds, before it
        # kills it, while the caller waits.
        try:
            outcome: worker.Outcome = task.result(seconds)
        except FutureTimeoutError:
            self.kill()
            raise
        return outcome

    def kill(self) -> None:
        """Kill the process whatever it is doing."""
        self._pool.stop()  # Else pebble would start another in its place.
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process: it leaves by itself when idle, and is killed when it does not."""
        self._pool.stop()
        # A thread of pebble waits for ever when a process was killed half way through a message.
        ending = threading.Thread(target=self._pool.join, name="docgen-ending", daemon=True)
        ending.start()
        ending.join(ENDING_SECONDS)
        if ending.is_alive():
            self.kill()


def _context() -> BaseContext:
    """Return how workers are started: from a server that imported everything, where there is one.

    A plain fork is out of the question: the parent of a pool has threads.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    kinds = [f"schemas.kinds.{each.name}" for each in pkgutil.iter_modules(schemas.kinds.__path__)]
    context.set_forkserver_preload([*PRELOADED, *kinds])
    return context
