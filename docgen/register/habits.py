"""Which kinds somebody writes most: what a start page offers first."""

from collections import Counter

from sqlalchemy import select

from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.tables import documents, drafts

# So many of the office's last papers are looked at: some weeks of a busy office.
MOST_LOOKED_AT = 1000


def most_written(register: Register, most: int, *, actor: Actor) -> list[str]:
    """Return the kinds that somebody wrote or issued most of late, then those the office did.

    What the office no longer knows may be among them.
    """
    column = documents.c
    papers = (
        select(column.kind, column.drafted_by, column.issued_by)
        .order_by(column.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    own, all_of_them = Counter[str](), Counter[str]()
    with register.reading() as connection:
        for row in connection.execute(papers):
            all_of_them[row.kind] += 1
            own[row.kind] += actor.name in (row.drafted_by, row.issued_by)
        own.update(connection.scalars(select(drafts.c.kind).where(drafts.c.person == actor.name)))
    ranked = sorted(own | all_of_them, key=lambda each: (-own[each], -all_of_them[each], each))
    return ranked[:most]
