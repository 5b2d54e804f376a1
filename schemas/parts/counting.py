"""What counts as one completed 件: a dated counting rule as data, and the counting of rows by it.

The contracts say nothing of it, so the rule is our own until both parties confirm one: its clauses
and switches stand in `schemas/counting/*.toml`, and whatever is counted names the rule it used.
"""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from importlib.resources import files
from operator import attrgetter

# What a row of the ledger is: an order that somebody sent, or an inspection of one object.
ORDERS = ("complaint", "report")
INSPECTIONS = ("daily_inspection", "remote_inspection")
ITEMS = (*ORDERS, *INSPECTIONS)

# How a row ended, in the ledger's words.
OUTCOMES = {
    "done": "办结",
    "refused": "审查后不予受理",
    "returned": "退单",
    "reassigned": "办理以前改派",
    "merged": "并入其他工单",
    "split": "拆分后的另一部分",
    "assisting": "协办",
    "voided": "来源平台作废",
    "follow_up": "复查",
    "not_found": "未找到检查对象",
}

# Why a closed row is not counted, each with the clause of the rule that says so.
LEFT = {
    "jd_related": ("京东工单", 1),
    "jd_undecided": ("是否涉及京东没有判定", 1),
    "returned": ("退单", 1),
    "split": ("拆分后的另一部分", 2),
    "merged": ("合并、重复的工单", 3),
    "imported_twice": ("重复导入", 3),
    "refused": ("审查后不予受理", 4),
    "reassigned": ("办理以前改派", 4),
    "assisting": ("协办的工单", 4),
    "voided": ("来源平台作废的工单", 3),
    "follow_up": ("复查", 5),
    "not_found": ("未找到检查对象", 5),
    "of_an_order": ("由工单产生的检查，已随工单计数", 6),
    "of_a_visit": ("同日同对象的现场检查已计数", 7),
    "counted_before": ("以前月份已计数", 8),
}


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the ledger: an order or an inspection, told apart by system and number.

    `jd_related` is None while nobody has decided it. `order` is the key of the order that an
    inspection arose from; `task` and `party` say which inspections are of one object in one task.
    `proved` tells whether a site record proves a visit that found nobody.
    """

    system: str
    number: str
    item: str
    closed_on: date | None
    outcome: str = "done"
    jd_related: bool | None = None
    order: str = ""
    task: str = ""
    party: str = ""
    proved: bool = False

    @property
    def key(self) -> str:
        """What tells a row from every other: system and number."""
        return f"{self.system}:{self.number}"


@dataclass(frozen=True, slots=True)
class CountingRule:
    """计数规则: its clauses in words, and what each of its switches says."""

    code: str
    title: str
    clauses: tuple[str, ...]
    split_counts: bool
    refused_counts: bool
    returned_counts: bool
    assisting_counts: bool
    failed_visit_counts: bool
    tied_inspection_counts: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """One row judged: under which clause it counts for its item in a month, or why it does not."""

    work: Work
    counts: bool
    clause: int
    reason: str

    @property
    def month(self) -> str:
        """The month of closing: 2026-07."""
        return f"{self.work.closed_on:%Y-%m}" if self.work.closed_on else ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a period comes to: counted pieces by item, the rest by reason; together all closed rows.

    `undecided` of them have no answer on 京东 yet: while there are any, nothing can be confirmed.
    """

    rows: tuple[Counted, ...]
    quantities: Mapping[str, int]
    left: Mapping[str, int]
    undecided: int
    digest: str


def read_rules() -> Mapping[str, CountingRule]:
    """Return every counting rule shipped in `schemas/counting/`, by its code."""
    entries = sorted(files("schemas").joinpath("counting").iterdir(), key=lambda each: each.name)
    found = {}
    for entry in entries:
        if entry.name.endswith(".toml"):
            table = tomllib.loads(entry.read_text(encoding="utf-8"))
            code = entry.name.removesuffix(".toml")
            clauses = tuple(table.pop("clauses"))
            found[code] = CountingRule(code=code, clauses=clauses, **table)
    return found


