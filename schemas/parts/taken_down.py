"""What is taken down of what somebody tells the bureau: how it came, when, and by whom."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice
from schemas.ground.fields import Choice, Day, Moment, PersonName, Text
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role

GROUP = "登记"
FORMS = "《市场监督管理部门处理投诉举报文书式样》"
CHANNELS = {"telephone": "电话", "letter": "信函", "visit": "上门", "other": "其他非现场方式"}
# Who comes or calls is heard at once: no letter lies between the two.
_AT_ONCE = frozenset(("telephone", "visit"))
# So long an order may lie on its way from another office's telephone.
_PASSED_ON = timedelta(days=7)
_ELSEWHERE = re.compile(
    "(?:详|具体)?(?:内容|情况)?(?:请?见|同)(?:附件|附页|来信|来电|工单|录音|材料|上).{0,6}"
)


def elsewhere_findings(pointer: str, label: str, text: str, form: str) -> Iterator[Finding]:
    """Yield that a text only says where what belongs here is to be found."""
    if _ELSEWHERE.fullmatch(text.rstrip("。")):
        yield error(
            pointer,
            "told_elsewhere",
            f"「{label}」应当写在{form}上，不能只写见附件、见来信，请照材料写明。",
        )


class TakenDown(KindSchema):
    """A form on which the office takes down what somebody brings; who comes signs it."""

    channel = Choice(
        "提出方式", CHANNELS, group=GROUP, kept=True, own=True, source=FORMS,
        hint="上门提出的由本人在表上签字，其他方式无须签字。",
    )  # fmt: skip
    lodged_at = Moment(
        "提出时间", group=GROUP, optional=True, kept=True, own=True,
        hint="来电、来访的时间；期限不从这时起算，从有处理权限的机关收到之日起算。",
    )  # fmt: skip
    handler = PersonName(
        "经办人",
        group=GROUP,
        kept=True,
        own=True,
        personal=None,
        starts_as="me",
        role=Role.handler,
    )
    registered_on = Day("登记日期", group=GROUP, starts_as="today")

    def received_when_told(
        self, value: Record, received: str, detail: str, source: str
    ) -> Iterator[Finding]:
        """Yield that what somebody came or called for is received later than it was told.

        `received` names the field with the day from which every period runs.
        """
        if not value.lodged_at or value.channel not in _AT_ONCE:
            return
        passed_on = _PASSED_ON if value.order_references else timedelta()
        if value[received] - value.lodged_at.date() > passed_on:
            yield notice(f"/{received}", "received_after_telling", detail, source)


class HandedIn(Part):
    """A form that prints below what was told what was handed in with it: `materials_received`."""

    blank = {"materials_line": None}

    @derived(Text("证明材料"), prints=("materials_received",))
    def materials_line(self, value: Record, facts: Facts) -> str | None:
        """What was handed in, in the box of what was told; None where nothing was."""
        listed = "；".join(value.materials_received)
        return f"证明材料：{listed}。" if listed else None
