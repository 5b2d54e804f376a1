"""Fill a register as an office has it after years, and measure what somebody waits for.

    python -m tools.large_register [--documents 200000] [--open 5000] [--home FOLDER]

Prints one line a figure: what, seconds on the clock and of the processor (medians of five), the
most it may take. The processor's count: a machine that has other work to do shows no other.
The register is made of the kinds' own examples; it is taken away again unless a folder is
named, which is measured as it is when it holds something.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from api.app import create_app
from docgen.engine import Engine, assemble
from docgen.register import people
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.ids import new_id
from docgen.register.ledger import entries
from docgen.register.numbers import series_of
from docgen.register.tables import cases, documents, numbers
from docgen.register.upgrade import prepare
from docgen.settings import Settings

NUMBERED, ACCEPTED = "non_acceptance_notice", "complaint_acceptance_decision"
DOCUMENTS_A_CASE = 4
TIMES = 5
OPERATOR = Actor("console:measure", Role.admin)
MOST = {
    "start page": 0.3, "ledger": 0.1, "due list": 0.5, "register gaps": 3.0, "register due": 2.0,
}  # fmt: skip


def fill(register: Register, engine: Engine, amount: int, still_open: int) -> None:
    """Write `amount` documents of closed cases and of `still_open` open ones."""
    began = datetime(2024, 1, 2, 1, tzinfo=UTC)
    series = {year: series_of(engine, NUMBERED, year) for year in range(2024, 2028)}
    examples = {kind: dict(engine.catalogue[kind].schema.example) for kind in (ACCEPTED, NUMBERED)}
    serials = {year: count(1) for year in series}
    total = amount // DOCUMENTS_A_CASE

    def rows() -> Iterator[tuple[str, dict[str, Any]]]:
        for case in range(total):
            at = began + timedelta(days=900) * (case / total)
            reference = f"{at.year}-{case:06d}"
            closed = None if case >= total - still_open else at + timedelta(days=60)
            fields = {"received_on": str(at.date())}
            yield "cases", {
                "case_ref": reference, "fields": fields, "opened_at": at, "closed_at": closed,
            }  # fmt: skip
            for nth in range(DOCUMENTS_A_CASE):
                kind = NUMBERED if nth else ACCEPTED
                yield from _document(kind, reference, at, nth)

    def _document(kind: str, reference: str, at: datetime, nth: int) -> Iterator[Any]:
        day = (at + timedelta(days=nth)).date()
        serial = next(serials[day.year])
        number_id, text = new_id(at), series[day.year].write(serial)
        yield "numbers", {
            "id": number_id, "prefix": series[day.year].prefix, "year": day.year,
            "class_code": series[day.year].number_class.class_code, "serial": serial,
            "text": text, "state": "used", "reserved_at": at,
        }  # fmt: skip
        field = engine.catalogue[kind].header.dated_by
        payload = examples[kind] | {"document_number": text, field: str(day)}
        yield "documents", {
            "id": new_id(at), "kind": kind, "schema_version": 1, "number_id": number_id,
            "title": engine.catalogue[kind].header.title, "document_number": text,
            "case_ref": reference, "dated_on": day, "state": "issued", "version": 1,
            "payload": json.dumps(payload, ensure_ascii=False), "payload_sha256": "0" * 64,
            "drafted_by": "苗雨", "issued_by": "何静远", "created_at": at, "issued_at": at,
        }  # fmt: skip

    tables = {"cases": cases, "numbers": numbers, "documents": documents}
    with register.writing_unsealed() as connection:
        for some in batched_by(rows(), 2000):
            for name, table in tables.items():
                if values := [row for of, row in some if of == name]:
                    connection.execute(insert(table), values)


def batched_by(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield rows in lists of `size`."""
    while some := [row for _, row in zip(range(size), rows, strict=False)]:
        yield some


def measure(
    settings: Settings, register: Register, engine: Engine
) -> dict[str, tuple[float, float]]:
    """Return what each look takes: seconds on the clock and of the processor."""
    password = secrets.token_urlsafe(16)
    if not people.any_person(register):
        people.add_person(register, "何静远", Role.officer, None, actor=OPERATOR)
    people.set_password(register, "何静远", password, actor=OPERATOR)
    client = create_app(settings, engine, register=register).test_client()
    client.post("/sign-in", data={"name": "何静远", "password": password})

    def page(place: str) -> Callable[[], None]:
        def look() -> None:
            answer = client.get(place, headers={"Accept": "text/html"})
            assert answer.status_code == 200, (place, answer.status_code)  # noqa: S101

        return look

    def command(*words: str) -> Callable[[], None]:
        environment = os.environ | {"DOCGEN_HOME": str(settings.home), "DOCGEN_DATABASE_URL": ""}
        line = [sys.executable, "-m", "docgen.cli", "register", *words]

        def run() -> None:
            subprocess.run(line, env=environment, check=True, capture_output=True)  # noqa: S603

        return run

    today = str(date(2026, 6, 25))
    looks = {
        "start page": page("/"), "ledger": page("/documents"), "due list": page("/cases"),
        "register gaps": command("gaps"), "register due": command("due", "--today", today),
    }  # fmt: skip
    return {name: _median(look) for name, look in looks.items()}


def _median(look: Callable[[], None]) -> tuple[float, float]:
    taken, worked = [], []
    for _ in range(TIMES):
        began, busy = time.perf_counter(), _busy()
        look()
        taken.append(time.perf_counter() - began)
        worked.append(_busy() - busy)
    return statistics.median(taken), statistics.median(worked)


def _busy() -> float:
    """Return the processor's seconds of this process and of those it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> int:
    """Fill, measure, tell; 1 when something took longer than it may."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--documents", type=int, default=200_000)
    options.add_argument("--open", type=int, default=5_000)
    options.add_argument("--home", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "home"
        settings = replace(Settings.from_env(), home=home, database_url="")
        register, engine = open_register(settings), assemble(settings)
        prepare(register, settings)
        if not any(True for _ in entries(register, most=1)):
            fill(register, engine, given.documents, given.open)
        found = measure(settings, register, engine)
        register.engine.dispose()
    for name, (clock, busy) in found.items():
        print(f"{name:<14}{clock:>8.3f} s{busy:>8.3f} s   at most {MOST[name]:g} s")
    return int(any(busy > MOST[name] for name, (_, busy) in found.items()))


if __name__ == "__main__":
    sys.exit(main())
