"""Kill a great batch again and again and compare it with an undisturbed one; run it by hand too.

    python -m tests.docgen.batch.soak 10000 20 FOLDER

prints one JSON object. The full measure takes half an hour on two cores.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit

from docgen import Settings
from docgen.engine import assemble
from tests.docgen.batch.batches import (
    Moment,
    await_documents,
    documents,
    finish,
    kill_often,
    start,
    wholeness,
    write_mixed,
)

SEED = 20260710


def soak(count: int, kills: int, folder: Path) -> dict[str, Any]:
    """Make a batch twice, once undisturbed and once through `kills`; tell how both ended."""
    folder.mkdir(parents=True, exist_ok=True)
    source, calm, wild = folder / "cases.jsonl", folder / "calm", folder / "wild"
    if not source.exists():
        write_mixed(assemble(Settings.from_env()), source, count, SEED)
    begun = time.monotonic()
    code, undisturbed, said = finish(start(source, calm))
    assert code == 0, said
    calm_seconds = time.monotonic() - begun
    died = kill_often(source, wild, random_moments(wild, count, kills))
    _, disturbed, _ = finish(start(source, wild))
    return {
        "documents": count,
        "kills": died,
        **wholeness(source, wild),
        "bag_valid": bagit.Bag(str(wild / "bag")).is_valid(),
        "content_sha256": disturbed["content_sha256"],
        "same_content": disturbed["content_sha256"] == undisturbed["content_sha256"],
        "calm_seconds": round(calm_seconds, 1),
        "documents_per_second": round(count / calm_seconds, 1),
        "wild_seconds": round(time.monotonic() - begun - calm_seconds, 1),
    }


def random_moments(out: Path, count: int, kills: int) -> Iterator[Moment]:
    """Yield moments spread over the whole batch, each some random seconds after a document.

    One falls into the start, before a document is made; the last ones into the sealing.
    """
    chance = random.Random(SEED)
    marks = sorted(chance.randrange(count) for _ in range(max(0, kills - 3)))

    def after(mark: int, longest: float) -> Moment:
        def moment(process: Any) -> None:
            await_documents(out, mark, process)
            time.sleep(chance.uniform(0, longest))

        return moment

    yield lambda _: time.sleep(chance.uniform(0, 3))
    for mark in marks:
        # One more than there are, so that the new run has begun to render.
        yield after(max(mark, len(documents(out)) + 1), 0.5)
    yield after(count, 0.2)
    yield after(count, 0.5)


if __name__ == "__main__":
    print(json.dumps(soak(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])), indent=1))
