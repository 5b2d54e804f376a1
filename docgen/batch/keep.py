"""Keep finished files so that neither a killed process nor a power cut leaves half of one."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from docgen.errors import DocgenError
from docgen.folders import walk as in_folders


class KeepError(DocgenError):
    """The folder of a batch cannot be written."""

    code = "keep_failed"


def keep(folder: Path, scratch: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths below `folder`, all of them durably before this returns.

    Each is written and synced under another name in `scratch`, on the same disk, then renamed;
    the folders are synced once at the end. A file that is there already is replaced.
    Errors: `KeepError`.
    """
    try:
        scratch.mkdir(exist_ok=True)
        for number, (path, content) in enumerate(files.items()):
            _write(scratch / f"{number}", content)
            target = folder / path
            if not target.parent.is_dir():
                _make_folder(folder, target.parent)
            os.replace(scratch / f"{number}", target)
        for parent in {(folder / path).parent for path in files}:
            sync(parent)
    except OSError as fault:
        raise _refused(folder, fault) from fault


def keep_lines(path: Path, scratch: Path, lines: Iterable[bytes]) -> None:
    """Write a file of lines as durably as `keep` does; without lines there is no file.

    Errors: `KeepError`.
    """
    try:
        scratch.mkdir(exist_ok=True)
        written = scratch / path.name
        with written.open("wb") as file:
            file.writelines(line + b"\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        if written.stat().st_size:
            os.replace(written, path)
        else:
            path.unlink(missing_ok=True)
        sync(path.parent)
    except OSError as fault:
        raise _refused(path.parent, fault) from fault


def walk(folder: Path, below: str) -> Iterator[str]:
    """Yield every file in `folder/below` by its path seen from `folder`."""
    for where, _, names in in_folders(folder / below):
        yield from (Path(where, name).relative_to(folder).as_posix() for name in names)


def discard(paths: Iterable[Path]) -> None:
    """Remove files and folders that may be gone already."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def sync(folder: Path) -> None:
    """Make a folder's own entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refused(folder: Path, fault: OSError) -> KeepError:
    return KeepError(
        f"写不了 {folder}（{fault.strerror}）。请检查空间和权限，再运行同一命令，会接着做。"
    )


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_folder(above: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in (*folder.relative_to(above).parents, Path()):
        sync(above / each)
