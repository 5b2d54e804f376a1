"""The batches of an office as the register keeps them: which there are, how far each is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, case, insert, select, update

from docgen.archive.volumes import USUAL, Merge
from docgen.batch.chunk import Order
from docgen.batch.plan import RETENTION, Plan
from docgen.errors import BusyError, DocgenError, ExitCode
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import is_id
from docgen.register.tables import batches

FOLDER = "batches"
STATES: Mapping[str, str] = MappingProxyType({
    "waiting": "等候", "running": "正在生成", "cancelling": "正在停下",
    "cancelled": "已取消", "done": "已完成", "failed": "未能完成",
})  # fmt: skip
# So often the process may die over a batch without having got on before it is left alone.
MOST_DEATHS = 2
# A batch in one of these goes on by itself, also after a restart.
ALIVE = ("running", "cancelling", "waiting")


class UnknownBatchError(DocgenError):
    """Nobody has handed in a batch of this id."""

    code = "unknown_batch"
    exit_code = ExitCode.not_found

    def __init__(self) -> None:
        super().__init__("没有这一批，请核对编号。")


class BatchDeadlyError(DocgenError):
    """The process that ran a batch has died over it again and again."""

    code = "batch_deadly"

    def __init__(self) -> None:
        super().__init__(
            f"做这一批时服务中途退出了 {MOST_DEATHS} 次，所以不再自动接着做；做好的都在。"
            "请检查输入文件是否损坏，或者告诉管理员；确认以后可以点继续。"
        )


class BatchStateError(DocgenError):
    """The batch is in a state in which this cannot be done."""

    code = "batch_state"


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch: what was asked for, how far it is, why it stopped (`code`, `detail`).

    `hidden` says what becomes of hidden cells, `merge` and `merge_by` how volumes are bound,
    `retention` how long the list says they are kept; None is the command's own default. `size` is
    the bytes of its input, `deaths` how often the process ended over it without getting on, `rows`
    where the rows of a sheet went.
    """

    id: str
    state: str
    source: str
    kind: str
    formats: str
    copy: str
    retry: bool
    created_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    total: int | None
    done: int
    failed: int
    code: str | None
    detail: str | None
    content_sha256: str | None
    hidden: str | None = None
    merge: int | None = None
    merge_by: str | None = None
    retention: str | None = None
    size: int | None = None
    deaths: int | None = None
    rows: list[dict[str, Any]] | None = None

    def plan(self, register: Register) -> Plan:
        """Return what `run` needs to know of it."""
        folder = register.store.parent / FOLDER / self.id
        order = Order(tuple(self.formats.split(",")), self.copy, self.merge_by or "")
        bound = self.merge or self.merge_by
        return Plan(
            folder / self.source, folder / "out", order, self.kind,
            merge=Merge(self.merge or USUAL, bool(self.merge_by)) if bound else None,
            retention=self.retention or RETENTION, hidden=self.hidden or "",
        )  # fmt: skip


_COLUMNS = [batches.c[each.name] for each in fields(Batch)]


def enter(register: Register, batch: Batch, actor: Actor) -> None:
    """Enter a batch whose input lies in its folder."""
    with register.writing() as connection:
        values = {each.name: getattr(batch, each.name) for each in fields(Batch)}
        connection.execute(insert(batches).values(**values))
        detail = {"batch": batch.id, "kind": batch.kind, "copy": batch.copy}
        audit.record(connection, register, actor, "batch_start", detail=detail)


def find_batch(register: Register, batch_id: str) -> Batch:
    """Return one batch.

    Errors: `UnknownBatchError`.
    """
    with register.reading() as connection:
        return _find(connection, batch_id)


def list_batches(register: Register, *, after: str = "", most: int = 100) -> list[Batch]:
    """Return the batches, the newest first, those older than `after`."""
    wanted = select(*_COLUMNS).order_by(batches.c.id.desc()).limit(most)
    if after:
        wanted = wanted.where(batches.c.id < after)
    with register.reading() as connection:
        return [Batch(**row) for row in connection.execute(wanted).mappings()]


def living(register: Register) -> list[Batch]:
    """Return the batches that go on by themselves, in the order in which they do."""
    begun_first = case((batches.c.state == "waiting", 1), else_=0)
    wanted = select(*_COLUMNS).where(batches.c.state.in_(ALIVE))
    with register.reading() as connection:
        rows = connection.execute(wanted.order_by(begun_first, batches.c.id)).mappings()
        return [Batch(**row) for row in rows]


def begin(register: Register, batch_id: str, started_at: datetime) -> str:
    """Let a batch run unless somebody wants it stopped; return its state."""
    with register.writing() as connection:
        connection.execute(
            update(batches)
            .where(batches.c.id == batch_id, batches.c.state.in_(("waiting", "running")))
            .values(state="running", started_at=started_at)
        )
        return _find(connection, batch_id).state


