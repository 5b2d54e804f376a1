"""One case of a batch's input, and what a reader of any form needs to make one.

A reader never raises over one case: what is wrong with a line is a finding of its item, so that
every line of the input has one row of the ledger, one document or one entry among the errors.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docgen.case.case import canonical_json
from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue
from schemas.ground.base import Finding


class InputError(DocgenError):
    """The input as a whole cannot be read."""

    code = "bad_input"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class Item:
    """One case of the input, or what is wrong with it.

    `line` is its place: line, row or ordinal of the file, from 1, rising, never twice. `sha256`
    tells whether it is still the same case. `id` is what the input calls it, if anything.
    With `findings` there is nothing to render; `files` are its photos, read when asked for.
    `size` is how many bytes it takes, 0 where that is little; `case_ref` the case it is issued in.
    """

    line: int
    sha256: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    id: str = ""
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    size: int = 0
    case_ref: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader may need beside the path: the kinds, and the kind of cases that name none.

    `hidden` says what is done with what a spreadsheet hides: include or skip it; without a word
    a sheet that hides something is not read.
    """

    catalogue: Catalogue
    kind: str = ""
    hidden: str = ""


def digest_of(kind: str, id: str, payload: Any) -> str:
    """Return what tells an item of no bytes of its own (a row of a sheet) from a changed one."""
    return hashlib.sha256(canonical_json([kind, id, payload])).hexdigest()
