"""What the register holds, as rows of work to be counted: orders, and inspections of one object."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from schemas.ground.compiling import Found, Order, Paper
from schemas.parts import kpi
from schemas.parts.counting import Work

# By the words of the platform: the item of the contract.
SORTS: Mapping[str, str] = MappingProxyType({"投诉": "complaint", "举报": "report"})
CHECKLIST, SITE_RECORD = "inspection_checklist", "site_inspection_record"
_STATES = MappingProxyType({
    "合并": "merged", "已合并": "merged", "作废": "voided", "已作废": "voided",
    "撤销": "voided", "已撤销": "voided",
})  # fmt: skip
_DECIDED = MappingProxyType({"是": True, "否": False})


def work_of(order: Order) -> Work | None:
    """Return an order as work; None for one that is neither complaint nor report."""
    item = SORTS.get(order.order_type or "")
    if item is None:
        return None
    return Work(
        system=order.system,
        number=order.number,
        item=item,
        closed_on=order.closed_at.date() if order.closed_at else None,
        outcome=_outcome(order),
        jd_related=_DECIDED.get(order.jd_related or ""),
    )


def works_of(found: Found) -> Iterator[Work]:
    """Yield the work of a period: its orders, then its inspections, each object once a day.

    An inspection in the case of an order arose from it.
    """
    order_of: dict[str, str] = {}
    for order in found.orders(found.first, found.last):
        work = work_of(order)
        if work is None:
            continue
        if order.case_ref:
            order_of.setdefault(order.case_ref, work.key)
        yield work
    seen = set()
    for paper in found.papers(found.first, found.last):
        if paper.in_force and paper.kind in (CHECKLIST, SITE_RECORD):
            work = _inspection(paper, order_of.get(paper.case_ref or "", ""))
            if work.key not in seen:
                seen.add(work.key)
                yield work


def _outcome(order: Order) -> str:
    if order.nature == "协办":
        return "assisting"
    if state := _STATES.get(order.state or ""):
        return state
    if kpi.returned(order):
        return "returned"
    refused = any(each.in_force and each.kind == "non_acceptance_notice" for each in order.papers)
    return "refused" if refused else "done"


def _inspection(paper: Paper, order: str) -> Work:
    """Return a checklist or a site record as work: told apart by case or task, object and day."""
    said, day = paper.said.payload, paper.said.dated_on
    party = said.get("party") or {}
    known = (party.get(name) for name in ("credit_code", "registration_number", "id_number"))
    name = party.get("business_name") or party.get("person_name") or paper.said.id
    subject = str(next(filter(None, known), name))
    task = str(said.get("task_number") or paper.case_ref or paper.said.id)
    remote = paper.kind == CHECKLIST and said.get("method") in ("off_site", "非现场检查", "非现场")
    item = "remote_inspection" if remote else "daily_inspection"
    return Work(
        system="检查",
        number=f"{task} {subject} {day:%Y-%m-%d} {item}",
        item=item,
        closed_on=day,
        order=order,
        task=task,
        party=subject,
    )
