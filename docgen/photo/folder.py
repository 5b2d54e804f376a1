"""The photos that lie beside a case file: read by name, only when a payload asks for them."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from schemas.parts.enclosed_files import media_type_of
from schemas.parts.photo_files import PICTURE_SUFFIXES, names_meant
from schemas.parts.photos import MOST_BYTES

# So many characters of a file's name are told.
LONGEST_SHOWN = 80
# Names that archivers, operating systems and office programs leave behind; nobody means them.
_LEFT_BEHIND = re.compile(
    r"(?:^|/)(?:__MACOSX|@eaDir|\$RECYCLE\.BIN|System Volume Information|\.[^/]*|~\$[^/]*"
    r"|(?:eh)?thumbs(?:_vista)?\.db|desktop\.ini)(?:/|$)",
    re.IGNORECASE,
)


class FolderPhotos(Mapping[str, bytes]):
    """The photos in a folder by name, read only when a payload asks for them.

    Those in formats that cannot be printed are among them, so that they are refused by name, and
    whatever else may come as evidence.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        if Path(name).name != name or not may_be_named(name):
            raise KeyError(name)
        try:
            with (self._folder / name).open("rb") as file:
                # More than a photo may have is refused whatever follows.
                return file.read(MOST_BYTES + 1)
        except (OSError, ValueError):
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        try:
            with os.scandir(self._folder) as entries:
                names = sorted(each.name for each in entries if may_be_named(each.name))
        except OSError:
            return iter(())
        return iter(names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_picture(name: str) -> bool:
    """Tell whether a file is somebody's picture, by its ending."""
    return Path(name).suffix.lower() in PICTURE_SUFFIXES and not is_left_behind(name)


def may_be_named(name: str) -> bool:
    """Tell whether a payload may name a file, by its ending: a picture or another evidence file."""
    return is_picture(name) or bool(media_type_of(name) and not is_left_behind(name))


def is_left_behind(path: str) -> bool:
    """Tell whether a path, its steps parted by `/`, is what a program left behind."""
    return _LEFT_BEHIND.search(path) is not None


def shown(name: str) -> str:
    """Return the name of a file as a sentence may hold it: on one line, not too long."""
    visible = "".join(each if each.isprintable() else "?" for each in name)
    return f"「{visible if len(visible) <= LONGEST_SHOWN else f'…{visible[-LONGEST_SHOWN:]}'}」"


def named_photos(payload: Any, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the photos beside a payload that it names, read, for whoever cannot see the folder."""
    found: dict[str, bytes] = {}
    waiting = [payload]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, list | tuple):
            waiting += value
        elif isinstance(value, str) and may_be_named(value):
            exact = [value] if value in files else names_meant(value, files)
            for name in exact:
                with suppress(KeyError):  # A photo that is not there is for the schema to miss.
                    found[name] = files[name]
    return found
