"""Prove the register: an unbroken trail, every row as the trail left it, every file as issued."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from docgen.register import kept_sets, store
from docgen.register.audit import digest_of
from docgen.register.database import Register
from docgen.register.head import HEAD_NAME, NOTHING_YET, Head, read_head
from docgen.register.replay import Replay, RowFault, replaying
from docgen.register.store import FileFault
from docgen.register.tables import audit
from docgen.register.whole_table import Unreadable, read_whole

# An entry may bear a thousand seals.
AT_ONCE = 25
ALTERED = "内容与摘要不符，本条被改动过。"


@dataclass(frozen=True, slots=True)
class Break:
    """One place where the trail does not hold: the entry's number and a Chinese sentence why."""

    sequence: int
    detail: str


@dataclass(slots=True)
class Proof:
    """What was found, and how far it reaches: the entries, and how many of them bear no seals.

    `head` is the last entry: whoever keeps it elsewhere can tell later whether this trail goes on.
    """

    head: Head = NOTHING_YET
    without_seals: int = 0
    breaks: list[Break] = field(default_factory=list)
    rows: list[RowFault] = field(default_factory=list)
    files: list[FileFault] = field(default_factory=list)

    @property
    def faults(self) -> list[Break | RowFault | FileFault]:
        """Everything that is wrong; nothing means that the register is proved."""
        return [*self.breaks, *self.rows, *self.files]


def prove(register: Register) -> Proof:
    """Compare trail, rows and files, all as of one moment, in the same memory for any size."""
    proof = prove_rows(register)
    proof.files = [*store.check_files(register), *kept_sets.altered(register)]
    return proof


def prove_rows(register: Register) -> Proof:
    """Do as `prove` does but for the files, which take as long as their bytes take to read."""
    # Read before the entries: what is committed meanwhile may be ahead of it, never behind.
    head = read_head(register.store)
    proof = Proof()
    with register.reading() as connection, replaying() as replay:
        proof.breaks = list(_follow(connection, head, replay, proof))
        proof.rows = list(replay.compare(connection))
    return proof


def check_chain(register: Register) -> list[Break]:
    """Return every break of the trail, in its order; none means it is whole to its end."""
    return prove_rows(register).breaks


def _follow(
    connection: Connection, witness: Head | None, replay: Replay, proof: Proof
) -> Iterator[Break]:
    """Yield the breaks of the trail and let the replay hear every entry."""
    seen = witness is None or witness.sequence == 0
    for some in read_whole(connection, audit, AT_ONCE):
        sound = []
        for row in some:
            if isinstance(row, Unreadable):
                proof.head = Head(row.key[0], "")
                yield Break(row.key[0], "内容读不出来，本条被改动过。")
                continue
            if broken := list(_breaks(proof.head, row)):
                yield from broken
            if broken[-1:] != [Break(row.sequence, ALTERED)]:
                sound.append(row)
            proof.head = Head(row.sequence, row.digest)
            proof.without_seals += row.rows is None
            if witness and witness.sequence == row.sequence:
                seen = True
                if witness != proof.head:
                    yield Break(row.sequence, f"与存放处的 {HEAD_NAME} 不符，记录被整体替换过。")
        replay.hear(sound)
    last = proof.head.sequence
    if witness is None and last:
        yield Break(last, f"存放处没有 {HEAD_NAME} 或读不出来，无法证明末尾没有缺失。")
    if witness and not seen and witness.sequence > last:
        yield Break(witness.sequence, f"第 {last + 1} 条至第 {witness.sequence} 条缺失。")


def _breaks(before: Head, row: Row[Any]) -> Iterator[Break]:
    entry = dict(row._mapping)
    claimed = entry.pop("digest")
    if row.sequence != before.sequence + 1:
        yield Break(row.sequence, f"第 {before.sequence + 1} 条至第 {row.sequence - 1} 条缺失。")
    elif row.previous != before.digest:
        yield Break(row.sequence, "与前一条不衔接，前一条或本条被改动过。")
    if digest_of(entry) != claimed:
        yield Break(row.sequence, ALTERED)
