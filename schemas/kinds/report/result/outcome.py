"""处理结果: what became of a report, why nothing was filed, and who else acts."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, LongText, Text, When
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.report.result.basis import TOLD

AGREED = "合同关于举报结果告知的约定"
RESULTS = {
    "filed": "决定立案",
    "not_filed": "决定不予立案",
    "referred": "不予立案，线索移送有处理权限的机关",
    "penalised": "已作出行政处罚决定",
    "other": "其他处理结果",
}
_SENTENCES = {
    "filed": "经核查，我局决定立案调查。",
    "not_filed": "经核查，我局决定不予立案。",
    "referred": "经核查，该事项不属于我局处理权限，我局不予立案，线索已移送{}处理。",
    "penalised": "我局收到处理结果，{}已对该事项作出行政处罚决定。",
}
_OF_OTHERS = ("referred", "penalised")
_FIVE_DAYS = re.compile("(?:五|5)个工作日")


class OutcomeOfTheReport(KindSchema):
    """The result the case decided, with its reasons, in time; nothing repealed is promised."""

    published_as = "report_result_notice"

    report_result = Choice("处理结果", RESULTS, group="依据和结果", own=True, source=AGREED)
    other_authority = Text(
        "受移送或者作出处罚的机关",
        longest=100,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("report_result", _OF_OTHERS),
    )
    filing_decided_on = Day(
        "是否立案的决定日期",
        group="依据和结果",
        optional=True,
        kept=True,
        applies=When("report_result", ("filed", "not_filed", "referred")),
        source=AGREED,
    )
    result_details = LongText(
        "处理结果的说明", longest=3000, group="依据和结果", optional=True, own=True, factual=True
    )
    not_filed_reasons = LongText(
        "不予立案的理由",
        longest=3000,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("report_result", ("not_filed", "referred")),
        source=AGREED,
    )

    @derived(Text("处理结果"), prints=("report_result", "other_authority"))
    def result_sentence(self, value: Record, facts: Facts) -> str | None:
        """The result as a sentence; None where the explanation alone says it."""
        sentence = _SENTENCES.get(value.report_result)
        return sentence.format(value.other_authority or "有关机关") if sentence else None

    @rule(TOLD)
    def nothing_repealed_is_promised(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The five working days to tell came with the repealed order: no letter speaks of them."""
        for name in ("result_details", "not_filed_reasons"):
            if _FIVE_DAYS.search(value[name] or ""):
                detail = "五个工作日内告知结果是已废止的规定，告知书里不写这一期限，请删去。"
                yield error(f"/{name}", "repealed_period", detail)

    @rule(AGREED)
    def result_is_said_and_explained(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Not filing has its reasons, another authority its name, any other result its words."""
        result = value.report_result
        if result in ("not_filed", "referred") and not value.not_filed_reasons:
            yield error("/not_filed_reasons", "required", "不予立案的，请填写「不予立案的理由」。")
        elif value.not_filed_reasons and result not in ("not_filed", "referred"):
            detail = "处理结果不是不予立案，请删去「不予立案的理由」或者改正处理结果。"
            yield error("/not_filed_reasons", "reasons_of_another_result", detail)
        if result in _OF_OTHERS and not value.other_authority:
            yield error("/other_authority", "required", "请写明移送给哪个机关、由哪个机关处罚。")
        elif value.other_authority and result not in _OF_OTHERS:
            detail = "处理结果与其他机关无关，请删去机关名称或者改正处理结果。"
            yield error("/other_authority", "authority_of_another_result", detail)
        if result == "other" and not value.result_details:
            detail = "选了其他处理结果，请填写「处理结果的说明」。"
            yield error("/result_details", "required", detail)

    @rule(AGREED)
    def told_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Within five working days of not filing and within the time to verify."""
        decided = value.filing_decided_on
        if decided and not value.report_received_on <= decided <= value.issued_on:
            detail = "是否立案的决定日期应当在收到举报之后、告知日期当日或之前，请核对。"
            yield error("/filing_decided_on", "decision_date", detail)
            return
        dues = [facts.law.due("C-RPT-15", value.report_received_on)]
        if decided and value.report_result in ("not_filed", "referred"):
            dues.append(facts.law.due("D13", decided))
        first = min(dues, key=lambda each: each.due)
        if value.issued_on > first.due:
            detail = f"{first.sentence}告知日期已超过合同期限，请核对是否已批准延长。"
            yield notice("/issued_on", "told_late", detail, first.citation)

    @beside("case_filing_approval_form", source=AGREED)
    def tells_what_was_decided(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What is told is what the case decided."""
        told = {"filed": "filed", "not_filed": "not_filed", "referred": "not_filed"}
        wanted = told.get(value.report_result)
        if wanted and others and others[-1].says("filing_decision") != wanted:
            yield error(
                "/report_result",
                "another_decision",
                "处理结果与本案立案审批表的决定不同，请核对。",
            )

    @beside("referral_feedback_slip", "case_filing_approval_form", source=AGREED)
    def penalty_was_fed_back(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """A penalty is told as the authority that imposed it has fed it back."""
        slips = [each for each in others if each.kind == "referral_feedback_slip"]
        if value.report_result == "penalised" and not any(
            each.says("handling_result") for each in slips
        ):
            yield notice(
                "/report_result",
                "penalty_not_fed_back",
                "本案的登记里没有写明处理结果的移送回执，行政处罚的结果以作出机关反馈的为准，请核对。",
            )
