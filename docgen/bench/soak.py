"""Watch a worker's memory over many mixed documents, in a process of its own."""

import itertools
import json
import subprocess
import sys
from pathlib import Path

from docgen.bench.report import Outcome, Promise
from docgen.bench.rows import Bench
from docgen.bench.timing import Effort
from docgen.case.payload import read_payload
from docgen.kinds.corpus import find_samples
from docgen.photo.folder import FolderPhotos
from docgen.proof.opening import open_engine
from docgen.settings import Settings, shipped

SETTLED = 100
SHORT, LONG = 300, 2000
DEADLINE_SECONDS = 3600
SMAPS = Path("/proc/self/smaps_rollup")
# Of every five documents one is for Word: most of what an office keeps is PDF.
FORMATS = ("pdf", "pdf", "docx", "pdf", "pdf")


def memory_of_a_worker(_: Bench, effort: Effort) -> Outcome:
    """Resident memory after the last of many mixed documents against after the first hundred.

    Every case of the corpus has been made once in each format before either is counted.
    """
    settled, last = (20, 40) if effort.rounds == 1 else (SETTLED, LONG if effort.soak else SHORT)
    answer = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "docgen.bench.soak", str(settled), str(last)],
        check=True, capture_output=True, text=True, timeout=DEADLINE_SECONDS,
    ).stdout  # fmt: skip
    marks = json.loads(answer)
    before, after = (mark["resident"] for mark in marks)
    return Outcome(
        "memory", f"一个工作进程的内存：{last:,} 份后", f"{settled:,} 份后",
        (after / before - 1) * 100, "%", _written(marks[1]), _written(marks[0]), last,
        "语料全部案例轮流，PDF 与 Word 4:1；常驻内存（RSS），括号内为其中不能与别的进程共用的部分，"
        "其余是映射的字体和程序文件", Promise(10, 2, lower_is_better=True),
    )  # fmt: skip


def _written(mark: dict[str, int]) -> str:
    return f"{mark['resident'] / 1e6:.0f} MB（{mark['own'] / 1e6:.0f} MB）"


def soak(settled: int, last: int) -> tuple[dict[str, int], dict[str, int]]:
    """Render `last` documents of the corpus in turn; return the memory in bytes at both marks."""
    engine = open_engine(Settings.from_env())
    corpus = shipped("corpus")
    works = [
        (sample.kind, read_payload(sample.path.read_bytes()), FolderPhotos(corpus / sample.kind))
        for sample in find_samples(corpus, engine.catalogue)
    ]
    # A template is compiled, a character shaped when it is first asked for.
    for kind, payload, files in works:
        for format in sorted({*FORMATS}):
            engine.render(kind, payload, format, files=files)
    first = memory()
    turns = zip(range(1, last + 1), itertools.cycle(works), itertools.cycle(FORMATS), strict=False)
    for number, (kind, payload, files), format in turns:
        engine.render(kind, payload, format, files=files)
        if number == settled:
            first = memory()
    return first, memory()


def memory() -> dict[str, int]:
    """Return this process's resident memory, and the part that no other could share, in bytes."""
    counted = dict(
        line.split()[:2] for line in SMAPS.read_text("ascii").splitlines() if line.endswith(" kB")
    )
    return {
        "resident": int(counted["Rss:"]) * 1024,
        # Pages that were written to. Clean ones are those of files, mapped by every worker.
        "own": int(counted["Private_Dirty:"]) * 1024,
    }


if __name__ == "__main__":
    print(json.dumps(soak(int(sys.argv[1]), int(sys.argv[2]))))
