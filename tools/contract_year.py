"""Import a contract's year, count, confirm, accept, settle, ask for and invoice it, to the fen.

    python -m tools.contract_year [--home FOLDER]

The register is filled with the orders and inspections that the price table names, invented, and
some that do not count. Every month is compiled and confirmed; then each paper is issued on the
one before it, as people would. Prints one line a step: what, seconds, megabytes at the most so
far. Ends with 1 where the papers do not come to the contract's total.
"""

import argparse
import csv
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from docgen.clock import BEIJING
from docgen.engine import Engine, assemble
from docgen.register import cases
from docgen.register.actor import Actor, Role
from docgen.register.compiling import compile_payload, period_of
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.issue import IssuedDocument, issue
from docgen.register.order_import import import_orders
from docgen.register.tables import documents
from docgen.register.upgrade import prepare
from docgen.settings import Settings
from schemas.ground.base import Record

CLERK, OFFICER = Actor("罗一鸣", Role.archivist), Actor("何静远", Role.officer)
CASE, CONTRACT = "合同-2025-3", "auxiliary-2025"
NOW = datetime(2026, 7, 1, 9, tzinfo=BEIJING)
# Acceptance, settlement and invoice follow within some days.
SETTLED = NOW + timedelta(days=12)
MONTHS = tuple(
    [f"2025-{month:02}" for month in range(6, 13)] + [f"2026-{month:02}" for month in range(1, 7)]
)
SORTS = {"complaint": "投诉", "report": "举报"}
METHODS = {"daily_inspection": "on_site", "remote_inspection": "off_site"}
CONFIRMATION, ACCEPTANCE = "completed_quantity_confirmation", "acceptance_report"
SETTLEMENT, APPLICATION, INVOICES = "settlement_invoice", "payment_application", "invoice_record"
AT_ONCE, A_FILE = 1000, 30_000
FEN = Decimal("0.01")


def contract_of(engine: Engine) -> Record:
    """Return the contract whose year it is."""
    return next(each for each in engine.house.contracts if each.code == CONTRACT)  # type: ignore[no-any-return]


def orders(engine: Engine) -> Iterator[dict[str, Any]]:
    """Yield the complaints and reports of the price table, and some that do not count."""
    for line in contract_of(engine).lines:
        if line.code not in SORTS:
            continue
        for place in range(line.quantity):
            row = _order(line.code, f"{line.code}-{place}", place)
            yield row
            if place % 40 == 1:
                yield row | {"工单编号": f"jd-{row['工单编号']}", "涉及京东": "是"}
            if place % 60 == 2:
                yield row | {"工单编号": f"with-{row['工单编号']}", "工单性质": "协办"}
            if place % 70 == 3:
                yield row | {"工单编号": f"same-{row['工单编号']}", "工单状态": "已合并"}


def _order(code: str, number: str, place: int) -> dict[str, Any]:
    closed = _day(place)
    return {
        "工单编号": number,
        "来电时间": f"{closed - timedelta(days=3)} 09:30",
        "办结时间": f"{closed} 16:00",
        "工单类型": SORTS[code],
        "工单性质": "主办",
        "工单状态": "已办结",
        "涉及京东": "否",
        "问题分类": f"消费->第{place % 23}类",
        "企业名称": "示例市优康商贸有限公司",
        "主办单位": f"第{place % 7 + 1}市场监督管理所",
    }


