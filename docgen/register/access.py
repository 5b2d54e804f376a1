"""举报: what belongs to a report only those see as it is who handle reports; others redacted.

Order 121 art. 37: who reported, and how the report is handled, is nobody else's to know.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, select

from docgen.kinds.catalogue import Catalogue
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.delivery import RecordedDelivery, deliveries_of
from docgen.register.incoming import papers_of
from docgen.register.issued import NotAllowedError
from docgen.register.rights import Act, may
from docgen.register.tables import documents
from schemas.ground import roles
from schemas.ground.neighbours import Standing
from schemas.guard.confidences import confidences, of_report

UNTOLD = "涉及举报，不显示"


def refuse_what_is_of_a_report(
    register: Register, catalogue: Catalogue, document_id: str, *, actor: Actor
) -> None:
    """Refuse a document of a report to whoever does not handle reports.

    One that is unknown, or of a kind the catalogue does not hold, is for others to refuse.
    Errors: `NotAllowedError`.
    """
    if _is_hidden(register, catalogue, documents.c.id == document_id, actor):
        raise NotAllowedError("这份文书涉及举报，只有办理举报的人员可以查看，可以改取脱敏件。")


def refuse_case_of_a_report(
    register: Register, catalogue: Catalogue, case_ref: str, *, actor: Actor
) -> None:
    """Refuse a case that holds papers of a report, as a whole, to whoever does not handle reports.

    Errors: `NotAllowedError`.
    """
    came_in = () if may(Act.read_reports, actor.role) else papers_of(register, case_ref)
    if _is_hidden(register, catalogue, documents.c.case_ref == case_ref, actor) or any(
        each.matter_sort == "report" for each in came_in
    ):
        raise NotAllowedError("本案有涉及举报的文书，只有办理举报的人员可以取走整个案卷。")


def deliveries_seen(
    register: Register, catalogue: Catalogue, document_id: str, *, actor: Actor
) -> list[RecordedDelivery]:
    """Return a document's deliveries; to whom one of a report went, only those see who handle it.

    Errors: `NotAllowedError`.
    """
    found = deliveries_of(register, document_id, actor=actor)
    if found and _is_hidden(register, catalogue, documents.c.id == document_id, actor):
        return [replace(each, recipient=UNTOLD, proof=None) for each in found]
    return found


def hides(
    register: Register, catalogue: Catalogue, document_ids: Iterable[str], actor: Actor
) -> set[str]:
    """Return which of some documents are of a report, and hidden from somebody."""
    return _hidden(register, catalogue, documents.c.id.in_([*document_ids]), actor)


def _is_hidden(
    register: Register, catalogue: Catalogue, wanted: ColumnElement[bool], actor: Actor
) -> bool:
    return bool(_hidden(register, catalogue, wanted, actor))


def _hidden(
    register: Register, catalogue: Catalogue, wanted: ColumnElement[bool], actor: Actor
) -> set[str]:
    """Return which of the documents that are wanted are of a report, and hidden from somebody."""
    if may(Act.read_reports, actor.role):
        return set()
    asked = select(documents.c.id, documents.c.kind, documents.c.payload).where(
        wanted, documents.c.state != "pending", documents.c.kind.in_(catalogue)
    )
    with register.reading() as connection:
        rows = connection.execute(asked).all()
    return {id_ for id_, kind, text in rows if of_report(catalogue[kind].reader, json.loads(text))}


def known_to(
    actor: Actor, catalogue: Catalogue, known: Mapping[str, Any], said: Iterable[Standing]
) -> dict[str, Any]:
    """Return what somebody may see of a case's own record, with the documents `said` in it.

    The record repeats what its documents said, so what a paper of a report said is left out, and
    what by itself names a reporter.
    """
    if may(Act.read_reports, actor.role):
        return dict(known)
    hidden = {name for each in said if not open_to(actor, each) for name in each.payload}
    return {
        name: value
        for name, value in known.items()
        if name not in hidden and not _tells_of_a_report(catalogue, name, value)
    }


def _tells_of_a_report(catalogue: Catalogue, name: str, value: Any) -> bool:
    kinds = [each for each in catalogue.values() if name in each.reader.fields]
    if kinds and all(each.header.of_report is True for each in kinds):
        return True
    return any(
        told.role is roles.Role.reporter
        for each in kinds
        for told in confidences(each.reader, {name: value})
    )


def open_to(actor: Actor, standing: Standing) -> bool:
    """Tell whether somebody may see what a standing document says."""
    if may(Act.read_reports, actor.role) or standing.reader is None:
        return True
    return not of_report(standing.reader, standing.payload)  # type: ignore[arg-type]
