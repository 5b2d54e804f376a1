"""Read a CSV or TSV file as a stream of rows, whichever way its columns are separated."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TextIO

from docgen.spreadsheet.cell import is_blank
from docgen.spreadsheet.raw import LAST_COLUMN, RawRow, RawSheet, SheetError

# What Excel, WPS and programs write; a file that is none of them is refused, never guessed at.
ENCODINGS = ("utf-8-sig", "gb18030")
BLOCK = 1 << 20
# A photo inside a cell; a quotation mark never closed must not swallow the rest of the file.
LONGEST_CELL = 64 << 20
LONGEST_LINE = 2 * LONGEST_CELL
SEPARATORS = (",", ";", "\t", "|")
# What DOS, and some programs still, put at the end of a text.
_END_OF_FILE = "\x1a"
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


def read_text(source: Path) -> Iterator[RawSheet]:
    """Yield the one sheet of a CSV or TSV file, which has no name.

    Errors: `SheetError`.
    """
    encoding = encoding_of(source)
    with source.open(encoding=encoding, newline="") as file:
        yield RawSheet("", _rows(source, file))


def _rows(source: Path, file: TextIO) -> Iterator[RawRow]:
    lines = _lines(source, file)
    first = next(lines, "")
    # Excel's own way of saying it, in a line of its own.
    said = re.fullmatch(r'"?sep=(.)"?\s*', first)
    separator = said[1] if said else _separator(first)
    # The limit is the module's own and the same for all: whoever reads first sets it.
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(lines if said else chain([first], lines), delimiter=separator)
    try:
        for number, cells in enumerate(rows, start=1):
            if len(cells) > LAST_COLUMN:
                raise SheetError(f"{source.name} 有一行的列多得不合常理，请检查分隔符和引号。")
            filled = {at: cell for at, cell in enumerate(cells) if not is_blank(cell)}
            if filled:
                yield RawRow(number, filled)
    except csv.Error:
        raise SheetError(
            f"{source.name} 有一格长得不合常理，多半是前面某一行的引号没有成对，请检查引号。"
        ) from None


def _separator(line: str) -> str:
    """Return what separates the columns of the first line: what stands there most often."""
    bare = _QUOTED.sub("", line)
    return max(SEPARATORS, key=bare.count)


def _lines(source: Path, file: TextIO) -> Iterator[str]:
    """Yield the lines up to the end, which DOS marks; none is longer than a line may be."""
    line = file.readline(LONGEST_LINE + 1)
    while line:
        if len(line) > LONGEST_LINE:
            raise SheetError(f"{source.name} 有一行长得不合常理，请检查换行和引号。")
        following = file.readline(LONGEST_LINE + 1)
        if not following and _END_OF_FILE in line:
            line = line.rstrip(_END_OF_FILE + "\r\n")
        if line:
            yield line
        line = following


def encoding_of(source: Path) -> str:
    """Return the encoding that reads every byte of a file."""
    for encoding in ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with source.open("rb") as file:
                while block := file.read(BLOCK):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetError(f"{source.name} 既不是 UTF-8 也不是 GB18030 编码，请另存为“CSV UTF-8”。")
