"""来文: papers that other authorities send into a case, registered by whoever receives them.

A paper begins its case where there is none, tells it the day from which the law counts, and leaves
the day of the report back on the list of what is due. Its scan is kept as it came; what it says of
a report is seen by those who handle reports alone.
"""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, insert, select, true, update

from docgen.clock import BEIJING
from docgen.errors import DocgenError, ExitCode, InvalidCaseError
from docgen.register import audit, cases, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.forms import read_form
from docgen.register.ids import new_id
from docgen.register.issued import NotAllowedError, allow
from docgen.register.numbers import checked_reason
from docgen.register.rights import Act, may
from docgen.register.scans import handed_in, kept
from docgen.register.store import StoredFile
from docgen.register.tables import incoming
from schemas.ground.base import Finding, error
from schemas.parts.enclosed_files import Enclosure, media_type_of
from schemas.parts.incoming import KNOWN, IncomingForm

FOLDER = "incoming"
NO_FILES: Mapping[str, bytes] = MappingProxyType({})


class UnknownIncomingError(DocgenError):
    """The register holds no such incoming paper, or no scan of it."""

    code = "unknown_incoming"
    exit_code = ExitCode.not_found


@dataclass(frozen=True, slots=True)
class Incoming:
    """One paper that came in; `scan_name` and its digest are None where no scan was handed in.

    `matter` is None for whoever does not handle reports, where the paper is about one;
    `void_reason` says why the entry was taken back.
    """

    id: str
    case_ref: str
    title: str
    matter_sort: str
    sender: str
    number: str
    dated_on: date
    received_on: date
    matter: str | None = field(repr=False)
    report_back_on: date | None
    scan_name: str | None = field(repr=False)
    scan_sha256: str | None
    scan_size: int | None
    entered_by: str
    entered_at: datetime
    void_reason: str | None
    voided_by: str | None
    voided_at: datetime | None


_COLUMNS = [incoming.c[each.name] for each in fields(Incoming)]
# What holds for an entry that was not taken back.
STANDS = incoming.c.voided_at.is_(None)


def enter(
    register: Register,
    case_ref: str,
    given: Mapping[str, Any],
    *,
    actor: Actor,
    files: Mapping[str, bytes] = NO_FILES,
    incoming_id: str | None = None,
) -> Incoming:
    """Register a paper as it was typed into `IncomingForm`; `files` holds its scan by name.

    Errors: `NotAllowedError`, `CaseReferenceError`, `CaseClosedError`, `StoreError`;
    `InvalidCaseError` for what cannot be entered.
    """
    allow(Act.issue, actor)
    now = register.now()
    said = dict(read_form(IncomingForm(), given))
    _refuse_days(said, now.astimezone(BEIJING).date())
    named = said.pop("scan", None)
    scan = handed_in(named, files, "/scan") if named else None
    id_ = incoming_id or new_id(now)
    keeping = kept(register, FOLDER, id_, scan) if scan else nullcontext()
    with keeping as file, register.writing() as connection:
        row = {**said, **_columns(scan, file), "id": id_, "case_ref": case_ref, "entered_at": now}
        _refuse_twice(connection, said)
        cases.enter(connection, case_ref, now)
        cases.complete(connection, case_ref, _known(said))
        connection.execute(insert(incoming).values(**row, entered_by=actor.name))
        back = said.get("report_back_on")
        detail = {
            "incoming": id_, "case_ref": case_ref, "scan_sha256": file.sha256 if file else None,
            "report_back_on": back.isoformat() if back else None,
        }  # fmt: skip
        audit.record(connection, register, actor, "enter_incoming", None, detail)
    return find(register, id_)


def void(register: Register, incoming_id: str, reason: str, *, actor: Actor) -> Incoming:
    """Take back what was entered wrongly; the case forgets what it knew from this entry alone.

    Errors: `NotAllowedError`, `ReasonMissingError`, `UnknownIncomingError`.
    """
    allow(Act.issue, actor)
    told = checked_reason(reason)
    with register.writing() as connection:
        row = _row(connection, and_(incoming.c.id == incoming_id, STANDS))
        same = incoming.c.id == incoming_id
        connection.execute(
            update(incoming)
            .where(same)
            .values(void_reason=told, voided_by=actor.name, voided_at=register.now())
        )
        cases.forget(connection, row["case_ref"], _known(row))
        detail = {"incoming": incoming_id, "case_ref": row["case_ref"]}
        audit.record(connection, register, actor, "void_incoming", None, detail)
    return find(register, incoming_id)


