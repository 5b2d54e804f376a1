"""Compile a paper that nobody types: an ordinary payload made of what the register holds.

Which kinds there are, and what they make of it, stands with the kinds (`schemas.ground.compiling`).
From the same register the same payload comes: no clock is asked, and rows come in one order.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from docgen.engine import Engine
from docgen.errors import DocgenError, ExitCode
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.compiled_rows import (
    case_found,
    cases_found,
    local,
    orders_found,
    papers_found,
    reminders_found,
)
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.rights import Act
from docgen.register.tables import audit as entries
from schemas.ground.base import Facts
from schemas.ground.compiling import Found

# What changes an order, a paper or a case, as the trail calls it.
CHANGING = (
    "import_orders", "issue", "supersede", "void", "deliver", "open_case", "close_case",
    "reopen_case", "join_case", "release_order", "restore", "remind", "answer_reminder",
)  # fmt: skip
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class CompileError(DocgenError):
    """A paper cannot be compiled as asked."""

    code = "cannot_compile"
    exit_code = ExitCode.usage


def period_of(text: str | None) -> tuple[date, date] | None:
    """Return the first and the last day of 2026, 2026-11, 2026-11-03 or 2026-11-03..2026-12-02.

    Of nothing there is no period. Errors: `CompileError`.
    """
    if not text:
        return None
    first, parted, last = text.partition("..")
    try:
        since, until = _days(first), _days(last or first)
    except ValueError:
        raise CompileError("期间请写成 2026、2026-11 或者 2026-11-01..2026-11-30。") from None
    if until[1] < since[0] or (parted and not last):
        raise CompileError("期间的终止日早于起始日，请核对。")
    return since[0], until[1]


def compile_payload(
    register: Register,
    engine: Engine,
    kind: str,
    *,
    period: tuple[date, date] | None = None,
    case_ref: str | None = None,
    part: str | None = None,
    unit: str | None = None,
    actor: Actor,
) -> dict[str, Any]:
    """Return the payload of a kind that declares a compiler, and record who had it made.

    `part` is main or secondary, where a kind is of one part of a file; `unit` is whose orders,
    where it is made for one.
    It is checked, edited and rendered as any other.
    Errors: `NotAllowedError`, `UnknownKindError`, `UnknownCaseError`, `CompileError`.
    """
    compiler = engine.catalogue[kind].schema.compiler
    if compiler is None:
        raise CompileError("这种文书由人填写，不由登记簿生成。")
    allow(Act.read_reports if compiler.of_reports else Act.read, actor)
    if (case_ref if compiler.of_case else period) is None:
        wanted = "案卷编号（case）" if compiler.of_case else "期间（period）"
        raise CompileError(f"生成这种文书，请写明{wanted}。")
    found = found_in(
        register, engine, period=period, case_ref=case_ref if compiler.of_case else None, part=part
    )
    if compiler.units:
        found = replace(found, unit=_one_of(compiler.units(found), unit))
    payload = compiler.make(found)
    first, last = found.first, found.last
    detail = {"kind": kind, "period": [str(first), str(last)], "case_ref": case_ref}
    with register.writing() as connection:
        audit.record(connection, register, actor, "compile", None, detail)
    return payload


def _one_of(units: Sequence[str], asked: str | None) -> str:
    """Return the unit a paper is made for: the one that was asked for, or the only one there is."""
    if not units:
        raise CompileError("这一期间没有即将到期或者超期的工单，不用生成。")
    if asked is None and len(units) > 1:
        raise CompileError(f"请写明是哪个单位（unit）：{'、'.join(units)}。")
    if asked is not None and asked not in units:
        raise CompileError(f"这个单位没有即将到期或者超期的工单；有的是：{'、'.join(units)}。")
    return asked or units[0]


def found_in(
    register: Register,
    engine: Engine,
    *,
    period: tuple[date, date] | None = None,
    case_ref: str | None = None,
    part: str | None = None,
) -> Found:
    """Return what the register holds, as a kind's compiler is handed it.

    Errors: `UnknownCaseError`; `CompileError` where nothing has ever been entered.
    """
    as_of = _as_of(register)
    if as_of is None:
        raise CompileError("登记簿里还没有工单、文书和案卷，没有什么可汇总。")
    first, last = period or (date.min, as_of.date())
    catalogue = engine.catalogue
    return Found(
        facts=Facts(engine.law, engine.house, as_of.date()),
        as_of=as_of,
        orders=partial(orders_found, register, catalogue),
        papers=partial(papers_found, register, catalogue),
        cases=partial(cases_found, register, catalogue),
        reminders=partial(reminders_found, register),
        first=first,
        last=last,
        case=case_found(register, catalogue, case_ref) if case_ref else None,
        part=part,
    )


def _days(text: str) -> tuple[date, date]:
    found = _PERIOD.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    year, month, day = (int(each) if each else 0 for each in found.groups())
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    following = date(year + 1, 1, 1) if not month else (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def _as_of(register: Register) -> datetime | None:
    """Return when an order, a paper or a case changed last; None where there is none."""
    wanted = select(entries.c.at).where(entries.c.act.in_(CHANGING))
    with register.reading() as connection:
        at = connection.scalar(wanted.order_by(entries.c.sequence.desc()).limit(1))
    return local(at)
