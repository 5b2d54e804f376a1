"""甲方审核和申报: whether the client agrees, when it is submitted, and what comes of it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, Group, Moment, PersonName, Text
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.hotline.review.angles import REVIEWED
from schemas.kinds.hotline.review.applied import AppliedRule
from schemas.parts.approvals import DECISIONS, contradicts

AUDIT, SUBMISSION = "甲方审核", "申报和结果"
OUTCOMES = {"agreed": "同意", "refused": "不同意", "pending": "待定"}


class ClientAudit(Part):
    """甲方审核: an officer of the bureau decides whether it is submitted."""

    published_as = "non_assessed_request_review"

    auditor = PersonName("审核人", personal=None, role=Role.approver)
    employed_by_authority = Flag("审核人为本机关工作人员", kept=True)
    decision = Choice("审核决定", DECISIONS)
    opinion = Text("审核意见", longest=300)
    audited_on = Day("审核日期")

    @rule(REVIEWED)
    def auditor_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contractor reviews and advises; the client decides."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "auditor_not_official",
                "是否申报由甲方审核决定，审核人应当是本机关工作人员，请改由本机关人员审核。",
            )
        if contradicts(value.decision, value.opinion):
            yield error(
                "/opinion",
                "opinion_contradicts",
                "「审核意见」的意思与「审核决定」相反，请对照原件改正其中一项。",
            )


class Submitted(AppliedRule):
    """Submitted in time, once the client has agreed; only what is agreed to leaves the base."""

    published_as = "non_assessed_request_review"
    blank = {"client_audit": None, "leaves_base": ...}

    client_audit = Group(
        "甲方审核", ClientAudit, group=AUDIT, optional=True, own=True, source=REVIEWED
    )
    submitted_at = Moment("申报时间", group=SUBMISSION, optional=True, own=True)
    submission_result = Choice("申报结果", OUTCOMES, group=SUBMISSION, optional=True, own=True)
    result_on = Day("结果日期", group=SUBMISSION, optional=True, own=True)

    @derived(Text("移出考核基数"))
    def leaves_base(self, value: Record, facts: Facts) -> str:
        """Only what was agreed to leaves the base of the rates."""
        return "是" if value.submission_result == "agreed" else "否"

    @rule(REVIEWED)
    def the_client_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Audited after the review, by somebody else; submitted after the audit agreed."""
        audit = value.client_audit
        if audit and audit.audited_on < value.reviewed_on:
            yield error("/client_audit/audited_on", "audited_before", "审核早于复核，请核对。")
        if audit and folded_name(audit.auditor) == folded_name(value.reviewed_by):
            yield error(
                "/client_audit/auditor",
                "auditor_is_reviewer",
                "复核人不能审核自己的复核，请由甲方人员审核。",
            )
        if not value.submitted_at:
            return
        if not audit or audit.decision != "agreed":
            yield error(
                "/submitted_at", "submitted_unaudited", "甲方审核同意以后才能申报，请核对。"
            )
        elif value.submitted_at.date() < audit.audited_on:
            yield error("/submitted_at", "submitted_before", "申报早于甲方审核，请核对。")
        if value.review_advice == "amend":
            yield error(
                "/submitted_at",
                "submitted_unamended",
                "意见是修改后申报的，修改并再次复核以后才能申报。",
            )
        elif value.review_advice == "against":
            yield notice(
                "/submitted_at", "submitted_against", "复核不建议申报而已经申报，请核对甲方的意见。"
            )

    @rule(REVIEWED)
    def submitted_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The platform closes at an hour that the month's rules or the form says."""
        closes = self.closing(value)
        if closes and value.submitted_at and value.submitted_at > closes:
            yield error(
                "/submitted_at", "submitted_late", "申报晚于当月的截止时间，请核对申报时间。"
            )

    @rule(REVIEWED)
    def result_follows_the_submission(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was submitted has a result, pending or with its day; what was not has none."""
        if bool(value.submitted_at) != bool(value.submission_result):
            yield error(
                "/submission_result",
                "result_differs",
                "已经申报的，填写「申报结果」，没有结果的选待定；没有申报的不填。",
            )
        decided = value.submission_result in ("agreed", "refused")
        if decided != bool(value.result_on):
            yield error(
                "/result_on", "result_day", "已有结果的，填写「结果日期」；没有结果的不填。"
            )
        elif decided and value.submitted_at and value.result_on < value.submitted_at.date():
            yield error("/result_on", "result_before", "结果日期早于申报时间，请核对。")
