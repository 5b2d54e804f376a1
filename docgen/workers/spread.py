"""Do the same for many names in several processes: one that is stuck costs nobody else's."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from docgen.workers.apart import TooHardToReadError, stream_apart

Result = TypeVar("Result")


def spread(
    job: Callable[..., Iterator[Result]],
    names: Sequence[str],
    *arguments: Any,
    memory: int,
    seconds: float,
    watch: Callable[[], None] = lambda: None,
) -> dict[str, Result | None]:
    """Return what `job(names, *arguments)` yields for each name, in the order of the names.

    One process a core has its share; the job yields once for each of its names, in their order.
    None stands for a name over which a process ended, took more than `memory` bytes, or said
    nothing for so many `seconds`. `watch` is called after each.
    Errors: the `DocgenError` of the job.
    """
    width = min(len(names), len(os.sched_getaffinity(0)))

    def in_turn(share: Sequence[str]) -> list[Result | None]:
        done: list[Result | None] = []
        while len(done) < len(share):
            left = share[len(done) :]
            try:
                for each in stream_apart(job, left, *arguments, memory=memory, seconds=seconds):
                    done.append(each)
                    watch()
            except TooHardToReadError:
                done.append(None)
                watch()
        return done

    if not width:
        return {}
    shares = [names[start::width] for start in range(width)]
    with ThreadPoolExecutor(width) as threads:
        results = [*threads.map(in_turn, shares)]
    found = {
        name: result
        for share, done in zip(shares, results, strict=True)
        for name, result in zip(share, done, strict=True)
    }
    return {name: found[name] for name in names}
