"""检查任务分派单 (our own layout): a task goes to a unit, and from there to its officers."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Moment, PersonName, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.task.fan_out import fan_out_of
from schemas.kinds.inspection.task.inspected import Conducted
from schemas.kinds.inspection.task.listed import TaskObject, listed_once, steps_in_order
from schemas.kinds.inspection.task.task import GROUP, Task
from schemas.kinds.inspection.task.words import ASSIGNED
from schemas.parts.registered import Registered
from schemas.parts.visit import Visitors

HANDED = "分派和签收"


class InspectionTaskAssignment(Task, Visitors, Conducted, Registered):
    """One task for one unit, with its objects; approvals, notices and checklists follow it."""

    header = Header(
        title="检查任务分派单",
        also=("派任务",),
        audience=(Audience.office,),
        dated_by="assigned_at",
        summary="把检查任务分派到承办部门和检查人员：来源、依据、事项、完成时限、节点和检查对象名单。",
        copies=2,
        about=("task_name",),
    )

    sections = ("登记", GROUP, "人员", "检查对象", HANDED)
    fan_out = fan_out_of("inspection_task_assignment")
    blank = {"task_objects": 6, "milestones": 3}

    neighbours = Neighbours(
        follows=(
            Follows("inspection_plan", "按检查计划分派任务", ASSIGNED),
            Follows("report_registration_form", "线索需要检查核实"),
            Follows("case_source_registration_form", "线索需要检查核实"),
        ),
    )

    task_objects = Rows("检查对象名单", TaskObject, most=1000, group="检查对象", own=True)
    off_plan_reason = Text(
        "计划外对象的理由", longest=300, group="检查对象", optional=True, own=True
    )
    assigned_by = PersonName("分派人", group=HANDED, personal=None, own=True, starts_as="me")
    assigned_at = Moment("分派时间", group=HANDED, own=True)
    taken_by = PersonName("任务签收人", group=HANDED, personal=None, optional=True, own=True)
    taken_at = Moment("任务签收时间", group=HANDED, optional=True, own=True)

    @rule(ASSIGNED)
    def task_has_its_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Assigned, taken, done step by step, by its last day."""
        day = value.assigned_at.date()
        if value.complete_by < day:
            yield error("/complete_by", "due_not_after", "「完成时限」早于分派日期，请核对。")
        yield from steps_in_order(value.milestones, day, value.complete_by)
        if bool(value.taken_by) != bool(value.taken_at):
            yield error(
                "/taken_at",
                "taken_half",
                "任务已经签收的，签收人和签收时间都要填写；没有的，都不填。",
            )
        elif value.taken_at and value.taken_at < value.assigned_at:
            yield error("/taken_at", "taken_before", "任务签收时间早于分派时间，请核对。")

    @rule(ASSIGNED)
    def each_object_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is inspected twice by one task; who is gone is not inspected."""
        yield from listed_once(value.task_objects, "task_objects")
        for index, each in enumerate(value.task_objects):
            if each.standing in ("cancelled", "not_found"):
                yield notice(
                    f"/task_objects/{index}/standing",
                    "object_gone",
                    "检查对象已经注销或者登记系统查无，请核对是否仍要列入任务。",
                )

    @beside("inspection_plan", source=ASSIGNED)
    def objects_are_the_plans(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Whoever is inspected beyond the plan is so for a reason."""
        if not others or value.off_plan_reason:
            return
        planned = {
            each["credit_code"] or each["registration_number"]
            for each in others[-1].says("planned_objects")
        }
        for index, each in enumerate(value.task_objects):
            if (each.credit_code or each.registration_number) not in planned:
                yield error(
                    f"/task_objects/{index}",
                    "object_off_plan",
                    f"{others[-1]}没有这个检查对象，请删去或者填写「计划外对象的理由」。",
                )

    restated = (
        Restates(("task_requirements",), of="complete_by"),
        Restates(("milestones.step",), of="milestones.done_by"),
    )

    example = {
        "register_number": "检任2026-0062",
        "plan_number": "示市监〔2026〕11号",
        "task_name": "商业场所在用计量器具检查",
        "task_type": "daily",
        "sampling": "random",
        "method": "on_site",
        "issuing_unit": "示例区市场监督管理局计量科",
        "task_basis": "《中华人民共和国计量法》第十九条；2026年度检查计划",
        "subject": "计量器具使用情况",
        "complete_by": "2026-07-31",
        "milestones": [
            {"step": "报批和告知", "done_by": "2026-07-03", "person": "何静远"},
            {"step": "现场检查", "done_by": "2026-07-24", "person": "何静远"},
            {"step": "反馈结果", "done_by": "2026-07-31", "person": "沈若溪"},
        ],
        "responsible_unit": "和平路市场监督管理所",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "assistants": [{"name": "罗一鸣", "employer": "示例市诚办信息服务有限公司"}],
        "task_requirements": "逐户报批、通知，现场检查同时制作现场笔录并拍照。",
        "task_objects": [
            {
                "name": "示例市优康商贸有限公司",
                "credit_code": "91999900MA1XG6125M",
                "address": "示例市示例区和平路88号",
                "phone": "0999-60096100",
                "standing": "active",
            },
            {
                "name": "示例区悦邻生鲜便利店",
                "credit_code": "91999900MA6B3HN232",
                "address": "示例市示例区和平路36号",
                "standing": "active",
            },
        ],
        "assigned_by": "沈若溪",
        "assigned_at": "2026-06-25T09:30",
        "taken_by": "何静远",
        "taken_at": "2026-06-25T10:10",
    }
