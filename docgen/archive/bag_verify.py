"""Verify a whole bag: complete, unaltered, in agreement with itself, and rendered again.

Files are read once each, documents on all workers of a pool. What is kept in memory is one line a
file (a contract year: some 100 MB), never a document.
"""

import random
import tempfile
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from python_calamine import CalamineError, CalamineWorkbook

from docgen.archive import resources, tags
from docgen.archive.bag_tags import check_sums, read_tags
from docgen.archive.chain import LEDGER, BrokenChainError, Chain, read_chain
from docgen.archive.entry import DOCUMENTS, Entry, FileEntry
from docgen.archive.examine import Examined, altered, examine_document, read_summary
from docgen.archive.handover import XLSX, HandoverLists
from docgen.archive.inspection import Fault, Inspection
from docgen.archive.metadata import Maker, MetadataFiles
from docgen.archive.outlet import PIECE, digest_file
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.pool import RenderPool

# How many documents wait at the workers: enough to keep them busy, few enough to stop soon.
AHEAD = 8
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Means:
    """With what a bag is verified.

    `pool` spreads documents over workers (None: in this process); `sample` is how many documents
    are opened and rendered again (None: all; digests are checked of all in any case); `progress`
    is told how many documents are done and how many there are.
    """

    pool: RenderPool | None = None
    sample: int | None = None
    progress: Progress | None = None


def verify_bag(engine: Engine, bag: Path, means: Means | None = None) -> Inspection:
    """Return what is wrong with a bag, or that nothing is.

    Errors: `UnprovableError` for a folder that is no bag.
    """
    return _Verification(engine, bag, means or Means()).run()


class _Verification:
    """One verification while it runs."""

    def __init__(self, engine: Engine, bag: Path, means: Means) -> None:
        self.engine, self.bag, self.means = engine, bag, means
        self.inspection = Inspection()
        self.named = read_tags(bag, self.inspection)
        self.made_by = self._read_resources()
        self.chain = Chain()
        self.chain_holds = True
        self.entered: set[str] = set()

    def run(self) -> Inspection:
        """Make every check; documents are examined elsewhere while lists are compared here."""
        inspection = self.inspection
        total = _count_lines(self.bag / LEDGER)
        chosen = _chosen(total, self.means.sample)
        with tempfile.TemporaryDirectory() as scratch:
            again = _ListsAgain(Path(scratch), self)
            with again:
                jobs = self._jobs(again, chosen)
                for done, examined in enumerate(self._examined(jobs), start=1):
                    inspection.enter(examined.faults)
                    inspection.examined.update(examined.checks)
                    inspection.verdicts.update(examined.verdicts)
                    if self.means.progress:
                        self.means.progress(done, total)
                if self.chain_holds:
                    again.finish()
        self._check_other_files()
        for path in self.named.digests:
            if path.startswith(f"{DOCUMENTS}/") and path not in self.entered:
                inspection.blame("ledger", path, "台账里没有这份文书。")
        inspection.documents = self.chain.length
        check_sums(self.bag, self.named, inspection, self.chain.length, self.chain.head)
        inspection.facts = dict(self.named.info)
        if len(chosen) < total:
            inspection.notes.append(
                f"{total} 份文书都核对了摘要，随机抽取其中 {len(chosen)} 份打开检查并重新生成。"
            )
        return inspection

    def _jobs(self, again: "_ListsAgain", chosen: Collection[int]) -> Iterator[tuple[Any, ...]]:
        """Yield the arguments of one job a document, as far as the ledger's chain holds."""
        try:
            with (self.bag / LEDGER).open("rb") as lines:
                for entry in read_chain(lines, self.chain):
                    self.inspection.examined["ledger"] += 1
                    again.add(entry)
                    digests = {}
                    for file in entry.files:
                        self.entered.add(file.path)
                        if file.path in self.named.digests:
                            digests[file.path] = self.named.digests[file.path]
                        else:
                            self.inspection.blame("complete", file.path, "台账列了，清单没有列。")
                    deep = entry.sequence in chosen
                    yield self.bag, entry, digests, self.made_by, deep
        except BrokenChainError as broken:
            self.chain_holds = False
            self.inspection.blame(
                "ledger", LEDGER, f"从第 {broken.line} 行起链条断了：有行被改动、删去或增添。"
            )
        except OSError:
            return  # Missing, which the comparison with the manifests says.

    def _examined(self, jobs: Iterator[tuple[Any, ...]]) -> Iterator[Examined]:
        """Yield what became of each job, in order, with as many ahead as workers can use."""
        pool = self.means.pool
        if pool is None:
            yield from (examine_document(self.engine, *job) for job in jobs)
            return
        waiting: deque[tuple[Entry, Future[Examined]]] = deque()
        for job in jobs:
            waiting.append((job[1], pool.submit(examine_document, *job)))
            if len(waiting) == AHEAD:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())

    def _read_resources(self) -> dict[str, Any]:
        """Return what the documents were made with, and see that it is carried."""
        inspection, path = self.inspection, self.bag / resources.SUMMARY
        inspection.examined["resources"] += 1
        made_by = read_summary(path.read_bytes()) if path.is_file() else {}
        if not made_by:
            inspection.blame("resources", resources.SUMMARY, "没有或读不出来。")
        needed = [
            f"templates/{folder}/{kind}.{folder}"
            for kind in made_by.get("templates", {})
            for folder in ("docx", "html")
        ]
        needed += [f"faces/{face['file']}" for face in made_by.get("faces", []) if face["carried"]]
        for name in needed:
            inspection.examined["resources"] += 1
            if f"{resources.FOLDER}/{name}" not in self.named.digests:
                inspection.blame("resources", f"{resources.FOLDER}/{name}", "包里没有带。")
        return made_by

    def maker(self) -> Maker:
        """Return who made the bag, in the bag's own words."""
        return Maker(
            self.named.info.get(tags.ORGANISATION, ""),
            str(self.made_by.get("department", "")),
            self.named.info.get(tags.SOFTWARE, ""),
            {name: (words[0], words[1]) for name, words in self.made_by.get("kinds", {}).items()},
        )

    def _check_other_files(self) -> None:
        """Digest every file that is no document."""
        for path, digests in self.named.digests.items():
            if path.startswith(f"{DOCUMENTS}/") and path in self.entered:
                continue
            if path in self.named.sizes:
                self.inspection.examined["digests"] += 1
                for detail in altered(digest_file(self.bag / path), digests):
                    self.inspection.blame("digests", path, detail)


