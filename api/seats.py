"""A place in the line of documents, held from before a number is reserved until all is made."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from api.metrics import Metrics
from docgen.engine import Engine
from docgen.register.issue import Render
from docgen.sets import rendering
from docgen.workers.pool import RenderPool

# Errors: `BusyError` on entering; what renders is counted.
Seat = Callable[[], AbstractContextManager[Render]]


def seats(engine: Engine, pool: RenderPool | None, metrics: Metrics) -> Seat:
    """Return what gives a seat to whoever issues: in the pool, or at the engine if there is none.

    A document refused half-way would leave its number behind.
    """

    @contextmanager
    def seat() -> Iterator[Render]:
        if pool is None:
            yield metrics.counted(rendering(engine))
            return
        with pool.seat() as render:
            yield metrics.counted(render)

    return seat
