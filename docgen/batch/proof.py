"""Prove the folder a batch left: its bag, and that ledger and list of failures agree with it.

The ledger is compared row by row with the bag, not by a digest: it is a database, whose bytes
change when it is only opened. What it says of attempts and of times proves nothing and is not
compared.
"""

import json
import shutil
import sqlite3
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docgen.archive import tags
from docgen.archive.bag_verify import Means, verify_bag
from docgen.archive.chain import LEDGER, BrokenChainError, Chain, read_chain
from docgen.archive.inspection import Inspection
from docgen.batch.ledger import Ledger, LedgerError
from docgen.batch.run import entries_of
from docgen.engine import Engine

NAME, ERRORS = "ledger.sqlite3", "errors.jsonl"


def verify_folder(engine: Engine, out: Path, means: Means | None = None) -> Inspection:
    """Verify the bag in `out` and what lies beside it.

    Errors: `UnprovableError` when there is no bag.
    """
    inspection = verify_bag(engine, out / "bag", means)
    if not (out / NAME).is_file():
        inspection.blame("worklog", NAME, "批处理账本不见了。")
        return inspection
    with TemporaryDirectory() as scratch:
        # Opening a database can write to it; a proof leaves everything as it is.
        for name in (NAME, f"{NAME}-wal"):
            if (out / name).is_file():
                shutil.copyfile(out / name, Path(scratch, name))
        try:
            with Ledger(Path(scratch, NAME)) as ledger:
                _compare(out, ledger, inspection)
        except (LedgerError, sqlite3.Error, ValueError, LookupError, TypeError):
            inspection.blame("worklog", NAME, "读不出来，已损坏或被改动过。")
    return inspection


def _compare(out: Path, ledger: Ledger, inspection: Inspection) -> None:
    if not ledger.is_sound():
        inspection.blame("worklog", NAME, "数据库的结构已损坏。")
        return
    sealed = ledger.facts()["sealed"]
    if sealed is None or ledger.standing().waiting:
        inspection.blame("worklog", NAME, "这一批还没有做完，请再运行同一命令。")
        return
    if inspection.facts.get(tags.CONTENT) != f"sha256:{sealed['content_sha256']}":
        inspection.blame("worklog", NAME, "所记的移交包内容摘要与包不符。")
    _compare_rows(out, ledger, sealed["plan"]["retention"], inspection)
    _compare_failures(out, ledger, inspection)


def _compare_rows(out: Path, ledger: Ledger, retention: str, inspection: Inspection) -> None:
    ours = entries_of(ledger, retention)
    try:
        with (out / "bag" / LEDGER).open("rb") as lines:
            for ledgers, bags in zip_longest(ours, read_chain(lines, Chain())):
                inspection.examined["worklog"] += 1
                if ledgers != bags:
                    entry = ledgers or bags
                    inspection.blame("worklog", NAME, f"第 {entry.sequence} 份文书与移交包不符。")
    except (BrokenChainError, OSError):
        return  # The bag itself is blamed for that.


def _compare_failures(out: Path, ledger: Ledger, inspection: Inspection) -> None:
    path = out / ERRORS
    try:
        told = (
            [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
        )
        same = [_without_places(row) for row in told] == [*ledger.failures()]
    except (ValueError, TypeError, AttributeError):
        same = False
    if not same:
        inspection.blame("worklog", ERRORS, "与账本里没有生成的案件不符。")


def _without_places(row: dict[str, Any]) -> dict[str, Any]:
    """Return a failure less what only the input can tell: where in a sheet each finding stands."""
    findings = [
        {name: value for name, value in finding.items() if name != "place"}
        for finding in row["findings"]
    ]
    kept = {name: value for name, value in row.items() if name != "place"}
    return {**kept, "findings": findings}
