"""附件 from the case: what its inventory counts is offered to be ticked, and chosen by a button."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from api.auth import current_caller
from api.pages.form.acts import rows_at
from api.pages.form.entries import Entries, entries_of, is_blank
from docgen.engine import Engine
from docgen.register.database import Register
from docgen.register.inventory import Enclosable, enclosable
from schemas.ground.base import Part
from schemas.ground.fields import Rows
from schemas.parts.attachments import Attachment

# The button's act, and the ending of the names of the boxes.
CHOOSE = "choose"


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be attached: `value` is what its box sends, `entries` the row that it becomes."""

    value: str
    enclosed: Enclosable
    entries: Entries


def of_case(
    engine: Engine, register: Register, case_ref: str
) -> Callable[[], tuple[Enclosable, ...]]:
    """Return what tells when asked what of a case, if there is one, the caller may attach."""
    actor = current_caller().actor

    @cache
    def told() -> tuple[Enclosable, ...]:
        return enclosable(register, engine.catalogue, case_ref, actor=actor) if case_ref else ()

    return told


def offers(
    field: Rows, rows: Sequence[Any], enclosed: Callable[[], Sequence[Enclosable]]
) -> tuple[Offer, ...]:
    """Return what rows of attachments may take yet; rows of anything else are offered nothing."""
    if not isinstance(field.below, Attachment):
        return ()
    return tuple(_offers(field.below, rows, enclosed()))


def _offers(
    part: Attachment, rows: Sequence[Any], enclosed: Sequence[Enclosable]
) -> Iterator[Offer]:
    for each in enclosed:
        entries = entries_of(part, asdict(each))
        if not any(row and entries.items() <= row.items() for row in rows):
            yield Offer(f"{each.pages} {each.name}", each, entries)


def choose(
    part: Part,
    entries: Entries,
    name: str,
    chosen: Sequence[str],
    enclosed: Callable[[], Sequence[Enclosable]],
) -> str:
    """Give the attachments of a dotted name a row for each box ticked; return where to look.

    Blank rows at the end give way. Pages are the register's, never what was sent.
    """
    field, rows = rows_at(part, entries, name.split(".")) or (None, [])
    if field is None:
        return name
    offered = {each.value: each.entries for each in offers(field, rows, enclosed)}
    known = [dict(offered[each]) for each in chosen if each in offered]
    while known and rows and is_blank(field.each, rows[-1]):
        rows.pop()
    rows.extend(known[: max(0, field.most - len(rows))])
    return name
