"""收件: who took a paper that was served, as whom, and on which day."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, PersonName, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.methods import CAPACITIES, OF_A_PERSON, OF_A_UNIT
from schemas.kinds.process.service.served import SERVICE


class SignedFor(KindSchema):
    """Whoever may sign for the addressee signs; where nobody did, 备注 says why."""

    published_as = "service_receipt"
    blank = {"signed_line": ...}

    signed_for_by = PersonName("签收人", group="收件", optional=True, own=True)
    signed_for_as = Choice(
        "签收人身份", CAPACITIES, group="收件", optional=True, own=True, source=SERVICE
    )
    signed_for_on = Day("签收日期", group="收件", optional=True, own=True, source=SERVICE)

    @derived(Text("收件人"), prints=("signed_for_by", "signed_for_as"))
    def signed_line(self, value: Record, facts: Facts) -> str:
        """Who took it and as whom; 备注 says why nobody did."""
        if not value.signed_for_by:
            return "拒收，见备注" if value.service_method == "left" else "见备注"
        as_whom = CAPACITIES.get(value.signed_for_as or "")
        return f"{value.signed_for_by}（{as_whom}）" if as_whom else str(value.signed_for_by)

    @rule(SERVICE)
    def whoever_signed_may_sign(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Family signs for persons; heads and those in charge of receipt sign for units."""
        capacity = value.signed_for_as
        wrong = OF_A_UNIT if value.served_sort == "person" else OF_A_PERSON
        if capacity in wrong:
            yield error(
                "/signed_for_as",
                "capacity_of_another",
                "自然人由本人、同住成年家属签收，单位由法定代表人、负责人或者负责收件的人签收，请核对。",
            )
        alike = folded_name(value.signed_for_by or "") == folded_name(value.addressee)
        if value.signed_for_by and capacity == "self" and not alike:
            yield error(
                "/signed_for_by",
                "receiver_is_not_addressee",
                "本人签收的，签收人就是受送达人，请核对。",
            )
        if value.signed_for_by and capacity == "family" and alike:
            yield error(
                "/signed_for_by", "family_is_addressee", "家属签收的，签收人不是受送达人，请核对。"
            )
