"""Look at a batch's lines in its ledger without touching it: what became of each, and why not."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docgen.batch.plan import Plan

LINE_STATES = ("waiting", "done", "failed")
_COLUMNS = (
    "line", "state", "id", "kind", "title", "document_number", "dated_on", "pages", "attempts",
    "code", "detail", "findings",
)  # fmt: skip


def read_items(
    plan: Plan, *, state: str = "", after: int = 0, most: int = 100
) -> list[dict[str, Any]]:
    """Return the lines behind `after` in the order of the input, those of one state if asked for.

    A line of a spreadsheet that failed says in which cells, once the batch has come to its end.
    """
    if not plan.ledger.exists():
        return []
    query = f"SELECT {', '.join(_COLUMNS)} FROM items WHERE line > ?"  # noqa: S608 - our own names
    values: list[Any] = [after]
    if state:
        query, values = f"{query} AND state = ?", [*values, state]
    connection = sqlite3.connect(f"{plan.ledger.absolute().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute(f"{query} ORDER BY line LIMIT ?", [*values, most]).fetchall()
    except sqlite3.OperationalError as fault:
        if "no such table" not in str(fault):
            raise
        rows = []  # The ledger was made a moment ago and has no line yet.
    finally:
        connection.close()
    items = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    failed = {item["line"] for item in items if item["state"] == "failed"}
    placed = _placed(plan.errors, failed)
    for item in items:
        findings = placed.get(item["line"]) or json.loads(item["findings"] or "[]")
        item["findings"] = [{"place": "", **finding} for finding in findings]
    return items


def _placed(errors: Path, lines: set[int]) -> Mapping[int, list[dict[str, str]]]:
    """Return the findings of some lines as the list of errors has them, with their places."""
    if not lines or not errors.exists():
        return {}
    found = {}
    with errors.open("rb") as file:
        for each in file:
            row = json.loads(each)
            if row["line"] in lines:
                found[row["line"]] = row["findings"]
    return found
