"""An engine that does to its process what the payload's `unwell` asks for."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from multiprocessing import connection
from typing import Any

from docgen import Document, Engine, Settings
from docgen.engine import assemble
from docgen.errors import CatalogueError, RenderError
from docgen.kinds.catalogue import Catalogue
from schemas.ground.base import Record

KIND = "mediation_agreement"
LEAF = 1 << 20


class UnwellEngine:
    """The real engine with one kind, until a payload says `{"unwell": name}`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hoard: list[bytes] = []
        self.catalogue: Catalogue = engine.catalogue

    def with_house(self, _house: Record) -> "UnwellEngine":
        """Return itself: it falls ill under anybody's facts."""
        return self

    def render(self, kind: str, payload: Any, *rest: Any, **options: Any) -> Document:
        """Render, or fall ill."""
        if "unwell" not in payload:
            return self._engine.render(kind, payload, *rest, **options)
        illness: Callable[..., Any] = ILLNESSES[payload["unwell"]]
        return Document(kind, "pdf", "draft", illness(self, payload), "x.pdf")


class UntravelledError(Exception):
    """An error whose class cannot be called with its own arguments."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(first + second)


def stuck(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Compute for ever."""
    while True:
        sum(range(10_000))


def asleep(_engine: UnwellEngine, payload: Mapping[str, Any]) -> bytes:
    """Say so by a file, then take a while; a worker that is asleep answers no signal either."""
    if "mark" in payload:
        with open(payload["mark"], "w", encoding="ascii") as mark:
            mark.write(f"{os.getpid()}\n")
    time.sleep(float(payload["seconds"]))
    return b"rested"


def killed(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Die as by the kernel's hand."""
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def crashed(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Die as a faulty library does."""
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def greedy(engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Take memory until there is none."""
    while True:
        engine._hoard.append(os.urandom(LEAF))


def hoarding(engine: UnwellEngine, payload: Mapping[str, Any]) -> bytes:
    """Finish, but keep some memory and tell which process did."""
    engine._hoard.extend(os.urandom(LEAF) for _ in range(payload["leaves"]))
    return str(os.getpid()).encode()


def halfway(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Die half way through the answer."""

    def send_half(self: Any, content: Any, write: Any = os.write) -> None:
        write(self._handle, bytes(content[: max(LEAF, len(content) // 2)]))
        if len(content) > LEAF:
            os.kill(os.getpid(), signal.SIGKILL)

    connection.Connection._send = send_half
    return bytes(8 * LEAF)


def whoami(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Return the worker's process id."""
    return str(os.getpid()).encode()


def faulty(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Fail as a bug does, in an error that cannot travel."""
    raise UntravelledError("one", "two")


def unpicklable(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Return what cannot travel."""
    return lambda: b""  # type: ignore[return-value]


def leaving(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Ask the process to end, as a library that takes itself for a program does."""
    raise SystemExit(3)


def failing(_engine: UnwellEngine, _payload: Mapping[str, Any]) -> bytes:
    """Fail as a renderer does."""
    raise RenderError("渲染不出来。")


ILLNESSES = {
    each.__name__: each
    for each in (
        stuck, asleep, killed, crashed, greedy, hoarding, halfway, whoami, faulty, unpicklable,
        leaving, failing,
    )
}  # fmt: skip


def open_unwell(settings: Settings) -> UnwellEngine:
    """Open the double in a worker."""
    return UnwellEngine(assemble(settings, only=(KIND,)))


def open_never(_settings: Settings) -> UnwellEngine:
    """Refuse to open."""
    raise CatalogueError("打不开。")


def open_dying(_settings: Settings) -> UnwellEngine:
    """Die while opening."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("unreachable")
