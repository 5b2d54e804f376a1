"""复核: what a review of the material finds from four angles, and what it advises."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.hotline.review.angles import ANGLES, REVIEWED, Angle
from schemas.parts.listed import Line, lines_of

REVIEW = "复核"
# By what a paper shows that a matter has gone one of these ways.
_WAYS = {
    "诉讼": re.compile("法院|诉讼|起诉|应诉|传票|民初"),
    "仲裁": re.compile("仲裁"),
    "复议": re.compile("复议"),
    "信访": re.compile("信访"),
    "公安": re.compile("公安|派出所|刑事|接警|报警"),
}
ADVICE = {"ready": "可申报", "amend": "修改后申报", "against": "不建议申报"}


class ReviewedMaterial(KindSchema):
    """Every angle once, with its proofs; the advice follows from what is found."""

    published_as = "non_assessed_request_review"
    blank = {"angles": [{"angle": each} for each in ANGLES], "proof_lines": 2}

    angles = Rows("复核角度", Angle, most=len(ANGLES), group=REVIEW, own=True, source=REVIEWED)
    proofs = Rows("佐证清单", Text("佐证", longest=100), most=30, group=REVIEW, own=True)
    review_advice = Choice("复核意见", ADVICE, group=REVIEW, own=True, source=REVIEWED)
    reviewed_by = PersonName("复核人", group=REVIEW, own=True, personal=None, starts_as="me")
    reviewed_on = Day("复核日期", group=REVIEW, own=True, starts_as="today")

    @derived(Rows("佐证清单", Line), prints=("proofs",))
    def proof_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every proof, a line each."""
        return lines_of(value.proofs)

    @rule(REVIEWED)
    def four_angles_answered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every angle once, in the contract's order."""
        if [each.angle for each in value.angles] != [*ANGLES]:
            wanted = "、".join(ANGLES.values())
            yield error(
                "/angles", "angles_order", f"应当依次从{wanted}四个角度复核，请补全或者调整。"
            )

    @rule(REVIEWED)
    def proofs_are_of_the_type(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever goes to court shows the court's paper, and not only another body's."""
        proofs = "\n".join(value.proofs)
        asked = [words for way, words in _WAYS.items() if way in value.applied_type]
        if not asked or any(each.search(proofs) for each in asked):
            return
        for way, words in _WAYS.items():
            if words.search(proofs):
                yield notice(
                    "/proofs",
                    "proof_of_another_type",
                    f"拟申报的类型是「{value.applied_type}」，佐证却是{way}的，请核对类型或者佐证。",
                )
                return

    @rule(REVIEWED)
    def advice_follows_from_the_angles(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Everything conforms and is ready; something does not and is amended or left."""
        conforms = all(each.after == "yes" for each in value.angles)
        if (value.review_advice == "ready") != conforms and value.review_advice != "against":
            yield error(
                "/review_advice",
                "advice_differs",
                "四个角度修改后都符合的，意见是可申报；还有不符合的，意见是修改后申报或者不建议申报。",
            )
