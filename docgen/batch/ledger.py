"""The ledger of a batch: one row an input line, in SQLite beside the bag, true after any kill.

A row goes from waiting to done or failed in the transaction that follows its files to the disk.
`facts` holds what the batch was begun with.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from docgen.batch.chunk import Failed, Made
from docgen.batch.item import Item
from docgen.errors import DocgenError
from schemas.ground.base import Finding

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS items (
    line INTEGER PRIMARY KEY,
    input_sha256 TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    kind TEXT NOT NULL DEFAULT '',
    id TEXT UNIQUE COLLATE NOCASE,
    template_sha256 TEXT,
    title TEXT, document_number TEXT, dated_on TEXT, pages INTEGER, volume TEXT,
    code TEXT, detail TEXT, findings TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS items_by_state ON items (state, line);
CREATE TABLE IF NOT EXISTS files (
    line INTEGER NOT NULL REFERENCES items (line),
    format TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE COLLATE NOCASE,
    sha256 TEXT NOT NULL, sha512 TEXT NOT NULL, size INTEGER NOT NULL,
    PRIMARY KEY (line, format)
) STRICT;
CREATE TABLE IF NOT EXISTS numbers (number TEXT PRIMARY KEY, line INTEGER NOT NULL UNIQUE) STRICT;
"""
# Which document of a register a line became, noted before it is issued.
ISSUED = """
CREATE TABLE IF NOT EXISTS issued (line INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT
"""
# A ledger made before numbers were claimed knows those of its finished lines.
ADOPT_NUMBERS = """
INSERT OR IGNORE INTO numbers SELECT document_number, line FROM items
WHERE state = 'done' AND document_number IS NOT NULL ORDER BY line
"""


class LedgerError(DocgenError):
    """The ledger cannot be read or written."""

    code = "ledger_failed"


@dataclass(frozen=True, slots=True)
class Standing:
    """How many lines wait, are done, have failed."""

    waiting: int
    done: int
    failed: int


