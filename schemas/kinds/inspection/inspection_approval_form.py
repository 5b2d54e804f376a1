"""行政检查审批表 (our own layout): every visit approved before it is announced and made."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Choice, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.inspection.task.approved import ApprovedAhead
from schemas.kinds.inspection.task.arranged import Arranged
from schemas.kinds.inspection.task.frequency import GROUP, WithinTheYearlyLimit
from schemas.kinds.inspection.task.inspected import Conducted, Inspected, OfTask
from schemas.kinds.inspection.task.words import ASSIGNED, CONDUCTED, TASK_TYPES
from schemas.parts.opinions import Opinions
from schemas.parts.registered import Registered


class InspectionApprovalForm(
    ApprovedAhead,
    WithinTheYearlyLimit,
    Opinions,
    Arranged,
    Inspected,
    Conducted,
    OfTask,
    Registered,
):
    """One visit to one object, or one inspection off site; it stays in the file."""

    header = Header(
        title="行政检查审批表",
        audience=(Audience.office,),
        dated_by="approved_on",
        summary="检查前报批：依据、事项、时间、人员、协助人员人数、年度频次，经办人至部门负责人逐级签署。",
        about=("party.business_name", "party.person_name", "subject"),
        packet=("inspection_notice", "inspection_checklist"),
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

    @rule(CONDUCTED)
    def joint_is_with_another(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody inspects jointly with itself."""
        if value.joint_with and facts.house.authority.name.endswith(value.joint_with):
            yield error("/joint_with", "joint_with_itself", "联合检查的部门就是本机关，请改正。")

    @rule(CONDUCTED)
    def helpers_have_an_employer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever helps is somebody's."""
        if bool(value.assistant_count) != bool(value.assistant_employers):
            yield error(
                "/assistant_employers",
                "assistant_employers",
                "有协助人员的，请填写「协助人员所属单位」；没有的，不填。",
            )

    restated = (Restates(("place",), of="party.address"),)

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
