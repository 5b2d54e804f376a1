"""补充协议、书面同意 (our own layout): both parties change a contract, or its buyer consents."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Neighbours
from schemas.kinds.contract.changes.amount import CHANGES, IN_AN_AGREEMENT, ChangedAmount
from schemas.kinds.contract.changes.term import ChangedTerm
from schemas.parts.copies import CopiesOfParties
from schemas.parts.service_contract import OfContract

TYPES = {"agreement": "补充协议", "consent": "书面同意"}
_CONSENTED = When("agreement_type", ("consent",))


class ChangedClause(Part):
    """One clause: its place, its words in the contract, and what stands there from now on."""

    place = Text("条款", longest=40, hint="例如「第5.2条」。")
    original = LongText("合同原文", longest=1500)
    changed = LongText("变更后的内容", longest=1500)

    @rule(CHANGES)
    def something_changes(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What reads the same is not changed."""
        if value.original == value.changed:
            yield error("/changed", "nothing_changes", "变更后的内容与原文相同，请核对。")


class Side(Part):
    """One side and who signs for it."""

    name = Text("名称")
    representative = Text("代表人")


class SupplementaryAgreement(ChangedTerm, ChangedAmount, OfContract, CopiesOfParties, KindSchema):
    """What changes in a contract: clauses, amount, term; or what its buyer consents to."""

    header = Header(
        title="补充协议",
        audience=(Audience.contractor, Audience.office),
        dated_by="concluded_on",
        summary="双方变更合同的条款、金额、期限，列出原文和变更后的内容；甲方单方书面同意的用书面同意。",
        copies=4,
        about=("contract", "change_reason"),
    )

    sections = ("合同", "变更", "金额和期限", "签章", "文号与日期")
    leading = ("contract", "agreement_type")
    blank = {
        "agreement_type": "agreement",
        "changed_clauses": 2,
        "new_total": ...,
        "sides": 2,
        "bridging": False,
    }
    neighbours = Neighbours()

    agreement_type = Choice("文书类别", TYPES, group="合同", own=True)
    change_reason = LongText(
        "变更事由", longest=1500, group="变更", own=True, factual=True, source=CHANGES
    )
    changed_clauses = Rows(
        "变更的条款",
        ChangedClause,
        most=30,
        group="变更",
        optional=True,
        own=True,
        applies=IN_AN_AGREEMENT,
        source=CHANGES,
    )
    quotation_checked = Flag(
        "原文已与合同核对",
        group="变更",
        optional=True,
        own=True,
        kept=True,
        applies=When("changed_clauses"),
    )
    consented_matter = LongText(
        "同意的事项",
        longest=1500,
        group="变更",
        optional=True,
        own=True,
        applies=_CONSENTED,
        hint="例如同意乙方将哪一部分交给谁办理。",
    )
    buyer_representative = PersonName("甲方代表人", personal=None, group="签章", own=True)
    supplier_representative = PersonName(
        "乙方代表人", personal=None, group="签章", optional=True, own=True, applies=IN_AN_AGREEMENT
    )
    after_end_reason = Text(
        "期满后签订的理由", longest=300, group="文号与日期", optional=True, own=True, kept=True
    )
    concluded_on = Day("签订日期", group="文号与日期", starts_as="today", own=True)

    @derived(Text("标题"), prints=("agreement_type",))
    def title(self, value: Record, facts: Facts) -> str:
        """补充协议, or the buyer's consent alone."""
        return TYPES[value.agreement_type]

    @derived(Rows("双方", Side), prints=("buyer_representative", "supplier_representative"))
    def sides(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """甲方 and 乙方, each with who signs for it."""
        if value.agreement is None:
            return ()
        given = (
            (value.agreement.buyer.name, value.buyer_representative),
            (value.agreement.supplier.name, value.supplier_representative or ""),
        )
        return tuple(Record({"name": name, "representative": person}) for name, person in given)

    @rule(CHANGES)
    def something_is_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An agreement changes something and both sign; a consent is one side's."""
        consent = value.agreement_type == "consent"
        changes = ("changed_clauses", "change_direction", "amount_change", "new_ends_on")
        given = [name for name in changes if value[name]]
        if consent:
            for name in (
                *given,
                *(["supplier_representative"] if value.supplier_representative else []),
            ):
                yield error(
                    f"/{name}", "not_wanted", "书面同意不变更合同，请删去，或者改用补充协议。"
                )
            if not value.consented_matter:
                yield error("/consented_matter", "required", "请填写「同意的事项」。")
            return
        if not given:
            yield error(
                "/changed_clauses", "nothing_agreed", "没有变更的条款、金额或者期限，请填写。"
            )
        if value.consented_matter:
            yield error("/consented_matter", "not_wanted", "补充协议不填同意的事项，请删去。")
        if not value.supplier_representative:
            yield error("/supplier_representative", "required", "请填写「乙方代表人」。")
        elif value.supplier_representative == value.buyer_representative:
            yield error("/supplier_representative", "same_person", "甲乙双方的代表人不能是同一人。")
        if value.changed_clauses and not value.quotation_checked:
            yield error(
                "/quotation_checked", "quotation_unchecked", "引用的原文须与合同逐字核对后再签。"
            )

    @rule(CHANGES)
    def agreed_while_the_contract_runs(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A contract that is over is changed only for a reason."""
        contract = value.agreement
        if contract and value.concluded_on > contract.ends_on and not value.after_end_reason:
            yield error(
                "/after_end_reason",
                "required",
                "签订日期晚于合同服务期满日，请填写「期满后签订的理由」。",
            )

    example = {
        "contract": "auxiliary-2025",
        "agreement_type": "agreement",
        "change_reason": "非现场检查任务增加，双方经协商一致，调整合同数量和价款。",
        "changed_clauses": [
            {
                "place": "第5.1条",
                "original": "非现场检查13920件",
                "changed": "非现场检查14920件",
            }
        ],
        "quotation_checked": True,
        "change_direction": "increase",
        "amount_change": "111000.00",
        "buyer_representative": "秦慕青",
        "supplier_representative": "沈若溪",
        "concluded_on": "2026-03-16",
        "copies": 4,
        "supplier_copies": 1,
    }
