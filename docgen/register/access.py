"""举报: what belongs to a report only those see as it is who handle reports; others redacted.

Order 121 art. 37: who reported, and how the report is handled, is nobody else's to know.
"""

import json

from sqlalchemy import select

from docgen.kinds.catalogue import Catalogue
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError
from docgen.register.rights import Act, may
from docgen.register.tables import documents
from schemas.ground.neighbours import Standing
from schemas.guard.confidences import of_report


def refuse_what_is_of_a_report(
    register: Register, catalogue: Catalogue, document_id: str, *, actor: Actor
) -> None:
    """Refuse a document of a report to whoever does not handle reports.

    One that is unknown, or of a kind the catalogue does not hold, is for others to refuse.
    Errors: `NotAllowedError`.
    """
    if may(Act.read_reports, actor.role):
        return
    wanted = select(documents.c.kind, documents.c.payload).where(documents.c.id == document_id)
    with register.reading() as connection:
        row = connection.execute(wanted).first()
    if row is None or row.kind not in catalogue:
        return
    if of_report(catalogue[row.kind].reader, json.loads(row.payload)):
        raise NotAllowedError("这份文书涉及举报，只有办理举报的人员可以查看，可以改取脱敏件。")


def open_to(actor: Actor, standing: Standing) -> bool:
    """Tell whether somebody may see what a standing document says."""
    if may(Act.read_reports, actor.role) or standing.reader is None:
        return True
    return not of_report(standing.reader, standing.payload)  # type: ignore[arg-type]
