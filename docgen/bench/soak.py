"""Watch a worker's memory over many mixed documents, in a process of its own."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

from docgen.bench.report import Outcome, Promise
from docgen.bench.rows import Bench
from docgen.bench.timing import Effort
from docgen.corpus import find_samples
from docgen.engine import open_engine
from docgen.payload import read_payload
from docgen.photo_folder import FolderPhotos
from docgen.settings import Settings, shipped

SETTLED = 100
SHORT, LONG = 300, 2000
DEADLINE_SECONDS = 3600
# Of every five documents one is for Word: most of what an office keeps is PDF.
FORMATS = ("pdf", "pdf", "docx", "pdf", "pdf")


def memory_of_a_worker(_: Bench, effort: Effort) -> Outcome:
    """Resident memory after the last of many mixed documents against after the first hundred."""
    settled, last = (20, 40) if effort.rounds == 1 else (SETTLED, LONG if effort.soak else SHORT)
    answer = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "docgen.bench.soak", str(settled), str(last)],
        check=True, capture_output=True, text=True, timeout=DEADLINE_SECONDS,
    ).stdout  # fmt: skip
    before, after = json.loads(answer)
    return Outcome(
        "memory", f"一个工作进程的内存：{last:,} 份后", f"{settled:,} 份后",
        (after / before - 1) * 100, "%", f"{after / 1e6:.0f} MB", f"{before / 1e6:.0f} MB", last,
        "语料全部案例轮流，PDF 与 Word 4:1；常驻内存（RSS）", Promise(10, 2, lower_is_better=True),
    )  # fmt: skip


def soak(settled: int, last: int) -> tuple[int, int]:
    """Render `last` documents of the corpus in turn; return RSS in bytes at both marks."""
    settings = Settings.from_env()
    engine = open_engine(settings)
    corpus = shipped("corpus")
    works = [
        (sample.kind, read_payload(sample.path.read_bytes()), FolderPhotos(corpus / sample.kind))
        for sample in find_samples(corpus, engine.catalogue)
    ]
    first = 0
    turns = zip(range(1, last + 1), itertools.cycle(works), itertools.cycle(FORMATS), strict=False)
    for number, (kind, payload, files), format in turns:
        engine.render(kind, payload, format, files=files)
        if number == settled:
            first = resident()
    return first, resident()


def resident() -> int:
    """Return this process's resident memory in bytes."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    print(json.dumps(soak(int(sys.argv[1]), int(sys.argv[2]))))
