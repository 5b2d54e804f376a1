"""Watch processes by their own ids: who descends from whom, and whether they are gone."""

import time
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20.0


def descendants(ancestor: int) -> set[int]:
    """Every living process below `ancestor`, however deep."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    fresh = {ancestor}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def parent_of(pid: int) -> int:
    """Return the process that a process descends from."""
    return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[1])


def is_there(pid: int) -> bool:
    """Whether a process lives; one that only waits to be counted by its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rsplit(")", 1)[1][1] != "Z"
    except OSError:
        return False


def wait_until(claim: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Wait until a claim comes true; tell whether it did."""
    end = time.monotonic() + seconds
    while not claim():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def all_gone(pids: set[int]) -> bool:
    """Wait until none of these processes lives."""
    return wait_until(lambda: not any(is_there(pid) for pid in pids))