class _ListsAgain:
    """The lists and metadata written again from the ledger, to be compared with those there."""

    def __init__(self, scratch: Path, verification: _Verification) -> None:
        self._scratch, self._verification = scratch, verification
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._lists = self._open.enter_context(HandoverLists(self._scratch))
        self._described = self._open.enter_context(
            MetadataFiles(self._scratch, self._verification.maker())
        )
        return self

    def add(self, entry: Entry) -> None:
        """Add one document."""
        self._lists.add(entry)
        self._compare(self._described.add(entry))

    def finish(self) -> None:
        """End the lists and compare the last."""
        self._compare(self._described.finish())
        self._compare(self._lists.finish())

    def _compare(self, files: Iterable[FileEntry]) -> None:
        named, inspection = self._verification.named, self._verification.inspection
        for file in files:
            inspection.examined["lists"] += 1
            written = self._scratch / file.path
            there = self._verification.bag / file.path
            if named.digests.get(file.path) != (file.sha256, file.sha512) and not (
                file.path == XLSX and _same_cells(written, there)
            ):
                inspection.blame("lists", file.path, "与按台账重新编制的不同。")
            written.unlink()

    def __exit__(self, *fault: Any) -> None:
        self._open.__exit__(*fault)


def _result(entry: Entry, future: "Future[Examined]") -> Examined:
    try:
        return future.result()
    except DocgenError as fault:
        # The worker died or was stuck over it: nothing of this document is proved.
        return Examined(faults=[Fault("opens", entry.files[0].path, f"没有查完：{fault.message}")])


def _count_lines(path: Path) -> int:
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))


def _chosen(total: int, sample: int | None) -> Collection[int]:
    """Return the numbers of the documents to render again; nobody can know them beforehand."""
    numbers = range(1, total + 1)
    if sample is None or sample >= total:
        return numbers
    return frozenset(random.SystemRandom().sample(numbers, sample))


def _same_cells(ours: Path, theirs: Path) -> bool:
    """Tell whether two workbooks say the same, whichever release wrote them."""
    try:
        first, second = CalamineWorkbook.from_path(ours), CalamineWorkbook.from_path(theirs)
        if first.sheet_names != second.sheet_names:
            return False
        return all(
            first.get_sheet_by_name(name).to_python(skip_empty_area=False)
            == second.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in first.sheet_names
        )
    except (CalamineError, OSError):
        return False
