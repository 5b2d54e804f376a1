"""What the headings of each source mean, as somebody put it right once; how its lists come."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import insert, select, update

from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.order_headings import HEADINGS, NOT_WANTED
from docgen.register.rights import Act
from docgen.register.tables import order_mappings

# A list of a platform has some fifty columns, and a source some lists.
MOST_HEADINGS = 300
# What a list of text is written in where nothing is known of its source.
USUAL_ENCODING = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """What is kept of a source: our column by heading, empty where it is not wanted.

    `encoding` is that of its lists of text.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    encoding: str = USUAL_ENCODING


def mapping_of(register: Register, system: str) -> KeptMapping:
    """Return what is kept of a source; an empty one where nobody put anything right."""
    query = select(order_mappings).where(order_mappings.c.system == system)
    with register.reading() as connection:
        row = connection.execute(query).one_or_none()
    return KeptMapping(row.headings, row.encoding) if row else KeptMapping()


def keep_mapping(
    register: Register, system: str, headings: Mapping[str, str], encoding: str, *, actor: Actor
) -> None:
    """Keep what headings of a source mean, beside what was kept of others; record who said so.

    Errors: `NotAllowedError`.
    """
    allow(Act.intake, actor)
    said = {
        name: column
        for name, column in headings.items()
        if column in HEADINGS or column == NOT_WANTED
    }
    with register.writing() as connection:
        query = select(order_mappings).where(order_mappings.c.system == system)
        row = connection.execute(query).one_or_none()
        whole = {**(row.headings if row else {}), **said}
        if len(whole) > MOST_HEADINGS:
            whole = said
        if row and (row.headings, row.encoding) == (whole, encoding):
            return
        values = {
            "headings": whole, "encoding": encoding,
            "changed_by": actor.name, "changed_at": register.now(),
        }  # fmt: skip
        if row:
            same = order_mappings.c.system == system
            connection.execute(update(order_mappings).where(same).values(**values))
        else:
            connection.execute(insert(order_mappings).values(system=system, **values))
        detail = {"system": system, "headings": len(said)}
        audit.record(connection, register, actor, "order_mapping", None, detail)
