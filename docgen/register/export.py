"""Write the ledger for a spreadsheet: as XLSX or CSV, line by line."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from docgen.listing import LAST_ROW, Column, ExportError, Workbook, csv_head, csv_line
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.ledger import STATES, LedgerEntry, LedgerFilter, entries
from docgen.register.rights import Act

FORMATS = ("xlsx", "csv")


# What some papers are about, by their ids.
About = Callable[[Collection[str]], Mapping[str, str]]
# So many lines are asked about at once.
AT_ONCE = 500


def _columns(
    titles: Mapping[str, str], about: Mapping[str, str]
) -> tuple[Column[LedgerEntry], ...]:
    return (
        Column("编号", 34, lambda entry: entry.id),
        Column("文书种类", 18, lambda entry: titles.get(entry.kind, entry.kind)),
        Column("标题", 22, lambda entry: entry.title),
        Column("当事人、事由", 40, lambda entry: about.get(entry.id)),
        Column("文号", 26, lambda entry: entry.document_number),
        Column("案卷", 22, lambda entry: entry.case_ref),
        Column("文书日期", 12, lambda entry: entry.dated_on),
        Column("状态", 14, lambda entry: STATES[entry.state]),
        Column("版本", 6, lambda entry: entry.version),
        Column("代替", 34, lambda entry: entry.supersedes),
        Column("被代替", 34, lambda entry: entry.superseded_by),
        Column("作废理由", 30, lambda entry: entry.void_reason),
        Column("起草人", 12, lambda entry: entry.drafted_by),
        Column("签发人", 12, lambda entry: entry.issued_by),
        Column("签发时间", 18, lambda entry: entry.issued_at),
        Column("页数", 6, lambda entry: entry.pages),
        Column("送达次数", 9, lambda entry: entry.deliveries),
        Column("首次送达日期", 13, lambda entry: entry.delivered_on),
    )


def write_ledger(
    register: Register,
    target: BinaryIO,
    format: str,
    wanted: LedgerFilter | None = None,
    *,
    actor: Actor,
    titles: Mapping[str, str] | None = None,
    about: About | None = None,
) -> int:
    """Write the ledger as `xlsx` or `csv` into `target`, record who took it, return its lines.

    `about` says what papers are about, as whoever takes them away may know.

    Errors: `NotAllowedError`; `ExportError` for another format or a text no cell can hold.
    """
    allow(Act.export, actor)
    if format not in FORMATS:
        raise ExportError(f"台账只能导出为 {'、'.join(FORMATS)}。")
    wanted = wanted or LedgerFilter()
    lines = entries(register, wanted)
    if format == "xlsx":
        written = to_xlsx(lines, target, made_at=register.now(), titles=titles, about=about)
    else:
        # The first two pieces are the mark and the headings.
        written = sum(1 for _ in map(target.write, to_csv(lines, titles=titles, about=about))) - 2
    with register.writing() as connection:
        audit.record(
            connection,
            register,
            actor,
            "export",
            None,
            {"format": format, "lines": written, "filters": wanted.names},
        )
    return written


def to_xlsx(
    lines: Iterable[LedgerEntry],
    target: BinaryIO,
    *,
    made_at: datetime,
    titles: Mapping[str, str] | None = None,
    about: About | None = None,
) -> int:
    """Write the ledger as XLSX into `target` and return how many lines there were.

    `titles` gives a kind's Chinese title; `made_at` dates the workbook. Rows are written as they
    come, so that memory does not grow with the ledger.
    Errors: `ExportError` for a text no cell can hold.
    """
    told: dict[str, str] = {}
    columns = _columns(titles or {}, told)
    with Workbook(
        target, columns, title="工作台账", sheet="台账", made_at=made_at, last_row=LAST_ROW
    ) as book:
        for entry in _told(lines, about, told):
            book.add(entry)
    return book.count


def to_csv(
    lines: Iterable[LedgerEntry],
    *,
    titles: Mapping[str, str] | None = None,
    about: About | None = None,
) -> Iterator[bytes]:
    """Yield the ledger as CSV (RFC 4180) in UTF-8 with the mark by which spreadsheets know it."""
    told: dict[str, str] = {}
    columns = _columns(titles or {}, told)
    yield from csv_head(columns)
    for entry in _told(lines, about, told):
        yield csv_line(columns, entry)


def _told(
    lines: Iterable[LedgerEntry], about: About | None, told: dict[str, str]
) -> Iterator[LedgerEntry]:
    """Yield the lines with what those at hand are about in `told`, and no others."""
    if about is None:
        yield from lines
        return
    waiting = iter(lines)
    while some := [*islice(waiting, AT_ONCE)]:
        told.clear()
        told.update(about([each.id for each in some]))
        yield from some
