"""Verify a whole bag: complete, unaltered, in agreement with itself, and rendered again.

Files are read once each, documents on all workers of a pool. What is kept in memory is one line a
file (a contract year: some 100 MB), never a document.
"""

import random
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.archive import resources, tags, volumes
from docgen.archive.again import Comparison, ListsAgain, bind_again, binds_alike
from docgen.archive.bag_tags import check_sums, read_tags
from docgen.archive.chain import LEDGER, BrokenChainError, Chain, read_chain
from docgen.archive.entry import CAME_IN, DOCUMENTS
from docgen.archive.examine import altered, examine_document, examine_volume
from docgen.archive.inspection import Examined, Fault, Inspection
from docgen.archive.metadata import Maker
from docgen.archive.outlet import PIECE, digest_file
from docgen.archive.vera import is_installed, vera_problems
from docgen.archive.volume import Binder
from docgen.archive.volumes import Merge
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.settings import BACKLOG
from docgen.workers.pool import RenderPool

# How long one document or volume may take a worker.
SECONDS = 600.0
# Where files may lie that nothing else in the bag names.
FREE = (f"{resources.FOLDER}/", f"{volumes.FOLDER}/", volumes.LIST, f"{CAME_IN}/")
Progress = Callable[[int, int], None]
Job = Callable[..., Examined]


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
        self.comparison = Comparison(bag, self.named, self.inspection)
        self.known = self.comparison.known
        self.opened: list[Path] = []

    def run(self) -> Inspection:
        """Make every check; documents are examined elsewhere while lists are compared here."""
        inspection = self.inspection
        total = _count_lines(self.bag / LEDGER)
        chosen = _chosen(total, self.means.sample)
        with ListsAgain(self.comparison, self.maker()) as again:
            jobs = self._jobs(again, chosen)
            for done, examined in enumerate(self._done(examine_document, jobs), start=1):
                inspection.take(examined)
                if self.means.progress:
                    self.means.progress(done, total)
            if self.chain_holds:
                again.finish()
        self._check_other_files()
        self._check_volumes()
        self._ask_vera()
        self._refuse_strangers()
        inspection.documents = self.chain.length
        check_sums(self.bag, self.named, inspection, self.chain.length, self.chain.head)
        inspection.facts = dict(self.named.info)
        if len(chosen) < total:
            inspection.notes.append(
                f"{total} 份文书都核对了摘要，随机抽取其中 {len(chosen)} 份打开检查并重新生成。"
            )
        return inspection

    def _jobs(self, again: ListsAgain, chosen: Collection[int]) -> Iterator[tuple[Any, ...]]:
        """Yield the arguments of one job a document, as far as the ledger's chain holds."""
        mixed = self.named.info.get(tags.MAKES) == tags.MIXED
        made_by = {} if mixed else self.made_by
        if not (self.bag / LEDGER).is_file():
            self.chain_holds = False  # The comparison with the manifests says that it is missing.
            return
        try:
            with (self.bag / LEDGER).open("rb") as lines:
                for entry in read_chain(lines, self.chain):
                    self.inspection.examined["ledger"] += 1
                    again.add(entry)
                    digests = {}
                    for file in entry.files:
                        self.known.add(file.path)
                        if file.path in self.named.digests:
                            digests[file.path] = self.named.digests[file.path]
                        else:
                            self.inspection.blame("complete", file.path, "台账列了，清单没有列。")
                    deep = entry.sequence in chosen
                    if deep:
                        self.opened += (
                            self.bag / file.path for file in entry.files if file.role == "pdf"
                        )
                    yield self.bag, entry, digests, made_by, deep
        except BrokenChainError as broken:
            self.chain_holds = False
            self.inspection.blame(
                "ledger", LEDGER, f"从第 {broken.line} 行起链条断了：有行被改动、删去或增添。"
            )

    def _done(self, job: Job, arguments: Iterable[tuple[Any, ...]]) -> Iterator[Examined]:
        """Yield what became of each job, in order, with as many ahead as workers can use."""
        pool = self.means.pool
        if pool is None:
            yield from (job(self.engine, *each) for each in arguments)
            return
        waiting: deque[tuple[str, Future[Examined]]] = deque()
        for each in arguments:
            waiting.append((str(each[1]), pool.submit(job, *each, seconds=SECONDS)))
            if len(waiting) == BACKLOG:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())

    def _read_resources(self) -> dict[str, Any]:
        """Return what the documents were made with, and see that it is carried."""
        inspection, path = self.inspection, self.bag / resources.SUMMARY
        inspection.examined["resources"] += 1
        made_by = resources.read_summary(path.read_bytes()) if path.is_file() else {}
        if not made_by:
            inspection.blame("resources", resources.SUMMARY, "没有或读不出来。")
        carried = [name for name in self.named.digests if name.startswith(resources.FOLDER)]
        for kind in made_by.get("templates", {}):
            for folder in ("docx", "html"):
                inspection.examined["resources"] += 1
                inside, file = f"{resources.FOLDER}/templates/{folder}/", f"/{kind}.{folder}"
                if not any(name.startswith(inside) and name.endswith(file) for name in carried):
                    inspection.blame("resources", f"{inside}…{file}", "包里没有带。")
        for face in made_by.get("faces", []):
            name = f"{resources.FOLDER}/faces/{face['file']}"
            if face["carried"]:
                inspection.examined["resources"] += 1
                if name not in carried:
                    inspection.blame("resources", name, "包里没有带。")
        return made_by

    def maker(self) -> Maker:
        """Return who made the bag, in the bag's own words."""
        return Maker(
            self.named.info.get(tags.ORGANISATION, ""),
            str(self.made_by.get("department", "")),
            self.named.info.get(tags.SOFTWARE, ""),
            {name: (words[0], words[1]) for name, words in self.made_by.get("kinds", {}).items()},
        )

    def _refuse_strangers(self) -> None:
        """Name what the manifests list although nothing accounts for it."""
        for path in self.named.digests:
            if path.startswith(f"{DOCUMENTS}/") and path not in self.known:
                self.inspection.blame("ledger", path, "台账里没有这份文书。")
            elif self.chain_holds and not path.startswith(FREE) and path not in self.known:
                self.inspection.blame("complete", path, "清单列了，但移交包里不应有这个文件。")

    def _check_volumes(self) -> None:
        """Judge every volume, and bind it again where nothing was touched so far."""
        if self.means.sample is not None:
            return
        paths = [path for path in self.named.sizes if path.startswith(f"{volumes.FOLDER}/")]
        self.opened += (self.bag / path for path in paths)
        for examined in self._done(examine_volume, [(self.bag, path) for path in paths]):
            self.inspection.take(examined)
        merge = Merge.read(self.named.info.get(tags.VOLUMES, ""))
        if merge is None or self.inspection.found.total():
            return
        if not binds_alike(self.engine, self.bag, self.made_by):
            self.inspection.notes.append("合订卷由另一版程序、字体或模板合成，只核对了摘要。")
            return
        bind_again(self.comparison, Binder(self.engine, self.maker()), merge)

    def _ask_vera(self) -> None:
        """Let veraPDF, where it is installed, judge all that was opened, many files at once."""
        self.inspection.by_vera = is_installed()
        for path, problem in vera_problems([each for each in self.opened if each.is_file()]):
            self.inspection.blame("conformant", path.relative_to(self.bag).as_posix(), problem)

    def _check_other_files(self) -> None:
        """Digest every file that is no document."""
        for path, digests in self.named.digests.items():
            if path.startswith(f"{DOCUMENTS}/") and path in self.known:
                continue
            if path in self.named.sizes:
                self.inspection.examined["digests"] += 1
                for detail in altered(digest_file(self.bag / path), digests):
                    self.inspection.blame("digests", path, detail)


def _result(name: str, future: "Future[Examined]") -> Examined:
    try:
        return future.result()
    except DocgenError as fault:
        # The worker died or was stuck over it: nothing of this document is proved.
        return Examined(faults=[Fault("opens", name, f"没有查完：{fault.message}")])


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
