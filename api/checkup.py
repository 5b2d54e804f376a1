"""Look after everything the service needs, never for longer than somebody waits for the answer."""

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.log import open_log
from docgen.register.database import Register, RegisterUnavailableError
from docgen.register.probe import probe_database, probe_store
from docgen.render.fonts import FontsError
from docgen.template.frozen import Watch
from docgen.workers.pool import RenderPool

LOG = open_log("health")
# Whoever asks more often hears the last answer: a probe writes to the disk.
FRESH_SECONDS = 2.0
# A database that has said nothing for so long is called frozen; the probe goes on waiting.
PROBE_SECONDS = 3.0
TEMPLATES, WORKERS = "templates_not_ready", "workers_not_ready"


@dataclass(frozen=True, slots=True)
class Ailment:
    """What is not well, by its code, and for the log alone why; an empty code: all is well."""

    code: str = ""
    cause: str = ""
    detail: str = ""


WELL = Ailment()


class Checkup:
    """Asks every part of the service, the register at most every `FRESH_SECONDS`."""

    def __init__(self, engine: Engine, pool: RenderPool | None, register: Register | None) -> None:
        self._engine = engine
        self._pool = pool
        self._register = register
        self._looking = threading.Lock()
        self._probe: threading.Thread | None = None
        self._register_looked = -FRESH_SECONDS
        self._register_ails = WELL
        self._told = WELL
        self._templates = Watch(engine.settings)
        self._edited: list[str] = []

    def edited(self) -> list[str]:
        """Return the templates that people changed since the start and that are not in use.

        Each change is one line in the log.
        """
        with suppress(OSError):  # Somebody is just moving them; the next look will tell.
            found, folder = self._templates.changed(), str(self._engine.settings.edited)
            with self._looking:
                is_news, self._edited = found != self._edited, found
            if is_news:
                LOG.warning("templates_edited", files=found, folder=folder)
        return self._edited

    def ails(self) -> str:
        """Return the code of the first part that is not well; empty when all are.

        Each change is one line in the log, with the reason.
        """
        found = self._found()
        with self._looking:
            is_news, self._told = found != self._told, found
        if is_news and found.code:
            LOG.warning("not_ready", code=found.code, cause=found.cause, detail=found.detail)
        elif is_news:
            LOG.info("ready")
        return found.code

    def _found(self) -> Ailment:
        engine, pool = self._engine, self._pool
        for kind in engine.catalogue.values():
            if missing := kind.missing_template:
                return Ailment(TEMPLATES, detail=missing.message)
        # Before the faces: a machine without any prepares them for a minute, once, in a worker.
        if pool is not None and not pool.ready:
            fault = pool.fault
            return Ailment(WORKERS, type(fault).__name__ if fault else "starting", _words(fault))
        try:
            _ = engine.faces
        except FontsError as fault:
            return Ailment(fault.code, detail=fault.message)
        return self._ails_of_register() if self._register else WELL

    def _ails_of_register(self) -> Ailment:
        with self._looking:
            if time.monotonic() - self._register_looked < FRESH_SECONDS:
                return self._register_ails
            probe = self._probe
            if probe is None or not probe.is_alive():
                # A thread of its own: who asks shall not hang with the database.
                self._probe = probe = threading.Thread(target=self._look, daemon=True)
                probe.start()
        probe.join(PROBE_SECONDS)
        if probe.is_alive():
            return Ailment(RegisterUnavailableError.code, "frozen")
        return self._register_ails

    def _look(self) -> None:
        found = self._probed()
        with self._looking:
            self._register_ails, self._register_looked = found, time.monotonic()

    def _probed(self) -> Ailment:
        assert self._register is not None  # noqa: S101 - asked for by the only caller
        try:
            probe_store(self._register)
            probe_database(self._register)
        except DocgenError as fault:
            return Ailment(fault.code, getattr(fault, "cause", ""), fault.message)
        except Exception as fault:  # A table that is gone, or whatever else nobody foresaw.
            return Ailment(RegisterUnavailableError.code, type(fault).__name__)
        return WELL


def _words(fault: BaseException | None) -> str:
    """Return a fault's words if they are ours or the system's: a library's may quote a case."""
    if isinstance(fault, OSError) and fault.errno:
        return os.strerror(fault.errno)
    return fault.message if isinstance(fault, DocgenError) else ""
