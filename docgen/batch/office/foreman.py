"""Run the batches of an office in the background, one at a time, on, whatever stopped it before.

The register says which batches there are; each one's ledger says what of it is left. So a service
that starts goes on where the last one ended, in peace or not.
"""

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from docgen.batch.crew import Crew, LocalCrew
from docgen.batch.office import rows
from docgen.batch.office.reception import clear_away
from docgen.batch.office.rows import Batch
from docgen.batch.progress import Progress
from docgen.batch.promoted import choosing, with_sets
from docgen.batch.run import Summary, folder_of, run
from docgen.engine import Engine, assemble
from docgen.errors import BusyError, DocgenError
from docgen.log import open_log, places
from docgen.register import numbers
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.in_force import InForce
from docgen.settings import Settings

LOG = open_log("batches")
# How much a batch's workers stand back behind whoever waits for a document at a counter.
NICENESS = 10
# How often to look for batches that another process took in, or for one it has given up.
LOOK_SECONDS = 5.0
# How often the register hears how far a batch is.
NOTE_SECONDS = 2.0
# What is being rendered when the service ends is waited for this long; the ledger knows the rest.
ENDING_SECONDS = 10.0


def open_standing_back(settings: Settings) -> Engine:
    """Open a worker's engine in a process that gives way to others."""
    os.nice(NICENESS)
    return assemble(settings)


def crew_standing_back(settings: Settings) -> Crew:
    """Start workers of a batch's own, which use what the others leave of the cores."""
    return LocalCrew(settings, settings.workers, settings.deadline, open_standing_back)


class Foreman:
    """Works through the batches in a thread of its own, from `start` to `stop`."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        register: Register,
        open_crew: Callable[[Settings], Crew] = crew_standing_back,
    ) -> None:
        self._settings, self._engine, self._register = settings, engine, register
        self._open_crew = partial(open_crew, settings)
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._stop = threading.Event()
        self._now: tuple[str, Progress] | None = None
        self._noted = 0.0
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)

    def start(self) -> None:
        """Begin with whatever was left, then do what comes."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is being rendered and end; what is left goes on at the next start."""
        self._ending.set()
        self._stop.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(ENDING_SECONDS)

    def look(self) -> None:
        """Look at the register now: a batch has come in, goes on, or is to stop."""
        if self._now and rows.find_batch(self._register, self._now[0]).state == "cancelling":
            self._stop.set()
        self._wake.set()

    def progress(self, batch_id: str) -> Progress | None:
        """Return how far the batch is that runs now; None for any other."""
        now = self._now
        return now[1] if now and now[0] == batch_id else None

    def _work(self) -> None:
        while not self._ending.is_set():
            self._wake.clear()
            try:
                clear_away(self._register)
                ran = any(self._do(batch) for batch in rows.living(self._register))
            except Exception as fault:  # The register may answer again in a while.
                LOG.error("fault", fault=type(fault).__name__, frames=places(fault))
                ran = False
            if not ran:
                self._wake.wait(LOOK_SECONDS)

    def _do(self, batch: Batch) -> bool:
        """Run a batch as far as it goes; tell whether anything was done for it."""
        if self._ending.is_set():
            return False
        started_at = batch.started_at or self._register.now()
        state = rows.begin(self._register, batch.id, started_at)
        if state != "running":
            return state == "cancelling" and self._end_cancelled(batch)
        self._stop.clear()
        if self._ending.is_set():  # Asked for while the flag was being cleared.
            return False
        self._now = (batch.id, Progress("preparing", batch.done, batch.failed, batch.total))
        try:
            self._run(batch)
        except BusyError:
            return False  # Another process of this office has it.
        except DocgenError as fault:
            LOG.error("batch_failed", batch=batch.id, code=fault.code)
            self._settle(batch, state="failed", code=fault.code, detail=fault.message)
        except Exception as fault:
            LOG.error(
                "batch_failed", batch=batch.id, fault=type(fault).__name__, frames=places(fault)
            )
            words = "程序出错，这一批没有做完；做好的都在。请告诉管理员，再点继续。"
            self._settle(batch, state="failed", code="internal_error", detail=words)
        finally:
            self._now = None
        return True

    def _end_cancelled(self, batch: Batch) -> bool:
        """End a batch that somebody wants stopped, unless another process is still at it."""
        try:
            with folder_of(batch.plan(self._register)):
                return rows.end_cancelled(self._register, batch.id)
        except BusyError:
            return False

    def _run(self, batch: Batch) -> None:
        in_force = choosing(InForce(self._engine, self._register))
        run(
            with_sets(batch.plan(self._register), in_force), self._engine, self._open_crew,
            watch=partial(self._watch, batch), stop=self._stop, retry=batch.retry,
            begun=partial(rows.count_beginning, self._register, batch.id),
            ended=partial(self._conclude, batch),
            registered=partial(numbers.is_given, self._register), in_force=in_force,
        )  # fmt: skip

    def _conclude(self, batch: Batch, summary: Summary) -> None:
        """Write down how a run ended while no other process can begin one."""
        counts: dict[str, Any] = {
            "done": summary.done, "failed": summary.failed, "retry": False,
            "content_sha256": summary.content_sha256 or None, "rows": [*summary.rows] or None,
        }  # fmt: skip
        if not summary.stopped:
            total = summary.done + summary.failed
            self._settle(batch, state="done", total=total, **counts)
        else:
            rows.note(self._register, batch.id, deaths=0, **counts)
            rows.end_cancelled(self._register, batch.id)

    def _watch(self, batch: Batch, moment: Progress) -> None:
        self._now = (batch.id, moment)
        if time.monotonic() - self._noted < NOTE_SECONDS:
            return
        self._noted = time.monotonic()
        counts = {"done": moment.done, "failed": moment.failed, "total": moment.total}
        if moment.done + moment.failed > batch.done + batch.failed:
            counts["deaths"] = 1  # It gets on: what ended it before was not its own doing.
        try:
            if rows.note(self._register, batch.id, **counts) != "running":
                self._stop.set()
        except RegisterUnavailableError:
            LOG.warning("batch_not_noted", batch=batch.id)  # The ledger has it; the next may work.

    def _settle(self, batch: Batch, state: str, **values: Any) -> None:
        # However it ended, the process did not die over it.
        rows.settle(self._register, batch.id, state, deaths=0, **values)
        LOG.info("batch", batch=batch.id, state=state)
