"""意见: who of the bureau said yes or no, one after the other, up to whoever decides."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, PersonName, Rows
from schemas.ground.house import APPROVING
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.told import told_amiss
from schemas.parts.approvals import DECISIONS, contradicts
from schemas.parts.given_by_act import Consent

PROCEDURE = "本机关的审批程序"
STATIONS = {"handler": "经办人"} | APPROVING


class Opinion(Part):
    """One opinion with its signer and day; contractor staff draft, but give none."""

    station = Choice("岗位", STATIONS)
    decision = Choice("决定", DECISIONS)
    opinion = LongText("意见", longest=1000)
    signer = PersonName("签名人", personal=None, role=Role.approver)
    employed_by_authority = Flag("签名人为本机关工作人员", kept=True)
    signed_on = Day("签名日期")

    @classmethod
    def by_act(cls, typed: Any, consents: Sequence[Consent], /) -> list[Any]:
        """Return the opinions that are typed, and after them those that were given."""
        return [*(typed or ()), *(cls._given(each) for each in consents)]

    @classmethod
    def _given(cls, consent: Consent) -> dict[str, Any]:
        return {
            "station": consent.station, "decision": "agreed", "opinion": consent.opinion,
            "signer": consent.signer, "employed_by_authority": True,
            "signed_on": consent.given_on.isoformat(),
        }  # fmt: skip

    @rule(PROCEDURE)
    def signer_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Service contractors assist; they decide nothing."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "signer_not_official",
                "签署意见的应当是本机关工作人员，外包服务人员只能辅助，请改由本机关人员签署。",
            )

    @rule(PROCEDURE)
    def opinion_says_what_is_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Words and choice are one opinion."""
        if contradicts(value.decision, value.opinion):
            yield error(
                "/opinion",
                "opinion_contradicts",
                "「意见」的意思与「决定」相反，请对照审批原件改正其中一项。",
            )

    @rule(PROCEDURE)
    def opinion_rests_on_what_is_done(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever signs decides himself."""
        yield from told_amiss("/opinion", "opinion", value.opinion)


class Opinions(KindSchema):
    """A paper approved step by step; `stations` are those it passes, in their order."""

    stations: ClassVar[tuple[str, ...]] = tuple(STATIONS)

    opinions = Rows("审批意见", Opinion, most=len(STATIONS), group="审批意见", own=True)

    @rule(PROCEDURE)
    def opinions_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every station once and in order, by different people, none before the one below it."""
        given = value.opinions
        passed = [each.station for each in given]
        if passed != list(self.stations[: len(passed)]):
            wanted = "、".join(STATIONS[each] for each in self.stations)
            yield error("/opinions", "stations_order", f"意见应当依次由{wanted}签署，请调整。")
        for index, (before, after) in enumerate(pairwise(given), start=1):
            if after.signed_on < before.signed_on:
                yield error(
                    f"/opinions/{index}/signed_on",
                    "signed_before_previous",
                    "签名日期早于前一级意见的日期，请核对。",
                )
            if before.decision == "refused":
                yield error(
                    f"/opinions/{index}",
                    "refused_already",
                    "前一级不同意的，不再报上一级，请删去以后的意见或者改正决定。",
                )
        signers = [each.signer for each in given]
        for index, signer in enumerate(signers):
            if signer in signers[:index]:
                yield error(
                    f"/opinions/{index}/signer",
                    "signer_repeated",
                    "同一人不能签署两级意见，请由不同的人签署。",
                )

    @rule(PROCEDURE)
    def the_last_station_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Without the last signature nothing is decided, unless somebody refused before."""
        last = value.opinions[-1]
        if last.decision == "agreed" and len(value.opinions) < len(self.stations):
            waiting = STATIONS[self.stations[len(value.opinions)]]
            yield error("/opinions", "opinion_missing", f"还没有{waiting}的意见，请补签。")
