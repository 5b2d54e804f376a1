"""What runs inside a worker process of the pool: its one engine, its limits, its renders."""

import contextlib
import gc
import logging.config
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

from structlog.contextvars import bound_contextvars

from docgen.engine import Engine
from docgen.errors import InvalidCaseError, RenderError
from docgen.house import shipped_house
from docgen.log import log_config
from docgen.settings import Settings
from docgen.template.frozen import require_whole
from schemas.ground.base import Finding

STATM = Path("/proc/self/statm")
FRAMES = "渲染进程中的位置：\n"

# The one module-level state of docgen. pebble can send a worker functions and values, but no
# object that stays there between two documents; and this process serves one document at a time
# for all its life. The pool's own process never sets it.
_engine: Engine | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one job: its result or its fault, and the worker's resident bytes."""

    result: Any
    resident: int


def open_worker(settings: Settings, open_engine: Callable[[Settings], Engine], memory: int) -> int:
    """Make this process a warm worker and return its process id.

    It opens the engine and renders one page, so that the first caller does not wait for fonts to
    be opened. `memory` is how many bytes of address space one document may need beyond that.
    Errors: those of `open_engine` and `Engine.render`.
    """
    global _engine  # noqa: PLW0603 - see the variable
    end_with_the_parent()
    refuse_signals()
    # Libraries warn in words that may quote the case.
    logging.config.dictConfig(log_config("WARNING"))
    logging.captureWarnings(capture=True)
    require_whole(settings)
    engine = open_engine(settings)
    kind = next(iter(engine.catalogue.values()))
    # The example is a paper of the invented bureau, whoever the office is.
    engine.with_house(shipped_house()).render(kind.name, kind.schema.example, "pdf", copy="draft")
    limit(memory)
    # What is warm stays: full searches for garbage would look through all of it, which doubles
    # their time (10 % of all instead of 5).
    gc.collect()
    gc.freeze()
    _engine = engine
    return os.getpid()


def work(request: bytes) -> Outcome:
    """Do the job that `RenderPool.submit` pickled.

    Errors are returned, not raised, because only so is it certain that they can travel. Lack of
    memory is raised: after it this process is not to be trusted with another document.
    """
    assert _engine is not None  # noqa: S101 - the pool opens a worker before it sends jobs
    job, arguments, bound = pickle.loads(request)  # noqa: S301 - from our own parent
    try:
        with bound_contextvars(**bound):
            result = job(_engine, *arguments)
    except MemoryError:
        raise
    except BaseException as fault:  # A worker outlives every fault of a document.
        result = able_to_travel(fault)
    return Outcome(result, resident_bytes())


def check(
    engine: Engine, kind: str, payload: Any, copy: str, files: Mapping[str, bytes] | None
) -> tuple[Finding, ...]:
    """Check one case and return its notices: the job of `RenderPool.check`."""
    return engine.check(kind, payload, copy=copy, files=files).notices


def resident_bytes() -> int:
    """Return how much memory this process holds, 0 where the system does not say."""
    return _pages(1)


def _pages(column: int) -> int:
    if not STATM.exists():
        return 0
    return int(STATM.read_text("ascii").split()[column]) * os.sysconf("SC_PAGE_SIZE")


def able_to_travel(fault: BaseException) -> BaseException:
    """Return the fault itself if it survives the way to the parent, else a `RenderError`.

    A note says where it arose (lines of code, no values), since a traceback does not travel.
    """
    if not isinstance(fault, InvalidCaseError):
        fault.add_note(FRAMES + "".join(traceback.format_tb(fault.__traceback__)))
    try:
        pickle.loads(pickle.dumps(fault))  # noqa: S301 - made in this line
    except Exception:  # Whatever a foreign class does when it is pickled.
        stand_in = RenderError(f"程序出错（{type(fault).__name__}），文书没有生成，请告诉管理员。")
        stand_in.__dict__ |= {"__notes__": fault.__notes__}
        return stand_in
    return fault


def end_with_the_parent() -> None:
    """End this process when the pool's process is gone, however that one ended."""
    parent = parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def refuse_signals() -> None:
    """Leave it to the parent when this process ends.

    pebble has handlers of its own, and a spawned process inherits no blocked signals everywhere.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)


def limit(memory: int) -> None:
    """Bound the address space, and write no memory image of a crash: it would hold a case."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - absent on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if taken := _pages(0):
            resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))
