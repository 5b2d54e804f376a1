"""Seal a folder of rendered documents as a BagIt 1.0 bag: lists, metadata, resources, digests.

Sealing is a function of the entries and the engine alone: the same entries give the same bytes of
every file, whatever happened before, and sealing again after a power cut simply begins anew.
Nothing is held for longer than one document, so memory does not grow with the bag.
"""

import os
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import chain as chained
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.archive import metadata, resources, tags, volumes
from docgen.archive.chain import LEDGER, Chain
from docgen.archive.entry import CAME_IN, DOCUMENTS, Entry, FileEntry
from docgen.archive.handover import HandoverLists
from docgen.archive.metadata import Maker, MetadataFiles
from docgen.archive.outlet import put, writing
from docgen.archive.volume import Binder
from docgen.archive.volumes import Merge, VolumeFiles
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.folders import walk

# What sealing makes anew each time, beside the tag files.
MADE_HERE = (metadata.FOLDER, resources.FOLDER, volumes.FOLDER, CAME_IN)


class BagError(DocgenError):
    """A folder cannot become a bag as it stands."""

    code = "bad_bag"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A finished bag: its documents, the files and bytes below `data/`, and what names it.

    `content_sha256` is the digest of `manifest-sha256.txt` and so of every byte below `data/`;
    `ledger_sha256` is the last digest of the ledger's chain.
    """

    bag: Path
    documents: int
    files: int
    size: int
    content_sha256: str
    ledger_sha256: str


def seal(
    bag: Path,
    entries: Iterable[Entry],
    engine: Engine,
    *,
    bagged_on: date,
    merge: Merge | None = None,
    faces: bool = True,
    mixed: bool = False,
    register: str = "",
    came_in: Iterable[FileEntry] = (),
    sets: Iterable[Path] = (),
) -> Sealed:
    """Write everything but the documents themselves, which lie in the bag already.

    `entries` come in the order of the input, numbered from 1; `bagged_on` is stated in
    `bag-info.txt` and nowhere else; with `merge` the bag also holds combined volumes; without
    `faces` it names the faces but does not carry them (70 MB); `mixed` says that not all
    documents were made by this engine as it is now, and `sets` are the files of the sets of
    templates that they were printed with; `register` names the last entry of the trail of the
    register they come from, so that a printed report bears witness to it; `came_in` are papers of
    others in the bag's folder for them, asked for when the last document is entered.
    Errors: `BagError` for entries out of order and documents that are missing, of another size
    or strange.
    """
    _clear(bag)
    with _Payload(bag) as payload:
        chain = _write_lists(bag, entries, engine, payload, merge)
        carried = resources.write_resources(bag, engine, faces=faces, sets=sets)
        for file in chained(carried, came_in):
            payload.add(file)
    _refuse_strays(bag, payload.documents)
    manifests = payload.manifests
    sealed = Sealed(bag, chain.length, payload.files, payload.size, manifests[0].sha256, chain.head)
    info = _describe(sealed, engine, bagged_on) | {
        tags.VOLUMES: str(merge or ""),
        tags.MAKES: tags.MIXED if mixed else "",
        tags.REGISTER: register,
    }
    _write_tags(bag, manifests, tags.describe_bag(info))
    return sealed


class _Payload:
    """The manifests of the payload while its files become known."""

    def __init__(self, bag: Path) -> None:
        self._bag, self._open = bag, ExitStack()
        self.files = self.size = self.documents = 0

    def __enter__(self) -> "_Payload":
        self._outlets = {
            algorithm: self._open.enter_context(
                writing(self._bag, f"manifest-{algorithm}.txt", "tag")
            )
            for algorithm in tags.ALGORITHMS
        }
        return self

    def add(self, file: FileEntry) -> None:
        """Enter one file of the payload."""
        for algorithm, outlet in self._outlets.items():
            outlet.write(tags.manifest_line(algorithm, file))
        self.files, self.size = self.files + 1, self.size + file.size
        self.documents += file.path.startswith(f"{DOCUMENTS}/")

    @property
    def manifests(self) -> list[FileEntry]:
        """The entries of the manifests themselves."""
        return [outlet.entry for outlet in self._outlets.values()]

    def __exit__(self, *fault: Any) -> None:
        self._open.__exit__(*fault)


def _write_lists(
    bag: Path, entries: Iterable[Entry], engine: Engine, payload: _Payload, merge: Merge | None
) -> Chain:
    """Write lists, metadata, ledger export and volumes in one pass over the entries."""
    chain, maker = Chain(), Maker.of(engine)
    with (
        writing(bag, LEDGER, "ledger") as ledger,
        HandoverLists(bag) as lists,
        MetadataFiles(bag, maker) as described,
        VolumeFiles(bag, bag, Binder(engine, maker), merge) as bound,
    ):
        for entry in entries:
            if entry.sequence != chain.length + 1:
                raise BagError(f"第 {chain.length + 1} 份文书的序号不连续，请从台账重新整理。")
            for document in entry.files:
                _require(bag, document)
                payload.add(document)
            lists.add(entry)
            ledger.write(chain.line(entry))
            for file in (*described.add(entry), *bound.add(entry)):
                payload.add(file)
        for file in chained(described.finish(), lists.finish(), bound.finish()):
            payload.add(file)
    payload.add(ledger.entry)
    return chain


def _require(bag: Path, file: FileEntry) -> None:
    path = bag / file.path
    if not path.is_file() or path.stat().st_size != file.size:
        raise BagError(f"{file.path} 不见了，或者大小与台账不符。请重新生成这份文书后再封装。")


def _clear(bag: Path) -> None:
    """Take away what an earlier sealing left, finished or not: without tags it is no bag."""
    for path in (*bag.glob("*.txt"), *bag.glob(".*.partial"), *bag.glob("data/.*.partial")):
        path.unlink()
    (bag / volumes.LIST).unlink(missing_ok=True)
    for folder in MADE_HERE:
        shutil.rmtree(bag / folder, ignore_errors=True)


def _refuse_strays(bag: Path, expected: int) -> None:
    """Take away what a killed process left half-written; refuse a document nobody entered."""
    found = 0
    for folder, _, names in walk(bag / DOCUMENTS):
        for name in names:
            if name.startswith("."):
                Path(folder, name).unlink()
            else:
                found += 1
    if found != expected:
        raise BagError(
            f"文书文件夹里有 {found} 个文件，台账里有 {expected} 个。请移走不属于这一批的文件。"
        )


def _describe(sealed: Sealed, engine: Engine, bagged_on: date) -> dict[str, str]:
    return {
        tags.ORGANISATION: engine.house.authority.name,
        "External-Description": f"电子文书移交包，{sealed.documents} 份",
        tags.CONTENT: f"sha256:{sealed.content_sha256}",
        tags.DATE: bagged_on.isoformat(),
        tags.SUM: f"{sealed.size}.{sealed.files}",
        tags.SOFTWARE: f"docgen {__version__}",
        tags.DOCUMENTS: str(sealed.documents),
        tags.LEDGER: sealed.ledger_sha256,
    }


def _write_tags(bag: Path, manifests: list[FileEntry], info: bytes) -> None:
    """Write the tag files; the tag manifests come last and make it a bag."""
    written = [
        put(bag, "bagit.txt", "tag", tags.DECLARATION),
        put(bag, tags.INFO, "tag", info),
        *manifests,
    ]
    for algorithm in tags.ALGORITHMS:
        lines = b"".join(tags.manifest_line(algorithm, file) for file in written)
        put(bag, f"tagmanifest-{algorithm}.txt", "tag", lines)
    handle = os.open(bag, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
