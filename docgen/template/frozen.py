"""One set of templates for as long as a program runs: read once, known by its digest.

People edit the folder of templates while services and batches run, and workers are replaced at any
hour. What runs works with a copy that nobody edits, named by its digest; what is edited takes part
from the next start on, after it was proved.
"""

import atexit
import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from docgen.errors import CatalogueError, SettingsError
from docgen.kinds import own
from docgen.settings import Settings, shipped
from docgen.word.master import MASTER

FOLDER, CALENDARS = "templates", "calendars"
# Cases of an office's own, beside its templates: they are proved with ours.
CORPUS = "corpus"
# What an office means to have other than ours, one wording a line.
MEANT = "wording.txt"
# What office programs, file managers and Python leave beside the files they work with.
_LEFT_BESIDE = ("~$", ".", "__pycache__")


def freeze(settings: Settings) -> Settings:
    """Return settings whose templates are a copy of those there now; frozen ones as they are.

    Errors: `SettingsError` where the copy can be put nowhere, `CatalogueError` where one that is
    there was changed, or a file of the office's own kinds has the place of one of ours.
    """
    if settings.edited:
        require_whole(settings)
        return settings
    if settings.kinds and settings.edited_kinds is None:
        own.refuse_strays(read_set(settings.kinds), read_set(shipped("templates")))
    files = whole_set(settings.templates, settings.kinds)
    folder = settings.cache / FOLDER / digest_of(files)
    if not folder.is_dir():
        folder = write_whole(files, folder)
    frozen = replace(settings, templates=folder, edited=settings.templates)
    if settings.kinds:
        kinds_from = settings.edited_kinds or settings.kinds
        frozen = replace(frozen, kinds=folder, edited_kinds=kinds_from)
    require_whole(frozen)
    return frozen


def laid_over(settings: Settings) -> Settings:
    """Return settings whose templates are whole: a folder of changes is laid over the shipped set.

    The office's own kinds lie in it too. Errors: those of `freeze`.
    """
    new_kinds = settings.kinds is not None and settings.edited_kinds is None
    return freeze(settings) if new_kinds or _holds_changes_only(settings.templates) else settings


def laid_over_set(settings: Settings, changes: Mapping[str, bytes]) -> Settings:
    """Return settings whose templates are those there are, with some files laid over them.

    Errors: those of `freeze`.
    """
    files = {**read_set(settings.templates), **changes}
    whole = {name: files[name] for name in sorted(files)}
    folder = settings.cache / FOLDER / digest_of(whole)
    if not folder.is_dir():
        folder = write_whole(whole, folder)
    return replace(settings, templates=folder, edited=None)


def whole_set(folder: Path, kinds: Path | None = None) -> dict[str, bytes]:
    """Return the files of a folder of templates; those it leaves out are the shipped ones.

    Whoever changes one template keeps that one, and follows every other that we mend. A folder with
    the master of all Word styles is a whole set, and nothing is added to it but the office's own
    kinds, from the folder `kinds`. Programs come from there alone.
    """
    ours = read_set(shipped("templates"))
    files = {
        name: content
        for name, content in read_set(folder).items()
        if not name.startswith(f"{own.FOLDER}/")
    }
    if kinds:
        found = read_set(kinds)
        names = own.names_in(found)
        files = {name: found[name] for name in found if own.belongs(name, names, ours)} | files
    if _holds_changes_only(folder):
        files = ours | files
    return {name: files[name] for name in sorted(files)}


def _holds_changes_only(folder: Path) -> bool:
    return not (folder / "docx" / MASTER).is_file()


def require_whole(settings: Settings) -> None:
    """Refuse a frozen set that is not what its name says; what was never frozen is let pass.

    Errors: `CatalogueError`.
    """
    folder = settings.templates
    if settings.edited and digest_of(read_set(folder)) != folder.name:
        raise CatalogueError(
            f"正在使用的模板副本 {folder} 被改动过。请停止服务，删除这个文件夹，再重新启动；"
            f"要修改模板，请改 {settings.edited}。"
        )


def changed_since(settings: Settings) -> list[str]:
    """Return the files of the edited folder that are not those in use, by their place in it."""
    if settings.edited is None:
        return []
    ours = read_set(settings.templates)
    theirs = whole_set(settings.edited, settings.edited_kinds)
    return sorted(name for name in ours | theirs if ours.get(name) != theirs.get(name))


class Watch:
    """Tells which templates were edited since a program began, reading only what moved."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: list[tuple[str, int, int]] = []
        self._changed: list[str] = []

    def changed(self) -> list[str]:
        """Return the files of the edited folder that are not those in use."""
        seen = self._look()
        if seen != self._seen:
            self._seen, self._changed = seen, changed_since(self._settings)
        return self._changed

    def _look(self) -> list[tuple[str, int, int]]:
        if self._settings.edited is None:
            return []
        edited = (self._settings.edited, self._settings.edited_kinds)
        paths = sorted(path for folder in edited if folder for path in folder.rglob("*"))
        looks = ((str(path), path.stat()) for path in paths)
        return [(name, look.st_mtime_ns, look.st_size) for name, look in looks]


def read_set(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder of templates by their place in it, in order."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    places = {path.relative_to(folder): path for path in found}
    return {
        place.as_posix(): path.read_bytes()
        for place, path in places.items()
        if not any(part.startswith(_LEFT_BESIDE) for part in place.parts)
    }


def files_of_set(settings: Settings) -> dict[str, bytes]:
    """Return all files beside the program and the house facts that decide what papers say.

    They are named by their place in the set, `templates/…` and `calendars/…`, in order.
    """
    found = {}
    if settings.calendars:
        calendars = read_set(settings.calendars)
        found = {f"{CALENDARS}/{name}": calendars[name] for name in calendars}
    templates = read_set(settings.templates)
    return found | {f"{FOLDER}/{name}": templates[name] for name in templates}


def digest_of(files: Mapping[str, bytes]) -> str:
    """Return SHA-256 (hex) over the names and contents of a set of templates."""
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def write_whole(files: Mapping[str, bytes], folder: Path) -> Path:
    """Write a set to its folder, or among the temporary files where nothing can be kept.

    Return where it lies. What lies there already stays. Errors: `SettingsError`.
    """
    try:
        _write_beside(files, folder)
    except OSError as fault:
        with suppress(OSError):
            passing = Path(mkdtemp(prefix="docgen-"))
            atexit.register(shutil.rmtree, passing, ignore_errors=True)
            _write_beside(files, passing / folder.name)
            return passing / folder.name
        raise SettingsError(
            f"模板副本写不进缓存文件夹 {folder.parent}（{fault.strerror or fault}），"
            "请检查磁盘空间和权限，或用 DOCGEN_CACHE 换一个文件夹。"
        ) from None
    return folder


def _write_beside(files: Mapping[str, bytes], folder: Path) -> None:
    """Write a set beside its place and move it there whole; whoever comes second gives way."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    growing = Path(mkdtemp(prefix=".", dir=folder.parent))
    try:
        for name, content in files.items():
            path = growing / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o444)
        growing.chmod(0o755)
        with suppress(OSError):
            os.rename(growing, folder)
        if not folder.is_dir():
            raise FileNotFoundError(folder)
    finally:
        shutil.rmtree(growing, ignore_errors=True)
