"""送达: how and when an issued document reached whom, and which have reached nobody yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Label, func, insert, select

from docgen.clock import BEIJING
from docgen.errors import DocgenError, ExitCode
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.issued import UnknownDocumentError, allow
from docgen.register.rights import Act
from docgen.register.tables import deliveries, documents
from schemas.ground.fields import Group, PartyName, PersonName
from schemas.ground.roles import Role
from schemas.guard.reading import Reading
from schemas.parts.acts import LONGEST_PROOF, LONGEST_RECIPIENT
from schemas.parts.delivery import DELIVERY_METHODS, Delivery

# Whoever takes one of these parts in a paper receives it; whom else it names does not.
RECEIVING = frozenset((Role.complainant, Role.reporter, Role.respondent, Role.party, Role.agent))


class DeliveryError(DocgenError):
    """A delivery cannot be recorded as it was stated."""

    code = "bad_delivery"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class RecordedDelivery:
    """One delivery: `method` is a code of `DELIVERY_METHODS`, `recipient` who received it."""

    id: str
    document_id: str
    method: str
    recipient: str
    delivered_on: date
    proof: str | None
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """An issued document that has not reached everybody: `missing` more have to receive it."""

    document_id: str
    kind: str
    title: str
    document_number: str | None
    case_ref: str | None
    dated_on: date
    missing: int


def record_deliveries(
    register: Register,
    document_id: str,
    people: Sequence[str],
    *,
    method: str,
    delivered_on: date,
    actor: Actor,
    proof: str | None = None,
    delivery_id: str | None = None,
) -> list[RecordedDelivery]:
    """Record that a document reached several people on one way and one day: all of it or none.

    What holds of `record_delivery` holds of each.
    """
    allow(Act.deliver, actor)
    if method not in DELIVERY_METHODS:
        known = "、".join(f"{code}（{words}）" for code, words in DELIVERY_METHODS.items())
        raise DeliveryError(f"没有这种送达方式。可用的有：{known}。")
    names, proof = [each.strip() for each in people], (proof or "").strip() or None
    if not names or not all(names):
        raise DeliveryError("请写明由谁收到。")
    if max(map(len, names)) > LONGEST_RECIPIENT or len(proof or "") > LONGEST_PROOF:
        raise DeliveryError(f"收件人不超过 {LONGEST_RECIPIENT} 字，凭证不超过 {LONGEST_PROOF} 字。")
    now = register.now()
    with register.writing() as connection:
        document = connection.execute(
            select(documents.c.state, documents.c.dated_on).where(documents.c.id == document_id)
        ).one_or_none()
        if document is None or document.state == "pending":
            raise UnknownDocumentError("登记簿里没有这份文书，请核对编号。")
        if document.state == "void":
            raise DeliveryError("这份文书已经作废，不能登记送达。")
        if delivered_on < document.dated_on:
            raise DeliveryError("送达日期早于文书日期，请核对。")
        if delivered_on > now.astimezone(BEIJING).date():
            raise DeliveryError("送达日期在今天之后，请在送达以后登记。")
        return [
            enter(
                connection, register, document_id, method=method, recipient=name,
                delivered_on=delivered_on, proof=proof, actor=actor, delivery_id=delivery_id,
            )
            for name in dict.fromkeys(names)
        ]  # fmt: skip


def record_delivery(
    register: Register,
    document_id: str,
    *,
    method: str,
    recipient: str,
    delivered_on: date,
    actor: Actor,
    proof: str | None = None,
    delivery_id: str | None = None,
) -> RecordedDelivery:
    """Record that a document reached somebody.

    `recipient` and `proof` (a parcel's number, a recording's) are a party's data and reach no log;
    `delivery_id` is an id from `new_id` for a caller who must know it beforehand.
    Errors: `NotAllowedError`; `UnknownDocumentError`; `DeliveryError` for a void document, an
    unknown method, an empty recipient, a day before the document's or after today.
    """
    (recorded,) = record_deliveries(
        register, document_id, [recipient], method=method, delivered_on=delivered_on,
        actor=actor, proof=proof, delivery_id=delivery_id,
    )  # fmt: skip
    return recorded


def enter(
    connection: Connection,
    register: Register,
    document_id: str,
    *,
    method: str,
    recipient: str,
    delivered_on: date,
    proof: str | None,
    actor: Actor,
    delivery_id: str | None = None,
) -> RecordedDelivery:
    """Enter a delivery that was looked at already, in the caller's writing transaction."""
    now = register.now()
    recorded = RecordedDelivery(
        delivery_id or new_id(now),
        document_id,
        method,
        recipient,
        delivered_on,
        proof,
        actor.name,
        now,
    )
    connection.execute(insert(deliveries).values(**asdict(recorded)))
    detail = {"delivery": recorded.id, "method": method, "delivered_on": delivered_on.isoformat()}
    audit.record(connection, register, actor, "deliver", document_id, detail)
    return recorded


