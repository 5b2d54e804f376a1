"""When a matter is sent on, and by when the bureau that receives it reports back."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Day
from schemas.kinds.complaint.distribution.matter import FORM
from schemas.kinds.complaint.distribution.receiver import DISTRIBUTION

# The days by which whoever receives it must have decided, as the law counts them.
DECIDED_BY = {"complaint": "D1", "report": "D4"}


class ReportsBack(Part):
    """A letter of `issued_on` about what was `brought_on` an earlier day."""

    report_back_on = Day(
        "报告结果的期限", group="分送", own=True, planned=True, source=FORM,
        hint="请接收机关在这一天以前报告处理结果。",
    )  # fmt: skip

    @rule(DISTRIBUTION)
    def sent_promptly(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is sent before it came, nor after who receives it would have had to decide."""
        if value.brought_on > value.issued_on:
            yield error(
                "/brought_on", "before_receipt", "「投诉、举报日期」晚于分送的日期，请核对。"
            )
            return
        code = DECIDED_BY[value.matter_sort]
        if value.issued_on > facts.law.due(code, value.brought_on, on=value.issued_on).due:
            yield notice(
                "/issued_on",
                "distributed_late",
                "分送应当及时，文书日期距投诉、举报之日已超过法律给承办机关的期限，请核对。",
            )

    @rule(FORM)
    def result_can_be_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The day lies ahead, and not before the law wants a first decision."""
        if value.report_back_on <= value.issued_on:
            yield error(
                "/report_back_on", "report_back_past", "报告结果的期限应当在文书日期以后，请核对。"
            )
            return
        due = facts.law.due(DECIDED_BY[value.matter_sort], value.issued_on, on=value.issued_on)
        if value.report_back_on < due.due:
            yield notice(
                "/report_back_on",
                "report_back_soon",
                "报告结果的期限早于接收机关作出决定的法定期限，届时可能没有结果，请核对。",
                due.citation,
            )
