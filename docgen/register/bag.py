"""Hand over what was issued as a bag: one case, a year, or whatever the ledger can be asked for.

Each document goes out with its archive copy, its Word file and what came back of it signed, the
void and superseded ones too, and with what became of it. A closed case goes out as the file it is
bound as: 正卷 and 副卷 apart, each from its cover to its last leaf. The register keeps everything:
a bag is a copy.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path, PurePath

from sqlalchemy import select

from docgen.archive.bag import Sealed, seal
from docgen.archive.entry import (
    CAME_IN,
    SIGNED,
    Entry,
    Event,
    FileEntry,
    count_pages,
    document_path,
    full_title,
    title_of,
)
from docgen.archive.outlet import put
from docgen.archive.volumes import Merge
from docgen.case.case import Case, canonical_json
from docgen.clock import BEIJING
from docgen.engine import Engine
from docgen.errors import DocgenError
from docgen.kinds.catalogue import Catalogue
from docgen.register import audit, store
from docgen.register.actor import Actor
from docgen.register.case_leaves import PARTS, Leaf, bound_file
from docgen.register.database import Register
from docgen.register.head import last_entry
from docgen.register.in_force import InForce
from docgen.register.incoming import papers_of, scan_of
from docgen.register.issued import allow
from docgen.register.kept_sets import sets_of
from docgen.register.ledger import LedgerEntry, LedgerFilter, entries
from docgen.register.rights import Act
from docgen.register.signed_copies import SignedCopy, content_of, copies_of
from docgen.register.tables import documents, files

# Which stored file becomes which file of the bag; the delivery copy follows from the archive copy.
ROLES = {"archive_pdf": "pdf", "docx": "docx"}


class NothingToHandOverError(DocgenError):
    """The register holds nothing that was asked for, or there is no room for it."""

    code = "nothing_to_hand_over"


def bag_of_case(
    register: Register, engine: Engine, case_ref: str, out: Path, *, actor: Actor
) -> Sealed:
    """Write the bag of one case into the new folder `out`."""
    return bag_of(register, engine, LedgerFilter(case_ref=case_ref), out, actor=actor)


def bag_of(
    register: Register,
    engine: Engine,
    wanted: LedgerFilter,
    out: Path,
    *,
    actor: Actor,
    merge: Merge | None = None,
    retention: str = "",
    faces: bool = False,
) -> Sealed:
    """Write a bag of every issued document that `wanted` asks for into the new folder `out`.

    Whoever may read may take a case; more than one case is an export. Who took it is recorded
    before anything is written.
    Errors: `NotAllowedError`; `NothingToHandOverError` when nothing was issued or `out` is in use;
    `FileAlteredError` for a stored file that is not what was issued.
    """
    allow(Act.read if wanted.case_ref is not None else Act.export, actor)
    if next(entries(register, wanted, most=1), None) is None:
        raise NothingToHandOverError("登记簿里没有这样的文书，没有可以移交的。请核对案卷或年份。")
    if out.exists() and any(out.iterdir()):
        raise NothingToHandOverError(f"{out} 里已有文件，请另选一个空文件夹。")
    with register.writing() as connection:
        audit.record(connection, register, actor, "bag", None, {"filters": wanted.names})
    engine = InForce(engine, register).on(None).engine
    with register.reading() as connection:
        head = last_entry(connection)
    bound = (
        bound_file(register, engine, wanted.case_ref, retention=retention)
        if wanted.case_ref
        else []
    )
    if bound and merge:
        merge = replace(merge, grouped=True)  # The parts of a file are bound apart.
    of_cases: set[str] = set()
    return seal(
        out,
        _entries(register, engine, out, _lines(register, wanted, bound), retention, of_cases),
        engine,
        came_in=_came_in(register, of_cases, out),
        bagged_on=register.now().astimezone(BEIJING).date(),
        merge=merge,
        faces=faces,
        mixed=True,
        sets=sets_of(register, wanted),
        register=f"{head.sequence} {head.digest}",
    )


def _entries(  # noqa: PLR0917 - what it is made of, where it goes, whose cases it is of
    register: Register,
    engine: Engine,
    out: Path,
    lines: Iterator[tuple[LedgerEntry | Case, str]],
    retention: str,
    of_cases: set[str],
) -> Iterator[Entry]:
    """Put the files of one document after the other into the bag and yield its entry.

    The cases they are of are added to `of_cases`.
    """
    for sequence, (line, group) in enumerate(lines, start=1):
        if isinstance(line, Case):
            yield _compiled(engine, line, out, sequence, group, retention)
            continue
        of_cases |= {line.case_ref} if line.case_ref else set()
        put_files, pages = [], None
        for file, content in _files(register, line, out):
            put_files.append(file)
            pages = count_pages(content) if file.role == "pdf" else pages
        signed = [each for each in copies_of(register, [line.id]) if not each.voided_at]
        put_files += _signed(register, line, signed, out)
        digest, created_at, payload = _origin(register, line.id)
        yield Entry(
            sequence=sequence,
            id=line.id,
            kind=line.kind,
            title=_title(engine.catalogue, line, payload),
            dated_on=line.dated_on,
            files=tuple(put_files),
            input_sha256=digest,
            document_number=line.document_number,
            case_ref=line.case_ref,
            pages=pages,
            retention=retention,
            group=group,
            events=(*_events(line, created_at), *_came_back(signed)),
        )


def _came_in(register: Register, of_cases: set[str], out: Path) -> Iterator[FileEntry]:
    """Put what came into some cases into the bag: the scans, and what was entered of each paper."""
    listed = []
    for paper in (each for case_ref in sorted(of_cases) for each in papers_of(register, case_ref)):
        path = None
        if scan := scan_of(register, paper):
            path = f"{CAME_IN}/{paper.id}{Path(scan.name).suffix.lower()}"
            yield put(out, path, "incoming", scan.content)
        listed.append(asdict(paper) | {"scan": path})
    if listed:
        written = json.dumps(listed, ensure_ascii=False, indent=1, default=str)
        yield put(out, f"{CAME_IN}/incoming.json", "incoming", written.encode())


def _lines(
    register: Register, wanted: LedgerFilter, bound: Sequence[Leaf]
) -> Iterator[tuple[LedgerEntry | Case, str]]:
    """Yield what goes into the bag with its group: a bound file in its order, else as issued."""
    if not bound:
        yield from ((line, line.case_ref or "") for line in entries(register, wanted))
        return
    lines = {line.id: line for line in entries(register, wanted)}
    for leaf in bound:
        group = f"{wanted.case_ref} {PARTS[leaf.part]}"  # no reference holds a blank
        if leaf.compiled:
            yield leaf.compiled, group
        elif leaf.id in lines:
            yield lines.pop(leaf.id), group
    # Leaves that were put aside belong to no part.
    yield from ((line, line.case_ref or "") for line in lines.values())


def _compiled(  # noqa: PLR0917 - the columns of an entry
    engine: Engine,
    case: Case,
    out: Path,
    sequence: int,
    group: str,
    retention: str,
) -> Entry:
    """Put a leaf nobody has issued into the bag and return its entry; it bears no date of ours."""
    dated_on = case.kind.reader.dated(case.values)
    digest = hashlib.sha256(canonical_json(case.payload)).hexdigest()
    id = f"{case.kind.name}-{digest[:16]}"
    contents = {format: engine.write(case, format).content for format in ROLES.values()}
    return Entry(
        sequence=sequence,
        id=id,
        kind=case.kind.name,
        title=title_of(case),
        dated_on=dated_on,
        files=tuple(
            put(out, document_path(id, dated_on, role), role, content)
            for role, content in sorted(contents.items())
        ),
        input_sha256=digest,
        case_ref=group.partition(" ")[0],
        pages=count_pages(contents["pdf"]),
        retention=retention,
        group=group,
        events=(Event("created", f"{dated_on.isoformat()}T00:00:00+08:00"),),
    )


def _files(register: Register, line: LedgerEntry, out: Path) -> Iterator[tuple[FileEntry, bytes]]:
    query = (
        select(files.c.role, files.c.path, files.c.sha256)
        .where(files.c.document_id == line.id, files.c.role.in_(ROLES))
        .order_by(files.c.role)
    )
    with register.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        content = store.read(register.store, row.path, row.sha256)
        role = ROLES[row.role]
        yield put(out, document_path(line.id, line.dated_on, role), role, content), content


def _signed(
    register: Register, line: LedgerEntry, copies: Sequence[SignedCopy], out: Path
) -> Iterator[FileEntry]:
    """Put what came back signed beside the document: its line in the ledger seals it too."""
    for number, each in enumerate(copies, start=1):
        ending = PurePath(each.name).suffix.lower()
        path = document_path(line.id, line.dated_on, f"{SIGNED}-{number}{ending}")
        yield put(out, path, SIGNED, content_of(register, each).content)


def _came_back(copies: Sequence[SignedCopy]) -> Iterator[Event]:
    for each in copies:
        yield Event(SIGNED, _moment(each.entered_at), each.entered_by)


def _title(catalogue: Catalogue, line: LedgerEntry, payload: str) -> str:
    """Return the 题名 of a document; of a kind that is no more, the title alone."""
    if line.kind not in catalogue:
        return line.title
    return full_title(line.title, catalogue[line.kind], json.loads(payload))


def _origin(register: Register, document_id: str) -> tuple[str, datetime, str]:
    """Return the digest of the case a document was made from, when it was drafted, the case."""
    query = select(documents.c.payload_sha256, documents.c.created_at, documents.c.payload)
    with register.reading() as connection:
        row = connection.execute(query.where(documents.c.id == document_id)).one()
    return row.payload_sha256, row.created_at, row.payload


def _events(line: LedgerEntry, created_at: datetime) -> Iterator[Event]:
    yield Event("created", _moment(created_at), line.drafted_by)
    if line.issued_at:
        yield Event("issued", _moment(line.issued_at), line.issued_by or "")
    if line.state != "issued":
        # When and by whom is in the audit trail; whoever takes the bag must know that it is so.
        yield Event(line.state, "")


def _moment(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="seconds")
