"""报批: a paper is laid before whoever approves; consent is their act, never typed by the drafter.

An office turns this on among its house facts. What was approved is known by a digest of all that
the paper says but the consent itself: a change makes the consent void. Each station is asked once
the one before it agreed; whoever drafted a paper approves none of it, and nobody approves twice.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from docgen.case.case import canonical_json
from docgen.clock import BEIJING
from docgen.errors import DocgenError, InvalidCaseError
from docgen.kinds.catalogue import Kind
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.issued import NotAllowedError, allow
from docgen.register.rights import Act
from docgen.register.tables import approvals, drafts
from schemas.ground.base import Record, error
from schemas.ground.house import APPROVING, stations_by_act
from schemas.parts.given_by_act import Consent, blocks_of, filled, stations_of

LONGEST_OPINION = 300
AGREED, RETURNED, OVERTAKEN = "agreed", "returned", "overtaken"


class ApprovalStateError(DocgenError):
    """A paper is no longer, or not yet, before whoever wants to decide on it."""

    code = "approval_state"


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper before one station: `decision` is None until somebody decided."""

    id: str
    draft_id: str
    kind: str
    station: str
    sha256: str
    asked_by: str
    asked_at: datetime
    decision: str | None
    opinion: str | None = field(repr=False)
    decided_by: str | None
    signer: str | None
    post: str | None
    decided_at: datetime | None

    @property
    def before(self) -> str:
        """The station in words."""
        return APPROVING[self.station]


_COLUMNS = [approvals.c[each.name] for each in fields(Asked)]


def stations_for(kind: Kind, house: Record) -> tuple[str, ...]:
    """Return the stations that have to consent to papers of a kind by an act; none: it is typed."""
    by_act = stations_by_act(house)
    if not by_act or not any(True for _ in blocks_of(kind.reader)):
        return ()
    return stations_of(kind.reader, by_act)


def digest_of(kind: Kind, payload: Mapping[str, Any], files: Mapping[str, bytes]) -> str:
    """Return the digest of all that a paper says but its consent and the number given at issue."""
    said = {name: each for name, each in payload.items() if name != "document_number"}
    for name in blocks_of(kind.reader):
        # Rows that are typed before the consent are part of what is approved.
        if not isinstance(said.get(name), list | tuple) or not said[name]:
            said.pop(name, None)
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    return hashlib.sha256(canonical_json({"said": said, "files": digests})).hexdigest()


def ask(
    register: Register, house: Record, kind: Kind, draft_id: str, sha256: str, *, actor: Actor
) -> Asked:
    """Lay a draft before the first station; what is before it already is not laid twice.

    The caller has checked what the paper says, and that the actor may see it.
    Errors: `ApprovalStateError` for a paper that needs no consent by an act.
    """
    stations = stations_for(kind, house)
    if not stations:
        raise ApprovalStateError("这种文书不用报批。")
    with register.writing() as connection:
        for each in _of(connection, draft_id):
            if each.decision is None and each.sha256 == sha256:
                return each
            if each.decision is None:
                connection.execute(
                    update(approvals)
                    .where(approvals.c.id == each.id)
                    .values(decision=OVERTAKEN, decided_at=register.now())
                )
        asked = _lay(
            connection, register, actor, draft_id, kind=kind.name, sha256=sha256,
            station=stations[0],
        )  # fmt: skip
        detail = {"draft": draft_id, "approval": asked.id, "sha256": sha256, "kind": kind.name}
        audit.record(connection, register, actor, "ask_approval", None, detail)
    return asked


def waiting_for(register: Register, house: Record, *, actor: Actor) -> list[Asked]:
    """Return what waits for somebody's decision, the longest waiting first."""
    stations = _stations_of(house, actor)
    if not stations:
        return []
    wanted = select(*_COLUMNS, drafts.c.person, drafts.c.saved_by).where(
        approvals.c.decision.is_(None),
        approvals.c.station.in_(stations),
        drafts.c.id == approvals.c.draft_id,
    )
    with register.reading() as connection:
        rows = connection.execute(wanted.order_by(approvals.c.id)).mappings().all()
        return [
            asked
            for row in rows
            if actor.name not in (row["person"], row["saved_by"])
            and (asked := _asked(row))
            and actor.name not in _deciders(connection, asked)
        ]


