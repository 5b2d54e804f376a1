"""Cases written as JSON: a file with a case a line, or a folder with a case a file."""

import hashlib
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from docgen.batch.item import InputError, Item
from docgen.case.payload import read_payload
from docgen.errors import PayloadError
from docgen.folders import walk
from docgen.photo.folder import FolderPhotos, is_left_behind
from schemas.ground.base import Finding, error

# Bytes of one case with its photos inside; a file without line ends must not be read as one case.
LONGEST_CASE = 64 << 20
BLOCK = 1 << 20
ENVELOPE = frozenset({"kind", "payload", "id", "case_ref"})


def read_lines(source: Path, kind: str, _kinds: Collection[str], first: int) -> Iterator[Item]:
    """Read JSON Lines: `{"kind": …, "payload": {…}, "id": optional}` each, blank lines skipped.

    `case_ref` names the case that an issued document belongs to.
    """
    photos = FolderPhotos(source.parent)
    with source.open("rb") as file:
        number = 0
        while line := file.readline(LONGEST_CASE + 1):
            number += 1
            if len(line) > LONGEST_CASE:
                yield _too_long(number, hashlib.sha256(line), file, ends=b"\n")
            elif number >= first and line.strip():
                yield _parsed(number, line, kind, photos)


def kinds_in(
    read: Callable[..., Iterator[Item]], source: Path, kind: str, kinds: Collection[str], first: int
) -> Iterator[tuple[int, str]]:
    """Yield place and kind of every case that `read` reads, without the case itself."""
    for item in read(source, kind, kinds, first):
        yield item.line, "" if item.findings else item.kind


def _too_long(number: int, digest: Any, file: BinaryIO, ends: bytes = b"") -> Item:
    """Read past a case beyond measure, to the end of its line or its file, and return it."""
    while rest := file.readline(BLOCK) if ends else file.read(BLOCK):
        digest.update(rest)
        if ends and rest.endswith(ends):
            break
    detail = f"这一案超过 {LONGEST_CASE >> 20} MB，请把照片放在文件旁边，或分成几案。"
    finding = error("", "case_too_long", detail)
    return Item(number, digest.hexdigest(), "", findings=(finding,))


def refuse_empty(source: Path) -> None:
    """Refuse an input without a single case: nothing made of nothing would look like a success.

    Errors: `InputError`.
    """
    if source.is_dir():
        empty = next(_json_files(source), None) is None
    else:
        with source.open("rb") as file:
            empty = all(not block.strip() for block in iter(lambda: file.read(BLOCK), b""))
    if empty:
        raise InputError(f"{source.name} 里没有一个案件，请核对是不是交错了文件。")


def count_lines(source: Path) -> int:
    """Return how many lines are not blank, as nearly as counting without parsing can."""
    count, last = 0, b"\n"
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            count += block.count(b"\n") - block.count(b"\n\n")
            last = block[-1:]
    return count + (last != b"\n")


def read_folder(source: Path, kind: str, kinds: Collection[str], first: int) -> Iterator[Item]:
    """Read a folder: every JSON file below it is one case, by name; its photos lie beside it.

    A file is an envelope like a line of JSON Lines, or a bare payload whose kind is the one asked
    for or, failing that, the name of its folder.
    """
    for number, path in enumerate(_json_files(source), start=1):
        if number < first:
            continue
        of_kind = kind or (path.parent.name if path.parent.name in kinds else "")
        with path.open("rb") as file:
            content = file.read(LONGEST_CASE + 1)
            if len(content) > LONGEST_CASE:
                yield _too_long(number, hashlib.sha256(content), file)
            else:
                yield _parsed(number, content, of_kind, FolderPhotos(path.parent))


def count_files(source: Path) -> int:
    """Return how many case files a folder holds."""
    return sum(1 for _ in _json_files(source))


def _json_files(source: Path) -> Iterator[Path]:
    """Yield the case files, folder by folder, in the order of their names."""
    for folder, below, names in walk(source):
        below[:] = sorted((each for each in below if not is_left_behind(each)), key=os.fsencode)
        for name in sorted(names, key=os.fsencode):
            if name.lower().endswith(".json") and not is_left_behind(name):
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
        len(content), str(case.get("case_ref") or ""),
    )  # fmt: skip


def _flaws(case: Mapping[str, Any], kind: str) -> Iterator[Finding]:
    """Yield what is wrong with an envelope; what is inside it is the kind's to judge."""
    if not isinstance(case.get("kind", ""), str) or not (case.get("kind") or kind):
        yield error("/kind", "no_kind", "请写明文书种类（kind），可用的见 docgen kinds。")
    if not isinstance(case["payload"], Mapping):
        yield error("/payload", "not_an_object", "案件数据应当是一个 JSON 对象。")
    if not isinstance(case.get("id", ""), str | int):
        yield error("/id", "bad_id", "编号（id）应当是文字或整数。")
    if not isinstance(case.get("case_ref", ""), str):
        yield error("/case_ref", "bad_case_reference", "案卷编号（case_ref）应当是文字。")
    if set(case) - ENVELOPE:
        known = "kind、payload、id、case_ref"
        yield error("", "unknown_field", f"这一层只能有 {known}，请删去其余各项。")
