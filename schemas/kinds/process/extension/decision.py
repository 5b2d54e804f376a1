"""审批意见: what the two levels say of an extension, and the day on which it is decided."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Day, Group, Text
from schemas.ground.kind import KindSchema
from schemas.parts.opinions import PROCEDURE, Opinion

DECISION = "审批意见"


class DecidedExtension(KindSchema):
    """Decided on the day of the last signature, after it was asked for."""

    blank = {"unit_head_opinion": ..., "authority_head_opinion": ..., "remark": ...}

    decided_on = Day("审批日期", group=DECISION, own=True, kept=True, starts_as="today")
    approved_on = Day(
        "批准日期", group=DECISION, optional=True, own=True, kept=True, hint="不同意的不填。"
    )
    remark = Text("备注", longest=300, group=DECISION, optional=True, own=True)

    @derived(Group("经办机构负责人意见", Opinion), prints=("opinions",))
    def unit_head_opinion(self, value: Record, facts: Facts) -> Record:
        """The first opinion."""
        return Record(value.opinions[0])

    @derived(Group("部门负责人意见", Opinion, optional=True), prints=("opinions",))
    def authority_head_opinion(self, value: Record, facts: Facts) -> Record | None:
        """The opinion that decides; None where the unit's head refused."""
        return Record(value.opinions[1]) if len(value.opinions) > 1 else None

    @rule(PROCEDURE)
    def approved_on_the_last_signature(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day of the approval is that of who decides; what is refused has none."""
        last = value.opinions[-1]
        if value.opinions[0].signed_on < value.extension_asked_on:
            yield error(
                "/opinions/0/signed_on", "signed_before_application", "意见早于提请日期，请核对。"
            )
        if value.decided_on != last.signed_on:
            yield error(
                "/decided_on", "decision_day", "「审批日期」应当是最后一级意见的签名日期，请核对。"
            )
        if last.decision == "agreed" and value.approved_on != last.signed_on:
            yield error(
                "/approved_on",
                "approval_day",
                "「批准日期」应当是部门负责人签署意见的日期，请核对。",
            )
        if last.decision == "refused" and value.approved_on:
            yield error("/approved_on", "approval_of_refusal", "不同意延期的，不填「批准日期」。")
