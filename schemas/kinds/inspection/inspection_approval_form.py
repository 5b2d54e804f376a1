"""行政检查审批表 (our own layout): every visit approved before it is announced and made."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.kinds.inspection.task.arranged import Arranged
from schemas.kinds.inspection.task.inspected import Conducted, Inspected, OfTask
from schemas.kinds.inspection.task.words import ASSIGNED, CONDUCTED, TASK_TYPES
from schemas.parts.opinions import PROCEDURE, Opinions
from schemas.parts.registered import Registered

FREQUENCY = "涉企行政检查频次的规定"
GROUP = "检查频次"
# Visits for these reasons are shown apart and do not count against the yearly limit.
_OUTSIDE_THE_LIMIT = frozenset(("passed_on", "clue"))


class InspectionApprovalForm(Opinions, Arranged, Inspected, Conducted, OfTask, Registered):
    """One visit to one object, or one inspection off site; it stays in the file."""

    header = Header(
        title="行政检查审批表",
        audience=(Audience.office,),
        dated_by="approved_on",
        summary="检查前报批：依据、事项、时间、人员、协助人员人数、年度频次，经办人至部门负责人逐级签署。",
        about=("party.business_name", "party.person_name", "subject"),
    )

    sections = ("登记", "任务", "检查对象", "检查安排", "人员", GROUP, "审批意见")
    blank = {
        "opinions": [
            {"station": "handler"},
            {"station": "unit_head"},
            {"station": "authority_head"},
        ]
    }

    neighbours = Neighbours(
        follows=(
            Follows(
                "inspection_task_assignment",
                "分派的任务要逐户报批",
                ASSIGNED,
                takes={"task_number": "register_number"},
            ),
            Follows("report_registration_form", "线索需要检查核实"),
            Follows("case_source_registration_form", "线索需要检查核实"),
        ),
        excludes=(
            Excludes(
                "inspection_approval_form", "一次检查只审批一次", "《行政检查审批表》自设式样"
            ),
        ),
    )

    task_type = Choice("任务来源", TASK_TYPES, group="任务", source=ASSIGNED)
    joint_with = Text("联合检查的部门", longest=200, group="任务", optional=True)
    assistant_employers = Text("协助人员所属单位", longest=200, group="人员", optional=True)
    visits_this_year = Count("本年度已入企检查次数", most=999, group=GROUP, unit="次")
    visit_limit = Count(
        "年度入企检查次数上限",
        least=1,
        most=999,
        group=GROUP,
        unit="次",
        optional=True,
        hint="按公布的检查计划或者标准填写；没有公布的不填。",
    )
    over_limit_reason = Text("超过上限的理由", longest=300, group=GROUP, optional=True)
    late_approval_reason = Text(
        "事后补批的理由", longest=300, group="审批意见", optional=True, own=True, factual=True
    )
    approved_on = Day("批准日期", group="审批意见", own=True, starts_as="today")

    @rule(PROCEDURE)
    def approved_on_the_last_signature(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A form is as old as its last opinion."""
        if value.opinions[-1].signed_on != value.approved_on:
            yield error(
                "/approved_on",
                "approval_day",
                "「批准日期」应当是最后一级意见的签名日期，请核对。",
            )

    @rule(CONDUCTED)
    def approved_before_the_visit(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is approved afterwards was urgent, and says so."""
        late = value.planned_from.date() < value.approved_on
        if late and not value.late_approval_reason:
            yield error(
                "/approved_on",
                "approved_after_visit",
                "检查应当先批准后实施；情况紧急事后补批的，填写「事后补批的理由」。",
            )
        elif late:
            yield notice(
                "/late_approval_reason",
                "approved_late",
                "检查是事后补批的，请核对是否确属紧急情况，并在规定时间内补办。",
            )
        elif value.late_approval_reason:
            yield error(
                "/late_approval_reason", "not_late", "检查之前已经批准的，不填事后补批的理由。"
            )

    @rule(FREQUENCY)
    def limit_is_kept(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A visit beyond the published limit has a reason; off site nobody enters."""
        if value.visit_limit is None or value.method != "on_site":
            return
        counts = value.task_type not in _OUTSIDE_THE_LIMIT
        if counts and value.visits_this_year >= value.visit_limit and not value.over_limit_reason:
            yield error(
                "/over_limit_reason",
                "over_limit",
                "本次入企将超过年度检查次数上限，请写明「超过上限的理由」或者改为非现场检查。",
            )

    @rule(CONDUCTED)
    def helpers_have_an_employer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever helps is somebody's."""
        if bool(value.assistant_count) != bool(value.assistant_employers):
            yield error(
                "/assistant_employers",
                "assistant_employers",
                "有协助人员的，请填写「协助人员所属单位」；没有的，不填。",
            )

    @beside("inspection_checklist", by="party.credit_code", source=FREQUENCY)
    def visits_are_those_of_the_register(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What was typed is not less than what stands in the register."""
        visits = sum(
            other.says("method") == "on_site" and other.dated_on.year == value.approved_on.year
            for other in others
        )
        if visits > value.visits_this_year:
            yield notice(
                "/visits_this_year",
                "visits_differ",
                f"登记簿里本年度已有{visits}份对该对象的现场检查单，请核对「本年度已入企检查次数」。",
            )

    example = {
        "register_number": "检批2026-0103",
        "task_number": "检任2026-0062",
        "task_type": "daily",
        "method": "on_site",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "standing": "active",
        "subject": "计量器具使用情况",
        "inspection_basis": "《中华人民共和国计量法》第十九条",
        "planned_from": "2026-07-06T09:00",
        "planned_to": "2026-07-06T12:00",
        "place": "示例市示例区和平路88号一层",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "assistant_count": 1,
        "assistant_employers": "示例市诚办信息服务有限公司",
        "visits_this_year": 0,
        "visit_limit": 2,
        "opinions": [
            {
                "station": "handler",
                "decision": "agreed",
                "opinion": "按年度计划安排，建议检查。",
                "signer": "何静远",
                "employed_by_authority": True,
                "signed_on": "2026-06-29",
            },
            {
                "station": "unit_head",
                "decision": "agreed",
                "opinion": "同意检查。",
                "signer": "沈若溪",
                "employed_by_authority": True,
                "signed_on": "2026-06-30",
            },
            {
                "station": "authority_head",
                "decision": "agreed",
                "opinion": "同意。",
                "signer": "秦慕青",
                "employed_by_authority": True,
                "signed_on": "2026-06-30",
            },
        ],
        "approved_on": "2026-06-30",
    }
