"""Remember what was proved: a record under the digest of all that the proof rested on.

A kind that was proved once is not proved again by every process that starts: whoever opens an
engine compares digests and trusts the record. A cache that cannot be written costs only that.
"""

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

from docgen.kinds.catalogue import Catalogue
from docgen.kinds.flaw import Flaw
from docgen.settings import Settings
from docgen.template.frozen import CORPUS, MEANT

FOLDER = "proofs"
# So many records of one kind are kept: several offices may share a cache, and come and go.
MOST_OF_A_KIND = 8
# What decides, beside the kind itself, whether it can be made: our code and these libraries.
_FLOORS = (
    "engine.py", "house.py", "case", "chart", "kinds", "photo", "proof", "render", "template",
    "word",
)  # fmt: skip
_LIBRARIES = (
    "docxtpl",
    "Jinja2",
    "lxml",
    "marshmallow",
    "pillow",
    "python-docx",
    "reportlab",
    "weasyprint",
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What proving a kind found; without flaws it is fit for use."""

    flaws: tuple[Flaw, ...] = ()


class Records:
    """The proofs of a catalogue's kinds, as far as the cache of these settings has them.

    With `corpora` these are the proofs that made their cases too, without them those of a start.
    """

    def __init__(
        self, settings: Settings, catalogue: Catalogue, corpora: Sequence[Path] = ()
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._corpora = corpora or (settings.templates / CORPUS,)
        self._folder = settings.cache / FOLDER / ("whole" if corpora else "start")

    def find(self, name: str) -> Proof | None:
        """Return what was found of a kind as it stands now; None when nobody has proved it so."""
        with suppress(OSError, ValueError, TypeError, LookupError):
            found = json.loads(self._path(name).read_bytes())
            return Proof(tuple(Flaw(*row) for row in found["flaws"]))
        return None

    def enter(self, name: str, proof: Proof) -> None:
        """Keep a proof; of too many of one kind the oldest are forgotten."""
        path = self._path(name)
        content = {"flaws": [astuple(flaw) for flaw in proof.flaws]}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self._folder, delete=False, encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False)
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
            of_kind = self._folder.glob(f"{name}-*.json")
            for old in sorted(of_kind, key=lambda each: each.stat().st_mtime)[:-MOST_OF_A_KIND]:
                old.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        own = self._catalogue.files(name)
        for corpus in self._corpora:
            own += sorted(path for path in (corpus / name).rglob("*") if path.is_file())
        meant = self._settings.templates / MEANT
        own += [meant] if meant.is_file() else []
        digest = hashlib.sha256(self._shared + _digest(own)).hexdigest()
        return self._folder / f"{name}-{digest[:32]}.json"

    @cached_property
    def _shared(self) -> bytes:
        """The digest of what every kind rests on: code, law, shared templates."""
        releases = [platform.python_version(), *(f"{each} {version(each)}" for each in _LIBRARIES)]
        return hashlib.sha256("\n".join(releases).encode()).digest() + _digest(self._shared_files())

    def _shared_files(self) -> Iterator[Path]:
        program = Path(str(files("docgen")))
        for floor in _FLOORS:
            yield from _code(program / floor)
        for place in sorted(Path(str(files("schemas"))).iterdir()):
            if place.name != "kinds":
                yield from _code(place)
        yield from self._catalogue.shared_files()
        if self._settings.calendars:
            yield from sorted(self._settings.calendars.glob("*.toml"))


def _code(place: Path) -> list[Path]:
    """Return a file, or every file below a folder save what Python makes of it."""
    found = [place] if place.is_file() else sorted(place.rglob("*"))
    return [path for path in found if path.is_file() and path.suffix != ".pyc"]


def _digest(paths: Iterable[Path]) -> bytes:
    """Return one digest of files, by name and content."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.parent.name}/{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()
