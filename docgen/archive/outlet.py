"""Write the files of a bag piece by piece, whole or not at all, counting and digesting."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from docgen.archive.entry import FileEntry

PIECE = 1 << 20


class Outlet:
    """A file being written: what went in so far, and its digests."""

    def __init__(self, role: str, path: str, file: BinaryIO) -> None:
        self._role, self._path, self._file = role, path, file
        self._sha256, self._sha512, self._size = hashlib.sha256(), hashlib.sha512(), 0

    def write(self, content: bytes) -> None:
        """Append a piece."""
        self._file.write(content)
        self._sha256.update(content)
        self._sha512.update(content)
        self._size += len(content)

    @property
    def entry(self) -> FileEntry:
        """What was written so far, as an entry of the bag."""
        return FileEntry(
            self._role, self._path, self._sha256.hexdigest(), self._sha512.hexdigest(), self._size
        )


@contextmanager
def writing(bag: Path, path: str, role: str) -> Iterator[Outlet]:
    """Write one file of a bag: it takes its name only when the block ends well."""
    target = bag / path
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("wb") as file:
            yield Outlet(role, path, file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def put(bag: Path, path: str, role: str, content: bytes) -> FileEntry:
    """Write one file of a bag in one piece."""
    with writing(bag, path, role) as outlet:
        outlet.write(content)
    return outlet.entry


def take(bag: Path, path: str, role: str, source: Path) -> FileEntry:
    """Copy a file into a bag."""
    with writing(bag, path, role) as outlet, source.open("rb") as file:
        while piece := file.read(PIECE):
            outlet.write(piece)
    return outlet.entry


def digest_file(path: Path) -> FileEntry:
    """Return size and digests of a file that is there; its path is left to the caller."""
    sha256, sha512, size = hashlib.sha256(), hashlib.sha512(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            sha256.update(piece)
            sha512.update(piece)
            size += len(piece)
    return FileEntry("", "", sha256.hexdigest(), sha512.hexdigest(), size)
