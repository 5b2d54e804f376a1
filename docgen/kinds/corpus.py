"""The corpus: invented cases that must render, and cases that must be refused, by kind."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of the corpus and the kind it is a case of."""

    kind: str
    path: Path

    @property
    def id(self) -> str:
        """A short name for reports and test ids: kind/file."""
        return f"{self.kind}/{self.path.stem}"


def find_samples(corpus: Path, kinds: Collection[str]) -> Iterator[Sample]:
    """Yield every case that must render, in order: `<kind>/<case>.json`."""
    for kind in kinds:
        yield from (Sample(kind, path) for path in sorted((corpus / kind).glob("*.json")))


def find_refusals(corpus: Path, kinds: Collection[str]) -> Iterator[Sample]:
    """Yield every case that must be refused: `<kind>/refused/<case>.json`."""
    for kind in kinds:
        yield from (
            Sample(kind, path) for path in sorted((corpus / kind / "refused").glob("*.json"))
        )
