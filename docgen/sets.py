"""Sets of templates kept by their digest: with them what was printed is printed again, years later.

A set is everything but the program that decides the words of a paper: the templates and the
office's own calendars (the house facts travel in each archive copy). It is one ZIP file, named by
the digest of the files in it, so that whoever holds the name can tell whether the file is whole.
"""

import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.document import Document
from docgen.engine import Engine, assemble
from docgen.errors import DocgenError, ExitCode
from docgen.settings import Settings
from docgen.template import frozen
from docgen.template.frozen import CALENDARS, digest_of, files_of_set, read_set, write_whole

FOLDER = "sets"
_SUFFIX = ".zip"
# So many engines on kept sets are held at once, each with the templates it was asked for.
MOST_OPEN = 4
# Bytes of a set once unpacked; the shipped one has three million.
MOST_BYTES = 200_000_000
_NEVER = (1980, 1, 1, 0, 0, 0)
# What the library raises for a file that was cut, altered or made by somebody else.
_UNREADABLE = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class SetAlteredError(DocgenError):
    """A kept set of templates is missing, or not what its name says."""

    code = "set_altered"
    exit_code = ExitCode.altered


def file_of(digest: str) -> str:
    """Return the name of a set's file."""
    return f"{digest}{_SUFFIX}"


def pack(settings: Settings) -> tuple[str, bytes]:
    """Return the digest of the set that `settings` name as it is now, and its file."""
    files = files_of_set(settings)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _NEVER)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return digest_of(files), packed.getvalue()


def read_kept(path: Path) -> dict[str, bytes]:
    """Return the files of a kept set, compared with the digest that is its name.

    Errors: `SetAlteredError`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if sum(each.file_size for each in members) > MOST_BYTES:
                raise SetAlteredError(f"模板存档 {path.name} 展开后过大，不是本系统存的。")
            files = {each.filename: archive.read(each) for each in members}
    except _UNREADABLE:
        raise SetAlteredError(
            f"出具时所用的模板存档 {path.name} 不见了或读不了，请管理员从备份恢复。"
        ) from None
    if digest_of(files) != path.stem or not all(map(_lies_within, files)):
        raise SetAlteredError(
            f"出具时所用的模板存档 {path.name} 被改动过或已损坏，请管理员从备份恢复。"
        )
    return files


def engine_on(engine: Engine, path: Path | None) -> Engine:
    """Return an engine on a kept set, with the house facts of `engine`; itself where it has that.

    None is the set that `engine` has.
    Errors: `SetAlteredError`; `SettingsError` where the set can be unpacked nowhere.
    """
    if path is None or path.stem == engine.set_digest:
        return engine
    return _opened(engine.settings, path).with_house(engine.house).with_faces_of(engine)


def engine_with(engine: Engine, path: Path) -> Engine:
    """Return an engine on the templates of a kept set, with law, house and faces of `engine`.

    Errors: those of `engine_on`.
    """
    if path.stem == engine.set_digest:
        return engine
    return _templates_opened(engine.settings, path).beside(engine)


def rendering(engine: Engine) -> Callable[..., Document]:
    """Return what renders as a pool does, in this process: it takes `templates` beside the rest."""

    def render(
        kind: str, payload: Any, format: str = "pdf", *, templates: Path | None = None, **rest: Any
    ) -> Document:
        return engine_on(engine, templates).render(kind, payload, format, **rest)

    return render


def render_on(  # noqa: PLR0917 - the arguments of `Engine.render`
    engine: Engine,
    templates: Path | None,
    kind: str,
    payload: Any,
    format: str,
    copy: str,
    files: Mapping[str, bytes] | None,
) -> Document:
    """Render one document on a kept set; a job for the pool. Errors: `engine_on`'s, `render`'s."""
    return engine_on(engine, templates).render(kind, payload, format, copy=copy, files=files)


def engines_with(engine: Engine, folder: Path, kind: str, page_digest: str) -> Iterator[Engine]:
    """Yield engines on those sets in a folder, but for that of `engine`, that print a page so.

    `page_digest` is that of the template of `kind`. A set that is damaged prints nothing.
    """
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        with suppress(DocgenError):
            other = engine_on(engine, path)
            if other is not engine and other.page_digest(kind) == page_digest:
                yield other


@lru_cache(maxsize=MOST_OPEN)
def _opened(settings: Settings, path: Path) -> Engine:
    """Put an engine together on a kept set."""
    unpacked = unpack(settings, path)
    calendars = unpacked / CALENDARS
    then = replace(
        settings,
        templates=unpacked / frozen.FOLDER,
        calendars=calendars if calendars.is_dir() else None,
        edited=None,
    )
    return assemble(then)


@lru_cache(maxsize=MOST_OPEN)
def _templates_opened(settings: Settings, path: Path) -> Engine:
    """Put an engine together on the templates of a kept set, the calendars being those of today."""
    templates = unpack(settings, path) / frozen.FOLDER
    then = assemble(replace(settings, templates=templates, edited=None))
    _ = then.set_digest  # Once, and not for each of the copies that are handed out.
    return then


def unpack(settings: Settings, path: Path) -> Path:
    """Unpack a kept set where that was not done before; return the folder.

    Errors: those of `engine_on`.
    """
    unpacked = settings.cache / FOLDER / path.stem
    if not unpacked.is_dir() or digest_of(read_set(unpacked)) != path.stem:
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked = write_whole(read_kept(path), unpacked)
    return unpacked


def _lies_within(name: str) -> bool:
    place = PurePosixPath(name)
    return (
        place.parts[:1] in ((frozen.FOLDER,), (CALENDARS,))
        and ".." not in place.parts
        and "\\" not in name
    )
