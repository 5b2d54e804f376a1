"""Read a mountain of cases as a stream of items: JSON Lines, a folder of JSON files, and others.

A reader never raises over one case: what is wrong with a line is a finding of its item, so that
every line of the input has one row of the ledger, one document or one entry among the errors.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.case.case import canonical_json
from docgen.case.payload import read_payload
from docgen.errors import DocgenError, ExitCode, PayloadError
from docgen.kinds.catalogue import Catalogue
from docgen.photo.folder import PHOTO_SUFFIXES, FolderPhotos
from schemas.ground.base import Finding, error

# One case with its photos inside; a file without line ends must not be read as one case.
LONGEST_LINE = 256 << 20
BLOCK = 1 << 20
ENVELOPE = frozenset({"kind", "payload", "id"})


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
    `size` is how many bytes it takes, 0 where that is little.
    """

    line: int
    sha256: str
    kind: str
    payload: Mapping[str, Any] = field(default_factory=dict, repr=False)
    id: str = ""
    findings: tuple[Finding, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    size: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader may need beside the path: the kinds, and the kind of cases that name none.

    Only the lines from `first` to `last` are wanted: a reader that can skip others unread should.
    """

    catalogue: Catalogue
    kind: str = ""
    first: int = 1
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """How one form of input is read and counted; a count of None is not known beforehand."""

    read: Callable[[Path, Reading], Iterator[Item]]
    count: Callable[[Path, Reading], int | None]


def digest_of(kind: str, id: str, payload: Any) -> str:
    """Return what tells an item of no bytes of its own (a row of a sheet) from a changed one."""
    return hashlib.sha256(canonical_json([kind, id, payload])).hexdigest()


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


def _lines(source: Path, reading: Reading) -> Iterator[Item]:
    """Read JSON Lines: `{"kind": …, "payload": {…}, "id": optional}` each, blank lines skipped."""
    photos = FolderPhotos(source.parent)
    with source.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                yield _too_long(number, hashlib.sha256(line), file)
            elif number >= reading.first and line.strip():
                yield _parsed(number, line, reading.kind, photos)


def _too_long(number: int, digest: Any, file: Any) -> Item:
    while (rest := file.readline(BLOCK)) and not rest.endswith(b"\n"):
        digest.update(rest)
    finding = error("", "line_too_long", "这一行过长，请把照片放在文件旁边，或拆成几行。")
    return Item(number, digest.hexdigest(), "", findings=(finding,))


def _count_lines(source: Path, _reading: Reading) -> int:
    """Return how many lines are not blank, as nearly as counting without parsing can."""
    count, last = 0, b"\n"
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            count += block.count(b"\n") - block.count(b"\n\n")
            last = block[-1:]
    return count + (last != b"\n")


def _folder(source: Path, reading: Reading) -> Iterator[Item]:
    """Read a folder: every JSON file below it is one case, by name; its photos lie beside it.

    A file is an envelope like a line of JSON Lines, or a bare payload whose kind is the one asked
    for or, failing that, the name of its folder.
    """
    for number, path in enumerate(_json_files(source), start=1):
        if number < reading.first:
            continue
        kind = reading.kind or (path.parent.name if path.parent.name in reading.catalogue else "")
        yield _parsed(number, path.read_bytes(), kind, FolderPhotos(path.parent))


def _count_files(source: Path, _reading: Reading) -> int:
    return sum(1 for _ in _json_files(source))


def _json_files(source: Path) -> Iterator[Path]:
    """Yield the case files, folder by folder, in the order of their names."""
    for folder, below, names in os.walk(source):
        below.sort()
        for name in sorted(names):
            if name.lower().endswith(".json"):
                yield Path(folder, name)


def _parsed(number: int, content: bytes, kind: str, photos: Mapping[str, bytes]) -> Item:
    digest = hashlib.sha256(content).hexdigest()
    try:
        case = read_payload(content)
    except PayloadError as fault:
        return Item(number, digest, kind, findings=(error("", fault.code, fault.message),))
    if "payload" not in case:
        if kind:
            return Item(number, digest, kind, case, files=photos, size=len(content))
        detail = '请写成 {"kind": 文书种类, "payload": 案件数据}，或用 --kind 指定种类。'
        return Item(number, digest, "", findings=(error("", "no_kind", detail),))
    findings = tuple(_flaws(case, kind))
    named = case.get("kind")
    return Item(
        number, digest, named if isinstance(named, str) and named else kind,
        {} if findings else case["payload"], str(case.get("id", "")), findings, photos,
        len(content),
    )  # fmt: skip


def _flaws(case: Mapping[str, Any], kind: str) -> Iterator[Finding]:
    """Yield what is wrong with an envelope; what is inside it is the kind's to judge."""
    if not isinstance(case.get("kind", ""), str) or not (case.get("kind") or kind):
        yield error("/kind", "no_kind", "请写明文书种类（kind），可用的见 docgen kinds。")
    if not isinstance(case["payload"], Mapping):
        yield error("/payload", "not_an_object", "案件数据应当是一个 JSON 对象。")
    if not isinstance(case.get("id", ""), str | int):
        yield error("/id", "bad_id", "编号（id）应当是文字或整数。")
    if set(case) - ENVELOPE:
        yield error("", "unknown_field", "这一层只能有 kind、payload、id，请删去其余各项。")


def _sheet(source: Path, reading: Reading) -> Iterator[Item]:
    """Read a spreadsheet of one kind; see `docgen sheet`."""
    from docgen.batch.sheet.items import read_cases  # noqa: PLC0415 - it builds on this module

    return read_cases(source, reading)


def _count_cases(source: Path, reading: Reading) -> int:
    from docgen.batch.sheet.items import count_cases  # noqa: PLC0415 - see above

    return count_cases(source, reading)


READERS: Mapping[str, Reader] = MappingProxyType({
    "/": Reader(_folder, _count_files),
    ".jsonl": Reader(_lines, _count_lines),
    ".ndjson": Reader(_lines, _count_lines),
    ".xlsx": Reader(_sheet, _count_cases),
    ".csv": Reader(_sheet, _count_cases),
})  # fmt: skip
