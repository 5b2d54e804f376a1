"""检查对象: whom a task is about, and the task's own number."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import Choice, Code, Group
from schemas.ground.kind import KindSchema
from schemas.kinds.inspection.task.words import CONDUCTED, METHODS
from schemas.parts.businesses import STATES
from schemas.parts.inspected_party import InspectedParty

OBJECT = "检查对象"


class OfTask(KindSchema):
    """A paper of one task; the number is the office's own."""

    task_number = Code(
        "任务编号", longest=60, group="任务", optional=True, hint="即时检查没有任务的不填。"
    )


class Inspected(KindSchema):
    """A paper about one object of inspections, with its standing in the register."""

    party = Group("当事人", InspectedParty, group=OBJECT, source=CONDUCTED)
    standing = Choice("存续状态", STATES, group=OBJECT, source=CONDUCTED)

    @rule(CONDUCTED)
    def object_still_exists(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is struck off can do nothing any more, nor be told to."""
        if value.standing in ("cancelled", "not_found"):
            yield notice(
                "/standing",
                "object_gone",
                "检查对象已经注销或者登记系统查无，请核对主体；确无此主体的，不再检查。",
            )


class Conducted(KindSchema):
    """A paper that says whether somebody goes there."""

    method = Choice("检查方式", METHODS, group="任务", source=CONDUCTED)
