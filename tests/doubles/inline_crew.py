"""A crew without processes: it renders at once, and loses the chunks a test wants lost."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any, Self

from docgen import Engine
from docgen.batch.chunk import Failed, Made, Order, Work, render_chunk
from docgen.errors import WorkerLostError


class InlineCrew:
    """Render chunks in the caller's thread; a chunk with a case that is `poison` is lost."""

    far = False

    def __init__(
        self,
        engine: Engine,
        poison: Callable[[Work], object] = lambda _: False,
        after: Callable[[int], object] = lambda _: None,
    ) -> None:
        self.width = 2
        self.chunks: list[list[int]] = []
        self._engine, self._poison, self._after = engine, poison, after

    @property
    def lines(self) -> list[int]:
        """Every line that was handed out, as often as it was."""
        return [line for chunk in self.chunks for line in chunk]

    def hand_out(self, order: Order, chunk: Sequence[Work]) -> "Future[list[Made | Failed]]":
        """Render now; afterwards tell `after` how many chunks there were."""
        self.chunks.append([work.line for work in chunk])
        future: Future[list[Made | Failed]] = Future()
        if any(self._poison(work) for work in chunk):
            future.set_exception(WorkerLostError())
        else:
            future.set_result(render_chunk(self._engine, order, chunk))
        self._after(len(self.chunks))
        return future

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: Any) -> None:
        pass
