"""成套出具: papers that belong together are numbered, made and recorded at one stroke, or none is.

Which kinds go together stands with the leading kind (`Header.packet`). As for one paper there are
two transactions: the first judges each in its turn, with those before it already entered, and
reserves every number; the second makes all of them true. Whatever dies between them leaves pending
documents, which `recover` undoes one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from docgen.engine import Engine
from docgen.errors import DocgenError, InvalidCaseError
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.register import approvals, kept_sets, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import refuse_if_behind
from docgen.register.in_force import InForce
from docgen.register.issued import IssuedDocument, allow, find, known
from docgen.register.issuing import Issuing, Render, pass_by, refuse_if_invented
from docgen.register.prefill import Memory, taken_over
from docgen.register.recover import withdraw_quietly
from docgen.register.rights import Act
from schemas.ground.base import Finding
from schemas.ground.neighbours import Standing

# Papers that are not issued stand on no day; what is taken over asks for none.
_NO_DAY = date.min


class PacketError(DocgenError):
    """Papers cannot be issued together as asked."""

    code = "bad_packet"


class PaperRefusedError(InvalidCaseError):
    """One paper of a packet cannot be issued, so none was; `place` counts from 0."""

    def __init__(self, place: int, findings: Sequence[Finding]) -> None:
        super().__init__([*findings])
        self.place = place


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a packet: what `issue` is told of a document."""

    kind: str
    payload: Mapping[str, Any] = field(repr=False)
    document_id: str
    drafted_by: str
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def members(catalogue: Catalogue, kind: str) -> list[Kind]:
    """Return the kinds that go with a leading kind, in their order, as far as there are any."""
    return [catalogue[each] for each in catalogue[kind].header.packet if each in catalogue]


def shared(
    catalogue: Catalogue, before: Sequence[tuple[Kind, Mapping[str, Any]]], wanted: Kind
) -> dict[str, Any]:
    """Return what a paper of the packet takes over from what those before it say, in their order.

    It is what a case would fill in, were they issued already.
    """
    said = tuple(
        Standing(f"{place}", kind.name, kind.header.title, None, _NO_DAY, payload, kind.reader)
        for place, (kind, payload) in enumerate(before)
    )
    return taken_over(wanted, catalogue, Memory({}, said, frozenset(s.id for s in said), False))


def issue_together(
    register: Register,
    engine: Engine,
    papers: Sequence[Paper],
    *,
    actor: Actor,
    case_ref: str | None = None,
    render: Render | None = None,
    fault: Callable[[str], None] | None = None,
) -> list[IssuedDocument]:
    """Issue papers in their order, all or none, and return what the register says of each.

    Errors: those of `issue.issue`, `PaperRefusedError` for one that is not right, `PacketError`
    for one that is twice among them.
    """
    if len({each.document_id for each in papers}) != len(papers) or not papers:
        raise PacketError("成套的文书里同一份出现了两次，请重新选择。")
    refuse_if_invented(engine)
    allow(Act.issue, actor)
    ready = [
        _ready(register, engine, place, each, actor, case_ref, render, fault or pass_by)
        for place, each in enumerate(papers)
    ]
    kept_sets.keep(register, engine)
    ids = [each.document_id for each in papers]
    with ExitStack() as claims:
        for document_id in ids:
            claims.enter_context(store.claimed(register.store, document_id))
        entered = []
        with register.writing() as connection:
            refuse_if_behind(connection, register.store)
            for place, (issuing, case, series, remarks) in enumerate(ready):
                at = register.now()
                with _of_paper(place):
                    found = issuing.judge(connection, case)
                    numbered, disorder = issuing.enter(connection, ids[place], case, series, at)
                told = [*remarks, *found, *([disorder.told()] if disorder else [])]
                entered.append((issuing, numbered, at, told))
        try:
            stored = [
                issuing.make_files(document_id, case, at)
                for document_id, (issuing, case, at, _) in zip(ids, entered, strict=True)
            ]
            with register.writing() as connection:
                for document_id, (issuing, case, _, _), rows in zip(
                    ids, entered, stored, strict=True
                ):
                    issuing.record(connection, document_id, case, rows)
                    issuing.fault("recorded")
        except Exception:
            # The last number goes first, so that none is left between two.
            undone = [withdraw_quietly(register, each, actor=actor) for each in reversed(ids)]
            if any(undone) or any(find(register, each) is None for each in ids):
                raise
    return [
        replace(known(find(register, document_id)), notices=(*remarks, *case.notices))
        for document_id, (_, case, _, remarks) in zip(ids, entered, strict=True)
    ]


def _ready(  # noqa: PLR0917 - those of `issue_together`, and which paper
    register: Register,
    engine: Engine,
    place: int,
    paper: Paper,
    actor: Actor,
    case_ref: str | None,
    render: Render | None,
    fault: Callable[[str], None],
) -> tuple[Issuing, Any, Any, list[Finding]]:
    issuing = Issuing(
        register=register, engine=engine, kind=paper.kind, actor=actor, case_ref=case_ref,
        files=paper.files, drafted_by=paper.drafted_by, old=None, render=render, fault=fault,
    )  # fmt: skip
    with _of_paper(place):
        case, series, remarks = issuing.check(paper.payload)
        approvals.refuse_unapproved(
            register, engine.house, engine.catalogue[paper.kind], paper.payload, paper.files,
            paper.document_id,
        )  # fmt: skip
    day = case.kind.reader.dated(case.values)
    chosen = InForce(engine, register).for_kind(paper.kind, day)
    return replace(issuing, engine=chosen.engine, templates=chosen.file), case, series, remarks


@contextmanager
def _of_paper(place: int) -> Iterator[None]:
    """Say of which paper what is wrong."""
    try:
        yield
    except InvalidCaseError as fault:
        raise PaperRefusedError(place, fault.findings) from None