def find(register: Register, incoming_id: str) -> Incoming:
    """Return one paper as whoever entered it knows it.

    Errors: `UnknownIncomingError`.
    """
    with register.reading() as connection:
        return Incoming(**_row(connection, incoming.c.id == incoming_id))


def papers_of(register: Register, case_ref: str | None = None) -> list[Incoming]:
    """Return what came into a case, or into all, the oldest first, all of it."""
    wanted = incoming.c.case_ref == case_ref if case_ref is not None else true()
    query = select(*_COLUMNS).where(wanted).order_by(incoming.c.id)
    with register.reading() as connection:
        return [Incoming(**row) for row in connection.execute(query).mappings()]


def list_papers(register: Register, case_ref: str | None = None, *, actor: Actor) -> list[Incoming]:
    """Return what came into a case, or into all, and record who looked.

    Errors: `NotAllowedError`.
    """
    allow(Act.read, actor)
    found = papers_of(register, case_ref)
    with register.writing() as connection:
        detail = {"case_ref": case_ref, "count": len(found)}
        audit.record(connection, register, actor, "list_incoming", None, detail)
    return [each if _open_to(actor, each) else replace(each, matter=None) for each in found]


def read_scan(register: Register, incoming_id: str, *, actor: Actor) -> Enclosure:
    """Return the scan of a paper, byte for byte as it came, and record who took it.

    Errors: `NotAllowedError`, `UnknownIncomingError`, `FileAlteredError`.
    """
    allow(Act.read, actor)
    found = find(register, incoming_id)
    if not _open_to(actor, found):
        raise NotAllowedError("这份来文涉及举报，只有办理举报的人员可以查看。")
    scan = scan_of(register, found)
    if scan is None:
        raise UnknownIncomingError("这份来文没有登记扫描件。")
    with register.writing() as connection:
        audit.record(connection, register, actor, "read_incoming", None, {"incoming": found.id})
    return scan


def scan_of(register: Register, found: Incoming) -> Enclosure | None:
    """Return the scan of a paper for whoever may see all of it; None where there is none.

    Errors: `FileAlteredError`.
    """
    if found.scan_name is None or found.scan_sha256 is None:
        return None
    with register.reading() as connection:
        path = connection.scalar(select(incoming.c.scan_path).where(incoming.c.id == found.id))
    content = store.read(register.store, str(path), found.scan_sha256)
    return Enclosure(found.scan_name, content, found.scan_sha256, media_type_of(found.scan_name))


def _open_to(actor: Actor, found: Incoming) -> bool:
    return found.matter_sort != "report" or may(Act.read_reports, actor.role)


def _row(connection: Connection, condition: ColumnElement[bool]) -> Mapping[str, Any]:
    row = connection.execute(select(*_COLUMNS).where(condition)).mappings().first()
    if row is None:
        raise UnknownIncomingError("登记簿里没有这份来文，请核对编号。")
    return row  # type: ignore[return-value]


def _known(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what a case knows from a paper, as payloads write it."""
    names = KNOWN.get(said["matter_sort"], {})
    return {
        theirs: value.isoformat() if isinstance(value, date) else value
        for ours, theirs in names.items()
        if (value := said.get(ours))
    }


def _refuse_days(said: Mapping[str, Any], today: date) -> None:
    findings = list(_wrong_days(said, today))
    if findings:
        raise InvalidCaseError(findings)


def _wrong_days(said: Mapping[str, Any], today: date) -> Iterator[Finding]:
    if said["received_on"] < said["dated_on"]:
        yield error("/received_on", "before_dispatch", "「收到日期」早于来文日期，请核对。")
    if said["received_on"] > today:
        yield error("/received_on", "in_future", "「收到日期」在今天之后，请在收到以后登记。")
    back = said.get("report_back_on")
    if back and back <= said["dated_on"]:
        yield error(
            "/report_back_on", "report_back_past", "报告结果的期限应当在来文日期以后，请核对。"
        )


def _refuse_twice(connection: Connection, said: Mapping[str, Any]) -> None:
    same = and_(incoming.c.sender == said["sender"], incoming.c.number == said["number"], STANDS)
    case_ref = connection.scalar(select(incoming.c.case_ref).where(same))
    if case_ref is not None:
        told = f"这份来文已经登记在案卷 {case_ref} 里；登记有误的，先作废原来的登记。"
        raise InvalidCaseError([error("/number", "incoming_twice", told)])


def _columns(scan: Enclosure | None, file: StoredFile | None) -> dict[str, Any]:
    """Return what a row says of its scan."""
    if scan is None or file is None:
        return {}
    return {
        "scan_name": scan.name, "scan_path": file.path, "scan_sha256": file.sha256,
        "scan_size": file.size,
    }  # fmt: skip
