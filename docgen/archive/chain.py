"""The ledger export of a bag: one line a document, each sealed with the digest of the one before.

Whoever alters, drops, adds or moves a line breaks the chain at that line; the digest of the last
one stands in `bag-info.txt`, so that a cut-off end is noticed too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator

from docgen.archive.entry import Entry, as_record, from_record
from docgen.case.case import canonical_json

LEDGER = "data/ledger.jsonl"
START = "0" * 64
LONGEST_LINE = 1 << 20


class BrokenChainError(Exception):
    """A line of the export does not follow from the one before; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


class Chain:
    """The chain while it grows; `head` is the digest of its last line."""

    def __init__(self) -> None:
        self.head = START
        self.length = 0

    def line(self, entry: Entry) -> bytes:
        """Return the next line."""
        record = as_record(entry) | {"previous": self.head}
        self.head = hashlib.sha256(canonical_json(record)).hexdigest()
        self.length += 1
        return canonical_json(record | {"digest": self.head}) + b"\n"


def read_chain(lines: Iterable[bytes], chain: Chain) -> Iterator[Entry]:
    """Yield the entries of an export as long as its chain holds; `chain` follows.

    Every line must be, byte for byte, the one its own entry gives after the line before.
    Errors: `BrokenChainError` at the first line that is not.
    """
    for line in lines:
        try:
            entry = from_record(json.loads(line))
            if chain.line(entry) != line:
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError):
            raise BrokenChainError(chain.length or 1) from None
        yield entry
