"""What no agreement may say, whatever the parties settle between them."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.guard.wording import (
    BARGAIN,
    ENFORCEMENT,
    PAID_TO_OFFICIALS,
    PENALTY,
    REPORT,
    WAIVER,
    texts_matching,
)
from schemas.kinds.complaint.mediation.period import REGULATION

_GIVEN = "(?:给付?|支付给?|交给|付给|转账?[至给]|[汇打转][入至给]|向)"


class SettlesTheDispute(Part):
    """An agreement settles a dispute: penalties, reports, ways to court are not the parties'."""

    @rule(f"{REGULATION}第二十五条")
    def claims_no_enforcement(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A 调解书 is no title of execution: a promise of enforcement would mislead."""
        for pointer in texts_matching(self, value, ENFORCEMENT):
            yield error(
                pointer,
                "enforcement_wording",
                "调解书本身没有强制执行效力，一方不履行的，另一方只能通过民事诉讼、仲裁等途径解决，"
                "请删去有关强制执行的文字。",
            )

    @rule(f"{REGULATION}第二十七条")
    def settles_no_penalty(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Mediation settles the dispute and exempts nobody from other liability."""
        for pointer in texts_matching(self, value, PENALTY):
            yield notice(
                pointer,
                "penalty_wording",
                "调解只解决民事权益争议，不认定违法、不处分行政处罚和举报权利，请核对有关文字。",
            )

    @rule(f"{REGULATION}第二十七条")
    def bargains_no_report_away(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report is the bureau's matter: nobody can promise to take it back."""
        for pointer in texts_matching(self, value, BARGAIN):
            yield error(
                pointer,
                "report_bargained",
                "举报不能由当事人约定撤回或者放弃，违法线索由本机关依法核查处理，请删去有关文字。",
            )

    @rule(f"{REGULATION}第二十四条")
    def pays_nobody_who_mediates(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An agreement obliges the two sides to each other, and nobody pays for being mediated."""
        names = "|".join(re.escape(each.name) for each in value.get("mediators") or ())
        to_them = re.compile(f"{_GIVEN}[^，。；]{{0,8}}(?:{names or '^$'})")
        paid = set(texts_matching(self, value, PAID_TO_OFFICIALS))
        for pointer in sorted(paid | set(texts_matching(self, value, to_them))):
            yield error(
                pointer,
                "pays_officials",
                "调解不收费用，协议只约定双方之间的履行，不得约定向本机关、调解人员给付，请删去。",
            )

    @rule(f"{REGULATION}第二十五条")
    def takes_no_remedy_away(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever settles may still go to court over what is not kept."""
        for pointer in texts_matching(self, value, WAIVER):
            yield notice(
                pointer,
                "waives_remedies",
                "协议不能约定当事人放弃投诉、诉讼、仲裁等途径，请核对有关文字。",
            )

    @rule(f"{REGULATION}第三十七条")
    def says_nothing_of_a_report(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The respondent reads this paper: a report, and that there was one, stay out of it."""
        for pointer in texts_matching(self, value, REPORT):
            yield notice(
                pointer,
                "report_mentioned",
                "调解书由被投诉人签收，不写举报及其处理情况，举报另行处理，请删去。",
            )
