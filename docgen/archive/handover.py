"""The hand-over list 移交清单 of a bag: `register.csv` for programs, `register.xlsx` for people."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Self, cast

from docgen.archive.entry import Entry, FileEntry
from docgen.archive.outlet import PIECE, writing
from docgen.listing import Column, Workbook, csv_head, csv_line

CSV = "data/register.csv"
XLSX = "data/register.xlsx"
ROLE = "list"
TITLE = "移交清单"
# A list that named the hour it was written would differ each time it is written.
MADE_AT = datetime(1980, 1, 1, tzinfo=UTC)


def columns() -> tuple[Column[Entry], ...]:
    """Return the columns of the list, in the order in which they stand."""
    return (
        Column("序号", 8, lambda entry: entry.sequence),
        Column("题名", 30, lambda entry: entry.title),
        Column("文号", 28, lambda entry: entry.document_number),
        Column("日期", 12, lambda entry: entry.dated_on),
        Column("页数", 6, lambda entry: entry.pages),
        Column("保管期限", 10, lambda entry: entry.retention),
        Column("案卷", 24, lambda entry: entry.case_ref),
        Column("种类", 24, lambda entry: entry.kind),
        Column("编号", 34, lambda entry: entry.id),
        Column("文件", 52, lambda entry: "\n".join(file.path for file in entry.files)),
        Column("大小（字节）", 12, lambda entry: sum(file.size for file in entry.files)),
        Column("摘要（SHA-256）", 66, lambda entry: "\n".join(file.sha256 for file in entry.files)),
    )


class HandoverLists:
    """Both lists while documents come in; `finish` gives them their names."""

    def __init__(self, bag: Path) -> None:
        self._bag, self._columns = bag, columns()
        self._open, self._finished = ExitStack(), False

    def __enter__(self) -> Self:
        self._csv = self._open.enter_context(writing(self._bag, CSV, ROLE))
        for piece in csv_head(self._columns):
            self._csv.write(piece)
        # A workbook is a zip, which is written back and forth: it cannot be digested on the way.
        self._sheet = self._open.enter_context(TemporaryFile(dir=self._bag))
        self._book = Workbook(
            cast("BinaryIO", self._sheet), self._columns, title=TITLE, sheet=TITLE, made_at=MADE_AT
        )
        return self

    def add(self, entry: Entry) -> None:
        """Add one document to both lists."""
        self._csv.write(csv_line(self._columns, entry))
        self._book.add(entry)

    def finish(self) -> Iterator[FileEntry]:
        """End both lists and yield their entries."""
        self._finished = True
        self._book.close()
        self._sheet.seek(0)
        with writing(self._bag, XLSX, ROLE) as outlet:
            while piece := self._sheet.read(PIECE):
                outlet.write(piece)
        self._open.close()
        yield from (self._csv.entry, outlet.entry)

    def __exit__(self, *fault: Any) -> None:
        if not self._finished:
            # The writer keeps its rows in a file of its own, which only closing takes away.
            self._book.close()
        self._open.__exit__(*fault)
