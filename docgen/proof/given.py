"""Prove templates as somebody has them at hand: a single file, or a folder of what was changed."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from docgen.engine import Engine, assemble
from docgen.errors import CatalogueError
from docgen.kinds.flaw import Flaw
from docgen.template.frozen import CORPUS, read_set, whole_set
from docgen.word.sound import read_sound

# How files are called that people take for templates, the wrong sorts among them.
_TEMPLATES = frozenset(
    {".docx", ".html", ".css", ".htm", ".doc", ".docm", ".dotx", ".dotm", ".wps", ".rtf", ".odt"}
)
_PAGES = (".html", ".css")


@contextmanager
def with_file(engine: Engine, path: Path) -> Iterator[Engine]:
    """Give an engine on the set in use with one template in the place that its name says.

    Errors: `CatalogueError` for a file that is no template, or of which nobody can tell of what;
    those of `assemble`.
    """
    content, base = path.read_bytes(), read_set(engine.settings.templates)
    if path.suffix.lower() not in (".docx", *_PAGES):
        read_sound(path.name, content)  # It says what the file is, and what to save it as.
        raise CatalogueError(f"{path.name} 的扩展名不对，Word 模板的文件名以 .docx 结尾。")
    places = [name for name in base if PurePosixPath(name).name == path.name]
    if len(places) != 1:
        raise CatalogueError(f"{path.name}：不知道是哪种文书的模板，{_renamed(path.name, base)}")
    with _written({**base, places[0]: content}, engine) as then:
        yield then


@contextmanager
def with_folder(engine: Engine, folder: Path) -> Iterator[Engine]:
    """Give an engine on a folder as `DOCGEN_TEMPLATES` would have it; errors as of `assemble`."""
    with _written(whole_set(folder, engine.settings.kinds), engine) as then:
        yield then


@contextmanager
def _written(files: Mapping[str, bytes], engine: Engine) -> Iterator[Engine]:
    with TemporaryDirectory() as scratch:
        for name, content in files.items():
            place = Path(scratch, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        yield assemble(replace(engine.settings, templates=Path(scratch), edited=None))


def misplaced(engine: Engine, folder: Path) -> list[Flaw]:
    """Return the files of a folder that nothing would use: a wrong name, or a wrong place."""
    base = read_set(engine.settings.templates)
    found = []
    for name in read_set(folder):
        place = PurePosixPath(name)
        if name in base or _is_shared(place) or _is_older(place, engine.catalogue):
            continue
        if place.parts[0] == CORPUS:
            if len(place.parts) > 1 and place.parts[1] not in engine.catalogue:
                found.append(Flaw(name, "", f"没有「{place.parts[1]}」这种文书，案例不会使用"))
        elif place.suffix.lower() in _TEMPLATES:
            detail = f"文件名或位置不对，不会使用。{_renamed(place.name, base)}"
            found.append(Flaw(name, "", detail))
    return found


def _is_shared(place: PurePosixPath) -> bool:
    """Tell whether a file is a page or a style that pages share."""
    shared = any(part.startswith("_") for part in place.parts)
    return place.parts[0] == "html" and place.suffix in _PAGES and shared


def _is_older(place: PurePosixPath, kinds: Collection[str]) -> bool:
    """Tell whether a template lies without the folder of its work, as earlier versions had it."""
    return place.as_posix() in {f"{form}/{place.stem}.{form}" for form in ("docx", "html")} and (
        place.stem in kinds
    )


def _renamed(name: str, base: Mapping[str, bytes]) -> str:
    """Return what to call a file, or where to put it, as far as its name tells."""
    places = {PurePosixPath(each).name: each for each in base}
    if name in places:
        return f"请放到 {places[name]}"
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    of_sort = [each for each in places if each.endswith(suffix)] or [*places]
    begun = [each for each in of_sort if stem.startswith(PurePosixPath(each).stem)]
    near = begun or difflib.get_close_matches(name, of_sort, n=1)
    if near:
        best = max(near, key=len)
        return f"请把文件名改成 {best}（放到 {places[best]}）"
    return "请用原来的文件名：文书的名称加 .docx 或 .html，名称用 docgen kinds 列出"
