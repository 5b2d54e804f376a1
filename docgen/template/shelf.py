"""Keep a catalogue's compiled templates, each compiled when it is first asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from docgen.kinds.catalogue import Catalogue, Kind

T = TypeVar("T")


class Shelf(Mapping[str, T]):
    """Compiled templates by the name of their kind.

    Whoever renders one document in one format waits for one template. Threads that ask for the
    same template at once may both compile it; either copy will do.
    """

    def __init__(self, catalogue: Catalogue, compile: Callable[[Kind], T]) -> None:
        self._catalogue = catalogue
        self._compile = compile
        self._compiled: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        if name not in self._compiled:
            self._compiled[name] = self._compile(self._catalogue[name])
        return self._compiled[name]

    def __contains__(self, name: object) -> bool:
        return name in self._catalogue

    def __iter__(self) -> Iterator[str]:
        return iter(self._catalogue)

    def __len__(self) -> int:
        return len(self._catalogue)
