"""Read a mountain of cases as a stream of items, whatever form they have come in.

What strangers wrote is opened in processes of its own (`docgen/workers/apart.py`); here only what
has been read arrives.
"""

import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from docgen.batch.item import InputError, Item, Reading
from docgen.batch.json_input import (
    count_files,
    count_lines,
    kinds_in,
    read_folder,
    read_lines,
    refuse_empty,
)
from docgen.batch.sheet.book import Book, open_book
from docgen.batch.sheet.items import read_cases
from docgen.folders import files_below, level
from docgen.photo.folder import is_left_behind, is_picture
from docgen.spreadsheet.stage import READERS as SHEETS
from docgen.workers.apart import stream_apart


class Input(Protocol):
    """An input that is open for reading, as often as needed."""

    @property
    def book(self) -> Book | None:
        """The spreadsheet, where it is one."""

    def count(self) -> int | None:
        """Return about how many items there are, None when nobody knows beforehand."""

    def items(self, first: int = 1, last: int | None = None) -> Generator[Item]:
        """Yield the items of the lines from `first` to `last`."""

    def kinds(self, first: int = 1, last: int | None = None) -> set[str]:
        """Return the kinds that cases of these lines say they are of."""


Opener = Callable[[Path, Reading, Path], Input]


def opener_for(source: Path) -> Opener:
    """Return how `source` is opened, by its suffix, a folder by being one.

    Errors: `InputError`.
    """
    if not source.exists():
        raise InputError(f"找不到 {source}，请核对路径。")
    suffix = "/" if source.is_dir() else source.suffix.lower()
    if is_left_behind(source.name) and suffix != "/":
        raise InputError(
            f"{source.name} 是别的程序打开文件时留下的，不是案件；请关闭那个程序，选原来的文件。"
        )
    if suffix not in OPENERS:
        known = "、".join(each for each in OPENERS if each != "/")
        raise InputError(
            f"不认识 {source.name} 的格式。可以用 {known} 文件，或者装着 JSON 文件的文件夹。"
        )
    return OPENERS[suffix]


@contextmanager
def open_input(source: Path, reading: Reading, scratch: Path) -> Iterator[Input]:
    """Open an input; what must be laid out first is laid out in `scratch`, where nothing stays.

    Errors: `InputError`, when it is read also `SheetError` and `TooHardToReadError`.
    """
    given = opener_for(source)(source, reading, scratch)
    if isinstance(given, JsonInput):
        refuse_empty(source)
    try:
        yield given
    finally:
        if isinstance(given, SheetInput):
            given.close()


@dataclass(frozen=True, slots=True)
class JsonInput:
    """Cases as JSON: parsed elsewhere, line by line."""

    source: Path
    reading: Reading
    scratch: Path
    book: None = None

    def count(self) -> int:
        """Return about how many items there are."""
        return (count_files if self.source.is_dir() else count_lines)(self.source)

    def items(self, first: int = 1, last: int | None = None) -> Generator[Item]:
        """Yield the items of the lines from `first` to `last`.

        Errors: `InputError`, `TooHardToReadError`.
        """
        for item in stream_apart(self._read, *self._asked, first):
            if last is not None and item.line > last:
                return
            yield item

    def kinds(self, first: int = 1, last: int | None = None) -> set[str]:
        """Return the kinds that cases of these lines say they are of; errors as of `items`."""
        found = stream_apart(kinds_in, self._read, *self._asked, first)
        with closing(found):
            named = takewhile(lambda each: last is None or each[0] <= last, found)
            return {kind for _, kind in named if kind}

    @property
    def _read(self) -> Callable[..., Iterator[Item]]:
        return read_folder if self.source.is_dir() else read_lines

    @property
    def _asked(self) -> tuple[Path, str, frozenset[str]]:
        return self.source, self.reading.kind, frozenset(self.reading.catalogue)


class SheetInput:
    """A spreadsheet, laid out when it is first asked for something."""

    def __init__(self, source: Path, reading: Reading, scratch: Path) -> None:
        self._source, self._reading, self._scratch = source, reading, scratch
        self._open = ExitStack()
        self._book: Book | None = None

    @property
    def book(self) -> Book:
        """The spreadsheet itself.

        Errors: `SheetError`, `UnknownKindError`, `TooHardToReadError`.
        """
        if self._book is None:
            self._scratch.mkdir(parents=True, exist_ok=True)
            self._book = self._open.enter_context(
                open_book(self._source, self._reading, self._scratch)
            )
        return self._book

    def count(self) -> int:
        """Return how many cases there are."""
        return self.book.count()

    def items(self, first: int = 1, last: int | None = None) -> Generator[Item]:
        """Yield the cases of the rows from `first` to `last`."""
        for item in read_cases(self.book, self._source.parent):
            if last is not None and item.line > last:
                return
            if item.line >= first:
                yield item

    def kinds(self, first: int = 1, last: int | None = None) -> set[str]:
        """Return the one kind of a spreadsheet."""
        return {self.book.layout.kind.name}

    def close(self) -> None:
        """Remove what was laid out."""
        self._open.close()


def fingerprint(source: Path) -> str:
    """Return SHA-256 over all that `source` holds: every file a case may come from, and photos.

    It reads every byte once, which is quick beside rendering, and parses none.
    """
    digest = hashlib.sha256()
    folder = source if source.is_dir() else source.parent
    found = files_below(source) if source.is_dir() else level(folder, 1)
    # By its bytes: a name in another encoding is no text, but a file all the same.
    for path in sorted(found, key=os.fsencode):
        if path == source or (_is_part(path, source) and path.is_file()):
            # The input may be renamed; a photo may not, for a payload names it.
            name = b"" if path == source else os.fsencode(path.relative_to(folder).as_posix())
            digest.update(name + b"\0")
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _is_part(path: Path, source: Path) -> bool:
    return is_picture(path.name) or (
        source.is_dir() and path.suffix.lower() == ".json" and not is_left_behind(path.name)
    )


OPENERS: Mapping[str, Opener] = MappingProxyType({
    **dict.fromkeys(("/", ".jsonl", ".ndjson"), JsonInput),
    **dict.fromkeys(SHEETS, SheetInput),
})  # fmt: skip
