"""Who renders the chunks of a batch: the workers of this machine, or those of a cluster."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Protocol, Self

from docgen.batch.chunk import CHUNK_SECONDS, Failed, Made, Order, Work, render_chunk
from docgen.engine import Engine, assemble
from docgen.errors import DocgenError, ExitCode
from docgen.settings import Settings
from docgen.workers.pool import RenderPool

# Chunks in line for each worker: one at work, one it finds when it has finished that.
AHEAD = 2
# A batch goes on for hours: a worker that holds too much memory is replaced in any case.
RECYCLE_AFTER = 5000


class ClusterError(DocgenError):
    """The cluster cannot be reached, or one of its machines is not fit to take part."""

    code = "cluster_failed"
    exit_code = ExitCode.busy


class Crew(Protocol):
    """Whoever renders chunks; one that is `far` cannot read the photos beside the input itself."""

    far: bool

    @property
    def width(self) -> int:
        """How many chunks to keep handed out."""

    def hand_out(self, order: Order, chunk: Sequence[Work]) -> "Future[list[Made | Failed]]":
        """Have a chunk rendered.

        The future raises `WorkerLostError` or `DeadlineError` when the chunk is lost, whichever
        of its documents is to blame; any other error means that nobody can render at all.
        """

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End: in peace, or at once after an exception."""


class LocalCrew:
    """The workers of a render pool, which start when the crew is made."""

    far = False

    def __init__(
        self,
        settings: Settings,
        workers: int,
        deadline: float,
        open_engine: Callable[[Settings], Engine] = assemble,
    ) -> None:
        self.width = AHEAD * workers
        self._deadline = deadline
        self._pool = RenderPool(
            settings, workers=workers, deadline=deadline, backlog=self.width,
            recycle_after=RECYCLE_AFTER, open_engine=open_engine,
        )  # fmt: skip

    def warm(self) -> None:
        """Wait until every worker can render."""
        self._pool.warm()

    def hand_out(self, order: Order, chunk: Sequence[Work]) -> "Future[list[Made | Failed]]":
        """Have a chunk rendered by the next worker that is free."""
        return submit_chunk(self._pool, order, chunk, self._deadline)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.__exit__(kind, fault, trace)


def submit_chunk(
    pool: RenderPool, order: Order, chunk: Sequence[Work], deadline: float
) -> "Future[list[Made | Failed]]":
    """Have a pool render a chunk, each of its documents within `deadline` seconds."""
    # The last document of a chunk begins before its time is up.
    seconds = deadline + (CHUNK_SECONDS if len(chunk) > 1 else 0)
    return pool.submit(render_chunk, order, tuple(chunk), seconds=seconds, documents=len(chunk))
