"""How far a batch is, how fast it goes, and when it will be done."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# Long enough to even out chunks and photos, short enough to follow a change of kind.
WINDOW_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Progress:
    """One moment of a batch: `phase` is preparing, rendering, sealing or finished.

    `total` and `seconds_left` are None while nobody knows; `rate` is documents a second, failed
    ones too, for they took their time; `kind` is that of the case last dealt with.
    """

    phase: str
    done: int
    failed: int
    total: int | None
    rate: float = 0.0
    seconds_left: float | None = None
    kind: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the moment for a program."""
        return {
            "event": self.phase,
            "done": self.done,
            "failed": self.failed,
            "total": self.total,
            "documents_per_second": round(self.rate, 2),
            "seconds_left": None if self.seconds_left is None else round(self.seconds_left),
            "kind": self.kind,
        }


Watch = Callable[[Progress], None]


class Pace:
    """Measures how many documents a second the last half minute brought."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque([(clock(), 0)])

    def count(self, documents: int) -> None:
        """Tell how many documents have come so far."""
        now = self._clock()
        if not documents:
            self._marks.clear()  # Workers are still starting.
        self._marks.append((now, documents))
        while len(self._marks) > 2 and now - self._marks[1][0] > WINDOW_SECONDS:
            self._marks.popleft()

    @property
    def rate(self) -> float:
        """Documents a second, 0 before the first."""
        (begun, before), (now, documents) = self._marks[0], self._marks[-1]
        return (documents - before) / (now - begun) if now > begun else 0.0
