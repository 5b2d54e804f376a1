"""Give a folder out as one zip while it is read: stored, its length known, no copy on the disk.

What lies in a bag is compressed already, and zips that are streamed by `zipfile` put sizes behind
the bytes, which many readers of stored members cannot follow. So each file is read twice, once for
its check sum; the second reading comes from memory.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

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
    """One file: its name in the zip, where it lies, how long it is."""

    name: bytes
    path: Path
    size: int


class ZipStream:
    """The zip of a folder that nobody changes meanwhile; `length` is known beforehand."""

    def __init__(self, folder: Path, within: str) -> None:
        self._members = [
            Member(f"{within}/{path.relative_to(folder).as_posix()}".encode(), path, size)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and (size := path.stat().st_size) >= 0
        ]

    @property
    def length(self) -> int:
        """How many bytes the whole zip has."""
        place, directory = 0, 0
        for member in self._members:
            directory += len(_entry(member, 0, place))
            place += len(_head(member, 0)) + member.size
        return place + directory + len(_end(len(self._members), place, directory))

    def __iter__(self) -> Iterator[bytes]:
        """Yield the zip piece by piece.

        Errors: `OSError` when a file is gone or has another length than before.
        """
        place = 0
        directory: list[bytes] = []
        for member in self._members:
            checksum = 0
            for block in _blocks(member):
                checksum = zlib.crc32(block, checksum)
            head = _head(member, checksum)
            yield head
            yield from _blocks(member)
            directory.append(_entry(member, checksum, place))
            place += len(head) + member.size
        yield from directory
        yield _end(len(directory), place, sum(map(len, directory)))


def _blocks(member: Member) -> Iterator[bytes]:
    left = member.size
    with member.path.open("rb") as file:
        while block := file.read(BLOCK):
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
