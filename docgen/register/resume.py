"""Go on after the database lost its last acts: no number of theirs is ever given out again.

The store outlives a database that went back in time. Whole documents in it that the register does
not know were issued since; they are taken in under their numbers, as their archive copies say.
Numbers that no document there bears, up to the last that was given out, become void.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from docgen.archive.verify import Carried, carried
from docgen.case.case import canonical_json
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.register import audit, numbers, store
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.head import read_head
from docgen.register.ids import is_id, moment_of, new_id
from docgen.register.issuing import FILES, pages_of
from docgen.register.numbers import Series
from docgen.register.signing_in import UNKNOWN
from docgen.register.tables import documents, files
from docgen.register.tables import numbers as number_rows
from schemas.ground.kind import NumberedKind

# Where a folder goes of which no document can be made; nothing in the store is ever thrown away.
SET_ASIDE = "set-aside"


class ResumeError(DocgenError):
    """The register cannot go on as asked."""

    code = "resume_failed"


@dataclass(frozen=True, slots=True)
class Resumed:
    """What was found and done: numbers taken in with their documents, numbers made void.

    `twice` are numbers that two documents bear already; `set_aside` ids whose folders hold no
    whole document; `ends` the last number of each series of this year and the last, to be held
    against the paper: what the store lost too, only paper knows.
    """

    adopted: tuple[str, ...]
    void: tuple[str, ...]
    twice: tuple[str, ...]
    set_aside: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A whole document of the store that the register does not know as issued."""

    id: str
    folder: str
    content: Mapping[str, bytes]
    said: Carried
    number: str | None
    series: Series | None
    serial: int

    @property
    def dated_on(self) -> date:
        return self.said.case.kind.reader.dated(self.said.case.values)


def resume(
    register: Register, engine: Engine, reason: str, *, actor: Actor,
    last: tuple[Series, int] | None = None,
) -> Resumed:  # fmt: skip
    """Take in what the store has, make void what it lacks up to `last`, and let issuing go on.

    `last` is the series and the serial of the last number on paper, where the store lacks it.
    Errors: `ReasonMissingError`; `ResumeError` for a document of the store nobody can read;
    `RegisterUnavailableError`, `StoreError`. Cut off, it can simply be repeated.
    """
    told = numbers.checked_reason(reason)
    found, parts = [], []
    for folder in list(_unknown(register)):
        whole = _read(register.store, engine, folder)
        found.append(whole) if whole else parts.append(folder)
    void: list[str] = []
    with register.writing() as connection:
        twice = [each.number or "" for each in found if not _adopt(connection, each)]
        for series, serial in _lasts(found, last):
            void += _void(connection, register, series, serial, told)
        detail = {
            "head": list(_head_facts(register)), "adopted": len(found), "void": len(void),
            "reason": told,
        }  # fmt: skip
        audit.record(connection, register, actor, "resume", None, detail)
        ends = tuple(_ends(connection, register.now().year - 1))
    audit.anchor(register)
    aside = [_set_aside(register, folder) for folder in parts]
    adopted = tuple(each.number or each.said.case.kind.header.title for each in found)
    return Resumed(adopted, tuple(void), tuple(twice), tuple(filter(None, aside)), ends)


def _unknown(register: Register) -> Iterator[Path]:
    """Yield the folders of the store whose document the register does not know as issued."""
    with register.reading() as connection:
        known = documents.c.state != "pending"
        ids = set(connection.scalars(select(documents.c.id).where(known)))
    for folder in store.folders(register.store):
        if is_id(folder.name) and folder.name not in ids:
            yield folder


def _read(kept: Path, engine: Engine, folder: Path) -> _Found | None:
    """Read a document from its folder; None if it was never whole, so never issued."""
    if not all((folder / name).is_file() for _, name, *_ in FILES):
        return None
    content = {role: (folder / name).read_bytes() for role, name, *_ in FILES}
    try:
        said = carried(engine, content["archive_pdf"])
    except DocgenError as fault:
        raise ResumeError(f"存放处的 {folder.name} 读不出来，没有继续：{fault.message}") from fault
    number, series, serial = said.payload.get("document_number"), None, 0
    reader = said.case.kind.reader
    if number and isinstance(reader, NumberedKind):
        year = reader.dated(said.case.values).year
        prefix = reader.number_prefix(said.case.values, said.case.facts)
        series = numbers.series_of(said.engine, said.case.kind.name, year, prefix)
        serial = series.serial_of(number)
    place = folder.relative_to(kept).as_posix()
    return _Found(folder.name, place, content, said, number, series, serial)


