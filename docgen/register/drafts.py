"""Drafts (草稿): what somebody is writing, saved as typed, so that nothing of it is ever lost.

A draft is its writer's; officers see all, because they issue what others prepare. Its id becomes
the id of the document issued from it: whoever presses twice gets the one document.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from docgen.errors import DocgenError, ExitCode
from docgen.register import audit, store
from docgen.register.actor import Actor
from docgen.register.database import Register, after_commit
from docgen.register.ids import new_id
from docgen.register.rights import Act, may
from docgen.register.tables import documents, draft_photos, drafts

MOST_BYTES = 4_000_000
_ID = re.compile(r"[0-9a-f]{32}")


class UnknownDraftError(DocgenError):
    """There is no such draft, or it is somebody else's."""

    code = "unknown_draft"
    exit_code = ExitCode.not_found

    def __init__(self) -> None:
        super().__init__("没有这份草稿。它可能已经出具或删除，也可能是别人的草稿。")


class DraftTooLargeError(DocgenError):
    """More was typed than a draft can hold."""

    code = "draft_too_large"


class DraftConflictError(DocgenError):
    """Somebody saved the draft after the version at hand was read; `draft` is what they saved."""

    code = "draft_conflict"

    def __init__(self, draft: "Draft") -> None:
        super().__init__("这份草稿在别处被改过，请选择保留哪一份。")
        self.draft = draft


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: whose, of what kind, in which case, and what stands in it.

    `entries` have the shape of the payload, values as typed; `version` counts the saves;
    `supersedes` is the issued document it corrects; `submitted_at` when it was handed to the
    officers; `packet` the leading draft of the papers that go out with it.
    """

    id: str
    kind: str
    person: str
    case_ref: str | None
    supersedes: str | None
    entries: Mapping[str, Any] = field(repr=False)
    version: int
    saved_by: str
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    packet: str | None = None


def save(
    register: Register,
    draft_id: str,
    kind: str,
    entries: Mapping[str, Any],
    *,
    base: int,
    actor: Actor,
    case_ref: str | None = None,
    supersedes: str | None = None,
) -> Draft:
    """Save what stands in a form over version `base`, 0 for a draft that is not there yet.

    Saving what is there already changes nothing: a form sent twice is saved once. `case_ref` and
    `supersedes` count when the draft is made.
    Errors: `UnknownDraftError`, `DraftConflictError`, `DraftTooLargeError`.
    """
    written = _written(entries)
    now = register.now()
    with register.writing() as connection:
        row = _row(connection, draft_id)
        if row is None:
            if base or not _ID.fullmatch(draft_id) or _is_document(connection, draft_id):
                raise UnknownDraftError
            begin(
                connection, draft_id, kind, written, now,
                actor=actor, case_ref=case_ref, supersedes=supersedes,
            )  # fmt: skip
        else:
            _refuse_strangers(row, actor)
            if row.kind != kind:
                raise UnknownDraftError
            if row.entries == written:
                return _draft(row)
            if row.version != base:
                raise DraftConflictError(_draft(row))
            connection.execute(
                update(drafts)
                .where(drafts.c.id == draft_id)
                .values(entries=written, version=row.version + 1, saved_by=actor.name, saved_at=now)
            )
        return _known(_row(connection, draft_id), actor)


def join_case(
    register: Register,
    draft_id: str,
    case_ref: str,
    entries: Mapping[str, Any],
    *,
    base: int,
    actor: Actor,
) -> Draft:
    """Put a draft that belongs to no case into one, with what the case fills in, over `base`.

    One that has its case, or corrects a document, stays where it is.
    Errors: `UnknownDraftError`, `DraftConflictError`, `DraftTooLargeError`.
    """
    written = _written(entries)
    with register.writing() as connection:
        draft = _known(_row(connection, draft_id), actor)
        if draft.case_ref or draft.supersedes:
            return draft
        if draft.version != base:
            raise DraftConflictError(draft)
        connection.execute(
            update(drafts)
            .where(drafts.c.id == draft_id)
            .values(
                case_ref=case_ref, entries=written, version=base + 1, saved_by=actor.name,
                saved_at=register.now(),
            )
        )  # fmt: skip
        return _known(_row(connection, draft_id), actor)


def begin(
    connection: Connection,
    draft_id: str,
    kind: str,
    written: str,
    at: datetime,
    *,
    actor: Actor,
    case_ref: str | None = None,
    supersedes: str | None = None,
) -> None:
    """Make a draft within a writing transaction; `written` are its entries as JSON."""
    connection.execute(
        insert(drafts).values(
            id=draft_id,
            kind=kind,
            person=actor.name,
            case_ref=case_ref,
            supersedes=supersedes,
            entries=written,
            version=1,
            saved_by=actor.name,
            created_at=at,
            saved_at=at,
        )
    )


def begin_packet(
    register: Register,
    leading_id: str,
    papers: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    actor: Actor,
) -> None:
    """Begin the papers that go with a draft, each a kind with its entries; once for each draft.

    Errors: `UnknownDraftError`.
    """
    now = register.now()
    with register.writing() as connection:
        leading = _known(_row(connection, leading_id), actor)
        if connection.execute(select(drafts.c.id).where(drafts.c.packet == leading_id)).first():
            return
        for kind, entries in papers:
            written, id_ = json.dumps(entries, ensure_ascii=False), new_id(now)
            begin(connection, id_, kind, written, now, actor=actor, case_ref=leading.case_ref)
            connection.execute(update(drafts).where(drafts.c.id == id_).values(packet=leading_id))


def of_packet(register: Register, leading_id: str, *, actor: Actor) -> list[Draft]:
    """Return a draft and those that go with it, in their order.

    Errors: `UnknownDraftError`.
    """
    others = select(drafts).where(drafts.c.packet == leading_id).order_by(drafts.c.id)
    with register.reading() as connection:
        leading = _known(_row(connection, leading_id), actor)
        return [leading, *(_known(row, actor) for row in connection.execute(others))]


def find(register: Register, draft_id: str, *, actor: Actor) -> Draft:
    """Return a draft that the actor may see.

    Errors: `UnknownDraftError`.
    """
    with register.reading() as connection:
        return _known(_row(connection, draft_id), actor)


def own(register: Register, *, actor: Actor) -> list[Draft]:
    """Return the actor's drafts, the last one saved at the top."""
    query = select(drafts).where(drafts.c.person == actor.name).order_by(drafts.c.saved_at.desc())
    with register.reading() as connection:
        return [_draft(row) for row in connection.execute(query)]


