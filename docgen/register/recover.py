"""After a crash: undo what was begun and never issued, so that all is as if it had not been."""

from contextlib import suppress

from sqlalchemy import delete, select

from docgen.register import audit, cases, numbers, scans, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import refuse_if_behind
from docgen.register.tables import documents


def recover(register: Register) -> list[str]:
    """Undo every document whose making was cut off; return their ids, the oldest first.

    Run at start-up and by `docgen register recover`; it may run beside a service that is issuing,
    and twice at once: a document that somebody is still making is left alone.
    Errors: `RegisterBehindError` before anything is undone: what an older copy of the database
    has as pending was issued since, and its files are all that is left of it;
    `RegisterUnavailableError`, `StoreError`; what was undone before stays undone.
    """
    with register.reading() as connection:
        refuse_if_behind(connection, register.store)
        pending = connection.scalars(
            select(documents.c.id).where(documents.c.state == "pending").order_by(documents.c.id)
        ).all()
    undone = []
    for document_id in pending:
        with store.abandoned(register.store, document_id) as is_abandoned:
            if is_abandoned and withdraw(register, document_id, actor=audit.PROGRAM):
                undone.append(document_id)
    # A process that died before its document was entered leaves nothing but its claim; one that
    # took in a file from outside, perhaps the file.
    for id_ in store.claims(register.store):
        with store.abandoned(register.store, id_) as is_abandoned:
            if is_abandoned:
                scans.clear(register, id_)
    return undone


def withdraw(register: Register, document_id: str, *, actor: Actor) -> bool:
    """Undo one pending document, whose claim the caller holds; False if it is not pending.

    Its files go first, so that a second crash leaves a pending row and never a file without one;
    then, in one transaction, its row goes, its number is free again and the trail says so.
    Errors: `RegisterBehindError`, `RegisterUnavailableError`, `StoreError`.
    """
    here = select(documents).where(documents.c.id == document_id, documents.c.state == "pending")
    with register.reading() as connection:
        refuse_if_behind(connection, register.store)
        row = connection.execute(here).first()
    if row is None:
        return False
    store.remove(register.store, store.folder_of(document_id, row.created_at))
    with register.writing() as connection:
        row = connection.execute(here).first()
        if row is None:
            return False
        connection.execute(delete(documents).where(documents.c.id == document_id))
        if row.number_id:
            numbers.give_back(connection, row.number_id)
        if row.case_ref:
            cases.drop_unused(connection, row.case_ref, row.created_at)
        detail = {"kind": row.kind, "document_number": row.document_number}
        audit.record(connection, register, actor, "undo_issue", document_id, detail)
    return True


def withdraw_quietly(register: Register, document_id: str, *, actor: Actor) -> bool:
    """Undo a document whose making failed, as far as that can be done at this moment.

    What cannot be done now (the disk or the database is what failed) the next `recover` does; the
    first failure is what people must hear of.
    """
    with suppress(Exception):
        return withdraw(register, document_id, actor=actor)
    return False
