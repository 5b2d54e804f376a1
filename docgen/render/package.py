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


def write_package(members: Iterable[Member]) -> bytes:
    """Return a zip container of the members, without dates, extras or comments."""
    local, central, count = bytearray(), bytearray(), 0
    for member in members:
        name = member.name.encode()
        flags = 0 if member.name.isascii() else _UTF8_NAME
        facts = struct.pack(
            "<HHHHHIIIHH", 20, flags, member.method, _DOS_TIME, _DOS_DATE,
            member.crc, len(member.data), member.size, len(name), 0,
        )
        central += b"PK\x01\x02" + struct.pack("<H", 20) + facts
        central += struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name
        local += b"PK\x03\x04" + facts + name + member.data
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(central), len(local), 0)
    return bytes(local + central + b"PK\x05\x06" + end)
