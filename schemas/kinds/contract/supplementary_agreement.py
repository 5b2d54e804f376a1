"""补充协议、书面同意 (our own layout): both parties change a contract, or its buyer consents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, Money, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Neighbours, Standing, beside
from schemas.law import figures
from schemas.parts.charts import percent_of
from schemas.parts.copies import CopiesOfParties
from schemas.parts.service_contract import OfContract

CHANGES = "合同关于变更和补充协议的约定"
BRIDGING = "合同关于服务期满后暂时继续服务的约定"
TYPES = {"agreement": "补充协议", "consent": "书面同意"}
DIRECTIONS = {"increase": "增加", "decrease": "减少"}
_PIECES = re.compile("([0-9]{1,9})[件户次份]")
_AGREED = When("agreement_type", ("agreement",))
_CONSENTED = When("agreement_type", ("consent",))
_BRIDGE_MONTHS = 3


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


class SupplementaryAgreement(OfContract, CopiesOfParties, KindSchema):
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
        applies=_AGREED,
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
    change_direction = Choice(
        "金额增减", DIRECTIONS, group="金额和期限", optional=True, own=True, applies=_AGREED
    )
    amount_change = Money("增减金额", group="金额和期限", optional=True, own=True, applies=_AGREED)
    new_ends_on = Day(
        "变更后的服务期满日",
        group="金额和期限",
        optional=True,
        own=True,
        planned=True,
        applies=_AGREED,
    )
    bridging = Flag(
        "服务期满后暂时继续服务",
        group="金额和期限",
        optional=True,
        own=True,
        applies=When("new_ends_on"),
        hint="在新的承包商接管以前，按原合同标准继续服务。",
    )
    buyer_representative = PersonName("甲方代表人", personal=None, group="签章", own=True)
    supplier_representative = PersonName(
        "乙方代表人", personal=None, group="签章", optional=True, own=True, applies=_AGREED
    )
    after_end_reason = Text(
        "期满后签订的理由", longest=300, group="文号与日期", optional=True, own=True, kept=True
    )
    concluded_on = Day("签订日期", group="文号与日期", starts_as="today", own=True)

    @derived(Text("标题"), prints=("agreement_type",))
    def title(self, value: Record, facts: Facts) -> str:
        """补充协议, or the buyer's consent alone."""
        return TYPES[value.agreement_type]

    @derived(Money("变更后的合同总金额"))
    def new_total(self, value: Record, facts: Facts) -> Decimal | None:
        """The contract's total with the change; None where the amount stays."""
        contract, change = value.agreement, value.amount_change
        if contract is None or change is None:
            return None
        total: Decimal = contract.total
        new: Decimal = total + change if value.change_direction == "increase" else total - change
        return max(new, Decimal("0.00"))

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
    def amount_changes_within_the_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An amount has a direction; what is added stays within the bureau's limit."""
        if (value.amount_change is None) != (value.change_direction is None):
            yield error("/amount_change", "change_incomplete", "增减金额和金额增减要一起填写。")
            return
        if value.agreement is None or value.amount_change is None:
            return
        if not value.amount_change:
            yield error("/amount_change", "amount_zero", "增减金额不能为零，请删去。")
        total = value.agreement.total
        if value.change_direction == "decrease" and value.amount_change >= total:
            yield error("/amount_change", "below_nothing", "减少的金额不能达到合同总金额，请核对。")
        if value.change_direction == "increase":
            yield from _beyond(value.amount_change, total, facts.house.supplement_limit)

    @rule(CHANGES)
    def quantities_come_to_the_amount(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the clauses add or take away, at the contract's prices, is the change of amount."""
        contract, change = value.agreement, value.amount_change
        if contract is None or change is None or not value.changed_clauses:
            return
        differences = [
            _difference(each.original, each.changed, contract.lines)
            for each in value.changed_clauses
        ]
        told = sum((each for each in differences if each is not None), Decimal(0))
        signed: Decimal = change if value.change_direction == "increase" else -change
        if told and told != signed:
            yield notice(
                "/amount_change",
                "amount_of_other_quantities",
                f"按变更的数量和合同单价计算是{figures(abs(told))}元，与「增减金额」不同，请核对数量、单价和金额。",
            )

    @rule(BRIDGING)
    def term_changes_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A term ends later or earlier than before; bridging is for about three months."""
        contract, ends = value.agreement, value.new_ends_on
        if value.bridging and not ends:
            yield error("/new_ends_on", "required", "继续服务的，请填写「变更后的服务期满日」。")
        if contract is None or ends is None:
            return
        if ends == contract.ends_on or ends < contract.signed_on:
            yield error("/new_ends_on", "term_unchanged", "与合同的服务期满日相同或者早于签订。")
        elif value.bridging and ends <= contract.ends_on:
            yield error("/new_ends_on", "bridging_backwards", "继续服务应当到原服务期满以后。")
        elif value.bridging and ends > _months_after(contract.ends_on, _BRIDGE_MONTHS):
            yield notice(
                "/new_ends_on", "bridging_long", "继续服务一般不超过三个月，请核对。", BRIDGING
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

    @beside("supplementary_agreement", by="contract", source=CHANGES)
    def additions_are_summed(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Several additions are held to the total together."""
        if value.change_direction != "increase" or value.agreement is None:
            return
        before = sum(
            (
                each.says("amount_change")
                for each in others
                if each.says("change_direction") == "increase"
            ),
            Decimal(0),
        )
        if before:
            share = percent_of(before + value.amount_change, value.agreement.total)
            yield notice(
                "/amount_change",
                "added_before",
                f"与{others[-1]}等以前的补充协议合计追加原合同金额的{share}，请核对有无超过上限。",
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


def _difference(original: str, changed: str, lines: Iterable[Record]) -> Decimal | None:
    """Return what a clause's change of quantities comes to; None where it changes none we know.

    A clause tells a line of the price table by its number of pieces.
    """
    before, after = _PIECES.findall(original), _PIECES.findall(changed)
    if not before or len(before) != len(after):
        return None
    prices = {line.quantity: line.unit_price for line in lines}
    pairs = [(int(old), int(new)) for old, new in zip(before, after, strict=True) if old != new]
    if not pairs or any(old not in prices for old, _ in pairs):
        return None
    return sum(((new - old) * prices[old] for old, new in pairs), Decimal(0))


def _beyond(change: Decimal, total: Decimal, limit: int) -> Iterator[Finding]:
    if change * 100 > total * limit:
        yield notice(
            "/amount_change",
            "supplement_limit",
            f"追加的金额超过原合同金额的{limit}%，请先由法制机构审核能否签订补充协议。",
        )


def _months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")
