"""检查对象名单 and 节点: rows of what is to be inspected, and by when each step is done."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    Day,
    Moment,
    PartyName,
    PersonName,
    Text,
)
from schemas.ground.roles import Role
from schemas.kinds.inspection.task.words import ASSIGNED, DOMAINS, METHODS
from schemas.parts.businesses import STATES, Licensed


class ListedObject(Licensed):
    """检查对象 as a list names it; an individual business may still have its old number."""

    leading = ("name",)

    name = PartyName("名称")
    address = Text("地址", longest=120)

    @rule(ASSIGNED)
    def object_has_its_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two businesses of one name are told apart by their codes."""
        if re.fullmatch("[0-9A-Z]{15,18}", value.name):
            yield error("/name", "code_for_a_name", "「名称」填的是代码，请照营业执照填写名称。")
        if not (value.credit_code or value.registration_number):
            yield error(
                "/credit_code",
                "no_code",
                "请填写「统一社会信用代码」；尚未换照的个体工商户填写 15 位注册号。",
            )


class ScheduledObject(ListedObject):
    """An object with what its own papers need, which the list itself does not print."""

    representative = PersonName(
        "法定代表人（负责人、经营者）", optional=True, kept=True, role=Role.representative
    )
    planned_from = Moment("计划检查时间自", optional=True, kept=True, planned=True)
    planned_to = Moment("计划检查时间至", optional=True, kept=True, planned=True)

    @rule(ASSIGNED)
    def time_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An inspection that is planned for an hour ends after it begins."""
        begins, ends = value.planned_from, value.planned_to
        if bool(begins) != bool(ends) or (begins and ends <= begins):
            yield error(
                "/planned_to",
                "time_reversed",
                "计划检查的起止时间要一起填写，结束晚于开始；还没有排定的，两项都不填。",
            )


class TaskObject(ScheduledObject):
    """An object of a task, with what whoever goes there has to know."""

    phone = Text("联系电话", longest=30, optional=True)
    standing = Choice("存续状态", STATES)


class PlannedObject(ScheduledObject):
    """An object of a plan: what of it is looked at, how, and in which month."""

    domain = Choice("检查领域", DOMAINS)
    looked_at = Text("检查事项", longest=100)
    method = Choice("检查方式", METHODS)
    planned_month = Code("计划月份", longest=7, hint="写成 2026-09。")
    visits_this_year = Count("本年已入企次数", most=999, unit="次")
    unit = Text("承办部门", longest=40)
    remark = Text("备注", longest=60, optional=True, hint="超过年度上限的，写明理由。")


class Milestone(Part):
    """节点: one step, the day by which it is done, and who answers for it."""

    step = Text("节点", longest=60)
    done_by = Day("节点期限", planned=True)
    person = PersonName("责任人", personal=None)


def listed_once(rows: Sequence[Record], field: str) -> Iterator[Finding]:
    """Yield every object that stands in a list for the second time."""
    seen: set[str] = set()
    places: set[tuple[str, str]] = set()
    for index, row in enumerate(rows):
        number = str(row.credit_code or row.registration_number or "")
        place = (row.name, row.address)
        if place in places and number not in seen:
            yield notice(
                f"/{field}/{index}",
                "object_alike",
                "前面有一个名称和地址都相同、代码不同的检查对象，请核对是不是同一个。",
                ASSIGNED,
            )
        places.add(place)
        if number and number in seen:
            yield error(
                f"/{field}/{index}",
                "object_repeated",
                "这个检查对象前面已经有了，请删去重复的一行。",
                ASSIGNED,
            )
        seen.add(number)


def steps_in_order(rows: Sequence[Record], first: date, last: date) -> Iterator[Finding]:
    """Yield steps that lie outside the task, or before the step above them."""
    before = first
    for index, row in enumerate(rows):
        if not before <= row.done_by <= last:
            yield error(
                f"/milestones/{index}/done_by",
                "step_outside",
                "节点期限应当按先后排列，不早于起始日、不晚于最后期限，请调整。",
                ASSIGNED,
            )
        before = max(before, row.done_by)
