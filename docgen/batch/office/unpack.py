"""Unpack a folder of cases that came as a zip: no way out of the folder, no bomb, no surprise."""

import re
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from docgen.batch.item import InputError
from docgen.photo.folder import is_left_behind, shown
from docgen.spreadsheet.package import PACKED, ZIP_FAULTS, is_damage
from docgen.spreadsheet.stage import READERS as SHEETS
from docgen.workers.apart import stream_apart
from schemas.parts.photo_files import PHOTO_SUFFIXES, format_of_name, way_out

MOST_FILES = 200_000
MOST_BYTES = 8 << 30
DEEPEST = 8
_TOO_MUCH = f"压缩包展开后超过 {MOST_BYTES >> 30} GB 或者磁盘放不下，请分成几批。"
_DAMAGED = "压缩包已损坏、设了密码或不是 zip，请重新压缩成 zip。"
BLOCK = 1 << 20
SINGLE_INPUTS = (".jsonl", ".ndjson", *SHEETS)
_NAME = re.compile(r"[^./\\:\x00-\x1f\x7f][^/\\:\x00-\x1f\x7f]{0,149}")


class ArchiveError(InputError):
    """An archive that came in cannot be unpacked."""

    code = "bad_archive"


def unpack(archive: Path, target: Path, most: int = MOST_BYTES) -> Path:
    """Unpack a zip of cases and photos into `target`; return the folder, or its one file of cases.

    A zip holds JSON files, or one sheet or JSON Lines file with its photos beside it. It is opened
    in a process of its own and may unpack to `most` bytes.
    Errors: `ArchiveError`, `TooHardToReadError`; what was unpacked is the caller's to remove.
    """
    *_, source = stream_apart(unpack_in_steps, archive, target, min(most, MOST_BYTES))
    return target / source


def unpack_in_steps(archive: Path, target: Path, most: int) -> Iterator[PurePosixPath]:
    """Unpack a zip; yield now and then, at last the place of the input below `target`.

    Errors: `ArchiveError`.
    """
    try:
        with _opened(archive) as package:
            wanted = _members(package)
            left = most
            for member, path in wanted.items():
                for size in _extract(package, member, target / path):
                    if (left := left - size) < 0:
                        raise ArchiveError(_TOO_MUCH)
                    yield path
    except ZIP_FAULTS:
        raise ArchiveError(_DAMAGED) from None
    except OSError as fault:
        if is_damage(fault):
            raise ArchiveError(_DAMAGED) from None
        raise
    yield _input(list(wanted.values()))


def _opened(archive: Path) -> zipfile.ZipFile:
    """Open a zip whose names may be UTF-8 without saying so, or in Chinese Windows' encoding."""
    try:
        return zipfile.ZipFile(archive, metadata_encoding="utf-8")
    except UnicodeDecodeError:
        return zipfile.ZipFile(archive, metadata_encoding="gb18030")


def _members(package: zipfile.ZipFile) -> dict[zipfile.ZipInfo, PurePosixPath]:
    """Return what is to be unpacked and where to, sure that no two go to one place."""
    members = [each for each in package.infolist() if not each.is_dir()]
    if any(each.compress_type not in PACKED for each in members):
        raise NotImplementedError("packed in a way of its own")
    if len(members) > MOST_FILES:
        raise ArchiveError(f"压缩包里超过 {MOST_FILES} 个文件，请分成几批。")
    wanted: dict[zipfile.ZipInfo, PurePosixPath] = {}
    taken: set[str] = set()
    for each in members:
        if not is_left_behind(each.filename):
            wanted[each] = _place(each)
            if (name := str(wanted[each]).casefold()) in taken:
                raise ArchiveError(
                    f"压缩包里有同名（或只差大小写）的文件：{shown(each.filename)}，请改名后重新压缩。"
                )
            taken.add(name)
    return wanted


def _place(member: zipfile.ZipInfo) -> PurePosixPath:
    path = PurePosixPath(member.filename)
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise ArchiveError(
            f"压缩包里的 {shown(member.filename)} 是快捷方式或特殊文件，请只放案件和照片。"
        )
    if path.is_absolute() or len(path.parts) > DEEPEST or not all(map(_NAME.fullmatch, path.parts)):
        raise ArchiveError(
            f"压缩包里的 {shown(member.filename)} 名称带上级路径、过深或有特殊符号，"
            "请改名后重新压缩。"
        )
    if path.suffix.lower() not in (".json", *SINGLE_INPUTS, *PHOTO_SUFFIXES):
        if format := format_of_name(path.name):
            raise ArchiveError(f"压缩包里的 {shown(member.filename)}：{way_out(format)}")
        known = "、".join((".json", *SINGLE_INPUTS))
        raise ArchiveError(
            f"压缩包里的 {shown(member.filename)} 既不是案件（{known}）也不是照片，"
            "请删去后重新压缩。"
        )
    return path


def _extract(package: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> Iterator[int]:
    """Unpack one member piece by piece; yield the size of each before it is written.

    What a member claims to hold is not believed, what comes out is counted.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with package.open(member) as packed, target.open("xb") as file:
        while block := packed.read(BLOCK):
            yield len(block)
            file.write(block)


def _input(paths: list[PurePosixPath]) -> PurePosixPath:
    suffixes = [path.suffix.lower() for path in paths]
    single = [path for path in paths if path.suffix.lower() in SINGLE_INPUTS]
    if not single and ".json" in suffixes:
        return PurePosixPath()
    if len(single) == 1 and ".json" not in suffixes:
        return single[0]
    known = "、".join(SINGLE_INPUTS)
    raise ArchiveError(f"压缩包里应当是若干 .json 文件，或者一个文件（{known}）加照片。")
