"""Count what the service does, for Prometheus: requests, renders, the pool, issued documents.

Every label has few values, and none is taken from a caller unseen.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from docgen.document import Document
from docgen.errors import DocgenError
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.tables import documents
from docgen.workers.pool import RenderPool

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "other"
DONE = "done"
REQUEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


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
    """Asks the register how many documents it holds; one that does not answer has no count."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def collect(self) -> Iterator[Metric]:
        """Yield the documents by kind and state."""
        held = GaugeMetricFamily(
            "docgen_documents", "Documents in the register", labels=("kind", "state")
        )
        kind, state = documents.c.kind, documents.c.state
        try:
            with self._register.reading() as connection:
                counts = connection.execute(
                    select(kind, state, func.count()).group_by(kind, state)
                ).all()
        except RegisterUnavailableError:
            counts = []
        for name, stage, count in counts:
            held.add_metric((name, stage), count)
        yield held
