"""Put the documents of a bag into volumes: so many each, never two groups in one if grouped."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from docgen.archive.entry import Entry, FileEntry, as_record, from_record
from docgen.archive.outlet import put
from docgen.archive.volume import Binder, title_of
from docgen.listing import Column, csv_head, csv_line

FOLDER = "data/volumes"
LIST = "data/volumes.csv"
# A volume is put together in memory; and nobody leafs through more.
MOST = 1000
USUAL = 200


@dataclass(frozen=True, slots=True)
class Merge:
    """How documents are bound: at most `size` a volume; `grouped` by the group of their entries."""

    size: int = USUAL
    grouped: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.size <= MOST:
            raise ValueError(f"a volume holds 1 to {MOST} documents")

    def __str__(self) -> str:
        return f"{self.size} grouped" if self.grouped else f"{self.size}"

    @classmethod
    def read(cls, text: str) -> "Merge | None":
        """Read what `str` wrote; None for anything else."""
        size, _, rest = text.partition(" ")
        if not size.isdecimal() or rest not in ("", "grouped") or not 1 <= int(size) <= MOST:
            return None
        return cls(int(size), bool(rest))


@dataclass(frozen=True, slots=True)
class _Volume:
    number: int
    entries: tuple[Entry, ...]
    papers: tuple[Entry, ...]
    file: FileEntry


def _columns() -> tuple[Column[_Volume], ...]:
    return (
        Column("案卷号", 8, lambda volume: volume.number),
        Column("案卷题名", 40, lambda volume: title_of(volume.entries)),
        Column("起始日期", 12, lambda volume: min(each.dated_on for each in volume.entries)),
        Column("终止日期", 12, lambda volume: max(each.dated_on for each in volume.entries)),
        Column("件数", 6, lambda volume: len(volume.papers)),
        Column("页数", 6, lambda volume: sum(each.pages or 0 for each in volume.papers)),
        Column("文件", 30, lambda volume: volume.file.path),
        Column("摘要（SHA-256）", 66, lambda volume: volume.file.sha256),
    )


class VolumeFiles:
    """The volumes of a bag while documents come in; documents without a PDF stay outside.

    `source` is the bag they are read from and `target` where the volumes are written; without
    `merge` there are none.
    """

    def __init__(self, source: Path, target: Path, binder: Binder, merge: Merge | None) -> None:
        self._source, self._target, self._binder, self._merge = source, target, binder, merge
        self._waiting: list[Entry] = []
        self._number = 0
        self._lines = [*csv_head(_columns())]
        self._sorted = _Sorted() if merge and merge.grouped else None

    def __enter__(self) -> Self:
        return self

    def add(self, entry: Entry) -> Iterator[FileEntry]:
        """Add a document; yield the volume it completes."""
        if self._merge is None or entry.file("pdf") is None:
            return
        if self._sorted:
            self._sorted.add(entry)
        else:
            yield from self._take(entry)

    def finish(self) -> Iterator[FileEntry]:
        """Bind what is left and yield it, and the list of volumes."""
        if self._merge is None:
            return
        for entry in self._sorted or ():
            yield from self._take(entry)
        yield from self._bind()
        yield put(self._target, LIST, "list", b"".join(self._lines))

    def _take(self, entry: Entry) -> Iterator[FileEntry]:
        assert self._merge is not None  # noqa: S101 - nothing is added without one
        other = self._merge.grouped and self._waiting and self._waiting[0].group != entry.group
        if other or len(self._waiting) == self._merge.size:
            yield from self._bind()
        self._waiting.append(entry)

    def _bind(self) -> Iterator[FileEntry]:
        if not self._waiting:
            return
        self._number += 1
        content = self._binder.bind(self._source, self._number, self._waiting)
        file = put(self._target, f"{FOLDER}/{self._number:06d}.pdf", "volume", content)
        papers = tuple(self._binder.papers(self._waiting))
        volume = _Volume(self._number, tuple(self._waiting), papers, file)
        self._lines.append(csv_line(_columns(), volume))
        self._waiting = []
        yield file

    def __exit__(self, *fault: Any) -> None:
        if self._sorted:
            self._sorted.close()


class _Sorted:
    """Entries by group, then as they came, kept on the disk: there may be very many."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._rows = sqlite3.connect(Path(self._folder.name) / "groups.sqlite3")
        self._rows.execute("CREATE TABLE entries (grp TEXT, sequence INTEGER, record TEXT)")

    def add(self, entry: Entry) -> None:
        record = json.dumps(as_record(entry))
        self._rows.execute(
            "INSERT INTO entries VALUES (?, ?, ?)", (entry.group, entry.sequence, record)
        )

    def __iter__(self) -> Iterator[Entry]:
        rows = self._rows.execute("SELECT record FROM entries ORDER BY grp, sequence")
        yield from (from_record(json.loads(record)) for (record,) in rows)

    def close(self) -> None:
        self._rows.close()
        self._folder.cleanup()
