"""Fan out (逐户展开): of an issued list of objects, the papers that each of them needs.

What the papers are stands with the kind (`schemas.ground.fan_out`). They are ordinary payloads,
each for its own case, and nothing is made twice: what a case holds already is only named.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from docgen.case.review import review
from docgen.clock import beijing_day
from docgen.engine import Engine
from docgen.errors import DocgenError, ExitCode, InvalidCaseError
from docgen.register import audit
from docgen.register.access import refuse_what_is_of_a_report
from docgen.register.actor import Actor
from docgen.register.cases import enter
from docgen.register.database import Register
from docgen.register.drafts import begin
from docgen.register.ids import new_id
from docgen.register.issued import UnknownDocumentError, allow
from docgen.register.rights import Act
from docgen.register.standing import LIVE, live, standing
from docgen.register.tables import cases, documents, drafts
from schemas.ground.base import Facts, Finding, Weight, error
from schemas.ground.fan_out import Fanned, FanOut
from schemas.ground.neighbours import Standing

AT_ONCE = 500
STATES = {"issued": "已出具", "drafted": "已有草稿", "ready": "可以出具", "to_fill": "有待补齐"}


class FanOutError(DocgenError):
    """A paper cannot be fanned out, or what is given for its objects has no place."""

    code = "cannot_fan_out"
    exit_code = ExitCode.usage


@dataclass(frozen=True, slots=True)
class FannedPaper:
    """One paper of one object: where its row stands, its case, how far it is, what it lacks.

    `pointer` is the row in the paper that was fanned out, `id` the document or draft that is there
    already; `findings` point into `payload`.
    """

    pointer: str
    case_ref: str
    kind: str
    state: str
    payload: Mapping[str, Any] = field(repr=False)
    findings: tuple[Finding, ...] = ()
    id: str | None = None


def fan_out(
    register: Register,
    engine: Engine,
    document_id: str,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    judged: range | None = None,
) -> list[FannedPaper]:
    """Return the papers of every object of an issued document, in the order of its rows.

    `given` holds by kind what the papers of all objects share beside what the document says; kinds
    that are made on demand are made when they stand in it. Judging takes most of the time: only
    rows in `judged` are looked at for what they lack, all where it is None; of the others a paper
    that is not there yet has no state. Nothing is kept but who asked.
    Errors: `NotAllowedError`, `UnknownDocumentError`, `FanOutError`, `InvalidCaseError` over what
    is given.
    """
    allow(Act.read, actor)
    refuse_what_is_of_a_report(register, engine.catalogue, document_id, actor=actor)
    paper = _in_force(register, engine, document_id)
    spread = engine.catalogue[paper.kind].schema.fan_out if paper.kind in engine.catalogue else None
    if spread is None:
        raise FanOutError("这种文书没有检查对象名单，不能逐户展开。")
    _refuse_strange(spread, given)
    wanted = {
        kind: given.get(kind, {})
        for kind in dict.fromkeys((*spread.usual, *given))
        if kind in engine.catalogue
    }
    with register.reading() as connection:
        others = live(connection, engine.catalogue, documents.c.kind.in_(spread.reads))
        rows = [*spread.make(paper, wanted, others)]
        there = _made(connection, {each.case_ref for each in rows})
    facts = Facts(engine.law, engine.house, beijing_day(register.now()), "draft")
    found = [
        _told(
            engine,
            spread.rows,
            each,
            there,
            facts if judged is None or each.row in judged else None,
        )
        for each in rows
    ]
    with register.writing() as connection:
        detail = {"kind": paper.kind, "papers": len(found)}
        audit.record(connection, register, actor, "fan_out", document_id, detail)
    return found


def lines_of(found: Collection[FannedPaper]) -> Iterator[bytes]:
    """Yield the papers that are not there yet as lines of a batch: `docgen batch` takes them."""
    for each in found:
        if each.id is None:
            line = {
                "id": f"{each.case_ref}-{each.kind}",
                "case_ref": each.case_ref,
                "kind": each.kind,
                "payload": each.payload,
            }
            yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def begin_all(
    register: Register,
    found: Collection[FannedPaper],
    write: Callable[[str, Mapping[str, Any]], Mapping[str, Any]],
    *,
    actor: Actor,
) -> int:
    """Begin a draft of every paper that is not there yet, in its case, and return how many.

    `write` turns kind and payload into what a form shows. All are begun or none; what has been
    begun or issued meanwhile, or belongs to a closed case, is passed over.
    Errors: `NotAllowedError`.
    """
    allow(Act.issue, actor)
    now, begun = register.now(), 0
    with register.writing() as connection:
        # Asked in the turn to write: whoever presses twice at once is told of what the first began.
        there = _made(connection, {each.case_ref for each in found})
        done = select(cases.c.case_ref).where(cases.c.closed_at.is_not(None))
        closed = {*connection.scalars(done)}
        for each in found:
            if (each.case_ref, each.kind) in there or each.case_ref in closed:
                continue
            enter(connection, each.case_ref, now)
            entries = json.dumps(write(each.kind, each.payload), ensure_ascii=False)
            begin(
                connection, new_id(now), each.kind, entries, now,
                actor=actor, case_ref=each.case_ref,
            )  # fmt: skip
            begun += 1
        audit.record(connection, register, actor, "fan_out_begun", None, {"drafts": begun})
    return begun


def _in_force(register: Register, engine: Engine, document_id: str) -> Standing:
    with register.reading() as connection:
        row = connection.execute(select(documents).where(documents.c.id == document_id)).first()
    if row is None or row.state == "pending":
        raise UnknownDocumentError("登记簿里没有这份文书，请核对编号。")
    if row.state != "issued":
        raise FanOutError("这份文书已经作废或者被新版本代替，请用现行的一份展开。")
    return standing(row, engine.catalogue)


def _refuse_strange(spread: FanOut, given: Mapping[str, Any]) -> None:
    known = (*spread.usual, *spread.also)
    strange = [
        error(f"/{name}", "not_fanned_out", f"可以逐户展开的只有 {'、'.join(known)}，请改正。")
        for name in given
        if name not in known
    ]
    strange += [
        error(f"/{name}", "not_an_object", "各户共同的内容应当是一个 JSON 对象，按字段名填写。")
        for name, shared in given.items()
        if name in known and not isinstance(shared, Mapping)
    ]
    if strange:
        raise InvalidCaseError(strange)


# By case and kind: how far it is, and the id it has.
_There = Mapping[tuple[str, str], tuple[str, str]]


def _made(connection: Connection, case_refs: Collection[str]) -> _There:
    """Return what the cases hold already; a document is named before a draft."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    names = iter(sorted(case_refs))
    while some := [*islice(names, AT_ONCE)]:
        begun = select(drafts.c.id, drafts.c.kind, drafts.c.case_ref)
        for row in connection.execute(begun.where(drafts.c.case_ref.in_(some))):
            found[row.case_ref, row.kind] = ("drafted", row.id)
        issued = select(documents.c.id, documents.c.kind, documents.c.case_ref)
        in_force = documents.c.state.in_(LIVE)
        for row in connection.execute(issued.where(documents.c.case_ref.in_(some), in_force)):
            found[row.case_ref, row.kind] = ("issued", row.id)
    return found


def _told(
    engine: Engine,
    rows: str,
    each: Fanned,
    there: _There,
    facts: Facts | None,
) -> FannedPaper:
    pointer, payload = f"/{rows}/{each.row}", each.payload
    if made := there.get((each.case_ref, each.kind)):
        state, id = made
        return FannedPaper(pointer, each.case_ref, each.kind, state, payload, (), id)
    if facts is None:
        return FannedPaper(pointer, each.case_ref, each.kind, "", payload)
    findings = review(engine.catalogue[each.kind], payload, facts).findings
    state = "to_fill" if any(one.weight is Weight.error for one in findings) else "ready"
    return FannedPaper(pointer, each.case_ref, each.kind, state, payload, findings)
