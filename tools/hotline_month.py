"""Make a month of the hotline, import it, compile its logs and reports, recount and time them.

    python -m tools.hotline_month [--orders 10000] [--home FOLDER]

Prints one line a paper: rows, seconds to compile, check and write, and what a query of its own
counts. Logs and the survey become workbooks, reports PDFs. Ends with 1 where a recount differs.
"""

import argparse
import csv
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from docgen.clock import BEIJING
from docgen.engine import Engine, assemble
from docgen.register import reminding
from docgen.register.actor import Actor, Role
from docgen.register.compiling import compile_payload
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.order_import import import_orders
from docgen.register.tables import documents
from docgen.register.upgrade import prepare
from docgen.render.refusals import TooManyRowsError
from docgen.settings import Settings

CLERK, OFFICER = Actor("苗雨", Role.archivist), Actor("何静远", Role.officer)
MONTH = date(2026, 10, 1), date(2026, 10, 31)
BEGINS, ENDS = "2026-09-30 16:00:00", "2026-10-31 16:00:00"
TOPICS = ("预付消费", "价格标示", "广告宣传", "食品标签", "计量器具", "网络购物", "售后服务")
UNITS = ("消费者权益保护科", "广告监督管理科", "和平路市场监督管理所", "文化路市场监督管理所")
SOLVED = ("解决", "解决", "解决", "部分解决", "未解决")
SATISFIED = ("满意", "基本满意", "满意", "不满意", "未评价")
CALLED = ("已联系", "已联系", "已联系", "已联系", "未接通")
# What people write of the reports, beside the kinds' own examples.
WRITTEN = {"main_findings": "预付消费诉求集中。", "work_advice": "约谈重点商户。"}
QUERIES: Mapping[str, tuple[str, str]] = {
    "order_sign_in_log": ("signed_in_orders", "dispatched_at"),
    "callback_satisfaction_record": ("surveyed_orders", "closed_at"),
    "monthly_problem_analysis": ("received_now", "received_at"),
    "data_analysis_report": ("points", "received_at"),
}
BOOKS = ("order_sign_in_log", "return_register", "due_reminder_log", "callback_satisfaction_record")
RETURN, RETURNS = "order_return_application", 40
REPORTS = ("monthly_problem_analysis", "data_analysis_report")


def rows(amount: int) -> Iterator[dict[str, Any]]:
    """Yield the orders of a month as the platform exports them, evenly by day and night."""
    first = datetime(2026, 10, 1)
    every = timedelta(days=31) / amount
    for place in range(amount):
        came = (first + every * place).replace(microsecond=0)
        sent = came + timedelta(minutes=3)
        # Some fall due open: after seven days.
        closed = came + timedelta(hours=200 if place % 60 == 7 else 20 + place % 140)
        urgent = place % 20 == 0
        left_open = place % 50 == 49
        yield {
            "工单编号": f"SL{came:%Y%m%d}{place:06d}",
            "来电时间": f"{came}",
            "工单类型": ("投诉", "举报", "咨询")[place % 3],
            "工单性质": "协办" if place % 40 == 39 else "主办",
            "问题分类": TOPICS[place * place % 7],
            "被反映街乡镇": f"第{place % 9 + 1}街道",
            "企业名称": f"示例市第{place % 1800}号商贸有限公司",
            "主办单位": UNITS[place % 4],
            "承办人": "周启明",
            "紧急程度": "紧急" if urgent else "一般",
            "推送时间": f"{sent}",
            "签收时间": f"{sent + timedelta(minutes=place % (11 if urgent else 123))}",
            "签收人": "霍青",
            "办理期限": f"{came + timedelta(days=7)}",
            "首次联系时间": f"{came + timedelta(hours=1 + place % 30)}",
            "办结时间": "" if left_open else f"{closed}",
            "是否解决": SOLVED[place % 5],
            "是否满意": SATISFIED[place % 5],
            "回访时间": "" if left_open or place % 200 == 7 else f"{closed + timedelta(hours=3)}",
            "回访次数": "" if left_open or place % 200 == 7 else 1 + place % 3,
            "回访结果": "" if left_open or place % 200 == 7 else CALLED[place % 5],
        }


def at(register: Register, moment: datetime) -> Register:
    """Return the register at a moment of Beijing's clock."""
    now = moment.replace(tzinfo=BEIJING).astimezone(UTC)
    return replace(register, now=lambda: now)


