"""Count what the service does, for Prometheus: requests, renders, the pool, issued documents.

Every label has few values, and none is taken from a caller unseen.
"""

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from sqlalchemy import Connection, func, select

from docgen.document import Document
from docgen.errors import DocgenError
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.probe import PATIENCE
from docgen.register.tables import audit, batches, documents
from docgen.register.unavailable import CAUSES
from docgen.workers.pool import RenderPool

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
DONE = "done"
RECOUNT_SECONDS = 30.0
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in the register: documents by kind and state, batches by state."""

    documents: Sequence[tuple[str, str, int]] = ()
    batches: Sequence[tuple[str, int]] = ()
    backed_up_at: datetime | None = None


class Metrics:
    """The counts of one application, in a registry of its own."""

    def __init__(self, pool: RenderPool | None = None, register: Register | None = None) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "docgen_requests", "Requests answered", ("method", "route", "status"),
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "docgen_request_seconds", "Time from request to answer", ("route",),
            buckets=REQUEST_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._renders = Counter(
            "docgen_renders", "Documents rendered, and why not", ("kind", "format", "outcome"),
            registry=self._registry,
        )  # fmt: skip
        self._render_seconds = Histogram(
            "docgen_render_seconds", "Time a document took, waiting included", ("format",),
            buckets=REQUEST_SECONDS, registry=self._registry,
        )  # fmt: skip
        if pool:
            self._registry.register(PoolCollector(pool))
        if register:
            self._registry.register(RegisterCollector(register))
        self._ready = Gauge(
            "docgen_ready", "Whether the service was ready when last asked", registry=self._registry
        )

    def method(self, method: str) -> str:
        """Return a request's method, which may be any word, as one of a few."""
        return method if method in METHODS else OTHER

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request; `route` is a pattern, not an address."""
        self._requests.labels(self.method(method), route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def counted(self, render: Callable[..., Document]) -> Callable[..., Document]:
        """Return `render` (an engine's or a pool's) with every document counted and timed."""

        def counting(kind: str, payload: Any, format: str = "pdf", **rest: Any) -> Document:
            began, outcome = time.perf_counter(), "internal_error"
            try:
                document = render(kind, payload, format, **rest)
                outcome = DONE
            except DocgenError as fault:
                outcome = fault.code
                raise
            finally:
                self._renders.labels(kind, format, outcome).inc()
                self._render_seconds.labels(format).observe(time.perf_counter() - began)
            return document

        return counting

    def note_ready(self, ready: bool) -> None:
        """Keep whether the service is ready."""
        self._ready.set(int(ready))

    def text(self) -> bytes:
        """Return all counts in Prometheus' text format."""
        return generate_latest(self._registry)


class PoolCollector(Collector):
    """Asks the render pool how it is, at the moment somebody looks."""

    def __init__(self, pool: RenderPool) -> None:
        self._pool = pool

    def collect(self) -> Iterator[Metric]:
        """Yield the length of the line, the workers alive, and how many were replaced and why."""
        yield GaugeMetricFamily(
            "docgen_queue_length", "Documents waiting for a worker", self._pool.waiting
        )
        yield GaugeMetricFamily(
            "docgen_workers_alive", "Render workers that can take a document",
            self._pool.workers_alive,
        )  # fmt: skip
        restarts = CounterMetricFamily(
            "docgen_worker_restarts", "Render workers replaced", labels=("reason",)
        )
        for reason, count in self._pool.restarts.items():
            restarts.add_metric((reason,), count)
        yield restarts


class RegisterCollector(Collector):
    """Asks the register and its folder how they are; what does not answer has no count.

    Rows are counted at most every `RECOUNT_SECONDS`: a large register is read from end to end.
    """

    def __init__(self, register: Register) -> None:
        self._register = register
        self._counting = threading.Lock()
        self._counted_at = -RECOUNT_SECONDS
        self._counted = Counted()

    def collect(self) -> Iterator[Metric]:
        """Yield documents, batches, the last backup, the disk, and why the database failed."""
        counted = self._recounted()
        held = GaugeMetricFamily(
            "docgen_documents", "Documents in the register", labels=("kind", "state")
        )
        for name, stage, count in counted.documents:
            held.add_metric((name, stage), count)
        yield held
        line = GaugeMetricFamily("docgen_batches", "Batches in the register", labels=("state",))
        for stage, count in counted.batches:
            line.add_metric((stage,), count)
        yield line
        if counted.backed_up_at is not None:
            yield GaugeMetricFamily(
                "docgen_last_backup_timestamp_seconds", "When the last backup was begun",
                counted.backed_up_at.timestamp(),
            )  # fmt: skip
        disk = GaugeMetricFamily("docgen_disk_bytes", "The disk of the store", labels=("what",))
        with suppress(OSError):
            usage = shutil.disk_usage(self._register.store)
            disk.add_metric(("free",), usage.free)
            disk.add_metric(("total",), usage.total)
        yield disk
        failures = CounterMetricFamily(
            "docgen_register_failures", "The database did not answer, and why", labels=("cause",)
        )
        for cause in CAUSES:
            failures.add_metric((cause,), self._register.failures[cause])
        yield failures

    def _recounted(self) -> Counted:
        with self._counting:
            if time.monotonic() - self._counted_at < RECOUNT_SECONDS:
                return self._counted
            try:
                with self._register.reading(patience=PATIENCE) as connection:
                    self._counted = _count(connection)
                self._counted_at = time.monotonic()
            except RegisterUnavailableError:
                return Counted()
            return self._counted


def _count(connection: Connection) -> Counted:
    kind, state = documents.c.kind, documents.c.state
    stage = batches.c.state
    return Counted(
        [(name, of, count) for name, of, count in connection.execute(
            select(kind, state, func.count()).group_by(kind, state)
        )],
        [(of, count) for of, count in connection.execute(
            select(stage, func.count()).group_by(stage)
        )],
        connection.scalar(select(func.max(audit.c.at)).where(audit.c.act == "backup")),
    )  # fmt: skip
