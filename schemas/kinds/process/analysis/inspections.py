"""The figures of an inspection summary, counted over the papers of inspections in force."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from schemas.ground.base import Part
from schemas.ground.compiling import Found, Paper
from schemas.ground.fields import Count, Text
from schemas.parts.compiled import digest_of

RULES = "inspect-1"
FILTER = "文书日期在期间内的有效检查文书，计划月份在期间内的计划对象"
ORDER = "文书日期、登记次序"
CHECKED, PLAN = "inspection_checklist", "inspection_plan"
ORDERED, REVIEWED = "rectification_order", "rectification_follow_up_record"
LISTED, REMOVED = "abnormal_operations_listing_decision", "abnormal_operations_removal_decision"
PASSED_ON = ("referral_letter", "suspected_crime_referral")
COUNTED = (CHECKED, ORDERED, REVIEWED, LISTED, REMOVED)
METHODS: Mapping[str, str] = MappingProxyType(
    {"on_site": "done_on_site", "off_site": "done_off_site"}
)
UNKNOWN = "未注明"


class DomainFigures(Part):
    """What was planned, done and found in one domain."""

    name = Text("检查领域", longest=60)
    planned = Count("计划户数")
    done = Count("完成次数")
    found = Count("问题项数")


class MonthFigures(Part):
    """How many inspections ended in one month."""

    name = Text("月份", longest=20)
    count = Count("次数")


def payload_of(found: Found) -> dict[str, Any]:
    """Return the summary of a period's inspections."""
    papers = [each for each in found.papers(found.first, found.last) if each.in_force]
    by_kind: dict[str, list[Paper]] = {}
    for each in papers:
        by_kind.setdefault(each.kind, []).append(each)
    sheets = by_kind.get(CHECKED, [])
    planned = _planned(found)
    domains = _domains(planned, sheets)
    states = Counter(
        row.get("state_now")
        for each in by_kind.get(REVIEWED, [])
        for row in each.said.payload.get("reviewed", ())
    )
    visits = Counter(_party(each) for each in sheets if _method(each) == "on_site")
    inspected = {each.case_ref for each in papers if each.kind in COUNTED and each.case_ref}
    moved = [
        each
        for kind in PASSED_ON
        for each in by_kind.get(kind, ())
        if each.case_ref in inspected
    ]  # fmt: skip
    used = [each for each in papers if each.kind in COUNTED] + moved
    months = Counter(_month(each.said.dated_on) for each in sheets)
    return {
        "compiling_unit": found.facts.house.authority.department
        or found.facts.house.authority.name,
        "period_from": found.first.isoformat(),
        "period_to": found.last.isoformat(),
        "compiled_at": found.as_of.isoformat(timespec="minutes"),
        "counting_rule": RULES,
        "row_filter": FILTER,
        "row_order": ORDER,
        "row_count": len(used),
        "rows_digest": digest_of(f"{each.said.id}/{each.kind}/{each.state}" for each in used),
        "planned": sum(planned.values()),
        **{
            name: sum(_method(each) == method for each in sheets)
            for method, name in METHODS.items()
        },
        "objects": len({_party(each) for each in sheets}),
        "most_visits": max(visits.values(), default=0),
        "items_checked": sum(len(_items(each)) for each in sheets),
        "sheets_with_problems": sum(bool(_problems(each)) for each in sheets),
        "by_domain": domains,
        "by_month": [
            {"name": name, "count": months[name]} for name in _months(found.first, found.last)
        ],
        "measures_taken": [
            {"name": name, "count": count} for name, count in sorted(_measures(sheets).items())
        ],
        "orders_issued": len(by_kind.get(ORDERED, ())),
        "matters_reviewed": sum(states.values()),
        "rectified": states["done"],
        "partly_rectified": states["partly"],
        "not_rectified": states["not_done"],
        "listed": len(by_kind.get(LISTED, ())),
        "removed": len(by_kind.get(REMOVED, ())),
        "transferred": len(moved),
        "issued_on": max(found.as_of.date(), found.first).isoformat(),
    }


def _planned(found: Found) -> Counter[str]:
    """Count the objects that plans of this year and the one before set for the period's months."""
    first, last = f"{found.first:%Y-%m}", f"{found.last:%Y-%m}"
    counted: Counter[str] = Counter()
    for each in found.papers(date(found.first.year - 1, 1, 1), found.last):
        if each.kind == PLAN and each.in_force:
            for row in each.said.payload.get("planned_objects", ()):
                if first <= str(row.get("planned_month", "")) <= last:
                    counted[_domain_in_words(each, row.get("domain"))] += 1
    return counted


def _domain_in_words(paper: Paper, code: Any) -> str:
    """Return a domain in the words of the kind that names it."""
    fields = getattr(paper.said.reader, "fields", {})
    rows = fields.get("planned_objects")
    options = rows.below.fields["domain"].options if rows else {}
    if not options and "domain" in fields:
        options = fields["domain"].options
    return str(options.get(code, code or UNKNOWN))


def _domains(planned: Counter[str], sheets: Sequence[Paper]) -> list[dict[str, Any]]:
    named = [(_domain_in_words(each, each.said.payload.get("domain")), each) for each in sheets]
    done = Counter(name for name, _ in named)
    wrong: Counter[str] = Counter()
    for name, each in named:
        wrong[name] += _problems(each)
    names = sorted({*planned, *done}, key=lambda name: (-done[name], -planned[name], name))
    return [
        {"name": name, "planned": planned[name], "done": done[name], "found": wrong[name]}
        for name in names
    ]


def _method(paper: Paper) -> str:
    return str(paper.said.payload.get("method", "on_site"))


def _party(paper: Paper) -> str:
    """Return what tells one inspected firm from another: its number, else its name."""
    party = paper.said.payload.get("party") or {}
    wanted = ("credit_code", "registration_number", "business_name", "person_name")
    return str(next((party[name] for name in wanted if party.get(name)), paper.said.id))


def _items(paper: Paper) -> list[Mapping[str, Any]]:
    contents = paper.said.payload.get("contents", ())
    return [item for each in contents for item in each.get("checked", ())]


def _problems(paper: Paper) -> int:
    return sum(item.get("result") == "found" for item in _items(paper))


def _measures(sheets: Iterable[Paper]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for each in sheets:
        field = getattr(each.said.reader, "fields", {}).get("dispositions")
        options = field.each.options if field else {}
        counted.update(
            str(options.get(code, code)) for code in each.said.payload.get("dispositions", ())
        )
    return counted


def _month(day: date) -> str:
    return f"{day.year}年{day.month}月"


def _months(first: date, last: date) -> list[str]:
    days = (first + timedelta(days=at) for at in range((last - first).days + 1))
    return [*dict.fromkeys(map(_month, days))]


def summed(rows: Iterable[Any], field: str) -> int:
    """Return the sum of a column."""
    return sum(each[field] for each in rows)
