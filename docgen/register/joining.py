"""Put a document that was issued without a case into one, for a reason that is kept."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, select, update

from docgen.errors import DocgenError
from docgen.kinds.catalogue import Catalogue
from docgen.register import audit, cases, confidences, numbers, prefill
from docgen.register.actor import Actor
from docgen.register.case_rules import excluded
from docgen.register.database import Register
from docgen.register.issued import IssuedDocument, allow, find_in, known
from docgen.register.issuing import refuse_unless_in_force
from docgen.register.rights import Act
from docgen.register.standing import live, standing
from docgen.register.tables import documents
from schemas.ground.base import Weight


class JoinError(DocgenError):
    """A document cannot join the case that it was meant for."""

    code = "cannot_join_case"


def join_case(
    register: Register,
    catalogue: Catalogue,
    document_id: str,
    case_ref: str,
    reason: str,
    *,
    actor: Actor,
) -> IssuedDocument:
    """Put a document in force that belongs to no case into one; a new reference opens the case.

    What the document says, the case knows from now on as far as nobody said it before; the file
    and its digest stay as they are.
    Errors: `NotAllowedError`, `UnknownDocumentError`, `DocumentStateError`, `ReasonMissingError`,
    `CaseReferenceError`, `CaseClosedError`; `JoinError` for a document that has its case, and where
    another document of the case denies it or must not be read beside it.
    """
    allow(Act.issue, actor)
    told = numbers.checked_reason(reason, "归入案卷")
    with register.writing() as connection:
        found = known(find_in(connection, document_id))
        refuse_unless_in_force(connection, found)
        if found.case_ref:
            raise JoinError(f"这份文书已经在案卷 {found.case_ref} 里，不能再归入另一个案卷。")
        cases.enter(connection, case_ref, register.now())
        for refusal in _refusals(connection, catalogue, document_id, case_ref):
            raise JoinError(refusal)
        row = connection.execute(
            update(documents)
            .where(documents.c.id == document_id)
            .values(case_ref=case_ref, joined_reason=told)
            .returning(documents.c.kind, documents.c.payload)
        ).one()
        if row.kind in catalogue:
            facts = prefill.facts_of(catalogue[row.kind], json.loads(row.payload))
            cases.complete(connection, case_ref, facts)
        detail = {"case_ref": case_ref, "letters": len(told)}
        audit.record(connection, register, actor, "join_case", document_id, detail)
        return known(find_in(connection, document_id))


def _refusals(
    connection: Connection, catalogue: Catalogue, document_id: str, case_ref: str
) -> Iterator[str]:
    row = connection.execute(select(documents).where(documents.c.id == document_id)).one()
    if row.kind not in catalogue:
        return
    joining = standing(row, catalogue)
    others = live(connection, catalogue, documents.c.case_ref == case_ref)
    for finding in (
        *excluded(catalogue, catalogue[row.kind], joining.says, others),
        *confidences.judge(
            connection, catalogue, catalogue[row.kind].reader, joining.payload, case_ref
        ),
    ):
        if finding.weight is Weight.error:
            yield finding.detail
