"""Read and write the zip container of a Word file, byte for byte the same for the same parts."""

import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

# 1980-01-01 00:00, the first date a zip can hold: file dates would make equal documents differ.
_DOS_TIME, _DOS_DATE = 0, (1 << 5) | 1
_UTF8_NAME = 1 << 11
STORED, DEFLATED = 0, 8
DEFLATE_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the container, as it stands in the zip: `data` is already compressed."""

    name: str
    data: bytes = field(repr=False)
    method: int
    crc: int
    size: int


def deflated(name: str, content: bytes) -> Member:
    """Return a member compressed here."""
    squeeze = zlib.compressobj(DEFLATE_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = squeeze.compress(content) + squeeze.flush()
    return Member(name, data, DEFLATED, zlib.crc32(content), len(content))


def stored(name: str, content: bytes) -> Member:
    """Return a member kept as it is: photos are compressed already."""
    return Member(name, content, STORED, zlib.crc32(content), len(content))


def read_members(path: Path) -> dict[str, bytes]:
    """Return the content of every file in a container, in its order."""
    with zipfile.ZipFile(path) as container:
        return {info.filename: container.read(info) for info in container.infolist()}


@dataclass(frozen=True, slots=True)
class Opening:
    """The members every file of a template begins with, as they stand in the container."""

    local: bytes = field(repr=False)
    central: bytes = field(repr=False)
    count: int


NOTHING = Opening(b"", b"", 0)


def open_package(members: Iterable[Member]) -> Opening:
    """Return the beginning of a container that holds `members`."""
    local, central, count, _ = _entries(members, 0)
    return Opening(b"".join(local), b"".join(central), count)


def write_package(members: Iterable[Member], opening: Opening = NOTHING) -> bytes:
    """Return a zip container of the members behind `opening`, without dates, extras, comments."""
    local, central, count, size = _entries(members, len(opening.local))
    directory = opening.central + b"".join(central)
    count += opening.count
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), size, 0)
    return b"".join((opening.local, *local, directory, b"PK\x05\x06", end))


def _entries(members: Iterable[Member], offset: int) -> tuple[list[bytes], list[bytes], int, int]:
    """Return the local and central records of members from `offset` on, their number, the end."""
    local: list[bytes] = []
    central: list[bytes] = []
    for member in members:
        name = member.name.encode()
        flags = 0 if member.name.isascii() else _UTF8_NAME
        facts = struct.pack(
            "<HHHHHIIIHH", 20, flags, member.method, _DOS_TIME, _DOS_DATE,
            member.crc, len(member.data), member.size, len(name), 0,
        )  # fmt: skip
        central += (b"PK\x01\x02\x14\0", facts, struct.pack("<HHHII", 0, 0, 0, 0, offset), name)
        local += (b"PK\x03\x04", facts, name, member.data)
        offset += 4 + len(facts) + len(name) + len(member.data)
    return local, central, len(local) // 4, offset
