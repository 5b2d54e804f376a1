"""Read a mountain of cases as a stream of items, whatever form they have come in."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from docgen.batch.item import InputError, Item, Reading
from docgen.batch.json_input import count_files, count_lines, read_folder, read_lines
from docgen.batch.sheet.items import count_cases, read_cases
from docgen.photo.folder import PHOTO_SUFFIXES


@dataclass(frozen=True, slots=True)
class Reader:
    """How one form of input is read and counted; a count of None is not known beforehand."""

    read: Callable[[Path, Reading], Iterator[Item]]
    count: Callable[[Path, Reading], int | None]


def reader_for(source: Path) -> Reader:
    """Return how `source` is read, by its suffix, a folder by being one.

    Errors: `InputError`.
    """
    if not source.exists():
        raise InputError(f"找不到 {source}，请核对路径。")
    suffix = "/" if source.is_dir() else source.suffix.lower()
    if suffix not in READERS:
        known = "、".join(each for each in READERS if each != "/")
        raise InputError(
            f"不认识 {source.name} 的格式。可以用 {known} 文件，或者装着 JSON 文件的文件夹。"
        )
    return READERS[suffix]


def items_of(source: Path, reading: Reading) -> Iterator[Item]:
    """Read the items that are wanted.

    Errors: `InputError`.
    """
    for item in reader_for(source).read(source, reading):
        if reading.last is not None and item.line > reading.last:
            return
        if item.line >= reading.first:
            yield item


def count_of(source: Path, reading: Reading) -> int | None:
    """Return about how many items there are, None when nobody knows beforehand.

    Errors: `InputError`.
    """
    count = reader_for(source).count(source, reading)
    return count if count is None or reading.last is None else min(count, reading.last)


def fingerprint(source: Path) -> str:
    """Return SHA-256 over all that `source` holds: every file a case may come from, and photos.

    It reads every byte once, which is quick beside rendering, and parses none.
    """
    digest = hashlib.sha256()
    folder, pattern = (source, "**/*") if source.is_dir() else (source.parent, "*")
    wanted = {*PHOTO_SUFFIXES, ".json"} if source.is_dir() else PHOTO_SUFFIXES
    for path in sorted(folder.glob(pattern)):
        if path == source or (path.suffix.lower() in wanted and path.is_file()):
            # The input may be renamed; a photo may not, for a payload names it.
            name = "" if path == source else path.relative_to(folder).as_posix()
            digest.update(name.encode() + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


READERS: Mapping[str, Reader] = MappingProxyType({
    "/": Reader(read_folder, count_files),
    ".jsonl": Reader(read_lines, count_lines),
    ".ndjson": Reader(read_lines, count_lines),
    ".xlsx": Reader(read_cases, count_cases),
    ".csv": Reader(read_cases, count_cases),
})  # fmt: skip