def count_beginning(register: Register, batch_id: str) -> None:
    """Count a run that begins; whoever comes to its end sets the count back to nought.

    Errors: `BatchDeadlyError` when the process has died over it twice without getting on,
    `BusyError` when another process has come to its end meanwhile.
    """
    with register.writing() as connection:
        batch = _find(connection, batch_id)
        if batch.state not in ALIVE:
            raise BusyError(f"这一批{STATES[batch.state]}，由另一个进程做的。")
        deaths = batch.deaths or 0
        if deaths >= MOST_DEATHS:
            raise BatchDeadlyError
        connection.execute(
            update(batches).where(batches.c.id == batch_id).values(deaths=deaths + 1)
        )


def note(register: Register, batch_id: str, **values: Any) -> str:
    """Write down how far a batch is; return the state somebody may have changed meanwhile."""
    with register.writing() as connection:
        connection.execute(update(batches).where(batches.c.id == batch_id).values(**values))
        return _find(connection, batch_id).state


def settle(register: Register, batch_id: str, state: str, **values: Any) -> None:
    """Write down how a batch ended; the trail tells whoever waits for it."""
    with register.writing() as connection:
        ended = {"state": state, "finished_at": register.now(), **values}
        connection.execute(update(batches).where(batches.c.id == batch_id).values(**ended))
        _record_end(connection, register, batch_id, state)


def end_cancelled(register: Register, batch_id: str) -> bool:
    """Write down that a batch which somebody wanted stopped has stopped; tell whether it had to.

    Only for whoever keeps its folder: another process may still be at it.
    """
    with register.writing() as connection:
        if _find(connection, batch_id).state != "cancelling":
            return False
        ended = {"state": "cancelled", "finished_at": register.now(), "deaths": 0}
        connection.execute(update(batches).where(batches.c.id == batch_id).values(**ended))
        _record_end(connection, register, batch_id, "cancelled")
        return True


def cancel(register: Register, batch_id: str, *, actor: Actor) -> Batch:
    """Have a batch stop; what is done stays, and it can be taken up again.

    Errors: `UnknownBatchError`, `BatchStateError`.
    """
    with register.writing() as connection:
        batch = _find(connection, batch_id)
        if batch.state not in ALIVE:
            raise BatchStateError(f"这一批{STATES[batch.state]}，不能取消。")
        waiting = batch.state == "waiting"
        ended = {"state": "cancelled", "finished_at": register.now()}
        values = ended if waiting else {"state": "cancelling"}
        changed = _change(connection, register, batch, values, actor=actor, act="batch_cancel")
        if waiting:
            _record_end(connection, register, batch_id, changed.state)
        return changed


def resume(register: Register, batch_id: str, *, actor: Actor, hidden: str = "") -> Batch:
    """Have a batch that stopped or left cases over go on; cases that failed are tried again.

    `hidden` says from now on what becomes of what its spreadsheet hides.

    Errors: `UnknownBatchError`, `BatchStateError`.
    """
    with register.writing() as connection:
        batch = _find(connection, batch_id)
        if batch.state in ALIVE or (batch.state == "done" and not batch.failed):
            raise BatchStateError(f"这一批{STATES[batch.state]}，不需要继续。")
        again = {
            "state": "waiting", "retry": True, "finished_at": None, "code": None, "detail": None,
            "deaths": 0, "hidden": hidden or batch.hidden,
        }  # fmt: skip
        return _change(connection, register, batch, again, actor=actor, act="batch_resume")


def record_look(register: Register, batch_id: str, what: str, *, actor: Actor) -> None:
    """Enter in the trail that somebody takes what a batch made, which holds parties' data."""
    with register.writing() as connection:
        audit.record(connection, register, actor, f"batch_{what}", detail={"batch": batch_id})


def _record_end(connection: Connection, register: Register, batch_id: str, state: str) -> None:
    detail = {"batch": batch_id, "state": state}
    audit.record(connection, register, audit.PROGRAM, "batch_end", detail=detail)


def _change(
    connection: Connection, register: Register, batch: Batch, values: Mapping[str, Any], *,
    actor: Actor, act: str,
) -> Batch:  # fmt: skip
    connection.execute(update(batches).where(batches.c.id == batch.id).values(**values))
    audit.record(connection, register, actor, act, detail={"batch": batch.id})
    return _find(connection, batch.id)


def _find(connection: Connection, batch_id: str) -> Batch:
    wanted = select(*_COLUMNS).where(batches.c.id == batch_id)
    row = connection.execute(wanted).mappings().first() if is_id(batch_id) else None
    if row is None:
        raise UnknownBatchError
    return Batch(**row)
