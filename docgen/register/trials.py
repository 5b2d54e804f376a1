"""Trials of sets of templates that the service makes while somebody waits for the page of one."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.log import open_log, places
from docgen.look.trial import Trial, touched
from docgen.look.trial_report import report_of
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.promoting import Candidate, candidate_at_hand
from docgen.register.trying import Issued, last_issued, try_apart

LOG = open_log("templates")
# So many of the papers of a kind that were issued last are compared, and so many trials are known.
LAST, MOST = 20, 4


@dataclass(slots=True)
class Running:
    """One trial: how many kinds it has done of how many, and once it is `over` what was found."""

    candidate: Candidate
    kinds: int
    done: int = 0
    trials: list[Trial] = field(default_factory=list)
    report: str = field(default="", repr=False)
    fault: str = ""
    over: bool = False

    @property
    def proved(self) -> bool:
        """Whether the set may be promoted, as far as the kinds that it changes say."""
        return self.over and not self.fault and all(each.proved for each in self.trials)


class Trials:
    """The trials of one service, by the digest of the set and of the one in force."""

    def __init__(self, engine: Engine, register: Register) -> None:
        self._engine, self._register = engine, register
        self._known: dict[tuple[str, str], Running] = {}
        self._lock, self._turn = threading.Lock(), threading.Lock()

    def look(self, digest: str, *, actor: Actor) -> Running | None:
        """Return the trial of a set that was handed in, begun if need be; None for an unknown set.

        Errors: `SetAlteredError`, `CatalogueError`, `NotAllowedError`.
        """
        found = candidate_at_hand(self._engine, self._register, digest)
        if found is None:
            return None
        key = digest, found.now.set_digest
        with self._lock:
            if key not in self._known:
                kinds = touched(found.now, found.then)
                running = Running(found, len(kinds))
                issued = last_issued(self._register, found.now, kinds, LAST, actor=actor)
                work = threading.Thread(
                    target=self._work, args=(running, issued), name="trial", daemon=True
                )
                self._known[key] = running
                for old in [*self._known][:-MOST]:
                    del self._known[old]
                work.start()
            return self._known[key]

    def _work(self, running: Running, issued: Mapping[str, Sequence[Issued]]) -> None:
        def count() -> None:
            running.done += 1

        with self._turn:  # One after the other: each uses every core.
            try:
                found = running.candidate
                running.trials = try_apart(found.now, found.then, issued, watch=count)
                running.report = report_of(running.trials)
            except DocgenError as fault:
                running.fault = fault.message
            except Exception as fault:
                LOG.error("fault", fault=type(fault).__name__, frames=places(fault))
                running.fault = "程序出错，没有检查完，请告诉管理员。"
            running.over = True
