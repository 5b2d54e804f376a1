"""Replay what the trail says of every row, and compare it with the rows that are there.

What is said lies in a database file of its own for the while, so that a register of any size is
compared in the same memory.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, Table

from docgen.register import seals
from docgen.register.audit import SEAL_ALL
from docgen.register.older import facts_of
from docgen.register.seals import OTHERS, RECORDS
from docgen.register.tables import Moment
from docgen.register.tables import seals as kept
from docgen.register.whole_table import Unreadable, read_whole

AT_ONCE = 500
NAMES: Mapping[str, str] = MappingProxyType({
    "numbers": "文号", "cases": "案卷", "documents": "文书", "files": "存档文件的登记",
    "deliveries": "送达", "people": "账号", "keys": "接口密钥", "sessions": "登录",
    "orders": "工单", "reminders": "提醒", "incoming": "来文", "promotions": "模板启用",
    "signed_copies": "签署件", "approvals": "报批",
    "answers": "接口答复",
    "drafts": "草稿", "draft_photos": "草稿照片", "batches": "批量",
})  # fmt: skip
# `older`: the last seal came from `SEAL_ALL`, so the plain facts of older entries still count.
_TABLES = """
CREATE TABLE said (name TEXT, key TEXT, sha256 TEXT, older INT, PRIMARY KEY (name, key))
    WITHOUT ROWID;
CREATE TABLE facts (name TEXT, key TEXT, col TEXT, value TEXT, PRIMARY KEY (name, key, col))
    WITHOUT ROWID;
"""
# Nobody needs the file after us, so it need not survive anything; 32 MB of it stay in memory.
_CARELESS = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that differs from what was said of it: its table, its key, a Chinese sentence."""

    table: str
    key: str
    detail: str


@contextmanager
def replaying() -> Iterator["Replay"]:
    """Give an empty replay; what it holds goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="docgen-replay-") as folder,
        closing(sqlite3.connect(Path(folder) / "said.sqlite3", isolation_level=None)) as said,
    ):
        yield Replay(said)


class Replay:
    """What was said so far: of each row the last seal, and what older entries say plainly."""

    def __init__(self, said: sqlite3.Connection) -> None:
        self._said = said
        said.executescript(_CARELESS + _TABLES)

    def hear(self, entries: Sequence[Row[Any]]) -> None:
        """Take in what some entries say; they come in their order."""
        sealed, facts = [], []
        for entry in entries:
            for name, key, sha256 in entry.rows or ():
                sealed.append((name, seals.key_text(key), sha256, entry.act == SEAL_ALL))
            if entry.rows is None:
                for each in facts_of(dict(entry._mapping)):
                    place = each.table, seals.key_text(each.key)
                    facts += [(*place, *told) for told in _written(each.columns)]
        self._keep("said", sealed)
        self._keep("facts", facts)

    def compare(self, connection: Connection) -> Iterator[RowFault]:
        """Yield every row that is altered or missing, or that nothing was said of."""
        for rows in read_whole(connection, kept):
            self._keep("said", [(*row, 0) for row in rows if isinstance(row, Row)])
        yield from self._faults(_FORGOTTEN, "早先的记录里有，登记里却没有，被删除过。")
        for table in (*RECORDS.values(), *OTHERS.values()):
            for rows in read_whole(connection, table):
                yield from self._compare(table, rows)
        yield from self._faults(_MISSING, "记录里有，登记里却没有，被删除过。")

    def _compare(self, table: Table, rows: Sequence[Row[Any] | Unreadable]) -> Iterator[RowFault]:
        """Compare some rows and cross out what was said of them."""
        by_key = {seals.key_text(_key(table, row)): row for row in rows}
        marks = ", ".join("?" * len(by_key))
        place = [table.name, *by_key]
        wanted = f"SELECT key, sha256, older FROM said WHERE name = ? AND key IN ({marks})"  # noqa: S608
        said = {key: told for key, *told in self._said.execute(wanted, place)}
        for key, row in by_key.items():
            sha256, older = said.get(key, (None, 0))
            if sha256 is None:
                yield _fault(table.name, key, "登记里有，却没有任何记录，是另外加进来的。")
            elif isinstance(row, Unreadable) or sha256 != seals.seal_of(table, row._mapping):
                yield _fault(table.name, key, "与最后一次记录的不符，被改动过。")
            elif older and (detail := self._contradiction(table, key, row)):
                yield _fault(table.name, key, detail)
        self._said.execute(f"DELETE FROM said WHERE name = ? AND key IN ({marks})", place)  # noqa: S608

    def _contradiction(self, table: Table, key: str, row: Row[Any]) -> str:
        """Return what older entries say against a row that was sealed as it was found."""
        wanted = "SELECT col, value FROM facts WHERE name = ? AND key = ?"
        facts = dict(self._said.execute(wanted, (table.name, key)).fetchall())
        there = dict(_written({name: _plain(table, row, name) for name in facts}))
        if wrong := sorted(name for name, value in facts.items() if there[name] != value):
            return f"与早先的记录不符（{'、'.join(wrong)}），在升级以前被改动过。"
        if table.name == "documents" and row.state != "pending" and not facts:
            return "已出具，却没有出具记录。"
        return ""

    def _faults(self, query: str, detail: str) -> Iterator[RowFault]:
        for name, key in self._said.execute(query).fetchall():
            yield _fault(name, key, detail)

    def _keep(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        self._said.execute("BEGIN")
        self._said.executemany(f"REPLACE INTO {table} VALUES (?, ?, ?, ?)", rows)  # noqa: S608
        self._said.execute("COMMIT")


_MISSING = "SELECT name, key FROM said WHERE sha256 IS NOT NULL ORDER BY name, key"
_FORGOTTEN = """
SELECT DISTINCT name, key FROM facts
WHERE NOT EXISTS (SELECT 1 FROM said WHERE said.name = facts.name AND said.key = facts.key)
ORDER BY name, key
"""


def _key(table: Table, row: Row[Any] | Unreadable) -> tuple[str, ...]:
    return row.key if isinstance(row, Unreadable) else seals.key_of(table, row._mapping)


def _written(columns: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in columns.items():
        yield name, json.dumps(value, ensure_ascii=False, default=str)


def _plain(table: Table, row: Row[Any], name: str) -> Any:
    value = row._mapping[name]
    return value is not None if isinstance(table.c[name].type, Moment) else value


def _fault(name: str, key: str, detail: str) -> RowFault:
    # A key is a list in JSON, unless somebody altered the table of seals.
    return RowFault(name, key.strip('[]"').replace('","', "/"), f"{NAMES.get(name, '')}{detail}")
