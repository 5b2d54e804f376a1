"""Measure what the register writes itself, over orders and papers of an office's year.

    python -m tools.compiled_papers [--orders 20000] [--home FOLDER]

Prints one line a paper: what, how many rows, seconds of the processor, megabytes at the most so
far, and the most it may take; then what an independent query of the database counts beside it. The
processor's seconds count: a machine that has other work to do shows no other. The orders are
invented; the papers of their cases are put in as rows.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from docgen.case.case import canonical_json
from docgen.engine import Engine, assemble
from docgen.register import cases as case_files
from docgen.register.actor import Actor, Role
from docgen.register.compiling import compile_payload
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.tables import cases, documents, files, orders
from docgen.register.upgrade import prepare
from docgen.settings import Settings

OFFICER = Actor("何静远", Role.officer)
ACCEPTED, AGREED = "complaint_acceptance_decision", "mediation_agreement"
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)
MOST = {"ledger": 60.0, "analysis": 10.0, "file": 3.0, "cover": 3.0}


def rows(engine: Engine, amount: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield orders from December to November, each third with a case of two papers."""
    first = datetime(2025, 12, 1, 1, tzinfo=UTC)
    examples = {
        kind: canonical_json(dict(engine.catalogue[kind].schema.example)).decode()
        for kind in (ACCEPTED, AGREED)
    }
    for place in range(amount):
        at = first + timedelta(days=364) * (place / amount)
        case_ref = f"B-{place}" if place % 3 == 0 else None
        closed = None if place % 11 == 10 else at + timedelta(days=3 + place % 6)
        yield orders, {
            "system": "hotline_12345", "number": f"99{place:012d}", "received_at": at,
            "closed_at": closed, "order_type": ("投诉", "举报", "咨询")[place % 3],
            "nature": "主办", "topic": f"消费->第{place % 23}类->其他", "street": "和平路街道",
            "enterprise": "示例市优康商贸有限公司", "unit": f"第{place % 7 + 1}市场监督管理所",
            "handler": "周启明", "solved": ("解决", "未解决")[place % 2], "satisfied": "满意",
            "dispatched_at": at + timedelta(minutes=20), "due_at": at + timedelta(days=7),
            "contacted_at": at + timedelta(hours=place % 30), "jd_related": "否",
            "case_ref": case_ref, "imported_at": at,
        }  # fmt: skip
        if case_ref:
            yield cases, {"case_ref": case_ref, "fields": {}, "opened_at": at, "closed_at": closed}
            for nth, (kind, payload) in enumerate(examples.items()):
                yield from _paper(kind, payload, case_ref, at + timedelta(days=2 + nth))


def _paper(kind: str, payload: str, case_ref: str, at: datetime) -> Iterator[Any]:
    document_id = new_id(at)
    yield documents, {
        "id": document_id, "kind": kind, "schema_version": 1, "title": "投诉受理决定书",
        "document_number": f"示市监﹝2026﹞第{document_id[:6]}号", "case_ref": case_ref,
        "dated_on": at.date(), "state": "issued", "version": 1, "payload": payload,
        "payload_sha256": "0" * 64, "drafted_by": "苗雨", "issued_by": "何静远", "created_at": at,
        "issued_at": at,
    }  # fmt: skip
    yield files, {
        "document_id": document_id, "role": "delivery_pdf", "path": document_id,
        "sha256": "0" * 64, "size": 1, "pages": 2,
    }  # fmt: skip


def fill(register: Register, engine: Engine, amount: int) -> None:
    """Write the rows, and one act by which the trail tells of a change."""
    waiting: dict[Any, list[dict[str, Any]]] = {orders: [], cases: [], documents: [], files: []}
    with register.writing_unsealed() as connection:
        for table, row in rows(engine, amount):
            waiting[table].append(row)
            if len(waiting[orders]) == 500:
                _write(connection, waiting)
        _write(connection, waiting)
    case_files.open_case(register, "B-last", {}, actor=OFFICER)


def _write(connection: Any, waiting: dict[Any, list[dict[str, Any]]]) -> None:
    for table, given in waiting.items():
        if given:
            connection.execute(insert(table), given)
            given.clear()


def measure(register: Register, engine: Engine) -> None:
    """Compile and make each paper once, and print what it took."""
    engine.render(ACCEPTED, engine.catalogue[ACCEPTED].schema.example)  # Faces are opened once.
    made = {}
    for name, kind, formats, asked in (
        ("analysis", "statistical_analysis_report", ("pdf", "docx"), {"period": NOVEMBER}),
        ("file", "file_contents_list", ("pdf",), {"case_ref": "B-0"}),
        ("cover", "case_file_cover", ("pdf",), {"case_ref": "B-0"}),
        ("ledger", "work_ledger", ("xlsx", "pdf"), {"period": NOVEMBER}),
    ):
        began = time.process_time()
        payload = compile_payload(register, engine, kind, actor=OFFICER, **asked)
        told = [f"compiled {time.process_time() - began:.1f} s"]
        made[name] = payload
        case = engine.check(kind, payload, copy="draft")
        for format in formats:
            since = time.process_time()
            engine.write(case, format)
            told.append(f"{format} {time.process_time() - since:.1f} s")
        took = time.process_time() - began
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        count = len(payload.get("orders") or payload.get("papers") or ()) or payload.get(
            "row_count", 1
        )
        mark = "" if took <= MOST[name] else "  TOO LONG"
        print(
            f"{name}: {count} rows, {', '.join(told)}; {took:.1f} of {MOST[name]:.0f} s,"
            f" {most} MB{mark}"
        )
    recount(register, made)


def recount(register: Register, made: dict[str, Any]) -> None:
    """Ask the database itself for what each paper says, and print both; stop where they differ."""
    within = {"since": "2026-10-31 16:00:00", "until": "2026-11-30 16:00:00", "case": "B-0"}
    orders_of = "SELECT count(*) FROM orders WHERE {0} >= :since AND {0} < :until"
    papers_of = (
        "SELECT count(*), sum(f.pages) FROM documents d JOIN files f ON f.document_id = d.id"
        " WHERE d.case_ref = :case AND f.role = 'delivery_pdf'"
    )
    analysis, listed = made["analysis"], made["file"]["papers"]
    cover, rows_of = made["cover"], made["ledger"]["orders"]
    open_then = (
        "SELECT count(*) FROM orders WHERE received_at < :until"
        " AND (closed_at IS NULL OR closed_at >= :until)"
    )
    with register.reading() as connection:

        def asked(query: str) -> list[int]:
            return [*connection.execute(text(query), within).one()]

        for said, counted in (
            ([len(rows_of)], asked(orders_of.format("received_at"))),
            (
                [analysis["received"], analysis["closed"], analysis["still_open"]],
                [
                    *asked(orders_of.format("received_at")),
                    *asked(orders_of.format("closed_at")),
                    *asked(open_then),
                ],
            ),
            ([len(listed), listed[-1]["last_page"]], asked(papers_of)),
            ([cover["paper_count"], cover["page_count"]], asked(papers_of)),
        ):
            print(f"said {said}, counted {counted}")
            if said != counted:
                raise SystemExit("THE PAPER AND THE DATABASE DIFFER")


def main() -> None:
    """Fill a register in a folder of its own and measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    engine = assemble()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        settings = replace(Settings.from_env(), home=home, database_url="")
        now = datetime(2026, 12, 1, 1, tzinfo=UTC)
        register = open_register(settings, now=lambda: now)
        prepare(register, settings)
        fill(register, engine, given.orders)
        measure(register, engine)
        register.engine.dispose()


if __name__ == "__main__":
    main()
