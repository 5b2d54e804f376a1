"""Two states of one draft: show where they differ and let the person choose; nothing is lost."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response

from api.pages.form.entries import Entries, fields_of
from api.pages.form.merging import alike, merge
from api.pages.frame import page
from docgen.kinds.catalogue import Kind
from docgen.register.drafts import Draft
from schemas.ground.base import Part
from schemas.ground.fields import Choice, Described, Flag, Group, Rows
from schemas.ground.kind import NumberedKind

# So many places of a merge are named.
MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two states of a draft do not have alike."""

    label: str
    theirs: str
    mine: str


def conflict_page(kind: Kind, theirs: Draft, mine: Entries, base: Entries | None) -> Response:
    """Return the page that asks which state counts; it carries what was about to be saved.

    With the `base` of both, it asks only for what both have changed.
    """
    mine_over, theirs_over = mine, dict(theirs.entries)
    if base is not None:
        mine_over, theirs_over = (
            merge(kind.reader, base, theirs.entries, mine, mine_first=first)
            for first in (True, False)
        )
    return page(
        "form/conflict.html",
        here="start.start",
        status=409,
        kind=kind,
        theirs=theirs,
        mine=json.dumps(mine, ensure_ascii=False),
        base=json.dumps(base, ensure_ascii=False),
        merging=base is not None,
        differences=list(differences(kind.reader, theirs_over, mine_over, "")),
    )


def differences(
    part: Part, theirs: Mapping[str, Any], mine: Mapping[str, Any], above: str
) -> Iterator[Difference]:
    """Yield every field that differs, in the order of the form."""
    for name, field in fields_of(part).items():
        if name == "document_number" and isinstance(part, NumberedKind):
            continue  # The register gives it: nobody types one.
        one, other = theirs.get(name), mine.get(name)
        label = f"{above}{field.label}"
        if isinstance(field, Group):
            yield from differences(field.below, one or {}, other or {}, f"{label}：")
        elif isinstance(field, Rows):
            yield from _in_rows(field, one or [], other or [], label)
        elif not alike(field, one, other):
            yield Difference(label, words_of(field, one), words_of(field, other))


def _in_rows(field: Rows, theirs: list[Any], mine: list[Any], label: str) -> Iterator[Difference]:
    inner = field.each
    for index in range(max(len(theirs), len(mine))):
        one, other = (rows[index] if index < len(rows) else None for rows in (theirs, mine))
        here = f"{label}第 {index + 1} 项"
        if field.below:
            yield from differences(field.below, one or {}, other or {}, f"{here}：")
        elif one != other:
            yield Difference(here, words_of(inner, one), words_of(inner, other))


def words_of(field: Described, entry: Any) -> str:
    """Return an entry in the words of the form."""
    text = str(entry or "")
    if isinstance(field, Choice):
        return field.options.get(text, text)
    if isinstance(field, Flag):
        return {"true": "是", "false": "否"}.get(text, text)
    return text


def told_of_merge(kind: Kind, theirs: Draft, mine: Entries, merged: Entries) -> str:
    """Say whose changes were merged into a form, and where."""
    places = [each.label for each in differences(kind.reader, mine, merged, "")]
    where = "、".join(places[:MOST_TOLD]) + ("等" if len(places) > MOST_TOLD else "")
    return f"{theirs.saved_by} 刚才也改了这份草稿（{where}），已经与您填写的合在一起。"
