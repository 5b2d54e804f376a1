"""批准和移送: the head of the authority decides within three days, and it goes within one."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Day, Moment, Text

ORDER = "《行政执法机关移送涉嫌犯罪案件的规定》"
CHIEF = f"{ORDER}第五条"
TO_DECIDE, TO_SEND = timedelta(days=3), timedelta(hours=24)
_CHIEF = re.compile("(?<!副)(?:局长|主任|书记|行长|处长)|主持工作")


class DecidedByTheChief(Part):
    """When the report was given, the referral approved and sent, and why it was late if it was."""

    report_given_on = Day(
        "收到调查报告的日期", group="审批与告知", kept=True, own=True, source=CHIEF
    )
    approved_at = Moment("批准移送的时间", group="审批与告知", kept=True, own=True, source=CHIEF)
    sent_at = Moment("移送时间", group="审批与告知", kept=True, own=True, source=CHIEF)
    late_reason = Text(
        "逾期说明", group="审批与告知", optional=True, kept=True, factual=True, own=True,
        longest=500, hint="超过三日或者二十四小时的，说明原因，留卷备查。",
    )  # fmt: skip

    @rule(CHIEF)
    def the_chief_decides_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The head himself, within three days of the report; sent within a day of it."""
        if not _CHIEF.search(value.approval.post):
            detail = "移送涉嫌犯罪案件由正职负责人或者主持工作的负责人批准，请核对审批人职务。"
            yield error("/approval/post", "not_the_chief", detail)
        if value.approved_at.date() != value.approval.approved_on:
            detail = "批准移送的时间与审批日期不是同一天，请核对。"
            yield error("/approved_at", "approval_differs", detail)
        if value.sent_at.date() != value.issued_on:
            detail = "移送时间与移送日期不是同一天，请核对。"
            yield error("/sent_at", "sent_another_day", detail)
        if value.sent_at < value.approved_at:
            detail = "移送时间早于批准移送的时间，请核对。"
            yield error("/sent_at", "sent_before_approval", detail)
        say = notice if value.late_reason else error
        if value.approved_at.date() - value.report_given_on > TO_DECIDE:
            detail = "收到调查报告之日起三日内决定是否移送，请核对；确已逾期的，填写「逾期说明」。"
            yield say("/approved_at", "decided_late", detail)
        if value.sent_at - value.approved_at > TO_SEND:
            detail = "批准后二十四小时内向公安机关移送，请核对；确已逾期的，填写「逾期说明」。"
            yield say("/sent_at", "sent_late", detail)
