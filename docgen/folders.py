"""Walk folders so that nothing in them vanishes: what cannot be listed stops the walk.

Python's own `os.walk` and `glob` pass over a folder they may not read as if it were empty.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """Do as `os.walk`: a folder that is not there holds nothing.

    Errors: `OSError` for a folder that cannot be listed.
    """
    return os.walk(folder, onerror=_refuse)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file in a folder and below it, in no order; errors as `walk` has them."""
    for parent, _, names in walk(folder):
        yield from (path for name in names if (path := Path(parent, name)).is_file())


def level(folder: Path, depth: int) -> Iterator[Path]:
    """Yield what lies so many folders below another, sorted; `1` is what it holds itself.

    Errors: `OSError` for a folder that cannot be listed.
    """
    if depth == 0:
        yield folder
    elif folder.is_dir():
        with suppress(FileNotFoundError):  # Gone since: a document that was undone.
            for path in sorted(folder.iterdir()):
                yield from level(path, depth - 1)


def _refuse(fault: OSError) -> None:
    if not isinstance(fault, FileNotFoundError):
        raise fault
