"""Make the derived files of a bag again and compare: lists, metadata, volumes.

They follow from the ledger and the documents alone, so whoever changes one of them, with every
digest that names it, is found by the one that is made here.
"""

import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from docgen.archive import resources
from docgen.archive.bag_tags import Named
from docgen.archive.chain import LEDGER, Chain, read_chain
from docgen.archive.entry import Entry, FileEntry
from docgen.archive.handover import XLSX, HandoverLists
from docgen.archive.inspection import Inspection
from docgen.archive.metadata import Maker, MetadataFiles
from docgen.archive.volume import TEMPLATES, Binder
from docgen.archive.volumes import Merge, VolumeFiles
from docgen.engine import Engine
from docgen.spreadsheet.compare import same_cells
from docgen.workers.apart import TooHardToReadError, call_apart

# What every page is made with beside its own template.
LAYOUT = ("_layout.html", "_style.css")


class Comparison:
    """Files made again against those of a bag; `known` are the paths that were accounted for."""

    def __init__(self, bag: Path, named: Named, inspection: Inspection) -> None:
        self.bag, self._named, self._inspection = bag, named, inspection
        self.known = {LEDGER}

    def compare(self, check: str, scratch: Path, files: Iterable[FileEntry]) -> None:
        """Compare files that were made in `scratch`, and remove them there."""
        for file in files:
            self._inspection.examined[check] += 1
            self.known.add(file.path)
            ours, theirs = scratch / file.path, self.bag / file.path
            same = self._named.digests.get(file.path) == (file.sha256, file.sha512)
            if not same and not (file.path == XLSX and _same_cells(ours, theirs)):
                self._inspection.blame(check, file.path, "与按台账重新编制的不同。")
            ours.unlink()


class ListsAgain:
    """Hand-over lists and metadata, written again from the ledger while it is read."""

    def __init__(self, comparison: Comparison, maker: Maker) -> None:
        self._comparison, self._maker = comparison, maker
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._scratch = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        self._lists = self._open.enter_context(HandoverLists(self._scratch))
        self._described = self._open.enter_context(MetadataFiles(self._scratch, self._maker))
        return self

    def add(self, entry: Entry) -> None:
        """Add one document."""
        self._lists.add(entry)
        self._comparison.compare("lists", self._scratch, self._described.add(entry))

    def finish(self) -> None:
        """End the lists and compare the last."""
        self._comparison.compare("lists", self._scratch, self._described.finish())
        self._comparison.compare("lists", self._scratch, self._lists.finish())

    def __exit__(self, *fault: Any) -> None:
        self._open.__exit__(*fault)


def bind_again(comparison: Comparison, binder: Binder, merge: Merge) -> None:
    """Bind the volumes of an untouched bag again and compare them."""
    bag = comparison.bag
    with (
        tempfile.TemporaryDirectory() as folder,
        VolumeFiles(bag, Path(folder), binder, merge) as again,
        (bag / LEDGER).open("rb") as lines,
    ):
        for entry in read_chain(lines, Chain()):
            comparison.compare("volumes", Path(folder), again.add(entry))
        comparison.compare("volumes", Path(folder), again.finish())


def binds_alike(engine: Engine, bag: Path, made_by: Mapping[str, Any]) -> bool:
    """Tell whether volumes bound here and now would have the bytes of those in the bag."""
    now = resources.summarise(engine)
    if any(now[name] != made_by.get(name) for name in ("engine", "faces_sha256")):
        return False
    ours = engine.settings.templates / "html"
    carried = bag / resources.FOLDER / "templates/html"
    return all(
        (carried / name).is_file() and (carried / name).read_bytes() == (ours / name).read_bytes()
        for name in (*TEMPLATES, *LAYOUT)
    )


def _same_cells(ours: Path, theirs: Path) -> bool:
    """Tell whether two workbooks say the same, whichever release wrote them."""
    try:
        return call_apart(same_cells, ours, theirs)
    except TooHardToReadError:
        return False
