"""模板启用: which proved set of templates counts from which day on; taken back, never deleted.

The day of a document chooses the set, as it chooses the law: the promotion with the latest day that
is not after it, of two on one day the later. Before the first, and once all were taken back, the
templates of the settings count. What was issued keeps the set that it was printed with.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from docgen.clock import beijing_day
from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.issued import allow
from docgen.register.rights import Act
from docgen.register.tables import promotions
from docgen.sets import FOLDER, file_of, pack
from docgen.settings import Settings
from schemas.parts.acts import LONGEST_REASON


class PromotionError(DocgenError):
    """A set of templates cannot be promoted, confirmed or taken back as asked."""

    code = "promotion_refused"


class UnknownSetError(DocgenError):
    """Nobody promoted such a set."""

    code = "unknown_set"
    exit_code = ExitCode.not_found

    def __init__(self) -> None:
        super().__init__("没有启用过这样的一套模板，请用 docgen templates list 核对。")


@dataclass(frozen=True, slots=True)
class Promotion:
    """One set and the day of documents from which it counts; `kinds` are those it changed then.

    It counts once it was confirmed and as long as nobody took it back.
    """

    id: str
    templates_sha256: str
    live_from: date
    kinds: Sequence[str]
    promoted_by: str
    promoted_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None
    back_reason: str | None
    back_by: str | None
    back_at: datetime | None

    @property
    def counts(self) -> bool:
        """Whether it decides the set of any day."""
        return self.confirmed_at is not None and self.back_at is None

    @property
    def waits(self) -> bool:
        """Whether a second person has still to confirm it."""
        return self.confirmed_at is None and self.back_at is None


def promote(
    register: Register,
    settings: Settings,
    live_from: date,
    kinds: Collection[str],
    *,
    actor: Actor,
    two_persons: bool = False,
) -> Promotion:
    """Store the templates of `settings`, which were proved, and have them count from a day on.

    With `two_persons` it counts only when another has confirmed it. Calendars are no part of it.
    Errors: `NotAllowedError`, `PromotionError`, `StoreError`.
    """
    allow(Act.promote, actor)
    now = register.now()
    refuse_past(live_from, now)
    digest, content = pack(replace(settings, calendars=None))
    store.write(register.store, FOLDER, file_of(digest), content, lambda _: None)
    id_, by = new_id(now), actor.name
    with register.writing() as connection:
        if any(each.waits for each in _all_in(connection)):
            raise PromotionError("还有一套模板等待第二人确认，请先确认或退回，再启用另一套。")
        if set_on(turns_in(connection), live_from) == digest:
            raise PromotionError(f"{live_from} 使用的就是这一套模板，没有什么要启用的。")
        confirmed = {} if two_persons else {"confirmed_by": by, "confirmed_at": now}
        row: dict[str, Any] = {
            "id": id_,
            "templates_sha256": digest,
            "live_from": live_from,
            "kinds": [*kinds],
        }
        row |= {"promoted_by": by, "promoted_at": now}
        connection.execute(insert(promotions).values(**row, **confirmed))
        _record(connection, register, actor, "promote_templates", row, waits=two_persons)
        return _find_in(connection, id_)


def confirm(register: Register, promotion_id: str, *, actor: Actor) -> Promotion:
    """Confirm, as the second person, what another has promoted.

    Errors: `NotAllowedError`, `UnknownSetError`, `PromotionError`.
    """
    allow(Act.promote, actor)
    now = register.now()
    with register.writing() as connection:
        found = _find_in(connection, promotion_id)
        if not found.waits:
            raise PromotionError("这一套模板已经确认或退回，不用再确认。")
        if _person(found.promoted_by) == _person(actor.name):
            raise PromotionError("启用的人不能自己确认，请由另一位管理员或工作人员确认。")
        refuse_past(found.live_from, now)
        same = promotions.c.id == promotion_id
        values = {"confirmed_by": actor.name, "confirmed_at": now}
        connection.execute(update(promotions).where(same).values(**values))
        row: dict[str, Any] = {"id": found.id, "templates_sha256": found.templates_sha256}
        row |= {"live_from": found.live_from, "kinds": found.kinds}
        _record(connection, register, actor, "confirm_templates", row)
        return _find_in(connection, promotion_id)


def back(register: Register, reason: str, *, actor: Actor) -> Promotion:
    """Return to the set before: take back what was promoted last, whether it counts or waits.

    What was issued meanwhile keeps its set. Errors: `NotAllowedError`; `PromotionError` without a
    reason, and where nothing is left to take back.
    """
    allow(Act.promote, actor)
    told, now = " ".join(reason.split()), register.now()
    if not 2 <= len(told) <= LONGEST_REASON:
        raise PromotionError(f"请写明退回的理由，2 至 {LONGEST_REASON} 字。")
    with register.writing() as connection:
        standing = [each for each in _all_in(connection) if each.back_at is None]
        if not standing:
            raise PromotionError("没有启用中的模板，用的是设置里的一套，没有可以退回的。")
        last = max(standing, key=lambda each: (each.promoted_at, each.id))
        values = {"back_reason": told, "back_by": actor.name, "back_at": now}
        connection.execute(update(promotions).where(promotions.c.id == last.id).values(**values))
        row: dict[str, Any] = {"id": last.id, "templates_sha256": last.templates_sha256}
        row |= {"live_from": last.live_from, "kinds": last.kinds}
        _record(connection, register, actor, "back_templates", row, letters=len(told))
        return _find_in(connection, last.id)


def list_promotions(register: Register) -> list[Promotion]:
    """Return everything that was ever promoted, the latest act first."""
    with register.reading() as connection:
        return _all_in(connection)[::-1]


Turns = tuple[tuple[date, str], ...]


def turns(register: Register) -> Turns:
    """Return from which day which set counts, as digests, in the order of the days."""
    with register.reading() as connection:
        return turns_in(connection)


def turns_in(connection: Connection) -> Turns:
    """Do as `turns` does, within a transaction that is open already."""
    counting = [each for each in _all_in(connection) if each.counts]
    counting.sort(key=lambda each: (each.live_from, each.promoted_at, each.id))
    return tuple((each.live_from, each.templates_sha256) for each in counting)


def set_on(turns: Turns, day: date) -> str | None:
    """Return the digest of the set that counts on a day; None for that of the settings."""
    return next((digest for live_from, digest in reversed(turns) if live_from <= day), None)


def state_of(promotion: Promotion) -> str:
    """Return in words who promoted a set, and what became of it."""
    said = f"{promotion.promoted_by} 启用"
    if promotion.back_at:
        return f"{said}，{promotion.back_by} 已退回：{promotion.back_reason}"
    if promotion.waits:
        return f"{said}，等待第二人确认"
    if promotion.confirmed_by != promotion.promoted_by:
        return f"{said}，{promotion.confirmed_by} 确认"
    return said


def described(promotion: Promotion) -> dict[str, Any]:
    """Return a promotion as programs read it."""
    return asdict(promotion) | {"counts": promotion.counts}


def known_set(register: Register, wanted: str) -> str:
    """Return the digest of a promoted set from its beginning.

    Errors: `UnknownSetError` where it is that of none, or of several.
    """
    digests = {each.templates_sha256 for each in list_promotions(register)}
    found = [each for each in digests if wanted and each.startswith(wanted)]
    if len(found) != 1:
        raise UnknownSetError
    return found[0]


def _all_in(connection: Connection) -> list[Promotion]:
    query = select(promotions).order_by(promotions.c.promoted_at, promotions.c.id)
    return [_read(row) for row in connection.execute(query).mappings()]


def _find_in(connection: Connection, promotion_id: str) -> Promotion:
    query = select(promotions).where(promotions.c.id == promotion_id)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownSetError
    return _read(row)


def _read(row: Any) -> Promotion:
    return Promotion(**{each.name: row[each.name] for each in fields(Promotion)})


def refuse_past(live_from: date, now: datetime) -> None:
    """Refuse a day that is over: what bears it was printed with the set of then.

    Errors: `PromotionError`.
    """
    if live_from < (today := beijing_day(now)):
        raise PromotionError(
            f"启用日 {live_from} 已经过去。请写今天（{today}）或以后的一天："
            "从前的文书已按当时的模板出具。"
        )


def _person(name: str) -> str:
    """Return whom the trail names, without the account of the machine beside it."""
    return name.partition("/")[0]


def _record(
    connection: Connection, register: Register, actor: Actor, act: str,
    row: dict[str, Any], **more: Any,
) -> None:  # fmt: skip
    detail = {
        "promotion": row["id"], "templates_sha256": row["templates_sha256"],
        "live_from": row["live_from"].isoformat(), "kinds": [*row["kinds"]],
    }  # fmt: skip
    audit.record(connection, register, actor, act, None, detail | more)


__all__ = [
    "Promotion", "PromotionError", "Turns", "UnknownSetError", "back", "confirm", "described",
    "known_set",
    "list_promotions", "promote", "refuse_past", "set_on", "state_of", "turns", "turns_in",
]  # fmt: skip