def submitted(register: Register, *, actor: Actor) -> list[Draft]:
    """Return the drafts handed to the officers, the longest waiting at the top; none for others."""
    if not may(Act.issue, actor.role):
        return []
    query = select(drafts).where(drafts.c.submitted_at.is_not(None)).order_by(drafts.c.submitted_at)
    with register.reading() as connection:
        return [_draft(row) for row in connection.execute(query)]


def submit(register: Register, draft_id: str, *, actor: Actor) -> None:
    """Hand a draft to the officers: it stands in their list from now on.

    Errors: `UnknownDraftError`.
    """
    with register.writing() as connection:
        _known(_row(connection, draft_id), actor)
        connection.execute(
            update(drafts).where(drafts.c.id == draft_id).values(submitted_at=register.now())
        )
        audit.record(connection, register, actor, "draft_submitted", None, {"draft": draft_id})


def remove(register: Register, draft_id: str, *, actor: Actor) -> None:
    """Remove a draft and its photos for good; the trail keeps that it was there.

    Errors: `UnknownDraftError`.
    """
    with register.writing() as connection:
        draft = _known(_row(connection, draft_id), actor)
        connection.execute(delete(draft_photos).where(draft_photos.c.draft_id == draft_id))
        connection.execute(delete(drafts).where(drafts.c.id == draft_id))
        detail = {"draft": draft_id, "kind": draft.kind}
        audit.record(connection, register, actor, "draft_removed", None, detail)
        # Files go last: a cut in between leaves bytes that nobody names, not names without bytes.
        after_commit(
            connection,
            f"photos of {draft_id}",
            lambda: store.remove(register.store, folder_of(draft_id)),
        )


def folder_of(draft_id: str) -> str:
    """Return the folder of a draft's photos, relative to the store."""
    return f"drafts/{draft_id}"


def _written(entries: Mapping[str, Any]) -> str:
    written = json.dumps(entries, ensure_ascii=False)
    if len(written.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise DraftTooLargeError("草稿的内容太多，没有保存。请删减过长的文字。")
    return written


def _row(connection: Connection, draft_id: str) -> Row[Any] | None:
    return connection.execute(select(drafts).where(drafts.c.id == draft_id)).one_or_none()


def _is_document(connection: Connection, draft_id: str) -> bool:
    found = select(documents.c.id).where(documents.c.id == draft_id)
    return connection.execute(found).first() is not None


def _refuse_strangers(row: Row[Any], actor: Actor) -> None:
    if row.person != actor.name and not may(Act.issue, actor.role):
        raise UnknownDraftError


def _known(row: Row[Any] | None, actor: Actor) -> Draft:
    if row is None:
        raise UnknownDraftError
    _refuse_strangers(row, actor)
    return _draft(row)


def _draft(row: Row[Any]) -> Draft:
    values = dict(row._mapping)
    return Draft(**values | {"entries": json.loads(values["entries"])})
