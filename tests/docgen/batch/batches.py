"""Batches as a person runs them: inputs to feed them, processes to start, kill and count after."""

import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from docgen import Engine
from docgen.bench.material import HANZI
from docgen.bench.year import Place, changing_place, with_sentence, with_serial
from docgen.kinds.corpus import Sample
from docgen.photo.folder import FolderPhotos
from tests.catalogue import CORPUS, SAMPLES
from tests.processes import all_gone, descendants

PATIENCE = 180.0
# What lies in a kind's folder of the corpus and is no file that a case names.
TEXTS = {".json", ".md", ""}
LETTERS = ("mediation_agreement", "non_acceptance_notice", "referral_letter")
Moment = Callable[["subprocess.Popen[str]"], object]
# Where in a case of the corpus another sentence may stand, which takes some looking for.
_CHANGING: dict[Sample, Place] = {}


def write_mixed(engine: Engine, source: Path, count: int, seed: int = 0) -> None:
    """Write JSON Lines: every case of the corpus in turn, no two lines alike.

    Of eight rounds one has records and invoices too, which take five times as long as a letter.
    The photos and files that cases name are laid beside, as links.
    """
    chance = random.Random(seed)
    named = {each.name: each for each in CORPUS.glob("*/*") if each.suffix not in TEXTS}
    for name, file in named.items():
        (source.parent / name).symlink_to(file)
    letters = [sample for sample in SAMPLES if sample.kind in LETTERS]
    cases = [*SAMPLES, *letters * 7]
    photos = FolderPhotos(source.parent)
    with source.open("w", encoding="utf-8") as file:
        for number in range(count):
            sample = cases[number % len(cases)]
            payload = json.loads(sample.path.read_text("utf-8"))
            if sample not in _CHANGING:
                _CHANGING[sample] = changing_place(engine, sample.kind, payload, photos)
            words = "".join(chance.choices(HANZI, k=12))
            payload = with_sentence(payload, _CHANGING[sample], f"另记：{words}。")
            payload = with_serial(payload, number + 1)
            file.write(json.dumps({"kind": sample.kind, "payload": payload}) + "\n")


def start(source: Path, out: Path, *options: str) -> "subprocess.Popen[str]":
    """Start `docgen batch` as the leader of a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "docgen.cli", "batch", str(source), "--out", str(out), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def finish(process: "subprocess.Popen[str]") -> tuple[int, dict[str, Any], str]:
    """Wait for a batch; return its exit code, the summary it printed, and what it said."""
    output, said = process.communicate(timeout=PATIENCE * 20)
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return process.returncode, lines[-1] if lines else {}, said


def kill_tree(process: "subprocess.Popen[str]") -> None:
    """Kill a batch and every process below it in one blow, and wait until all are gone."""
    below = descendants(process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=PATIENCE)
    assert all_gone(below)


def await_documents(out: Path, count: int, process: "subprocess.Popen[str]") -> None:
    """Wait until a batch has put so many files in its bag, or has ended."""
    before, end = -1, 0.0
    while (now := len(documents(out))) < count and process.poll() is None:
        if now > before:
            before, end = now, time.monotonic() + PATIENCE
        elif time.monotonic() > end:
            kill_tree(process)
            raise AssertionError("the batch makes no headway")
        time.sleep(0.05)


def documents(out: Path) -> list[Path]:
    """Return the documents that lie in a bag."""
    return sorted((out / "bag/data/documents").glob("*/*"))


def tree(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(out: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the ledger."""
    connection = sqlite3.connect(out / "ledger.sqlite3")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def count_lines(out: Path) -> Counter[str]:
    """Return how many lines the ledger has in each state."""
    return Counter(state for (state,) in rows(out, "SELECT state FROM items"))


def wholeness(source: Path, out: Path) -> dict[str, int]:
    """Count what must be nothing: lines lost, documents twice, documents nobody entered."""
    lines = sum(1 for line in source.read_bytes().splitlines() if line.strip())
    entered = rows(out, "SELECT line, path FROM files")
    lying = documents(out)
    return {
        "lost": lines - len({line for line, _ in entered}),
        "twice": len(entered) - len({line for line, _ in entered}),
        "strange": len(lying) - len({path for _, path in entered}),
        "unfinished": sum(count for state, count in count_lines(out).items() if state != "done"),
    }


def kill_often(source: Path, out: Path, moments: Iterable[Moment], *options: str) -> int:
    """Kill a batch at every one of the moments, then let it finish; return how often it died."""
    kills = 0
    for moment in moments:
        process = start(source, out, *options)
        moment(process)
        if process.poll() is None:
            kill_tree(process)
            kills += 1
        else:
            finish(process)
    code, _, said = finish(start(source, out, *options))
    assert code == 0, said
    return kills
