"""签署件: a signed paper comes back and is kept with the document that was issued, as it came.

Several may come for one document: the party's, the countersigned one, a better scan. None takes
another's place; what was attached wrongly is taken back with a reason, and its file stays. Whoever
may not see the document sees neither file nor name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from docgen.errors import DocgenError, ExitCode, InvalidCaseError
from docgen.kinds.catalogue import Catalogue
from docgen.register import audit, store
from docgen.register.access import UNTOLD, hides, refuse_what_is_of_a_report
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.forms import read_form
from docgen.register.ids import new_id
from docgen.register.issued import IssuedDocument, UnknownDocumentError, allow, find_in
from docgen.register.numbers import checked_reason
from docgen.register.rights import Act
from docgen.register.scans import Fault, handed_in, kept
from docgen.register.tables import documents, files, signed_copies
from schemas.ground.base import Finding, error
from schemas.parts.enclosed_files import Enclosure, media_type_of
from schemas.parts.signed_copies import BEGINNINGS, SignedCopyForm

FOLDER = "signed"


class UnknownCopyError(DocgenError):
    """The register holds no such signed copy of this document."""

    code = "unknown_signed_copy"
    exit_code = ExitCode.not_found


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """One signed copy: `sort` is a code of `SORTS`, `name` the one its file came with.

    `void_reason` says why the entry was taken back.
    """

    id: str
    document_id: str
    sort: str
    name: str = field(repr=False)
    sha256: str
    size: int
    remark: str | None = field(repr=False)
    entered_by: str
    entered_at: datetime
    void_reason: str | None
    voided_by: str | None
    voided_at: datetime | None


_COLUMNS = [signed_copies.c[each.name] for each in fields(SignedCopy)]


def attach(
    register: Register,
    document_id: str,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    files: Mapping[str, bytes],
    copy_id: str | None = None,
    fault: Fault | None = None,
) -> SignedCopy:
    """Keep a signed copy of an issued document, as it was typed into `SignedCopyForm`.

    `files` holds it by name; `fault` is told the steps of writing it, and `entered` before the
    commit.
    Errors: `NotAllowedError`, `UnknownDocumentError`, `StoreError`; `InvalidCaseError` for what
    cannot be kept.
    """
    allow(Act.deliver, actor)
    now = register.now()
    said = dict(read_form(SignedCopyForm(), given))
    scan = handed_in(said.pop("file"), files, "/file")
    if findings := list(_no_paper(scan)):
        raise InvalidCaseError(findings)
    id_ = copy_id or new_id(now)
    with register.reading() as connection:
        _refuse_unknown(connection, document_id)
    with kept(register, FOLDER, id_, scan, fault) as file, register.writing() as connection:
        _refuse_known(connection, document_id, file.sha256)
        row = said | {
            "id": id_, "document_id": document_id, "name": scan.name, "path": file.path,
            "sha256": file.sha256, "size": file.size, "entered_by": actor.name, "entered_at": now,
        }  # fmt: skip
        connection.execute(insert(signed_copies).values(**row))
        detail = {"copy": id_, "sort": said["sort"], "sha256": file.sha256}
        audit.record(connection, register, actor, "attach_signed", document_id, detail)
        if fault:
            fault("entered")
    return find(register, document_id, id_)


def void(
    register: Register, document_id: str, copy_id: str, reason: str, *, actor: Actor
) -> SignedCopy:
    """Take back what was attached wrongly; the file is kept.

    Errors: `NotAllowedError`, `ReasonMissingError`, `UnknownCopyError`.
    """
    allow(Act.deliver, actor)
    told = checked_reason(reason)
    with register.writing() as connection:
        stands = signed_copies.c.voided_at.is_(None)
        row = _row(connection, and_(_is(document_id, copy_id), stands))
        connection.execute(
            update(signed_copies)
            .where(_is(document_id, copy_id))
            .values(void_reason=told, voided_by=actor.name, voided_at=register.now())
        )
        detail = {"copy": copy_id, "sha256": row["sha256"]}
        audit.record(connection, register, actor, "void_signed", document_id, detail)
    return find(register, document_id, copy_id)


def find(register: Register, document_id: str, copy_id: str) -> SignedCopy:
    """Return one signed copy of a document as whoever attached it knows it.

    Errors: `UnknownCopyError`.
    """
    with register.reading() as connection:
        return SignedCopy(**_row(connection, _is(document_id, copy_id)))


def copies_of(register: Register, document_ids: Sequence[str]) -> list[SignedCopy]:
    """Return the signed copies of some documents, in the order in which they came, all of it."""
    wanted = select(*_COLUMNS).where(signed_copies.c.document_id.in_(document_ids))
    with register.reading() as connection:
        rows = connection.execute(wanted.order_by(signed_copies.c.id)).mappings()
        return [SignedCopy(**row) for row in rows]


def document_of(register: Register, sha256: str) -> IssuedDocument | None:
    """Return the document one of whose signed copies has this SHA-256; None if none has."""
    same = signed_copies.c.sha256 == sha256, signed_copies.c.voided_at.is_(None)
    with register.reading() as connection:
        id_ = connection.scalar(select(signed_copies.c.document_id).where(*same).limit(1))
        return find_in(connection, id_) if id_ else None


def copies_seen(
    register: Register, catalogue: Catalogue, document_ids: Sequence[str], *, actor: Actor
) -> list[SignedCopy]:
    """Return what somebody may know of the signed copies of some documents.

    Of a paper of a report, those who do not handle reports learn that a copy is there.
    Errors: `NotAllowedError`.
    """
    allow(Act.read, actor)
    found = copies_of(register, document_ids)
    hidden = hides(register, catalogue, {each.document_id for each in found}, actor)
    return [
        replace(each, name=UNTOLD, remark=None) if each.document_id in hidden else each
        for each in found
    ]


def read_copy(
    register: Register, catalogue: Catalogue, document_id: str, copy_id: str, *, actor: Actor
) -> Enclosure:
    """Return a signed copy, byte for byte as it came, and record who took it.

    Errors: `NotAllowedError`, `UnknownCopyError`, `FileAlteredError`.
    """
    allow(Act.read, actor)
    refuse_what_is_of_a_report(register, catalogue, document_id, actor=actor)
    found = find(register, document_id, copy_id)
    copy = content_of(register, found)
    with register.writing() as connection:
        detail = {"copy": copy_id, "sha256": found.sha256}
        audit.record(connection, register, actor, "read_signed", document_id, detail)
    return copy


def content_of(register: Register, found: SignedCopy) -> Enclosure:
    """Return a signed copy for whoever may see all of it.

    Errors: `FileAlteredError`.
    """
    asked = select(signed_copies.c.path).where(signed_copies.c.id == found.id)
    with register.reading() as connection:
        path = connection.scalar(asked)
    content = store.read(register.store, str(path), found.sha256)
    return Enclosure(found.name, content, found.sha256, media_type_of(found.name))


def _is(document_id: str, copy_id: str) -> ColumnElement[bool]:
    return and_(signed_copies.c.id == copy_id, signed_copies.c.document_id == document_id)


def _row(connection: Connection, condition: ColumnElement[bool]) -> Mapping[str, Any]:
    row = connection.execute(select(*_COLUMNS).where(condition)).mappings().first()
    if row is None:
        raise UnknownCopyError("这份文书没有登记这份签署件，请核对编号。")
    return row  # type: ignore[return-value]


def _no_paper(scan: Enclosure) -> Iterator[Finding]:
    """Yield what is wrong with a file that is no scan and no stamped document."""
    begins = BEGINNINGS.get(PurePath(scan.name).suffix.lower())
    if begins is None:
        told = "签署件应当是 PDF、OFD、JPG 或 PNG 文件，请重新扫描或者另存以后再提交。"
        yield error("/file", "signed_copy_type", told)
    elif not scan.content.startswith(begins):
        told = "文件的内容与扩展名不符，可能打不开，请重新扫描或者另存以后再提交。"
        yield error("/file", "signed_copy_content", told)


def _refuse_unknown(connection: Connection, document_id: str) -> None:
    asked = select(documents.c.id).where(
        documents.c.id == document_id, documents.c.state != "pending"
    )
    if connection.scalar(asked) is None:
        raise UnknownDocumentError("登记簿里没有这份文书，请核对编号。")


def _refuse_known(connection: Connection, document_id: str, sha256: str) -> None:
    """Refuse the file as we made it, on which nobody signed, and one that was attached before."""
    ours = and_(files.c.document_id == document_id, files.c.sha256 == sha256)
    if connection.scalar(select(files.c.role).where(ours)):
        told = "这就是系统出具的文件，上面没有签字盖章；请提交签字盖章以后的扫描件。"
        raise InvalidCaseError([error("/file", "signed_copy_unsigned", told)])
    same = and_(
        signed_copies.c.document_id == document_id,
        signed_copies.c.sha256 == sha256,
        signed_copies.c.voided_at.is_(None),
    )
    if connection.scalar(select(signed_copies.c.id).where(same)):
        told = "这个文件已经登记为这份文书的签署件，不用再登记。"
        raise InvalidCaseError([error("/file", "signed_copy_twice", told)])
