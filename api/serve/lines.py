"""Let every line that a process and its workers write be one JSON value.

Our own lines are. What the interpreter or a library prints when a process dies is not, and may
quote a case: of that only the places in code come through, many lines as one.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import IO

# As the interpreter writes it, see `traceback`.
_PLACE = re.compile(rb'\s*File "([^"\n]{1,300})", line (\d+), in ([^\s]{1,100})')
_FAULT = re.compile(rb"([A-Za-z_][\w.]{0,100}(?:Error|Exception|Exit|Interrupt|Expired|Warning))\b")
MOST_FRAMES = 60
LONGEST_LINE = 1 << 20


def say(event: str, target: int, **facts: object) -> None:
    """Write one line of our own."""
    stamp = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    line = {"event": event, "level": "error", "logger": "docgen.server", "timestamp": stamp}
    _write(target, json.dumps(line | facts, ensure_ascii=False, sort_keys=True).encode() + b"\n")


def pass_on(source: IO[bytes], target: int) -> threading.Thread:
    """Copy lines from `source` to the file `target` until it ends, in a thread of its own."""
    thread = threading.Thread(target=_copy, args=(source, target), name="lines", daemon=True)
    thread.start()
    return thread


def _copy(source: IO[bytes], target: int) -> None:
    strange: list[bytes] = []
    with source:
        for line in _lines(source):
            if line.startswith(b"{") and line.endswith(b"}\n"):
                _tell(strange, target)
                _write(target, line)
                continue
            strange.append(line)
            if len(strange) >= MOST_FRAMES * 2:
                _tell(strange, target)
        _tell(strange, target)


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    while line := source.readline(LONGEST_LINE):
        yield line


def _tell(strange: list[bytes], target: int) -> None:
    """Write what is no JSON as one line, without its words; forget it."""
    if not any(line.strip() for line in strange):
        strange.clear()
        return
    places = [found for found in map(_PLACE.match, strange) if found]
    frames = [b"%s:%s %s" % found.groups() for found in places[:MOST_FRAMES]]
    faults = [found[1].decode() for found in map(_FAULT.match, strange) if found]
    fault = faults[-1] if faults else ""
    told = [frame.decode(errors="replace") for frame in frames]
    say("printed", target, lines=len(strange), fault=fault, frames=told)
    strange.clear()


def _write(target: int, line: bytes) -> None:
    with suppress(OSError):  # A full disk under the log stops no service.
        os.write(target, line)
