"""Take turns: two ways of doing the same work, A B A B, so that a noisy machine disturbs both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

WARM_UPS = 3
FEWEST_ROUNDS = 3
Work = Callable[[int], object]
Timed = Callable[[int], float]


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure a row: `seconds` of turns, or exactly `rounds` of them."""

    seconds: float = 6.0
    rounds: int | None = None
    soak: bool = False

    def goes_on(self, done: int, begun: float) -> bool:
        """Say whether another turn is wanted after `done` turns since `begun`."""
        if self.rounds is not None:
            return done < self.rounds
        return done < FEWEST_ROUNDS or time.perf_counter() - begun < self.seconds


def clock(work: Work, documents: int = 1) -> Timed:
    """Return a function that does one turn of `work` and tells its seconds a document."""

    def timed(turn: int) -> float:
        begun = time.perf_counter()
        work(turn)
        return (time.perf_counter() - begun) / documents

    return timed


def take_turns(effort: Effort, *contenders: Timed) -> tuple[list[float], ...]:
    """Return the seconds of every turn of every contender.

    All do turn 0 before any does turn 1, and who begins changes from turn to turn. The warm-up
    turns are not counted; a single round, which only shows that a row works, has one of them.
    """
    for turn in range(1 if effort.rounds == 1 else WARM_UPS):
        for contender in contenders:
            contender(turn)
    seconds: tuple[list[float], ...] = tuple([] for _ in contenders)
    begun, turn = time.perf_counter(), 0
    while effort.goes_on(turn, begun):
        order = list(zip(contenders, seconds, strict=True))
        for contender, taken in order if turn % 2 == 0 else reversed(order):
            taken.append(contender(turn))
        turn += 1
    return seconds


def median(seconds: list[float]) -> float:
    """Return the median of some seconds."""
    return statistics.median(seconds)
