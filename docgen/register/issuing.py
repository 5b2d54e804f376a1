"""How one document is issued: validate, allow, number, render, store, record; whole or not at all.

Two short transactions with the rendering between them. The first reserves the number and enters
the document as pending; the second makes number, document, files, case and audit entry true at one
stroke. Whatever dies between them leaves a pending document that `recover` undoes.
"""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import pikepdf
from sqlalchemy import Connection, insert, select, update

from docgen.case.case import Case
from docgen.clock import beijing_day
from docgen.document import Document
from docgen.engine import Engine
from docgen.errors import DocgenError, InvalidCaseError
from docgen.house import is_invented
from docgen.log import open_log
from docgen.register import (
    approvals,
    audit,
    case_rules,
    cases,
    confidences,
    kept_sets,
    numbers,
    prefill,
    receipts,
    store,
)
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import refuse_if_behind
from docgen.register.ids import new_id
from docgen.register.in_force import InForce
from docgen.register.issued import IssuedDocument, allow, find, find_in, known
from docgen.register.order import Disorder
from docgen.register.order import disorder as find_disorder
from docgen.register.recover import withdraw_quietly
from docgen.register.rights import Act
from docgen.register.tables import documents, files
from docgen.render.manifest import archived_payload
from schemas.ground.base import Finding, Weight, error, notice
from schemas.ground.kind import NumberedKind

LOG = open_log("register")
# What is kept of an issued document: role, file name, format, copy.
FILES = (
    ("archive_pdf", "archive.pdf", "pdf", "archive"),
    ("delivery_pdf", "delivery.pdf", "pdf", "delivery"),
    ("docx", "delivery.docx", "docx", "delivery"),
)
# Every point between two steps, in order, as `fault` is told them: a test cuts the flow at each.
POINTS = (
    "checked",
    "numbered",
    "entered",
    "reserved",
    *(f"{step} {name}" for _, name, *_ in FILES for step in ("rendered", "temporary", "written")),
    "stored",
    "recorded",
    "issued",
)
# Serves to check a case before its number is known. No paper cites it: a paper that cites its own
# number is refused, and the first of a year is cited by those after it.
_STAND_IN = 999_999


class DocumentStateError(DocgenError):
    """A document is no longer, or not yet, in the state that an act needs."""

    code = "document_state"


class InventedBureauError(DocgenError):
    """The house facts are those of the invented bureau: nobody could have issued the document."""

    code = "invented_bureau"

    def __init__(self) -> None:
        super().__init__(
            "内部设置还是随程序的示例机关，不能出具文书。请管理员在「管理—机关设置」写好本机关，"
            "或者用 DOCGEN_HOUSE 指向它后重新启动；只是演示的，用 docgen serve --demo 启动。"
        )