def take_in(register: Register, amount: int) -> str:
    """Import the month as one export; return what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            made = [*rows(amount)]
            write = csv.DictWriter(file, [*made[0]])
            write.writeheader()
            write.writerows(made)
        began = time.perf_counter()
        done = import_orders(
            at(register, datetime(2026, 11, 10, 8)), path, "hotline_12345", actor=CLERK
        )
    seconds = time.perf_counter() - began
    return f"import: {done.taken.added} orders, {len(done.refused)} refused, {seconds:.1f} s"


def remind(register: Register, engine: Engine) -> str:
    """Remind at every hour until all of the month fell due, twice each hour."""
    began, given, again = time.perf_counter(), 0, 0
    for day in range(36):
        for hour in (9, 16, 19, 22):
            here = at(register, datetime(2026, 10, 6, hour, 1) + timedelta(days=day))
            wanted = reminding.wanted_now(here, engine, "科长沈若溪")
            given += len(reminding.give(here, wanted, "system", actor=CLERK).now)
            again += len(reminding.give(here, wanted, "system", actor=CLERK).now)
    seconds = time.perf_counter() - began
    return f"reminders: {given} given at 144 hours, {again} a second time, {seconds:.1f} s"


def give_back(register: Register, engine: Engine) -> None:
    """Put in applications to give orders back, as rows."""
    example = dict(engine.catalogue[RETURN].schema.example)
    came = datetime(2026, 10, 2, tzinfo=BEIJING)
    with register.writing_unsealed() as connection:
        for place in range(RETURNS):
            number = {"system": "hotline_12345", "number": f"SL20261002{place:06d}"}
            steps = [{**each, "at": "2026-10-02T10:00"} for each in example["return_steps"]]
            payload = example | {
                "order_references": [number], "return_steps": steps, "decided_on": "2026-10-02",
                "received_at": "2026-10-02T09:00", "due_on_order": "2026-10-09",
            }  # fmt: skip
            connection.execute(insert(documents).values(
                id=new_id(came), kind=RETURN, schema_version=1, title="退单申请表",
                dated_on=came.date(), state="issued", version=1, drafted_by=CLERK.name,
                payload=json.dumps(payload, ensure_ascii=False), payload_sha256="0" * 64,
                issued_by=OFFICER.name, created_at=came, issued_at=came,
            ))  # fmt: skip


def measure(register: Register, engine: Engine) -> bool:
    """Compile and write every paper; tell whether each agrees with its recount."""
    here = at(register, datetime(2026, 11, 12, 9))
    agreed = True
    for kind in (*BOOKS, *REPORTS):
        began = time.perf_counter()
        payload = compile_payload(here, engine, kind, period=MONTH, actor=OFFICER)
        again = compile_payload(here, engine, kind, period=MONTH, actor=OFFICER)
        compiled = (time.perf_counter() - began) / 2
        case = engine.check(kind, payload | _written(engine, kind), copy="draft")
        since = time.perf_counter()
        size = len(engine.write(case, "xlsx" if kind in BOOKS else "pdf").content)
        wrote = time.perf_counter() - since
        told, counted = _recount(here, kind, payload)
        agreed &= told == counted and payload == again
        print(
            f"{kind}: {told} rows, recounted {counted}, same twice {payload == again};"
            f" compile {compiled:.1f} s, write {wrote:.1f} s, {size // 1024} KB"
        )
        if kind in BOOKS:
            _try_on_paper(engine, case)
    return agreed


def _try_on_paper(engine: Engine, case: Any) -> None:
    since = time.perf_counter()
    try:
        engine.write(case, "pdf")
    except TooManyRowsError as refusal:
        print(f"  PDF: {refusal.message} ({time.perf_counter() - since:.2f} s)")
    else:
        print(f"  PDF: {time.perf_counter() - since:.1f} s")


def _written(engine: Engine, kind: str) -> dict[str, Any]:
    """Return what people write: who was on duty, ranks, problems, advice, names."""
    example = engine.catalogue[kind].schema.example
    wanted = ("register_number", "surveyed_by", "rankings", "problems_told", "training_plan",
              "compiled_by", "reviewer")  # fmt: skip
    written = {name: example[name] for name in wanted if name in example}
    if kind == "order_sign_in_log":
        roster = {"shift": "全天", "person": "霍青", "from_at": f"{MONTH[0]}T00:00",
                  "to_at": "2026-11-01T00:00"}  # fmt: skip
        written["on_duty"] = [roster]
    if "suggestions" in example:
        written["suggestions"] = [
            {**each, "due_on": "2026-12-31"} for each in example["suggestions"]
        ]
    return written | (WRITTEN if kind == "data_analysis_report" else {})


def _recount(register: Register, kind: str, payload: Mapping[str, Any]) -> tuple[int, int]:
    """Return what a paper says, and what a query of its own counts."""
    if kind == "return_register":
        told = len(payload["own_returns"])
        query = f"SELECT count(*) FROM documents WHERE kind = '{RETURN}'"  # noqa: S608 - our own
    elif kind == "due_reminder_log":
        told = sum(
            slot in each
            for each in payload["reminded_orders"]
            for slot in ("nine", "sixteen", "nineteen", "twenty_two")
        )
        query = "SELECT count(*) FROM reminders WHERE NOT reported AND hour < :until"
    else:
        field, column = QUERIES[kind]
        said = payload[field]
        told = said if isinstance(said, int) else len(said)
        if field == "points":
            told = sum(each["received"] for each in said)
        query = f"SELECT count(*) FROM orders WHERE {column} >= :since AND {column} < :until"  # noqa: S608 - our own names
    with register.reading() as connection:
        found = connection.execute(text(query), {"since": BEGINS, "until": ENDS}).scalar_one()
    return told, int(found)


def main() -> int:
    """Make the month in a folder of its own and measure it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=10_000)
    parser.add_argument("--home", type=Path)
    given = parser.parse_args()
    engine = assemble()
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.from_env(), home=given.home or Path(folder), database_url="")
        register = open_register(settings)
        prepare(register, settings)
        print(take_in(register, given.orders))
        give_back(register, engine)
        print(remind(register, engine))
        agreed = measure(register, engine)
        register.engine.dispose()
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
