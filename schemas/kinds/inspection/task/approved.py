"""批准在先: a visit is approved before it is made, or says why it was approved after."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Day, Text
from schemas.kinds.inspection.task.words import CONDUCTED
from schemas.parts.opinions import PROCEDURE


class ApprovedAhead(Part):
    """The day of the last signature, which comes before the visit unless that was urgent."""

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
