"""核查结论: whether a subject was reached, and what comes next."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.complaint.subject.findings import CHECKED

CONCLUSIONS = {
    "reached": "已联系上",
    "not_by_phone": "电话无法联系",
    "not_at_address": "登记住所查无",
}
# What comes next, by the conclusion: nobody is out of reach before somebody went there.
NEXT = {
    "reached": "约定检查或者联系处理。",
    "not_by_phone": "到登记住所现场核查，不能直接认定为无法联系。",
    "not_at_address": "记录现场情况，留存照片，再按规定核实是否无法联系。",
}


class Concluded(KindSchema):
    """Nobody is out of reach before calls on two days, nor gone before somebody went there."""

    published_as = "subject_information_sheet"

    conclusion = Choice("核查结论", CONCLUSIONS, group="结论", own=True, source=CHECKED)
    visited_on = Day(
        "到登记住所核查的日期", group="结论", optional=True, own=True,
        applies=When("conclusion", ("not_at_address",)),
    )  # fmt: skip

    @derived(Text("下一步"))
    def next_step(self, value: Record, facts: Facts) -> str:
        """What the conclusion leads to."""
        return NEXT[value.conclusion]

    @rule(CHECKED)
    def conclusion_follows_from_the_attempts(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Reached is who answered; out of reach by phone, whom nobody answered for on two days."""
        answered = any(each.result == "reached" for each in value.attempts)
        if value.conclusion == "reached" and not answered:
            yield error(
                "/conclusion", "nobody_reached", "联系尝试里没有联系上的，请补记或者改正核查结论。"
            )
        if value.conclusion != "reached" and answered:
            yield error("/conclusion", "somebody_reached", "联系尝试里已经联系上，请改正其中一项。")
        if value.conclusion == "not_by_phone":
            if not value.attempts:
                yield error("/attempts", "required", "电话无法联系的，请逐次填写「联系尝试」。")
            elif len({each.at.date() for each in value.attempts}) == 1:
                yield notice("/attempts", "called_on_one_day", "只在一天里联系过，请换一天再联系。")

    @rule(CHECKED)
    def nobody_is_gone_before_somebody_went(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Not at the address is found at the address, by a visit."""
        gone = value.conclusion == "not_at_address"
        if gone and not value.visited_on:
            yield error(
                "/visited_on", "required", "登记住所查无的，应当到现场核查，请填写核查的日期。"
            )
        if value.visited_on and not gone:
            yield error(
                "/visited_on", "visit_of_another_conclusion", "核查结论不是登记住所查无，请删去。"
            )
        if value.visited_on and value.visited_on > value.checked_on:
            yield error("/visited_on", "after_the_sheet", "现场核查晚于核查日期，请核对。")
