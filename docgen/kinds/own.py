"""Kinds that an office declares itself: in a folder of its own, the same files as ours.

    kinds/WORK/KIND.py  docx/WORK/KIND.docx  html/WORK/KIND.html  corpus/KIND/NAME.json

What lies below `kinds/` is a program and runs with our rights, so nothing but the setting
`DOCGEN_KINDS` names such a folder: neither a set of templates nor a bag can bring one.
"""

import hashlib
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath
from types import ModuleType

from docgen.errors import CatalogueError

FOLDER, CORPUS = "kinds", "corpus"
SETTING = "DOCGEN_KINDS"
_TEMPLATES = ("docx", "html")
# A kind's program lies so deep: kinds/WORK/KIND.py.
_DEEP = 3


def names_in(files: Iterable[str]) -> set[str]:
    """Return the names of the kinds that are declared among files, by their places."""
    places = map(PurePosixPath, files)
    return {place.stem for place in places if _is_kind(place)}


def _is_kind(place: PurePosixPath) -> bool:
    return (
        place.parts[0] == FOLDER
        and len(place.parts) == _DEEP
        and place.suffix == ".py"
        and not place.name.startswith("_")
    )


def belongs(name: str, kinds: Collection[str], ours: Collection[str]) -> bool:
    """Tell whether a file is of these kinds, or shared by them; `ours` are the shipped files."""
    place = PurePosixPath(name)
    first, *rest = place.parts
    if first == FOLDER:
        return True
    if first == CORPUS:
        return len(rest) > 1 and rest[0] in kinds
    if first not in _TEMPLATES or name in ours:
        return False
    return place.stem in kinds or any(part.startswith("_") for part in rest)


def refuse_strays(files: Iterable[str], ours: Collection[str]) -> None:
    """Refuse a folder with a template that takes the place of one of ours, or that no kind has.

    Errors: `CatalogueError` naming the file.
    """
    places = sorted(map(PurePosixPath, files))
    kinds = names_in(map(str, places))
    shipped = {PurePosixPath(each).stem for each in ours}
    for place in places:
        if _is_kind(place) and place.stem in shipped:
            raise clash(place.stem, f"{SETTING}/{place}")
        if place.parts[0] not in _TEMPLATES or place.suffix not in (".docx", ".html"):
            continue
        if str(place) in ours:
            raise CatalogueError(
                f"{SETTING}/{place}：和随程序的模板同名。{SETTING} 只放自己的文书；"
                "要改随程序的模板，请放进 DOCGEN_TEMPLATES 的文件夹。"
            )
        if place.stem not in kinds and not any(part.startswith("_") for part in place.parts):
            raise CatalogueError(
                f"{SETTING}/{place}：没有声明它的程序 {FOLDER}/{place.parts[1]}/{place.stem}.py，"
                "请补上，或者改正文件名。"
            )


def clash(kind: str, file: str) -> CatalogueError:
    """Return what to say of a kind of the office's own that is called as one of ours."""
    return CatalogueError(
        f"{file}：随程序的文书里已经有「{kind}」，请给自己的文书另起一个名称，三个文件一起改名。"
    )


def package_of(folder: Path) -> ModuleType:
    """Return the package of the kinds in an office's folder, known by where it lies.

    A service works with a copy named by its digest, so another content is another package.
    """
    place = folder.resolve() / FOLDER
    name = f"own_kinds_{hashlib.sha256(str(place).encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        package = ModuleType(name, "Kinds of the office's own.")
        package.__path__ = [str(place)]
        sys.modules[name] = package
    return sys.modules[name]


def programs_in(folder: Path) -> Iterator[Path]:
    """Yield every file of an office's own kinds that their programs are made of, in order."""
    for path in sorted((folder / FOLDER).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith("."):
            yield path
