"""Look into a workbook before it is read: what is too big, and which cells hold an error.

The reader of sheets holds a whole sheet in memory and gives an error (#N/A) as a blank cell, which
nobody would notice.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from docgen.batch.sheet.header import SheetError

# Uncompressed: some 80,000 cases, which take a gigabyte of memory. CSV streams, and has no limit.
MOST_BYTES = 512 << 20
# Lists of sheets and relations are small; an endless one is an attack.
MOST_BYTES_OF_LISTS = 4 << 20
BLOCK = 1 << 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<c\b[^<>]*>")
_ERROR = re.compile(rb'\bt="e"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
# No cell's tag is longer, so that one cut by the end of a block is found in the next.
_LONGEST_TAG = 256


def error_cells(source: Path) -> dict[str, set[tuple[int, int]]]:
    """Return, by sheet, the row and column (from 1) of every cell that holds an error.

    Errors: `SheetError` for what is no workbook, is damaged, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(source) as package:
            if sum(member.file_size for member in package.infolist()) > MOST_BYTES:
                raise SheetError(f"{source.name} 展开后过大，请拆成几个文件，或另存为 CSV。")
            sheets = _sheets(package)
            found: dict[str, set[tuple[int, int]]] = {}
            for member in package.infolist():
                # Reading every member to its end also proves its size and its check sum.
                with package.open(member) as file:
                    cells = set(_errors(file))
                if member.filename in sheets and cells:
                    found[sheets[member.filename]] = cells
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, KeyError, OSError):
        raise unreadable(source) from None
    except ElementTree.ParseError:
        raise unreadable(source) from None
    return found


def unreadable(source: Path) -> SheetError:
    """Return the refusal of a file that is no workbook."""
    return SheetError(
        f"读不了 {source.name}：它不是完整的 .xlsx 文件，或者设了密码。请用 Excel 或 WPS 另存一次。"
    )


def _sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of each sheet by the member that holds it."""
    relations = {
        each.get("Id"): each.get("Target", "")
        for each in _list(package, "xl/_rels/workbook.xml.rels")
    }
    return {
        _member(relations.get(each.get(_RELATION), "")): each.get("name", "")
        for each in _list(package, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    }


def _member(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _list(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    with package.open(name) as file:
        content = file.read(MOST_BYTES_OF_LISTS + 1)
    # Entities have no place in a workbook; only an attack declares some.
    if len(content) > MOST_BYTES_OF_LISTS or b"<!DOCTYPE" in content:
        raise KeyError(name)
    return ElementTree.fromstring(content)  # noqa: S314 - without a document type nothing expands


def _errors(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    kept = b""
    while block := file.read(BLOCK):
        text = kept + block
        if b't="e"' in text:
            for tag in _CELL.finditer(text):
                if _ERROR.search(tag[0]) and (place := _REFERENCE.search(tag[0])):
                    yield int(place[2]), _column(place[1])
        kept = text[-_LONGEST_TAG:]


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column
