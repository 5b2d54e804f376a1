"""What has become of the office's documents and batches, in the order of the trail.

Ids are given when a document is begun, numbers of entries when it is there: who asks for all after
the last entry seen misses nothing, whoever issued meanwhile.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select

from docgen.register.database import Register
from docgen.register.tables import audit

# The acts that others want to hear of, by what they change.
DOCUMENT_ACTS: Mapping[str, str] = MappingProxyType(
    {
        "issue": "出具",
        "supersede": "更正（新版本）",
        "void": "作废",
        "deliver": "登记送达",
    }
)
BATCH_ACTS: Mapping[str, str] = MappingProxyType({"batch_end": "一批做完、停下或没有做成"})


@dataclass(frozen=True, slots=True)
class Change:
    """One act: the number of its entry, when, who, on which document or batch."""

    sequence: int
    at: datetime
    act: str
    by: str
    document_id: str | None
    kind: str | None
    document_number: str | None
    batch_id: str | None
    batch_state: str | None


def changes(
    register: Register, acts: Collection[str], *, after: int, most: int
) -> tuple[list[Change], int]:
    """Return the changes after an entry, oldest first, and the entry up to which that is all."""
    wanted = (
        select(audit.c.sequence, audit.c.at, audit.c.actor, audit.c.act, audit.c.document_id,
               audit.c.detail)
        .where(audit.c.sequence > after, audit.c.act.in_(sorted(acts)))
        .order_by(audit.c.sequence)
        .limit(most)
    )  # fmt: skip
    with register.reading() as connection:
        rows = connection.execute(wanted).all()
        last = after
        if len(rows) == most:
            last = rows[-1].sequence
        else:
            newest = select(audit.c.sequence).order_by(audit.c.sequence.desc()).limit(1)
            last = max(after, connection.scalar(newest) or 0)
    found = [
        Change(
            sequence=row.sequence, at=row.at, act=row.act, by=row.actor,
            document_id=row.document_id, kind=row.detail.get("kind"),
            document_number=row.detail.get("document_number"),
            batch_id=row.detail.get("batch"), batch_state=row.detail.get("state"),
        )
        for row in rows
    ]  # fmt: skip
    return found, last