class Ledger:
    """An open ledger; what is written becomes lasting with `commit`."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level="IMMEDIATE")
        try:
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            known = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master")}
            self._connection.executescript(SCHEMA)
            if "items" in known and "numbers" not in known:
                self._connection.execute(ADOPT_NUMBERS)
        except sqlite3.DatabaseError as fault:
            self._connection.close()
            raise LedgerError(
                f"读不了账本 {path}：不是本程序的账本或已损坏。请另选 --out 文件夹重新开始。"
            ) from fault
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Close; what was not committed is forgotten."""
        with suppress(sqlite3.Error):
            self._connection.rollback()
        self._connection.close()

    def commit(self) -> None:
        """Make everything written so far lasting."""
        self._connection.commit()

    def forget(self) -> None:
        """Take back everything written since the last commit."""
        self._connection.rollback()

    def is_sound(self) -> bool:
        """Tell whether the database is in order as a database."""
        return bool(self._connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def facts(self) -> dict[str, Any]:
        """Return what the batch was begun with."""
        rows = self._connection.execute("SELECT name, value FROM facts")
        return {row["name"]: json.loads(row["value"]) for row in rows}

    def note(self, facts: Mapping[str, Any]) -> None:
        """Write facts over those of the same names."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)",
            [(name, json.dumps(value, sort_keys=True)) for name, value in facts.items()],
        )

    def standing(self) -> Standing:
        """Count the lines by state."""
        rows = self._connection.execute("SELECT state, count(*) FROM items GROUP BY state")
        counted = dict(iter(rows))
        return Standing(*(counted.get(state, 0) for state in ("waiting", "done", "failed")))

    def last_line(self) -> int:
        """Return the highest line that has a row."""
        return int(
            self._connection.execute("SELECT coalesce(max(line), 0) FROM items").fetchone()[0]
        )

    def first_waiting(self) -> int | None:
        """Return the first line that waits, None when none does."""
        row = self._connection.execute("SELECT min(line) FROM items WHERE state = 'waiting'")
        line: int | None = row.fetchone()[0]
        return line

    def state_of(self, line: int) -> tuple[str, str] | None:
        """Return state and input digest of a line, None for one without a row."""
        query = "SELECT state, input_sha256 FROM items WHERE line = ?"
        row = self._connection.execute(query, (line,)).fetchone()
        return (row["state"], row["input_sha256"]) if row else None

    def enter(self, item: Item) -> None:
        """Enter a line as waiting, or anew when it is another case now."""
        self._connection.execute("DELETE FROM numbers WHERE line = ?", (item.line,))
        self._connection.execute("DELETE FROM items WHERE line = ?", (item.line,))
        self._connection.execute(
            "INSERT INTO items (line, input_sha256) VALUES (?, ?)", (item.line, item.sha256)
        )

    def claim(self, line: int, kind: str, id: str, template: str) -> int | None:
        """Give a line its kind and id; return the line that has this id already, if one has."""
        other = self._connection.execute(
            "SELECT line FROM items WHERE id = ? AND line <> ?", (id, line)
        ).fetchone()
        if other:
            return int(other["line"])
        self._connection.execute(
            "UPDATE items SET kind = ?, id = ?, template_sha256 = ? WHERE line = ?",
            (kind, id, template, line),
        )
        return None

    def claim_number(self, line: int, number: str) -> int | None:
        """Give a line its document number; return the line that has it already, if one has."""
        other = self._connection.execute(
            "SELECT line FROM numbers WHERE number = ? AND line <> ?", (number, line)
        ).fetchone()
        if other:
            return int(other["line"])
        self._connection.execute(
            "INSERT OR REPLACE INTO numbers (number, line) VALUES (?, ?)", (number, line)
        )
        return None

    def document_of(self, line: int) -> str | None:
        """Return the id a line's document has, or is to have, in the register."""
        self._connection.execute(ISSUED)
        query = "SELECT document FROM issued WHERE line = ?"
        row = self._connection.execute(query, (line,)).fetchone()
        return str(row["document"]) if row else None

    def note_document(self, line: int, document_id: str) -> None:
        """Note which document a line is to become."""
        self._connection.execute("INSERT INTO issued VALUES (?, ?)", (line, document_id))

    def issued(self) -> Iterator[tuple[sqlite3.Row, str]]:
        """Yield every finished line and its document in the register, in order of the input."""
        self._connection.execute(ISSUED)
        rows = self._connection.execute(
            "SELECT items.*, issued.document FROM items JOIN issued USING (line)"
            " WHERE state = 'done' ORDER BY line"
        )
        for row in rows:
            yield row, row["document"]

    def bears_numbers(self) -> bool:
        """Tell whether any finished document bears a number."""
        query = "SELECT 1 FROM items WHERE state = 'done' AND document_number IS NOT NULL LIMIT 1"
        return self._connection.execute(query).fetchone() is not None

    def id_of(self, line: int) -> str:
        """Return the id a line has claimed."""
        row = self._connection.execute("SELECT id FROM items WHERE line = ?", (line,)).fetchone()
        return str(row["id"])

    def finish(self, made: Made, paths: Mapping[str, str], attempts: int) -> None:
        """Enter a line as done with its files, which lie at `paths` by format."""
        self._connection.execute(
            "UPDATE items SET state = 'done', attempts = ?, title = ?, document_number = ?,"
            " dated_on = ?, pages = ?, volume = ? WHERE line = ?",
            (
                attempts, made.title, made.document_number, made.dated_on.isoformat(), made.pages,
                made.group, made.line,
            ),
        )  # fmt: skip
        self._connection.executemany(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    made.line, file.format, paths[file.format], file.sha256, file.sha512,
                    len(file.content),
                )
                for file in made.files
            ],
        )  # fmt: skip

    def fail(self, failed: Failed, attempts: int, kind: str = "") -> None:
        """Enter a line as failed and why."""
        self._connection.execute(
            "UPDATE items SET state = 'failed', attempts = ?, kind = coalesce(nullif(kind, ''), ?),"
            " code = ?, detail = ?, findings = ? WHERE line = ?",
            (
                attempts, kind, failed.code, failed.detail,
                json.dumps(as_row(failed)["findings"], ensure_ascii=False),
                failed.line,
            ),
        )  # fmt: skip

    def await_again(self, lines: Iterable[int]) -> None:
        """Put lines back to waiting, as if they had never been handed out."""
        for line in lines:
            self._connection.execute("DELETE FROM files WHERE line = ?", (line,))
            self._connection.execute("DELETE FROM numbers WHERE line = ?", (line,))
            self._connection.execute(
                "UPDATE items SET state = 'waiting', attempts = 0, kind = '', id = NULL,"
                " code = NULL, detail = NULL, findings = NULL WHERE line = ?",
                (line,),
            )

    def lines(self, state: str) -> Iterator[int]:
        """Yield the lines of one state in order."""
        query = "SELECT line FROM items WHERE state = ? ORDER BY line"
        yield from (row["line"] for row in self._connection.execute(query, (state,)))

    def failed_for(self, codes: Collection[str]) -> list[int]:
        """Return the lines that failed for one of these reasons."""
        marks = ", ".join("?" * len(codes))
        query = f"SELECT line FROM items WHERE state = 'failed' AND code IN ({marks})"  # noqa: S608
        return [row["line"] for row in self._connection.execute(query, [*codes])]

    def done_after(self, line: int) -> int:
        """Count the finished lines behind a line."""
        query = "SELECT count(*) FROM items WHERE line > ? AND state = 'done'"
        return int(self._connection.execute(query, (line,)).fetchone()[0])

    def cut_off(self, after: int) -> None:
        """Remove the lines behind the end of the input; none of them may be done."""
        self._connection.execute("DELETE FROM numbers WHERE line > ?", (after,))
        self._connection.execute("DELETE FROM items WHERE line > ?", (after,))

    def knows(self, path: str) -> bool:
        """Tell whether a finished line has a file at this path."""
        query = "SELECT 1 FROM files WHERE path = ?"
        return self._connection.execute(query, (path,)).fetchone() is not None

    def files(self) -> Iterator[tuple[int, str, int]]:
        """Yield line, path and size of every file, in order."""
        query = "SELECT line, path, size FROM files ORDER BY line, format"
        yield from (tuple(row) for row in self._connection.execute(query))

    def failures(self) -> Iterator[dict[str, Any]]:
        """Yield what failed, in order, as `errors.jsonl` has it."""
        rows = self._connection.execute(
            "SELECT line, id, kind, code, detail, findings FROM items WHERE state = 'failed'"
            " ORDER BY line"
        )
        for row in rows:
            yield dict(row) | {"findings": json.loads(row["findings"])}

    def finished(self) -> Iterator[tuple[sqlite3.Row, Sequence[sqlite3.Row]]]:
        """Yield every finished line with its files, in order of the input."""
        rows = self._connection.execute("SELECT * FROM items WHERE state = 'done' ORDER BY line")
        query = "SELECT * FROM files WHERE line = ? ORDER BY format"
        for row in rows:
            yield row, self._connection.execute(query, (row["line"],)).fetchall()


def as_row(failed: Failed) -> dict[str, Any]:
    """Return a failure as a line of `errors.jsonl`, less what only the ledger knows."""
    findings = [_plain(each) for each in failed.findings]
    return {
        "line": failed.line, "code": failed.code, "detail": failed.detail, "findings": findings,
    }  # fmt: skip


def _plain(finding: Finding) -> dict[str, str]:
    return {
        "pointer": finding.pointer,
        "code": finding.code,
        "detail": finding.detail,
        "source": finding.source,
    }
