"""The photos that lie beside a case file: read by name, only when a payload asks for them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

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
