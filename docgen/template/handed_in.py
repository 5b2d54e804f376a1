"""Templates as somebody hands them in over the page: single files or a zip of a folder.

Only a name decides where a file belongs: below `docx/`, `html/` or `corpus/` as it says, or where
the set in force has a file of that name.
"""

import io
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from docgen.errors import DocgenError
from docgen.template.frozen import MEANT

ROOTS = ("docx", "html", "corpus")
# A set has some two hundred files and three million bytes.
MOST_FILES, MOST_BYTES = 4000, 100_000_000
_BESIDE = ("~$", ".", "__MACOSX", "Thumbs.db")
_UNREADABLE = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class HandedInError(DocgenError):
    """What was handed in is no template, or nobody can tell of what."""

    code = "bad_templates"


def templates_in(given: Mapping[str, bytes], current: Collection[str]) -> dict[str, bytes]:
    """Return the files that were handed in by their place in a set; `current` are those in force.

    Errors: `HandedInError`.
    """
    found: dict[str, bytes] = {}
    for name, content in _unpacked(given):
        place = _place_of(name, current)
        if found.setdefault(place, content) != content:
            raise HandedInError(f"交来的文件里有两份不同的 {place}，请只留一份。")
    if not found:
        raise HandedInError("没有交来模板。请选择改过的 .docx、.html 文件，或者整个文件夹的 zip。")
    return found


def _unpacked(given: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    left = MOST_BYTES
    for name, content in given.items():
        if not name.lower().endswith(".zip"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = [each for each in archive.infolist() if not each.is_dir()]
                left -= sum(each.file_size for each in members)
                if len(members) > MOST_FILES or left < 0:
                    raise HandedInError(f"{name} 太大，不像是模板文件夹。")
                for member in members:
                    if not any(part.startswith(_BESIDE) for part in member.filename.split("/")):
                        yield member.filename, archive.read(member)
        except _UNREADABLE:
            raise HandedInError(f"{name} 打不开，请重新压缩成 zip 再交。") from None


def _place_of(name: str, current: Collection[str]) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    for start, part in enumerate(parts[:-1]):
        if part in ROOTS and ".." not in parts:
            place = "/".join(parts[start:])
            shared = parts[-1].startswith("_")  # A further macro, which a changed page may use.
            if part == "corpus" or shared or place in current:
                return place
    if parts and parts[-1] == MEANT:
        return MEANT
    same = [each for each in current if PurePosixPath(each).name == (parts or ("",))[-1]]
    if len(same) == 1:
        return same[0]
    raise HandedInError(
        f"「{name}」不知道放在哪里：现有的模板里没有这个文件名。"
        "请用原来的文件名，或者把文件夹（里面有 docx、html）压缩成 zip 交来。"
    )