def last_of(register: Register, draft_ids: Sequence[str]) -> dict[str, Asked]:
    """Return, by draft, what came last of those that were laid before anybody."""
    wanted = select(*_COLUMNS).where(approvals.c.draft_id.in_(draft_ids))
    with register.reading() as connection:
        rows = connection.execute(wanted.order_by(approvals.c.id)).mappings()
        return {row["draft_id"]: _asked(row) for row in rows}


def open_count(register: Register) -> int:
    """Return how many drafts wait for somebody's decision."""
    wanted = select(func.count()).where(
        approvals.c.decision.is_(None), drafts.c.id == approvals.c.draft_id
    )
    with register.reading() as connection:
        return int(connection.scalar(wanted) or 0)


def decide(
    register: Register,
    house: Record,
    kind: Kind,
    asked_id: str,
    sha256: str,
    *,
    agreed: bool,
    opinion: str,
    actor: Actor,
) -> Asked:
    """Agree to a paper, or send it back with the reason in `opinion`.

    `sha256` is of the paper as it stands now. Once a station agreed the next one is asked.
    Errors: `NotAllowedError`; `ApprovalStateError` for what somebody decided or changed meanwhile;
    `InvalidCaseError` where the reason is missing or too long.
    """
    allow(Act.approve, actor)
    told = " ".join(opinion.split())
    if not told or len(told) > LONGEST_OPINION:
        words = f"请写明{'意见' if agreed else '退回的理由'}，不超过 {LONGEST_OPINION} 字。"
        raise InvalidCaseError([error("/opinion", "required", words)])
    with register.writing() as connection:
        asked = _still_asked(connection, asked_id, sha256)
        approver = _approver(house, asked.station, actor)
        if approver is None or actor.name in _deciders(connection, asked):
            raise NotAllowedError("这份文书由别的批准人批准：起草人不能批准，两级由不同的人批准。")
        now = register.now()
        decision = AGREED if agreed else RETURNED
        connection.execute(
            update(approvals)
            .where(approvals.c.id == asked_id)
            .values(
                decision=decision, opinion=told, decided_by=actor.name, decided_at=now,
                signer=approver.name, post=approver.post,
            )
        )  # fmt: skip
        stations = stations_for(kind, house)
        later = stations[stations.index(asked.station) + 1 :] if agreed else ()
        if later:
            asker = Actor(asked.asked_by, actor.role)
            _lay(
                connection, register, asker, asked.draft_id, kind=kind.name, sha256=sha256,
                station=later[0],
            )  # fmt: skip
        detail = {
            "draft": asked.draft_id, "approval": asked_id, "station": asked.station,
            "decision": decision, "sha256": sha256,
        }  # fmt: skip
        audit.record(connection, register, actor, "decide_approval", None, detail)
        return _found(connection, asked_id)


def find(register: Register, asked_id: str) -> Asked:
    """Return what was laid before a station.

    Errors: `ApprovalStateError`.
    """
    with register.reading() as connection:
        return _found(connection, asked_id)


def history(register: Register, draft_id: str) -> list[Asked]:
    """Return what became of a draft, in order."""
    with register.reading() as connection:
        return _of(connection, draft_id)


def agreed_to(laid: Iterable[Asked], sha256: str) -> list[Consent]:
    """Return who agreed so far to a paper as it stands."""
    return [_consent(each) for each in laid if each.decision == AGREED and each.sha256 == sha256]


def consents(
    register: Register, house: Record, kind: Kind, draft_id: str, sha256: str
) -> list[Consent]:
    """Return the consent to a paper as it stands; nothing unless every station agreed to that."""
    wanted = stations_for(kind, house)
    agreed = {each.station: each for each in agreed_to(history(register, draft_id), sha256)}
    if not wanted or not all(each in agreed for each in wanted):
        return []
    return [agreed[each] for each in wanted]


def stand_in(house: Record, kind: Kind, on: date) -> list[Consent]:
    """Return the consent as it would be given today, to judge a paper by before it is given."""
    found = []
    for station in stations_for(kind, house):
        approver = next(each for each in house.approvers if each.station == station)
        found.append(Consent(station, approver.name, approver.post, on, "同意。"))
    return found


