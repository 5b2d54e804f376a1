"""The tag files of a BagIt 1.0 bag (RFC 8493): declaration, description, manifests."""

import re
from collections.abc import Iterable, Iterator, Mapping

from docgen.archive.entry import FileEntry

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
INFO = "bag-info.txt"
# Labels of bag-info.txt: the reserved ones of RFC 8493 as far as we use them, then our own.
ORGANISATION, CONTENT, DATE = "Source-Organization", "External-Identifier", "Bagging-Date"
SUM, SOFTWARE = "Payload-Oxum", "Bag-Software-Agent"
DOCUMENTS, LEDGER, VOLUMES = "Docgen-Documents", "Docgen-Ledger-SHA256", "Docgen-Volumes"
# The last entry of the trail of the register that the documents come from: number and digest.
REGISTER = "Docgen-Register-Head"
# `mixed` where documents were made over time, each by the templates and faces of its day.
MAKES, MIXED = "Docgen-Makes", "mixed"
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_ENCODED = re.compile(r"%(0[AaDd]|25)")


def encode_path(path: str) -> str:
    """Write a path as a manifest does: line ends and the percent sign encoded, nothing else."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(text: str) -> str:
    """Read a path from a manifest."""
    return _ENCODED.sub(lambda found: chr(int(found[1], 16)), text)


def manifest_line(algorithm: str, file: FileEntry) -> bytes:
    """Return the line of one file in the manifest of an algorithm."""
    return f"{getattr(file, algorithm)}  {encode_path(file.path)}\n".encode()


def read_manifest(lines: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield path and digest (lower case) of every line of a manifest.

    Errors: `ValueError` for a line that is none.
    """
    for line in lines:
        text = line.decode("utf-8").rstrip("\r\n")
        found = _LINE.fullmatch(text)
        if found is None:
            raise ValueError("not a line of a manifest")
        yield decode_path(found[2]), found[1].lower()


def describe_bag(fields: Mapping[str, str]) -> bytes:
    """Return `bag-info.txt`; a value that is empty is left out."""
    lines = [f"{label}: {' '.join(value.split())}\n" for label, value in fields.items() if value]
    return "".join(lines).encode()


def read_info(content: bytes) -> dict[str, str]:
    """Read `bag-info.txt`; a label given twice keeps its first value.

    Errors: `ValueError` for what is no such file.
    """
    fields: dict[str, str] = {}
    last = ""
    for line in content.decode("utf-8").splitlines():
        if line[:1] in (" ", "\t") and last:
            fields[last] += " " + line.strip()
        elif line.strip():
            label, mark, value = line.partition(":")
            if not mark:
                raise ValueError("a line without a label")
            last = label.strip()
            fields.setdefault(last, value.strip())
    return fields