def count(
    works: Iterable[Work],
    rule: CountingRule,
    first: date,
    last: date,
    before: Collection[str] = frozenset(),
) -> Tally:
    """Count the rows closed within a period, each once.

    `before` holds the keys counted in earlier periods: a row once counted keeps its month. In which
    order the rows come is of no account.
    """
    closed = [each for each in works if each.closed_on and first <= each.closed_on <= last]
    closed.sort(key=_order)
    known: dict[str, Counted] = {}
    judged: list[Counted] = []
    visits: set[tuple[str, str, date | None]] = set()
    for work in closed:
        reason = _left(work, rule, known, visits, before)
        clause = LEFT[reason][1] if reason else _CLAUSE[work.item]
        each = Counted(work, not reason, clause, reason)
        judged.append(each)
        known.setdefault(work.key, each)
        if each.counts and work.item == "daily_inspection":
            visits.add((work.task, work.party, work.closed_on))
    return Tally(
        rows=tuple(judged),
        quantities={
            item: sum(each.counts and each.work.item == item for each in judged) for item in ITEMS
        },
        left=dict(Counter(each.reason for each in judged if each.reason)),
        undecided=sum(each.work.jd_related is None and each.work.item in ORDERS for each in judged),
        digest=_digest(judged),
    )


def why_left(work: Work, rule: CountingRule) -> str:
    """Return in words why a row is not counted, looked at by itself; empty if it is."""
    reason = _left(work, rule, {}, (), ())
    return LEFT[reason][0] if reason else ""


_PLACE = {item: place for place, item in enumerate(ITEMS)}
_FACTS = attrgetter(*(each.name for each in fields(Work)))
_CLAUSE = {"complaint": 1, "report": 1, "daily_inspection": 5, "remote_inspection": 5}


def _order(work: Work) -> tuple[int, str, str]:
    """Orders before the inspections they led to, visits before looks from afar; then by day."""
    return (_PLACE[work.item], str(work.closed_on), _line(work))


def _left(
    work: Work,
    rule: CountingRule,
    known: Mapping[str, Counted],
    visits: Collection[tuple[str, str, date | None]],
    before: Collection[str],
) -> str:
    """Return why a row is not counted; empty if it is."""
    switch = {
        "merged": False,
        "voided": False,
        "reassigned": False,
        "assisting": rule.assisting_counts,
        "follow_up": False,
        "split": rule.split_counts,
        "refused": rule.refused_counts,
        "returned": rule.returned_counts,
        "not_found": rule.failed_visit_counts and work.proved,
    }
    inspected, remote = work.item in INSPECTIONS, work.item == "remote_inspection"
    tied = inspected and work.order and not rule.tied_inspection_counts
    here = (work.task, work.party, work.closed_on)
    reasons = (
        ("imported_twice", work.key in known),
        ("counted_before", work.key in before),
        (work.outcome, not switch.get(work.outcome, True)),
        ("jd_related", work.item in ORDERS and work.jd_related),
        ("jd_undecided", work.item in ORDERS and work.jd_related is None),
        ("of_an_order", tied and _pays(work.order, known, before)),
        ("of_a_visit", remote and work.task and work.party and here in visits),
    )
    return next((reason for reason, holds in reasons if holds), "")


def _pays(order: str, known: Mapping[str, Counted], before: Collection[str]) -> bool:
    """Tell whether an order is paid for, or may be: one that never counts pays for nothing."""
    judged = known.get(order)
    return order in before or judged is None or judged.counts


def _digest(judged: Sequence[Counted]) -> str:
    """Return the first 16 digits of a SHA-256 over the rows, whatever order they came in."""
    lines = sorted(_line(each.work) for each in judged)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _line(work: Work) -> str:
    return "\t".join(map(str, _FACTS(work)))