def refuse_unapproved(  # noqa: PLR0917 - what is issued, and under which id
    register: Register,
    house: Record,
    kind: Kind,
    payload: Any,
    files: Mapping[str, bytes],
    draft_id: str | None,
) -> None:
    """Refuse a paper whose consent no act of an approver gave, where the office wants it so.

    Errors: `InvalidCaseError`.
    """
    stations = stations_for(kind, house)
    if not stations or not isinstance(payload, Mapping):
        return
    typed = _typed(kind, payload, len(stations))
    sha256 = digest_of(kind, typed, files)
    given = consents(register, house, kind, draft_id, sha256) if draft_id else []
    as_given = filled(kind.reader, typed, given)
    if given and canonical_json(as_given) == canonical_json(payload):
        return
    name = next(iter(blocks_of(kind.reader)))
    told = "本机关的审批由批准人在系统里作出；这份文书还没有批准，或者批准以后改过，请重新报批。"
    raise InvalidCaseError([error(f"/{name}", "not_approved", told)])


def _typed(kind: Kind, payload: Mapping[str, Any], given: int) -> dict[str, Any]:
    """Return a payload with what of its consent was typed, which stands before what was given."""
    left = dict(payload)
    for name in blocks_of(kind.reader):
        if isinstance(rows := left.get(name), list | tuple):
            left[name] = list(rows)[: max(0, len(rows) - given)]
    return left


def _consent(asked: Asked) -> Consent:
    at = asked.decided_at
    if at is None or asked.signer is None or asked.post is None or asked.opinion is None:
        raise ApprovalStateError("这份文书还没有批准。")
    return Consent(
        asked.station, asked.signer, asked.post, at.astimezone(BEIJING).date(), asked.opinion
    )


def _stations_of(house: Record, actor: Actor) -> set[str]:
    by_act = stations_by_act(house)
    return {
        each.station
        for each in house.approvers
        if each.account == actor.name and each.station in by_act
    }


def _approver(house: Record, station: str, actor: Actor) -> Record | None:
    return next(
        (
            each
            for each in house.approvers
            if each.account == actor.name and each.station == station
        ),
        None,
    )


def _deciders(connection: Connection, asked: Asked) -> set[str]:
    """Return who may not decide: who drafted or asked, and who decided on it as it stands."""
    draft = connection.execute(
        select(drafts.c.person, drafts.c.saved_by).where(drafts.c.id == asked.draft_id)
    ).first()
    before = {
        each.decided_by or ""
        for each in _of(connection, asked.draft_id)
        if each.decision == AGREED and each.sha256 == asked.sha256
    }
    return {asked.asked_by, *(draft or ())} | before


def _still_asked(connection: Connection, asked_id: str, sha256: str) -> Asked:
    asked = _found(connection, asked_id)
    if asked.decision is not None:
        who = f"（{asked.decided_by}）" if asked.decided_by else ""
        raise ApprovalStateError(f"这份文书已经有人办理{who}，请回到「办理」页再看。")
    if asked.sha256 != sha256:
        raise ApprovalStateError("报批以后内容改过，请起草人重新报批。")
    return asked


def _lay(
    connection: Connection,
    register: Register,
    actor: Actor,
    draft_id: str,
    *,
    kind: str,
    sha256: str,
    station: str,
) -> Asked:
    now = register.now()
    id_ = new_id(now)
    connection.execute(
        insert(approvals).values(
            id=id_, draft_id=draft_id, kind=kind, station=station, sha256=sha256,
            asked_by=actor.name, asked_at=now,
        )
    )  # fmt: skip
    return _found(connection, id_)


def _of(connection: Connection, draft_id: str) -> list[Asked]:
    wanted = select(*_COLUMNS).where(approvals.c.draft_id == draft_id).order_by(approvals.c.id)
    return [_asked(row) for row in connection.execute(wanted).mappings()]


def _found(connection: Connection, asked_id: str) -> Asked:
    row = connection.execute(select(*_COLUMNS).where(approvals.c.id == asked_id)).mappings().first()
    if row is None:
        raise ApprovalStateError("没有这样的报批，请回到「办理」页再看。")
    return _asked(row)


def _asked(row: Any) -> Asked:
    return Asked(**{each.name: row[each.name] for each in fields(Asked)})
