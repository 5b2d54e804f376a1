"""Documents put into a register by hand: what is asked about them needs no rendering."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, update

from docgen.case.case import canonical_json
from docgen.register import store
from docgen.register.cases import merge
from docgen.register.database import Register
from docgen.register.ids import new_id
from docgen.register.tables import cases, documents, files


def open_case(register: Register, case_ref: str, **fields: Any) -> str:
    """Put a case file into the register."""
    with register.writing_unsealed() as connection:
        connection.execute(
            insert(cases).values(case_ref=case_ref, fields=fields, opened_at=register.now())
        )
    return case_ref


def close_case(register: Register, case_ref: str, **fields: Any) -> None:
    """Close a case, with what else is known of it then."""
    with register.writing_unsealed() as connection:
        merge(connection, case_ref, fields)
        connection.execute(
            update(cases).where(cases.c.case_ref == case_ref).values(closed_at=register.now())
        )


def put_document(
    register: Register,
    kind: str,
    payload: Mapping[str, Any],
    *,
    case_ref: str | None = None,
    state: str = "issued",
    dated_on: date = date(2026, 6, 17),
    content: bytes | None = b"%PDF-delivery",
    **columns: Any,
) -> str:
    """Put an issued document with its delivery copy into the register and return its id."""
    now, written = register.now(), canonical_json(payload)
    given = {
        "id": new_id(now),
        "kind": kind,
        "schema_version": 1,
        "title": "测试文书",
        "case_ref": case_ref,
        "dated_on": dated_on,
        "state": state,
        "version": 1,
        "payload": written.decode(),
        "payload_sha256": hashlib.sha256(written).hexdigest(),
        "drafted_by": "罗一鸣",
        "issued_by": "何静远",
        "created_at": now,
        "issued_at": now,
    } | columns
    with register.writing_unsealed() as connection:
        connection.execute(insert(documents).values(**given))
        if content is not None and state != "pending":
            file = store.write(
                register.store,
                store.folder_of(given["id"], now),
                "delivery.pdf",
                content,
                _pass_by,
            )
            connection.execute(
                insert(files).values(
                    document_id=given["id"],
                    role="delivery_pdf",
                    path=file.path,
                    sha256=file.sha256,
                    size=file.size,
                    pages=2,
                )
            )
    return str(given["id"])


def void_document(register: Register, document_id: str) -> None:
    """Take a document out of force."""
    with register.writing_unsealed() as connection:
        connection.execute(
            update(documents)
            .where(documents.c.id == document_id)
            .values(state="void", void_reason="当事人名称有误")
        )


def _pass_by(step: str) -> None:
    """Do nothing at a step of writing a file."""
