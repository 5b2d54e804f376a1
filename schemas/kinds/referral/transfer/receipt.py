"""收到移送材料: what the receiving authority says it was given, and by which letter."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Count, Day, PersonName, Phone, Text
from schemas.ground.kind import SeriesNumber
from schemas.ground.neighbours import Standing, beside
from schemas.guard.folding import folded_name
from schemas.parts.blanks import blank_findings

FEEDBACK = "合同关于移送和反馈的约定"
RECEIVED = "收到移送材料"


class ReceivedByAnother(Part):
    """One referral of the case, received after it was sent, by somebody else."""

    referral_number = SeriesNumber("移送函文号", longest=60, group=RECEIVED, source=FEEDBACK)
    referred_matter = Text("移送的案件或者线索", longest=120, group=RECEIVED)
    referral_received_on = Day("收到移送材料的日期", group=RECEIVED, source=FEEDBACK)
    received_copies = Count("实收份数", least=1, most=9999, unit="份", group=RECEIVED)
    received_pages = Count("实收页数", least=1, most=99_999, unit="页", group=RECEIVED)
    receiver = PersonName("接收人", group=RECEIVED, personal=None)
    receiver_phone = Phone("接收人电话", group=RECEIVED, optional=True, personal=None)
    receiving_authority = Text("回执的接收机关", longest=100, group=RECEIVED)

    @rule(FEEDBACK)
    def filled_by_who_received_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The receiver fills and seals it: never the bureau that referred."""
        own = facts.house.authority
        if folded_name(value.receiving_authority) in map(folded_name, (own.name, own.seal_name)):
            detail = "移送回执由受移送机关填写盖章，接收机关不能是本机关，请核对。"
            yield error("/receiving_authority", "authority_is_ours", detail)
        yield from blank_findings("/referred_matter", value.referred_matter)

    @beside("referral_letter", "suspected_crime_referral", source=FEEDBACK)
    def answers_a_referral_of_the_case(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """It answers a letter of this case, and no earlier than that was sent."""
        numbers = [folded_name(each.document_number or "") for each in others]
        given = folded_name(value.referral_number)
        stems = [each.removesuffix("号") for each in numbers if each]
        named = [
            other
            for other, stem in zip(
                [each for each in others if each.document_number], stems, strict=True
            )
            if given.removesuffix("号") == stem or given.startswith(f"{stem}-")
        ]
        if others and not named:
            detail = "本案的登记里没有这一文号的移送函，请对照回执核对。"
            yield error("/referral_number", "no_such_referral", detail)
        elif any(value.referral_received_on < each.dated_on for each in named):
            detail = "收到移送材料的日期早于移送函的日期，请核对。"
            yield error("/referral_received_on", "received_before_sent", detail)
