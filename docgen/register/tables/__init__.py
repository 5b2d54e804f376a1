"""Every table of the register, in one place; Alembic's migrations build the very same.

Times are UTC with a time zone; ids are text (UUID version 7 in hex) so that no sequence can tear.
Columns that hold a party's data say so: `payload`, `fields`, `entries`, `recipient`, `proof`,
`body`, of an order `title`, `text`, `caller`, `caller_phone`, `enterprise`, `reply`, of a paper
that came in `matter` and what its scan shows, of an approval `opinion`, of a signed copy `name`,
`remark` and what it shows.
"""

from docgen.register.tables.ground import METADATA, Moment
from docgen.register.tables.orders import order_mappings, orders, reminders
from docgen.register.tables.papers import (
    cases,
    deliveries,
    documents,
    files,
    incoming,
    numbers,
    signed_copies,
)
from docgen.register.tables.people import answers, keys, people, sessions
from docgen.register.tables.templates import promotions
from docgen.register.tables.trail import audit, seals
from docgen.register.tables.work import approvals, batches, draft_photos, drafts

__all__ = [
    "METADATA",
    "Moment",
    "answers",
    "approvals",
    "audit",
    "batches",
    "cases",
    "deliveries",
    "documents",
    "draft_photos",
    "drafts",
    "files",
    "incoming",
    "keys",
    "numbers",
    "order_mappings",
    "orders",
    "people",
    "promotions",
    "reminders",
    "seals",
    "sessions",
    "signed_copies",
]