def _day(place: int) -> date:
    first, _ = period_of(MONTHS[place % len(MONTHS)])
    return first + timedelta(days=place // len(MONTHS) % 27)


def fill(register: Register, engine: Engine) -> int:
    """Import the orders, put in the inspections; return how many rows there are."""
    waiting, total = orders(engine), 0
    with tempfile.TemporaryDirectory() as folder:
        while some := [*islice(waiting, A_FILE)]:
            path = Path(folder) / "orders.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                write = csv.DictWriter(file, [*some[0]])
                write.writeheader()
                write.writerows(some)
            total += import_orders(register, path, "hotline_12345", actor=CLERK).taken.added
    papers = inspections(engine)
    while some := [*islice(papers, AT_ONCE)]:
        total += len(some)
        with register.writing_unsealed() as connection:
            connection.execute(insert(documents), some)
    cases.open_case(register, CASE, {}, actor=OFFICER)
    return total


def inspections(engine: Engine) -> Iterator[dict[str, Any]]:
    """Yield a checklist for each inspection of the price table, each of a business of its own."""
    for line in contract_of(engine).lines:
        if line.code not in METHODS:
            continue
        for place in range(line.quantity):
            day, name = _day(place), f"示例市第{place}号便利店"
            payload = {
                "task_number": f"{line.code}-{place}",
                "method": METHODS[line.code],
                "party": {"business_name": name},
            }
            at = datetime.combine(day, datetime.min.time(), BEIJING)
            yield {
                "id": new_id(at), "kind": "inspection_checklist", "schema_version": 1,
                "title": "检查单", "dated_on": day, "state": "issued", "version": 1,
                "payload": json.dumps(payload, ensure_ascii=False), "payload_sha256": "0" * 64,
                "drafted_by": CLERK.name, "issued_by": OFFICER.name, "created_at": at,
                "issued_at": at,
            }  # fmt: skip


@dataclass
class Chain:
    """The papers of the year, each issued on the one before it; `say` is told each step."""

    register: Register
    engine: Engine
    render: Any = None
    say: Callable[[str], None] = print
    issued: dict[str, IssuedDocument] = field(default_factory=dict)

    def put(self, kind: str, **changes: Any) -> IssuedDocument:
        """Issue a kind's example with changes; None takes a field away."""
        example = dict(self.engine.catalogue[kind].schema.example) | changes
        example.pop("document_number", None)
        given = {name: value for name, value in example.items() if value is not None}
        self.issued[kind] = issue(
            self.register, self.engine, kind, given, actor=OFFICER, case_ref=CASE,
            render=self.render,
        )  # fmt: skip
        return self.issued[kind]

    def confirm(self) -> Sequence[Mapping[str, Any]]:
        """Compile and confirm every month; return what was completed in all."""
        made: dict[str, Any] = {}
        for number, month in enumerate(MONTHS, start=1):
            made = compile_payload(
                self.register, self.engine, CONFIRMATION, period=period_of(month), actor=OFFICER
            )
            self.put(
                CONFIRMATION,
                **{"left_uncounted": None, **made},
                register_number=f"2026-数量-{number}",
                sample_size=min(200, made["ledger_rows"]),
                sampled_on=made["issued_on"],
            )
            self.say(f"confirmed {month}: {made['ledger_rows']} rows, {made['ledger_digest']}")
        return made["completed"]  # type: ignore[no-any-return]

    def settle(self, completed: Sequence[Mapping[str, Any]]) -> Decimal:
        """Accept, settle, ask for and invoice; return what was paid in all."""
        self.register = replace(self.register, now=lambda: SETTLED.astimezone(UTC))
        contract = contract_of(self.engine)
        number = f"2026-数量-{len(MONTHS)}"
        accepted = self.put(
            ACCEPTANCE, completed=completed, deductions=None, confirmation_number=number
        )
        settled = self.put(
            SETTLEMENT, completed=completed, deductions=None, invoices=None, stated_capitals=None,
            acceptance_number=accepted.document_number,
        )  # fmt: skip
        due = amount_due(contract, completed)
        self.put(
            APPLICATION, applied_amount=str(due), settled_due=str(due), stated_capitals=None,
            invoices=None, confirmation_number=number,
            acceptance_number=accepted.document_number, settlement_number=settled.document_number,
        )  # fmt: skip
        (example,) = self.engine.catalogue[INVOICES].schema.example["registered_invoices"]
        net = (due / Decimal("1.06")).quantize(FEN)
        invoice = {**example, "net": str(net), "tax": str(due - net), "amount": str(due)}
        self.put(INVOICES, application_amount=str(due), registered_invoices=[invoice])
        return Decimal(contract.advance.amount) + due


def amount_due(contract: Record, completed: Sequence[Mapping[str, Any]]) -> Decimal:
    """Return the balance by a reckoning of its own: price times pieces, less the first payment."""
    done = {each["item"]: each["quantity"] for each in completed}
    gross = sum((Decimal(line.unit_price) * done[line.code] for line in contract.lines), Decimal(0))
    return (min(gross, Decimal(contract.total)) - Decimal(contract.advance.amount)).quantize(FEN)


def main() -> int:
    """Make the year in a folder of its own."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    began = time.perf_counter()

    def say(step: str) -> None:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{time.perf_counter() - began:7.1f} s  {most:5} MB  {step}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder)
        settings = replace(Settings.from_env(), home=home, database_url="", demo=True)
        engine = assemble(settings)
        register = open_register(settings, now=lambda: NOW.astimezone(UTC))
        prepare(register, settings)
        say(f"imported {fill(register, engine)} orders and inspections")
        chain = Chain(register, engine, say=say)
        completed = chain.confirm()
        paid = chain.settle(completed)
        register.engine.dispose()
    total = Decimal(contract_of(engine).total)
    pieces = sum(each["quantity"] for each in completed)
    say(f"{pieces:,} pieces; paid {paid:,} of {total:,}")
    return 0 if paid == total else 1


if __name__ == "__main__":
    sys.exit(main())
