"""The photos that lie beside a case file: read by name, only when a payload asks for them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png")


class FolderPhotos(Mapping[str, bytes]):
    """The photos in a folder by name, read only when a payload asks for them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        path = self._folder / name
        if Path(name).name != name or path.suffix.lower() not in PHOTO_SUFFIXES:
            raise KeyError(name)
        try:
            return path.read_bytes()
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        return (
            path.name for path in self._folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)


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
        elif isinstance(value, str) and Path(value).suffix.lower() in PHOTO_SUFFIXES:
            with suppress(KeyError):  # A photo that is not there is for the schema to miss.
                found[value] = files[value]
    return found
