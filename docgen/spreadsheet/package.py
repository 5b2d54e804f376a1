"""A spreadsheet's zip: how large it is before anything is unpacked, and its XML as a stream."""

import errno
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lxml import etree

from docgen.spreadsheet.raw import SheetError

# Unpacked, all members together: half a million rows of forty columns. CSV has no such bound.
MOST_BYTES = 1 << 30
MOST_MEMBERS = 5_000
# What damaged or hostile zips make `zipfile` raise, and what our readers do over XML that says
# nothing sensible: an attribute that is not there, a number beyond every other.
ZIP_FAULTS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error,
    struct.error,
)  # fmt: skip
FAULTS = (*ZIP_FAULTS, LookupError, TypeError, ArithmeticError, etree.LxmlError)
# Whatever else a zip may be packed with, no program packs sheets or cases so.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
Element = Any


def is_damage(fault: OSError) -> bool:
    """Tell whether a fault is the zip's (a place before its beginning), not the disk's."""
    return fault.errno in (None, errno.EINVAL)


class Package:
    """An open zip whose members are found whatever their case and slashes."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._members = {
            each.filename.replace("\\", "/").lstrip("/").lower(): each
            for each in package.infolist()
        }

    def has(self, name: str) -> bool:
        """Tell whether there is such a member."""
        return name.lower() in self._members

    def elements(self, name: str, *tags: str, start: bool = False) -> Iterator[tuple[str, Element]]:
        """Yield the events of a member's elements of these names, in any namespace.

        Nothing is expanded, fetched or mended; an element is dropped by whoever is done with it.
        Errors: those in `FAULTS`.
        """
        with self._package.open(self._members[name.lower()]) as file:
            found = etree.iterparse(
                file, events=("start", "end") if start else ("end",),
                tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, load_dtd=False,
                no_network=True, remove_comments=True, remove_pis=True, huge_tree=False,
            )  # fmt: skip
            looked = False
            for event, element in found:
                if not looked:
                    _refuse_document_type(element)
                    looked = True
                yield event, element
            _refuse_document_type(found.root)


@contextmanager
def opened(source: Path) -> Iterator[Package]:
    """Open a spreadsheet's zip, sure of its size.

    Errors: `SheetError` for what unpacks to too much; those in `FAULTS`.
    """
    with zipfile.ZipFile(source) as package:
        members = package.infolist()
        # No more than a member says of itself is ever unpacked, or its check sum is wrong.
        if sum(each.file_size for each in members) > MOST_BYTES or len(members) > MOST_MEMBERS:
            raise SheetError(f"{source.name} 展开后过大，请拆成几个文件，或另存为 CSV。")
        if any(each.compress_type not in PACKED for each in members):
            raise ValueError("packed in a way of its own")
        yield Package(package)


def unreadable(source: Path) -> SheetError:
    """Return the refusal of a file that is no spreadsheet."""
    suffix = source.suffix.lower()
    return SheetError(
        f"读不了 {source.name}：它不是完整的 {suffix} 文件，或者设了密码。"
        "请用 Excel 或 WPS 另存一次。"
    )


def _refuse_document_type(element: Element) -> None:
    # Entities have no place in a spreadsheet; only an attack declares some.
    if element.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type")


def local_name(element: Element) -> str:
    """Return an element's name without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def drop(element: Element) -> None:
    """Forget an element that has been dealt with, and what came before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and (before := element.getprevious()) is not None:
        parent.remove(before)