def _adopt(connection: Connection, found: _Found) -> bool:
    """Take one document in; False if another bears its number already."""
    at = moment_of(found.id)
    number_id = _take_number(connection, found, at)
    here = select(documents.c.id).where(documents.c.id == found.id)
    if connection.execute(here).first():
        pending = update(documents).where(documents.c.id == found.id)
        issued = {"state": "issued", "issued_by": UNKNOWN.name, "issued_at": at}
        connection.execute(pending.values(**issued))
    else:
        connection.execute(insert(documents).values(**_row(found, number_id, at)))
    for role, name, format, _ in FILES:
        content = found.content[role]
        connection.execute(
            insert(files).values(
                document_id=found.id,
                role=role,
                path=f"{found.folder}/{name}",
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                pages=pages_of(content) if format == "pdf" else None,
            )
        )
    return number_id is not None or found.series is None


def _row(found: _Found, number_id: str | None, at: datetime) -> dict[str, Any]:
    """Return a document's row; who issued it in which case only the lost database knew."""
    written = canonical_json(found.said.payload)
    case = found.said.case
    return {
        "id": found.id, "kind": case.kind.name, "schema_version": case.kind.header.version,
        "title": case.values.get("title") or case.kind.header.title,
        "document_number": found.number, "number_id": number_id, "case_ref": None,
        "dated_on": found.dated_on, "state": "issued", "version": 1, "payload": written.decode(),
        "payload_sha256": hashlib.sha256(written).hexdigest(), "drafted_by": UNKNOWN.name,
        "issued_by": UNKNOWN.name, "created_at": at, "issued_at": at,
    }  # fmt: skip


def _take_number(connection: Connection, found: _Found, at: datetime) -> str | None:
    """Put the document's number to use, made anew where the database never knew it."""
    if found.series is None:
        return None
    row = _number(connection, found.series, found.serial)
    if row is None:
        made = _new_number(found.series, found.serial, "used", at)
        connection.execute(insert(number_rows).values(**made))
        return str(made["id"])
    bearer = connection.scalar(select(documents.c.id).where(documents.c.number_id == row.id))
    if bearer not in (None, found.id) or row.state == "void":
        return None
    connection.execute(
        update(number_rows).where(number_rows.c.id == row.id).values(state="used", reason=None)
    )
    return str(row.id)


def _lasts(found: list[_Found], last: tuple[Series, int] | None) -> Iterator[tuple[Series, int]]:
    """Yield each series concerned and its last number, on paper or in the store."""
    highest: dict[tuple[Any, ...], tuple[Series, int]] = {}
    given = [(each.series, each.serial) for each in found if each.series]
    for series, serial in [*given, *([last] if last else [])]:
        key = series.prefix, series.number_class.class_code, series.year
        highest[key] = max(highest.get(key, (series, 0)), (series, serial), key=lambda it: it[1])
    yield from highest.values()


def _void(
    connection: Connection, register: Register, series: Series, last: int, reason: str
) -> Iterator[str]:
    """Make void what no document bears, up to the last: it may be on a paper nobody has here."""
    at = register.now()
    borne = set(connection.scalars(select(documents.c.number_id)))
    for serial in range(1, last + 1):
        row = _number(connection, series, serial)
        if row is None:
            made = _new_number(series, serial, "void", at) | {"reason": reason}
            connection.execute(insert(number_rows).values(**made))
        elif row.id in borne or row.state == "void":
            continue
        else:
            void = {"state": "void", "reason": reason}
            connection.execute(update(number_rows).where(number_rows.c.id == row.id).values(**void))
        yield series.write(serial)


def _ends(connection: Connection, since: int) -> Iterator[str]:
    """Yield the last number of each series of a year or a later one."""
    series = number_rows.c.prefix, number_rows.c.class_code, number_rows.c.year
    last = func.max(number_rows.c.serial).over(partition_by=series).label("last")
    given = (number_rows.c.state != "free") & (number_rows.c.year >= since)
    rows = select(number_rows.c.text, number_rows.c.serial, last, *series).where(given).subquery()
    ends = select(rows.c.text).where(rows.c.serial == rows.c.last)
    yield from connection.scalars(ends.order_by(rows.c.year, rows.c.prefix, rows.c.class_code))


def _number(connection: Connection, series: Series, serial: int) -> Any:
    wanted = select(number_rows).where(series.rows, number_rows.c.serial == serial)
    return connection.execute(wanted).first()


def _new_number(series: Series, serial: int, state: str, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(at), "prefix": series.prefix, "year": series.year, "serial": serial,
        "class_code": series.number_class.class_code, "text": series.write(serial),
        "state": state, "reserved_at": at,
    }  # fmt: skip


def _head_facts(register: Register) -> tuple[int, str]:
    head = read_head(register.store)
    return (head.sequence, head.digest) if head else (0, "")


def _set_aside(register: Register, folder: Path) -> str:
    """Move what is no whole document out of the way, unless somebody is about to clear it up."""
    with register.reading() as connection:
        here = select(documents.c.id).where(documents.c.id == folder.name)
        if connection.execute(here).first():
            return ""
    target = register.store / SET_ASIDE
    try:
        target.mkdir(mode=0o700, exist_ok=True)
        os.rename(folder, target / folder.name)
    except OSError as fault:
        raise store.StoreError(
            f"存放处写不了（{fault.strerror}），请检查权限后重新运行。"
        ) from fault
    return folder.name
