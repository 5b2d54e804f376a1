"""回填: what a platform wants back of its orders, in its own columns and the encoding of its lists.

Which papers answer an order, and which of their fields goes into which column, stands with the
kinds (`ToOrder`). The newest paper in force counts; what none says is what the order says itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import Row, select

from docgen.clock import BEIJING
from docgen.kinds.catalogue import Catalogue
from docgen.listing import Column, ExportError, Value, Workbook, csv_head, csv_line
from docgen.register import audit
from docgen.register.access import open_to
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.order_headings import HEADINGS
from docgen.register.order_mappings import USUAL_ENCODING, mapping_of
from docgen.register.orders import beginning
from docgen.register.rights import Act
from docgen.register.standing import standing
from docgen.register.tables import documents, orders
from schemas.ground.fields import Choice, Flag
from schemas.ground.neighbours import Standing
from schemas.ground.ordered import ToOrder
from schemas.parts.orders import SOURCES

FORMATS = ("xlsx", "csv")
AT_ONCE = 200
# Beyond these no clock of any zone reckons, and nothing was received.
EARLIEST, LATEST = date(1900, 1, 1), date(9000, 1, 1)
_WIDTHS: Mapping[str, int] = {"number": 26, "reply": 60}
Reply = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ReplyFilter:
    """Which orders are answered: of one source, received on days, both ends included."""

    system: str
    first: date | None = None
    last: date | None = None


def reply_columns(catalogue: Catalogue) -> tuple[str, ...]:
    """Return the columns that papers answer orders in, the number first."""
    answers = [kind.schema.to_order for kind in catalogue.values() if kind.schema.to_order]
    return ("number", *dict.fromkeys(name for each in answers for name in each.gives))


def write_replies(
    register: Register,
    catalogue: Catalogue,
    target: BinaryIO,
    format: str,
    wanted: ReplyFilter,
    *,
    actor: Actor,
) -> int:
    """Write what a source wants back as `xlsx` or `csv`; record who took it, return its lines.

    Errors: `NotAllowedError`; `ExportError` for another format or source.
    """
    allow(Act.intake, actor)
    if format not in FORMATS:
        raise ExportError(f"回填表只能导出为 {'、'.join(FORMATS)}。")
    if wanted.system not in SOURCES:
        raise ExportError(f"来源只能是 {'、'.join(SOURCES)}。")
    kept = mapping_of(register, wanted.system)
    called = {column: heading for heading, column in reversed([*kept.headings.items()])}
    columns = [
        _column(name, called.get(name, HEADINGS[name][0])) for name in reply_columns(catalogue)
    ]
    replies = _replies(register, catalogue, wanted, actor)
    if format == "xlsx":
        with Workbook(
            target, columns, title="工单回填", sheet="回填", made_at=register.now()
        ) as book:
            for reply in replies:
                book.add(reply)
        written = book.count
    else:
        written = _write_csv(target, columns, replies, kept.encoding)
    with register.writing() as connection:
        detail = {"system": wanted.system, "format": format, "lines": written}
        audit.record(connection, register, actor, "export_replies", None, detail)
    return written


def _column(name: str, heading: str) -> Column[Reply]:
    def value(reply: Reply) -> Value:
        return reply.get(name)

    return Column(heading, _WIDTHS.get(name, 18), value)


def _write_csv(
    target: BinaryIO, columns: Sequence[Column[Reply]], replies: Iterator[Reply], encoding: str
) -> int:
    _, headings = csv_head(columns)
    target.write(headings.decode().encode(encoding))
    written = 0
    # The mark that says UTF-8 stands once.
    rest = "utf-8" if encoding == USUAL_ENCODING else encoding
    for reply in replies:
        target.write(csv_line(columns, reply).decode().encode(rest))
        written += 1
    return written


def _replies(
    register: Register, catalogue: Catalogue, wanted: ReplyFilter, actor: Actor
) -> Iterator[Reply]:
    """Yield what is answered of each order that has an answer, by number."""
    column = orders.c
    query = select(orders).where(column.system == wanted.system, column.case_ref.is_not(None))
    if wanted.first and wanted.first > EARLIEST:
        query = query.where(column.received_at >= beginning(wanted.first))
    if wanted.last and wanted.last < LATEST:
        query = query.where(column.received_at < beginning(wanted.last + timedelta(days=1)))
    after = ""
    while True:
        page = query.where(column.number > after).order_by(column.number)
        with register.reading() as connection:
            rows = connection.execute(page.limit(AT_ONCE)).all()
        answers = _answers(register, catalogue, [row.case_ref for row in rows], actor)
        for row in rows:
            if answer := answers.get((row.system, row.number)):
                yield _reply(row, *answer)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1].number


def _answers(
    register: Register, catalogue: Catalogue, case_refs: Sequence[str], actor: Actor
) -> dict[tuple[str, str], tuple[Standing, ToOrder]]:
    """Return the newest paper in force that answers each order of some cases."""
    kinds = {kind.name: kind.schema.to_order for kind in catalogue.values() if kind.schema.to_order}
    query = (
        select(documents)
        .where(
            documents.c.case_ref.in_(case_refs),
            documents.c.state == "issued",
            documents.c.kind.in_(kinds),
        )
        .order_by(documents.c.dated_on, documents.c.id)
    )
    found: dict[tuple[str, str], tuple[Standing, ToOrder]] = {}
    with register.reading() as connection:
        papers = [standing(row, catalogue) for row in connection.execute(query)]
    for paper in papers:
        how = kinds[paper.kind]
        if how is None or not open_to(actor, paper):
            continue
        for each in paper.payload.get(how.references) or ():
            found[each["system"], each["number"]] = paper, how
    return found


def _reply(row: Row[Any], paper: Standing, how: ToOrder) -> Reply:
    said = {name: _said(paper, field, how.words.get(name)) for name, field in how.gives.items()}
    own = {name: getattr(row, name) for name in how.gives if said[name] is None}
    return {"number": row.number, **said, **own}


def _said(paper: Standing, name: str, words: tuple[str, str] | None) -> Value:
    """Return what a paper says in a field, in the words of people; None where it says nothing."""
    value = paper.says(name)
    field = paper.reader.fields[name] if paper.reader else None
    if value is None:
        return None
    if isinstance(field, Choice):
        return field.options[value]
    if isinstance(field, Flag):
        yes, no = words or ("是", "否")
        return yes if value else no
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BEIJING)
    return value if isinstance(value, date | int) else str(value)
