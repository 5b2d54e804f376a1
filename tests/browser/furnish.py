"""What the invented office holds: people, cases that fall due, papers with a life of their own."""

import fcntl
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from docgen import Engine, Settings
from docgen.register import cases, delivery, issue
from docgen.register.actor import Actor, Role
from docgen.register.database import Register, open_register
from docgen.register.upgrade import migrate
from schemas.parts.delivery import DELIVERY_METHODS
from tests.docgen.register.accounts import staff
from tests.doubles.clock import Clock
from tests.doubles.july import START

PEOPLE: Mapping[Role, str] = MappingProxyType(
    {Role.drafter: "林晓岚", Role.officer: "何静远", Role.archivist: "周予", Role.admin: "高铭"}
)
CERTIFICATES: Mapping[Role, str] = MappingProxyType({Role.officer: "99990012035"})
OFFICER = Actor(PEOPLE[Role.officer], Role.officer)
# A case with nothing but its receipt; one that is nearly due; one with documents in it.
LATE_CASE, NEW_CASE, BUSY_CASE = "2026-0702", "2026-0711", "2026-0616"


# Of which an office holds a paper in any case: each of them has a life of its own.
AGREEMENT, NOTICE, LETTER = "mediation_agreement", "non_acceptance_notice", "referral_letter"
FEW = (
    AGREEMENT,
    NOTICE,
    LETTER,
    "site_inspection_record",
    "settlement_invoice",
    "rectification_order",
)


def furnished_office(
    settings: Settings, engine: Engine, shared: Path, kinds: Sequence[str] = FEW
) -> Path:
    """Return the folder of an office with papers of `kinds`; whoever comes first furnishes it.

    `shared` is a folder that all workers of a run know: the folder is there once, to be copied.
    """
    done = shared / f"furnished-{len(kinds)}"
    with (shared / f"{done.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            home = shared / f"{done.name}.part"
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            here = replace(settings, home=home, database_url="")
            register = open_register(here, now=Clock(START.replace(minute=0)))
            migrate(register)
            furnish(register, engine, kinds)
            register.engine.dispose()
            home.rename(done)
    return done


def furnish(register: Register, engine: Engine, kinds: Sequence[str]) -> None:
    """Fill a fresh register: each kind issued once, one superseded, one void, one delivered."""
    for role, name in PEOPLE.items():
        staff(register, name, role, certificate=CERTIFICATES.get(role, ""))
    day = date(2026, 7, 20)
    for case_ref, days in ((LATE_CASE, 18), (NEW_CASE, 10)):
        known = {"received_on": (day - timedelta(days)).isoformat()}
        cases.open_case(register, case_ref, known, actor=OFFICER)
    issued = {
        kind: issue.issue(
            register, engine, kind, dict(engine.catalogue[kind].schema.example), actor=OFFICER,
            case_ref=BUSY_CASE if kind == AGREEMENT else None, drafted_by=PEOPLE[Role.drafter],
        )
        for kind in kinds
    }  # fmt: skip
    agreement, notice, letter = (issued[kind] for kind in (AGREEMENT, NOTICE, LETTER))
    delivery.record_delivery(
        register, agreement.id, method=next(iter(DELIVERY_METHODS)), recipient="喆玥",
        delivered_on=agreement.dated_on, actor=OFFICER,
    )  # fmt: skip
    issue.supersede(
        register, engine, notice.id, dict(engine.catalogue[notice.kind].schema.example),
        actor=OFFICER,
    )  # fmt: skip
    issue.void(register, letter.id, "移送机关写错，另行制作。", actor=OFFICER)
