"""Do a job in a process of its own, with bounds on memory and time: for what strangers have made.

A file that makes a library ask for the whole memory, or read for ever, then costs only itself.
"""

import logging.config
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from docgen.errors import DocgenError, ExitCode
from docgen.log import log_config
from docgen.workers.lane import shield_from_signals, worker_context
from docgen.workers.worker import able_to_travel, end_with_the_parent, limit, refuse_signals

Result = TypeVar("Result")
# What reading one file may need: bytes of address space, and seconds without a sign of progress.
MEMORY = 1 << 30
SECONDS = 60.0
# How much it stands back behind whoever waits for a document at a counter.
NICENESS = 5
ITEM, END, FAULT = "item", "end", "fault"


class TooHardToReadError(DocgenError):
    """Reading a file took more memory or time than it may, or killed the process that read it."""

    code = "too_hard_to_read"
    exit_code = ExitCode.usage

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            f"读不了这份文件：{detail or '读取它的进程中途退出'}。它可能已损坏或过大，"
            "请用制作它的软件另存一次，或拆成几个较小的文件再试。"
        )


def stream_apart(
    job: Callable[..., Iterator[Result]],
    *arguments: Any,
    memory: int = MEMORY,
    seconds: float = SECONDS,
) -> Generator[Result]:
    """Yield what `job`, a generator function of a module, yields in a process of its own.

    It may need `memory` bytes and `seconds` from one thing it yields to the next. The process ends
    with the iteration, however that ends.
    Errors: the `DocgenError` of the job, `TooHardToReadError`.
    """
    context: Any = worker_context()
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(sender, job, arguments, memory), daemon=True)
    try:
        with _shielded():
            process.start()
        sender.close()
        yield from _received(receiver, seconds)
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
            process.close()
        receiver.close()


def call_apart(
    job: Callable[..., Result],
    *arguments: Any,
    memory: int = MEMORY,
    seconds: float = SECONDS,
) -> Result:
    """Return what `job`, a function of a module, returns in a process of its own.

    Errors: those of `stream_apart`.
    """
    results: list[Result] = [*stream_apart(_once, job, arguments, memory=memory, seconds=seconds)]
    return results[0]


def _once(job: Callable[..., Result], arguments: tuple[Any, ...]) -> Iterator[Result]:
    yield job(*arguments)


def _received(receiver: Connection, seconds: float) -> Iterator[Any]:
    while True:
        if not receiver.poll(seconds):
            raise TooHardToReadError(f"{seconds:g} 秒没有进展")
        try:
            what, value = receiver.recv()
        except (EOFError, ConnectionError):
            raise TooHardToReadError from None
        if what == END:
            return
        if what == FAULT:
            raise _explained(value) from value
        yield value


def _explained(fault: BaseException) -> DocgenError:
    """Return what a fault of a job means for whoever gave the file."""
    if isinstance(fault, DocgenError):
        return fault
    if isinstance(fault, MemoryError):
        return TooHardToReadError("需要的内存超过限度")
    if isinstance(fault, OSError):
        return TooHardToReadError(fault.strerror or type(fault).__name__)
    return TooHardToReadError(f"程序出错（{type(fault).__name__}）")


def _serve(
    sender: Connection, job: Callable[..., Iterator[Any]], arguments: tuple[Any, ...], memory: int
) -> None:
    """Run in the process: send what the job yields, or how it failed."""
    end_with_the_parent()
    refuse_signals()
    os.nice(NICENESS)
    # Libraries warn in words that may quote the case.
    logging.config.dictConfig(log_config("ERROR"))
    logging.captureWarnings(capture=True)
    limit(memory)
    with suppress(BrokenPipeError):  # Whoever asked has had enough.
        try:
            for each in job(*arguments):
                sender.send((ITEM, each))
            sender.send((END, None))
        except (BrokenPipeError, KeyboardInterrupt):
            raise
        except BaseException as fault:
            sender.send((FAULT, able_to_travel(fault)))


@contextmanager
def _shielded() -> Iterator[None]:
    """Keep Ctrl-C from what is started, as `shield_from_signals` does, for this moment only."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        shield_from_signals()
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
