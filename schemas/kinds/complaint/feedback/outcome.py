"""办理: what was brought, what was done about it, and what it came to."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, LongText
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.complaint.feedback.results import OF, RESULTS, SHOWN_BY

FEEDBACK = "合同关于办理结果反馈的约定"
# What somebody rests a result on, by kind: standing, it denies these results.
DENIES = {
    "mediation_agreement": ("terminated", "not_accepted"),
    "mediation_termination_decision": ("agreed", "not_accepted"),
    "non_acceptance_notice": ("agreed", "terminated"),
    "complaint_acceptance_decision": ("not_accepted",),
}


class OutcomeOfTheMatter(KindSchema):
    """One result, of the sort of its matter, that the papers of the case bear out."""

    published_as = "complaint_result_feedback"

    facts_reported = LongText("反映的事实", longest=3000, group="办理", source=FEEDBACK)
    process = LongText(
        "办理过程", longest=3000, group="办理", own=True, factual=True, source=FEEDBACK
    )
    result = Choice("办理结果", RESULTS, group="办理", own=True, source=FEEDBACK)

    @rule(FEEDBACK)
    def result_is_of_its_matter(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A complaint is not filed, a report is not mediated; a mixed paper has two slips."""
        if value.result not in OF[value.matter_sort]:
            yield error(
                "/result",
                "result_of_another_matter",
                "办理结果与件别不符；同一材料既有投诉又有举报的，分别填写两张反馈单。",
            )

    @beside(
        "mediation_agreement",
        "mediation_record",
        "mediation_termination_decision",
        "non_acceptance_notice",
        "complaint_acceptance_decision",
        "contact_record",
        "referral_letter",
        source=FEEDBACK,
    )
    def result_is_the_cases(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """What is fed back is what the papers of the case say."""
        for each in others:
            if value.result in DENIES.get(each.kind, ()):
                yield error(
                    "/result", "result_denied", f"本案已有{each}，与所选的办理结果相反，请改正。"
                )
        wanted = SHOWN_BY.get(value.result, ())
        if wanted and not {each.kind for each in others} & {*wanted}:
            yield notice(
                "/result", "result_not_shown", "本案的登记里没有能证明这一办理结果的文书，请核对。"
            )