class Render(Protocol):
    """What renders a document: a pool in other processes, or whatever does as it does."""

    def __call__(
        self,
        kind: str,
        payload: Any,
        format: str = ...,
        *,
        copy: str = ...,
        files: Mapping[str, bytes] | None = ...,
        templates: Path | None = ...,
    ) -> Document:
        """Validate and render one document, with the kept set in the file `templates` if given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuing:
    """One document about to be issued: who, what kind, in which case, with which photos.

    `old` is the document it takes the place of; without `render` the engine renders; `fault` is
    told each of `POINTS`. `engine` becomes the one on the set of templates of the document's day.
    """

    register: Register
    engine: Engine
    kind: str
    actor: Actor
    case_ref: str | None
    files: Mapping[str, bytes]
    drafted_by: str
    old: IssuedDocument | None
    render: Render | None
    fault: Callable[[str], None]
    templates: Path | None = None

    def carry_out(self, payload: Any, document_id: str | None) -> IssuedDocument:
        """Do every step in its order; errors as `issue.issue` has them."""
        refuse_if_invented(self.engine)
        case, series, remarks = self.check(payload)
        approvals.refuse_unapproved(
            self.register, self.engine.house, self.engine.catalogue[self.kind], payload,
            self.files, document_id,
        )  # fmt: skip
        allow(Act.void if self.old else Act.issue, self.actor)
        self.fault("checked")
        day = case.kind.reader.dated(case.values)
        chosen = InForce(self.engine, self.register).for_kind(self.kind, day)
        with_set = replace(self, engine=chosen.engine, templates=chosen.file)
        return with_set.make(case, series, remarks, document_id)

    def make(
        self,
        case: Case,
        series: numbers.Series | None,
        remarks: list[Finding],
        document_id: str | None,
    ) -> IssuedDocument:
        """Number, render, store and record a case that was checked and may be issued."""
        document_id = document_id or new_id(self.register.now())
        kept_sets.keep(self.register, self.engine)
        with store.claimed(self.register.store, document_id):
            with self.register.writing() as connection:
                refuse_if_behind(connection, self.register.store)
                at = self.register.now()  # Once nobody else writes: moments follow the numbers.
                remarks += self.judge(connection, case)
                case, disorder = self.enter(connection, document_id, case, series, at)
            remarks += [disorder.told()] if disorder else []
            self.fault("reserved")
            try:
                stored = self.make_files(document_id, case, at)
                self.fault("stored")
                with self.register.writing() as connection:
                    self.record(connection, document_id, case, stored)
                    self.fault("recorded")
            except Exception:
                undone = withdraw_quietly(self.register, document_id, actor=self.actor)
                # A connection may break after the commit and before its answer: then it is issued.
                if undone or find(self.register, document_id) is None:
                    raise
            self.fault("issued")
        return replace(known(find(self.register, document_id)), notices=(*remarks, *case.notices))

    def check(self, payload: Any) -> tuple[Case, numbers.Series | None, list[Finding]]:
        """Validate the draft, then the document with a number in its place.

        The draft comes first because only a case with a date has a year to be numbered in.
        """
        remarks = []
        reader = self.engine.catalogue[self.kind].reader
        today = beijing_day(self.register.now())
        series = None
        if isinstance(reader, NumberedKind) and isinstance(payload, Mapping):
            if payload.get("document_number"):
                remarks.append(
                    notice(
                        "/document_number",
                        "number_replaced",
                        "文号由登记簿编排，填写的文号没有采用。",
                    )
                )
            payload = {name: payload[name] for name in payload if name != "document_number"}
        draft = self.engine.check(self.kind, payload, copy="draft", files=self.files, today=today)
        if isinstance(reader, NumberedKind):
            year = reader.dated(draft.values).year
            prefix = reader.number_prefix(draft.values, draft.facts)
            series = numbers.series_of(self.engine, self.kind, year, prefix)
            payload = {**payload, "document_number": series.write(_STAND_IN)}
        case = self.engine.check(self.kind, payload, files=self.files, today=today, going_out=True)
        if reader.header.approval and not case.values.get("approval"):
            raise InvalidCaseError(
                [error("/approval", "approval_missing", "这种文书须经审批，请先填写审批记录。")]
            )
        return case, series, remarks

    def judge(self, connection: Connection, case: Case) -> list[Finding]:
        """Ask what the register's other documents forbid; return what only needs eyes."""
        if self.old:
            refuse_unless_in_force(connection, known(find_in(connection, self.old.id)))
        replaced = self.old.id if self.old else None
        found = case_rules.judge(connection, self.engine, case, self.case_ref, replaced)
        if self.case_ref is not None:
            catalogue = self.engine.catalogue
            found += confidences.judge(
                connection, catalogue, case.kind.reader, case.values, self.case_ref,
                replaces=replaced,
            )  # fmt: skip
        found += receipts.contradictions(connection, case, self.case_ref)
        if errors := [finding for finding in found if finding.weight is Weight.error]:
            raise InvalidCaseError(errors)
        return found

    def enter(
        self,
        connection: Connection,
        document_id: str,
        case: Case,
        series: numbers.Series | None,
        at: datetime,
    ) -> tuple[Case, Disorder | None]:
        """Reserve the number, enter the document as pending; return the case with its number.

        Also return what is out of order about number and day.
        """
        if self.case_ref is not None:
            cases.enter(connection, self.case_ref, at, closed_too=case.kind.is_leaf)
        number = numbers.reserve(connection, series, at) if series else None
        if number:
            case = replace(case, payload={**case.payload, "document_number": number.text})
        self.fault("numbered")
        dated_on = case.kind.reader.dated(case.values)
        serial = series.serial_of(number.text) if series and number else 0
        disorder = find_disorder(connection, series, serial, dated_on, at)
        payload = archived_payload(case)
        connection.execute(
            insert(documents).values(
                id=document_id,
                kind=self.kind,
                schema_version=case.kind.header.version,
                title=case.values.get("title") or case.kind.header.title,
                document_number=number.text if number else None,
                number_id=number.id if number else None,
                case_ref=self.case_ref,
                dated_on=dated_on,
                state="pending",
                version=self.old.version + 1 if self.old else 1,
                supersedes=self.old.id if self.old else None,
                payload=payload.decode(),
                payload_sha256=hashlib.sha256(payload).hexdigest(),
                templates_sha256=self.engine.set_digest,
                drafted_by=self.drafted_by,
                created_at=at,
            )
        )
        detail: dict[str, Any] = {
            "kind": self.kind,
            "document_number": number.text if number else None,
        }
        if disorder:
            detail["out_of_order"] = disorder.said()
            LOG.warning("out_of_order", document_id=document_id, reason=disorder.reason)
        audit.record(connection, self.register, self.actor, audit.BEGIN, document_id, detail)
        self.fault("entered")
        return case, disorder

    def make_files(self, document_id: str, case: Case, at: datetime) -> list[dict[str, Any]]:
        """Render and store every file; return their rows."""
        folder = store.folder_of(document_id, at)
        rows = []
        for role, name, format, copy in FILES:
            document = self.rendered(case, format, copy)
            self.fault(f"rendered {name}")
            stored = store.write(self.register.store, folder, name, document.content, self.fault)
            rows.append(
                {
                    "document_id": document_id,
                    "role": role,
                    "path": stored.path,
                    "sha256": stored.sha256,
                    "size": stored.size,
                    "pages": pages_of(document.content) if format == "pdf" else None,
                }
            )
        return rows

    def rendered(self, case: Case, format: str, copy: str) -> Document:
        """Render the case with the set of its day, in the pool if there is one."""
        if self.render is None:
            return self.engine.render(self.kind, case.payload, format, copy=copy, files=self.files)
        return self.render(
            self.kind, case.payload, format, copy=copy, files=self.files, templates=self.templates
        )

    def record(
        self, connection: Connection, document_id: str, case: Case, stored: list[dict[str, Any]]
    ) -> None:
        """Make everything true at one stroke: number, document, files, case, audit entry."""
        row = connection.execute(
            update(documents)
            .where(documents.c.id == document_id, documents.c.state == "pending")
            .values(state="issued", issued_by=self.actor.name, issued_at=self.register.now())
            .returning(documents)
        ).first()
        if row is None:
            raise DocumentStateError("这份文书的出具已被撤销，没有出具，请重新办理。")
        closed = numbers.use(connection, row.number_id) if row.number_id else []
        connection.execute(insert(files), stored)
        if self.case_ref is not None:
            facts = prefill.facts_of(case.kind, json.loads(row.payload))
            cases.merge(connection, self.case_ref, facts)
        detail = {
            "kind": row.kind,
            "document_number": row.document_number,
            "version": row.version,
            "payload_sha256": row.payload_sha256,
            "files": {each["role"]: each["sha256"] for each in stored},
        }
        if closed:
            detail["closed_numbers"] = closed
        if self.old:
            refuse_unless_in_force(
                connection, known(find_in(connection, self.old.id)), but_for=document_id
            )
            connection.execute(
                update(documents)
                .where(documents.c.id == self.old.id)
                .values(state="superseded", superseded_by=document_id)
            )
            detail["supersedes"] = self.old.id
        receipts.deliver(connection, self.register, case, self.case_ref, actor=self.actor)
        act = "supersede" if self.old else "issue"
        audit.record(connection, self.register, self.actor, act, document_id, detail)


def refuse_if_invented(engine: Engine) -> None:
    """Refuse to issue in the name of the bureau that ships with the program.

    Errors: `InventedBureauError`.
    """
    if is_invented(engine.house) and not engine.settings.demo:
        raise InventedBureauError


def refuse_unless_in_force(
    connection: Connection, document: IssuedDocument, but_for: str | None = None
) -> None:
    """Refuse to change a document that is void, superseded, or about to be by another document.

    `but_for` is the successor that may be there. Errors: `DocumentStateError`.
    """
    if document.state != "issued":
        raise DocumentStateError("这份文书已经作废或被新版本替换，不能再作废或更正。")
    successor = connection.scalar(
        select(documents.c.id).where(documents.c.supersedes == document.id)
    )
    if successor not in (None, but_for):
        raise DocumentStateError("这份文书的新版本正在出具，请稍后再试。")


def pass_by(point: str) -> None:
    """Do nothing at a point: the flow of every day."""


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)
