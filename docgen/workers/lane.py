"""One lane of the render pool: a thread, the one worker process it keeps alive, and its deadline.

Each worker is a process in a pebble pool of its own. One pebble pool for all of them would share
one pipe and one lock, and a process killed at the wrong moment would take them along; it also
calls itself broken, with everything waiting in it, when a worker dies that has nothing to do.
"""

import multiprocessing
import os
import queue
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from typing import Any

from pebble import CONSTS, ProcessExpired, ProcessPool
from structlog.contextvars import bound_contextvars

import schemas.kinds
from docgen.engine import Engine
from docgen.errors import DeadlineError, WorkerLostError
from docgen.kinds.catalogue import kind_modules
from docgen.log import open_log
from docgen.settings import Settings
from docgen.workers import worker

# Imported by the fork server once, so that all workers share the memory; the kinds come on top.
PRELOADED = (
    "docgen.workers.worker", "docgen.render.pdf", "docgen.template.word", "docgen.template.page",
    "docgen.render.manifest", "docgen.photo.picture", "docxtpl", "weasyprint",
    # What reads the files of strangers, see `docgen/workers/apart.py`.
    "docgen.workers.apart", "docgen.spreadsheet.stage", "docgen.batch.json_input",
)  # fmt: skip
# Includes the minute that preparing the faces takes on a machine that never did.
START_UP_SECONDS = 300.0
LOOK_AFTER_SECONDS = 5.0
# pebble looks after each of its processes so often, twice; with its own tenth of a second an idle
# service would wake forty times a second. Results come at once all the same.
LOOK_SECONDS = 0.6
# Why a worker is replaced: it was stuck on a document, died, or has served long enough.
REASONS = ("deadline", "lost", "recycled")
LOG = open_log("pool")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One job that somebody waits for: pickled, within `seconds`, for so many `documents`.

    `leave_line` gives its place in line to somebody else, once it is done.
    `bound` is what the log says of whoever asked for it.
    """

    request: bytes = field(repr=False)
    future: Future[Any]
    seconds: float
    documents: int = 1
    leave_line: Callable[[], None] = lambda: None
    bound: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """How workers are opened and how long each serves; see `RenderPool`."""

    settings: Settings
    open_engine: Callable[[Settings], Engine]
    recycle_after: int
    memory: int


class Lane(threading.Thread):
    """The thread that keeps one worker alive and hands it one job after the other."""

    def __init__(self, terms: Terms, tickets: "queue.SimpleQueue[Ticket | None]") -> None:
        # A daemon, since a program that forgot to close its pool must still be able to end.
        super().__init__(name="docgen-lane", daemon=True)
        self.warmed: Future[None] = Future()
        # Why workers were replaced, and how often.
        self.restarts = Counter(dict.fromkeys(REASONS, 0))
        self._terms = terms
        self._tickets = tickets
        self._worker: Worker | None = None
        self._abandoned = False
        self._spent = ""

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
        shield_from_signals()
        try:
            self._ready()
            self.warmed.set_result(None)
        except BaseException as fault:
            self.warmed.set_exception(fault)
        while True:
            try:
                ticket = self._tickets.get(timeout=LOOK_AFTER_SECONDS)
            except queue.Empty:
                self._look_after()
                continue
            if ticket is None:
                break
            if ticket.future.set_running_or_notify_cancel():
                with bound_contextvars(**ticket.bound):
                    self._serve(ticket)
            else:
                ticket.leave_line()
            del ticket  # It holds a case; an idle lane must not keep one.
        self._retire()

    def _serve(self, ticket: Ticket) -> None:
        try:
            result = self._outcome(ticket)
        except BaseException as fault:
            result = fault
        # Before the caller hears of it: who waited for a place and schedules again finds one.
        ticket.leave_line()
        if isinstance(result, BaseException):
            ticket.future.set_exception(result)
        else:
            ticket.future.set_result(result)
        # Only now, for to end a worker may take a moment that nobody needs to wait for.
        if self._spent:
            self._retire(self._spent)
        self._look_after()

    def _look_after(self) -> None:
        """Replace a lost worker before anybody asks; what prevents it is told to who does ask."""
        with suppress(Exception):
            if not self._abandoned:
                self._ready()

    def _outcome(self, ticket: Ticket) -> Any:
        try:
            outcome = self._asked(ticket)
        except FutureTimeoutError:
            self._spent = "deadline"
            return DeadlineError(ticket.seconds)
        except (ProcessExpired, BrokenProcessPool, MemoryError):
            self._spent = "lost"
            return WorkerLostError()
        served = self._worker.served if self._worker else 0
        if served >= self._terms.recycle_after or outcome.resident > self._terms.memory // 2:
            self._spent = "recycled"
        return outcome.result

    def _asked(self, ticket: Ticket) -> worker.Outcome:
        try:
            return self._ready().work(ticket)
        except BrokenProcessPool:
            # The worker died while it had nothing to do: this document was never begun.
            self._retire("lost")
            return self._ready().work(ticket)

    def _ready(self) -> "Worker":
        """Return the worker, a new one if there is none or it died unseen."""
        if self._worker and not self._worker.alive:
            self._retire("lost")
        if not self._worker:
            began = time.monotonic()
            self._worker = Worker(self._terms)
            LOG.info(
                "worker_started", pid=self._worker.pid, seconds=round(time.monotonic() - began, 2)
            )
        return self._worker

    def _retire(self, reason: str = "") -> None:
        """End the worker; with a `reason` another takes its place."""
        if self._worker:
            if reason:
                self.restarts[reason] += 1
                told = LOG.info if reason == "recycled" else LOG.warning
                told(
                    "worker_replaced", reason=reason, pid=self._worker.pid,
                    served=self._worker.served,
                )  # fmt: skip
            self._worker.end()
            self._worker = None
            self._spent = ""


class Worker:
    """One warm process; the errors of starting it are those of `worker.open_worker`."""

    def __init__(self, terms: Terms) -> None:
        self.served = 0
        self.pid = 0
        CONSTS.sleep_unit = LOOK_SECONDS
        # pebble leaves some of its methods without types.
        self._pool: Any = ProcessPool(max_workers=1, context=worker_context())
        opening = (terms.settings, terms.open_engine, terms.memory)
        try:
            # A task and not pebble's initializer, which would keep the error to itself.
            self.pid = self._pool.schedule(worker.open_worker, opening).result(START_UP_SECONDS)
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

    def work(self, ticket: Ticket) -> worker.Outcome:
        """Have one job done.

        Errors: concurrent.futures' `TimeoutError`, pebble's `ProcessExpired`, `MemoryError`;
        `BrokenProcessPool` when the process had died before it began.
        """
        self.served += ticket.documents
        try:
            task = self._pool.schedule(worker.work, (ticket.request,))
        except RuntimeError as fault:  # pebble's word for a pool found dead
            raise BrokenProcessPool from fault
        # pebble's own time limit would ask a stuck worker to end, for three seconds, before it
        # kills it, while the caller waits.
        try:
            outcome: worker.Outcome = task.result(ticket.seconds)
        except FutureTimeoutError:
            self._pool.stop()  # Else pebble would start another process in its place.
            self.kill()
            raise
        return outcome

    def kill(self) -> None:
        """Kill the process whatever it is doing."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process: an idle one leaves when its pipe closes, another is killed in 3 s."""
        self._pool.stop()
        self._pool.join()


def shield_from_signals() -> None:
    """Keep SIGINT and SIGTERM from every process this thread starts, the fork server included.

    A new process inherits what its starting thread blocks. Signals to a whole group of processes
    (Ctrl-C, a supervisor's stop) then reach this process only, which decides what to finish.
    """
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # Started later, it would take the block away again.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))


def worker_context() -> BaseContext:
    """Return how workers are started: from a server that imported everything, where there is one.

    A plain fork is out of the question: the parent of a pool has threads.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*PRELOADED, *kind_modules(schemas.kinds).values()])
    return context
