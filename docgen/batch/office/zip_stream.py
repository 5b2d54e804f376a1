"""Give a folder out as one zip while it is read: stored, its length known, no copy on the disk.

What lies in a bag is compressed already, and zips that are streamed by `zipfile` put sizes behind
the bytes, which many readers of stored members cannot follow. So each file is read twice, once for
its check sum; the second reading comes from memory. Check sums once reckoned are kept beside the
bag, so that whoever resumes a long download does not wait for all that was sent before.
"""

import hashlib
import os
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from docgen.folders import files_below

BLOCK = 1 << 20
# Sizes and places beyond this, and more members than that, are told in the larger form (zip64).
LARGEST = 0xFFFFFFFF
MOST_MEMBERS = 0xFFFF
_UTF8 = 0x0800
_VERSION, _VERSION_64 = 20, 45
_UNIX = 3 << 8
# The first day a zip can name: equal bags give equal zips.
_TIME, _DAY = 0, 0x21
_REGULAR_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class Member:
    """One file: its name in the zip, where it lies, how long it is, when it was written."""

    name: bytes
    path: Path
    size: int
    written: int


class ZipStream:
    """The zip of a folder that nobody changes meanwhile; `length` is known beforehand.

    `memo` is a file for the check sums; None: they are reckoned each time.
    """

    def __init__(self, folder: Path, within: str, memo: Path | None = None) -> None:
        self._members = [
            Member(
                f"{within}/{path.relative_to(folder).as_posix()}".encode(),
                path,
                path.stat().st_size,
                path.stat().st_mtime_ns,
            )
            for path in sorted(files_below(folder))
        ]
        self._checksums = Checksums(self._members, memo)

    @property
    def etag(self) -> str:
        """What changes with any file: two parts under one tag belong together."""
        return self._checksums.about.hex()

    @property
    def length(self) -> int:
        """How many bytes the whole zip has."""
        place, directory = 0, 0
        for member in self._members:
            directory += len(_entry(member, 0, place))
            place += len(_head(member, 0)) + member.size
        return place + directory + len(_end(len(self._members), place, directory))

    def __iter__(self) -> Iterator[bytes]:
        """Yield the zip piece by piece; errors as `part` has them."""
        return self.part(0, self.length)

    def part(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes of the zip from `start` up to `stop`; what lies outside is not read.

        Errors: `OSError` when a file is gone or has another length than before.
        """
        try:
            yield from self._part(start, stop)
        finally:
            self._checksums.keep()

    def _part(self, start: int, stop: int) -> Iterator[bytes]:
        place = 0
        places = []
        for number, member in enumerate(self._members):
            places.append(place)
            body = place + len(_head(member, 0))
            if place < stop and body > start:
                yield _cut(_head(member, self._checksums[number]), place, start, stop)
            place = body + member.size
            if body < stop and place > start:
                yield from _blocks(member, max(0, start - body), min(member.size, stop - body))
        beginning = place
        for number, member in enumerate(self._members):
            if place >= stop:
                return
            length = len(_entry(member, 0, places[number]))
            if place + length > start:
                entry = _entry(member, self._checksums[number], places[number])
                yield _cut(entry, place, start, stop)
            place += length
        yield _cut(_end(len(places), beginning, place - beginning), place, start, stop)


class Checksums:
    """The check sums of a zip's members, by number: those a file remembers, others when asked."""

    def __init__(self, members: Sequence[Member], memo: Path | None) -> None:
        self._members, self._memo = members, memo
        facts = [(each.name, each.size, each.written) for each in members]
        self.about = hashlib.sha256(repr(facts).encode()).digest()
        self._known: dict[int, int] = dict(self._remembered())
        self._kept = len(self._known)

    def __getitem__(self, number: int) -> int:
        """Return the check sum of a member.

        Errors: `OSError`.
        """
        if number not in self._known:
            checksum = 0
            member = self._members[number]
            for block in _blocks(member, 0, member.size):
                checksum = zlib.crc32(block, checksum)
            self._known[number] = checksum
        return self._known[number]

    def keep(self) -> None:
        """Write down what was reckoned, as far as it can be written: it can be reckoned again."""
        if self._memo is None or len(self._known) == self._kept:
            return
        rows = b"".join(struct.pack("<II", *each) for each in sorted(self._known.items()))
        with suppress(OSError):
            unfinished = self._memo.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
            unfinished.write_bytes(self.about + rows)
            unfinished.replace(self._memo)
            self._kept = len(self._known)

    def _remembered(self) -> Iterator[tuple[int, int]]:
        try:
            said = self._memo.read_bytes() if self._memo else b""
        except OSError:
            return
        if said[:32] == self.about and len(said) % 8 == 0:
            yield from struct.iter_unpack("<II", said[32:])


def _cut(piece: bytes, place: int, start: int, stop: int) -> bytes:
    """Return what of a piece that begins at `place` lies within `start` and `stop`."""
    return piece[max(0, start - place) : max(0, stop - place)]


def _blocks(member: Member, start: int, stop: int) -> Iterator[bytes]:
    """Yield a part of a file; what lies before it is not read."""
    left = stop - start
    with member.path.open("rb") as file:
        if file.seek(0, os.SEEK_END) != member.size:
            raise OSError(f"{member.path.name} has changed since the zip was begun")
        file.seek(start)
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
    if left:
        raise OSError(f"{member.path.name} has changed while it was read")


def _head(member: Member, checksum: int) -> bytes:
    large = member.size >= LARGEST
    extra = struct.pack("<HHQQ", 1, 16, member.size, member.size) if large else b""
    size = LARGEST if large else member.size
    return (
        struct.pack(
            "<4sHHHHHIIIHH", b"PK\3\4", _VERSION_64 if large else _VERSION, _UTF8, 0, _TIME, _DAY,
            checksum, size, size, len(member.name), len(extra),
        )
        + member.name
        + extra
    )  # fmt: skip


def _entry(member: Member, checksum: int, place: int) -> bytes:
    numbers: Sequence[int] = [each for each in (member.size, member.size) if member.size >= LARGEST]
    numbers = [*numbers, *([place] if place >= LARGEST else [])]
    extra = struct.pack(f"<HH{len(numbers)}Q", 1, 8 * len(numbers), *numbers) if numbers else b""
    version = _VERSION_64 if numbers else _VERSION
    return (
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\1\2", _UNIX | version, version, _UTF8, 0, _TIME, _DAY,
            checksum, min(member.size, LARGEST), min(member.size, LARGEST), len(member.name),
            len(extra), 0, 0, 0, _REGULAR_FILE, min(place, LARGEST),
        )
        + member.name
        + extra
    )  # fmt: skip


def _end(count: int, place: int, size: int) -> bytes:
    end = b""
    if count >= MOST_MEMBERS or place >= LARGEST or size >= LARGEST:
        end = struct.pack(
            "<4sQHHIIQQQQ", b"PK\6\6", 44, _UNIX | _VERSION_64, _VERSION_64, 0, 0, count, count,
            size, place,
        ) + struct.pack("<4sIQI", b"PK\6\7", 0, place + size, 1)  # fmt: skip
    most = min(count, MOST_MEMBERS)
    return end + struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, most, most, min(size, LARGEST), min(place, LARGEST), 0
    )