def deliveries_of(register: Register, document_id: str, *, actor: Actor) -> list[RecordedDelivery]:
    """Return a document's deliveries as they were recorded, and record who looked at them.

    Errors: `NotAllowedError`.
    """
    allow(Act.read, actor)
    query = select(deliveries).where(deliveries.c.document_id == document_id)
    with register.writing() as connection:
        rows = connection.execute(query.order_by(deliveries.c.recorded_at, deliveries.c.id))
        found = [RecordedDelivery(**row) for row in rows.mappings()]
        if found:
            audit.record(
                connection, register, actor, "read_deliveries", document_id, {"count": len(found)}
            )
    return found


def find_delivery(register: Register, delivery_id: str) -> RecordedDelivery | None:
    """Return one delivery as whoever recorded it knows it; None if it was never recorded."""
    with register.reading() as connection:
        found = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id))
        row = found.mappings().first()
    return RecordedDelivery(**row) if row else None


def recipients_of(register: Register, catalogue: Catalogue, document_id: str) -> list[str]:
    """Return the people whom a paper names and who have not received it yet, as it names them.

    Only those take part in this whom the paper is for: its parties, agents and reporters.
    """
    asked = select(documents.c.kind, documents.c.payload).where(documents.c.id == document_id)
    reached = select(deliveries.c.recipient).where(deliveries.c.document_id == document_id)
    with register.reading() as connection:
        row = connection.execute(asked).one_or_none()
        told = {*connection.scalars(reached)}
    if row is None or row.kind not in catalogue:
        return []
    passages = Reading.of(catalogue[row.kind].reader, json.loads(row.payload)).passages
    names = (
        each.text
        for each in passages
        if isinstance(each.field, PersonName | PartyName) and not RECEIVING.isdisjoint(each.roles)
    )
    return [each for each in dict.fromkeys(names) if each not in told]


def undelivered(
    register: Register,
    catalogue: Catalogue,
    case_ref: str | None = None,
    document_id: str | None = None,
) -> list[Undelivered]:
    """Return the documents in force that somebody has still to receive, the oldest first.

    With `case_ref` only those of one case, with `document_id` that one alone. How many each
    waits for says `waiting_for`.
    """
    leaving = {name: kind for name, kind in catalogue.items() if kind.header.copies > 1}
    query = (
        select(
            documents.c.id,
            documents.c.kind,
            documents.c.title,
            documents.c.document_number,
            documents.c.case_ref,
            documents.c.dated_on,
            documents.c.payload,
            recipients(),
        )
        .where(documents.c.state == "issued", documents.c.kind.in_(leaving))
        .order_by(documents.c.id)
    )
    if case_ref is not None:
        query = query.where(documents.c.case_ref == case_ref)
    if document_id is not None:
        query = query.where(documents.c.id == document_id)
    found = []
    with register.reading() as connection:
        for row in connection.execute(query):
            missing = waiting_for(leaving[row.kind], json.loads(row.payload), row.recipients)
            if missing:
                found.append(
                    Undelivered(
                        row.id,
                        row.kind,
                        row.title,
                        row.document_number,
                        row.case_ref,
                        row.dated_on,
                        missing,
                    )
                )
    return found


def recipients() -> Label[int]:
    """Return the column `recipients` of a query over documents: to how many each was delivered."""
    counted = select(func.count(deliveries.c.recipient.distinct()))
    of_the_document = counted.where(deliveries.c.document_id == documents.c.id)
    return of_the_document.correlate(documents).scalar_subquery().label("recipients")


def last_delivered() -> Label[date | None]:
    """Return the column `last_delivered` of a query over documents: its last delivery's day."""
    latest = select(func.max(deliveries.c.delivered_on))
    of_the_document = latest.where(deliveries.c.document_id == documents.c.id)
    return of_the_document.correlate(documents).scalar_subquery().label("last_delivered")


def received_on(kind: Kind, payload: Mapping[str, Any], delivered: date | None) -> date | None:
    """Return the day on which a document was received; None while nobody has entered it.

    `delivered` is the day the register knows, which stands before what the payload states.
    """
    stated = (payload.get(name) for name in stated_deliveries(kind))
    days = [each["delivered_on"] for each in stated if each and each.get("delivered_on")]
    return delivered or (date.fromisoformat(max(days)) if days else None)


def waiting_for(
    kind: Kind, payload: Mapping[str, Any], reached: int, stated: Sequence[str] | None = None
) -> int:
    """Return how many have still to receive a document that was delivered to `reached` people.

    A kind is made in `copies`, of which one stays in the file: each of the others wants one
    recipient. Each delivery that the payload itself states counts for one; `stated` is what
    `stated_deliveries` says of the kind, for whoever asks for many of its documents.
    """
    told = 0
    for name in stated_deliveries(kind) if stated is None else stated:
        delivery = payload.get(name)
        told += isinstance(delivery, Mapping) and bool(delivery.get("delivered_on"))
    return max(0, kind.header.copies - 1 - reached - told)


def stated_deliveries(kind: Kind) -> tuple[str, ...]:
    """Return the fields of a kind in which its payload states a delivery."""
    return tuple(
        name
        for name, field in kind.reader.fields.items()
        if isinstance(field, Group) and isinstance(field.below, Delivery)
    )
