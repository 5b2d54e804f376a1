"""A disk that fails, place after place: whatever opens, makes, renames or lists below some folders.

Python tells an audit hook of every such act before it is done; the hook cannot be taken away again,
so there is one for the process, which does nothing unless a test asks for it.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Two callers that share one helper are two places.
DEPTH = 2
OURS = (f"{os.sep}docgen{os.sep}", f"{os.sep}api{os.sep}")
ACTS = frozenset({
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir",
    "os.chmod", "os.link", "os.truncate", "os.utime", "shutil.copyfile", "sqlite3.connect",
})  # fmt: skip


class BrokenDisk:
    """Fails once a run, at the first place of our code that it has not failed before."""

    def __init__(self) -> None:
        self._folders: tuple[str, ...] = ()
        self._known: set[tuple[str, ...]] = set()
        self.failed = False
        sys.addaudithook(self._hear)

    def forget(self) -> None:
        """Take every place for a new one again."""
        self._known.clear()

    @contextmanager
    def failing(self, *folders: Path) -> Iterator[None]:
        """Fail where a place that is new touches what lies in these folders."""
        self._folders, self.failed = tuple(map(str, folders)), False
        try:
            yield
        finally:
            self._folders = ()

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._folders or self.failed or event not in ACTS:
            return
        touched = arguments[0] if arguments else None
        if not isinstance(touched, str | bytes | os.PathLike):
            return
        name = os.fsdecode(touched).removeprefix("file://")
        if not name.startswith(self._folders):
            return
        place = (event, *_lines_of_ours())
        if place not in self._known:
            self._known.add(place)
            self.failed = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)


def _lines_of_ours() -> Iterator[str]:
    """Yield the innermost lines of our own code that lead here."""
    frame, left = sys._getframe(2), DEPTH
    while frame and left:
        if any(each in frame.f_code.co_filename for each in OURS):
            yield f"{frame.f_code.co_filename}:{frame.f_lineno}"
            left -= 1
        frame = frame.f_back  # type: ignore[assignment]
