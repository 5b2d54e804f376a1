"""A pool for tests of what is kept: it renders at once, one blank page for every document."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from docgen.document import Document
from docgen.engine import Engine
from docgen.errors import BusyError
from schemas.ground.base import Finding
from tests.doubles.quick_render import QuickRender


class QuickPool:
    """Renders in the caller's thread; `how` may be changed under a running service."""

    ready = True
    waiting = 0
    workers_alive = 1
    restarts: Mapping[str, int] = MappingProxyType({})

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.how: Callable[..., Document] = QuickRender()
        self.full = False

    def render(self, *rest: Any, **options: Any) -> Document:
        """Render one document."""
        return self.how(*rest, **options)

    @contextmanager
    def seat(self) -> Iterator[Callable[..., Document]]:
        """Give a place to render documents one after the other, unless the house is full."""
        if self.full:
            raise BusyError
        yield self.how

    def submit(self, job: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Do any other job, at once."""
        done: Future[Any] = Future()
        done.set_result(job(self._engine, *arguments))
        return done

    def check(self, *rest: Any, **options: Any) -> tuple[Finding, ...]:
        """Check one case."""
        return self._engine.check(*rest, **options).notices
