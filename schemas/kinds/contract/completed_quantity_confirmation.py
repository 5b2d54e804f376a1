"""完成数量确认表 (our own layout): what of each item was done, counted from the ledger's rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Code, Count, Day, Moment, Rows, Text, When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.contract.quantities.ledger import LedgerDigest, counted_in
from schemas.kinds.contract.quantities.making import payload_of
from schemas.kinds.contract.quantities.pieces import (
    MONTH,
    Adjustment,
    ConfirmedLine,
    LeftOut,
    PeriodPieces,
    by_item,
    earlier,
    items_stand_once,
    lines_of,
)
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE
from schemas.kinds.contract.settlement.completed import Completed
from schemas.parts.copies import CopiesOfParties
from schemas.parts.counting import CountingRule, read_rules
from schemas.parts.registered import Registered
from schemas.parts.service_contract import UnderContract

COUNTED = "合同完成数量条款；内部设置的计数口径"
TYPES = {"interim": "阶段确认", "final": "最终确认"}


class CompletedQuantityConfirmation(Completed, UnderContract, CopiesOfParties, Registered):
    """The pieces of one period and of all periods before it, without prices."""

    header = Header(
        title="完成数量确认表",
        also=("工作量确认", "数量确认单"),
        audience=(Audience.contractor, Audience.office),
        dated_by="issued_on",
        summary="按计数规则从工作台账统计各单项的本期和累计完成数量，由双方核对确认，可以提请验收；不写价款。",
        copies=2,
        about=("contract", "period_from", "period_to"),
    )

    sections = ("登记", "合同", "统计期间", "完成数量与验收", "核对", "文号与日期")
    leading = ("contract", "confirmation_type")
    blank = {"confirmed": 5, "left_uncounted": 3, "rule_clauses": None, "adjustments": 2}

    neighbours = Neighbours(
        follows=(Follows("work_ledger", "按工作台账计数", COUNTED),),
    )
    compiler = Compiler(payload_of, of_reports=True)

    confirmation_type = Choice("确认类型", TYPES, group="合同", own=True)
    compiled_at = Moment("数据截至", group="统计期间", own=True)
    counting_rule = Code(
        "计数规则及版本",
        longest=60,
        group="统计期间",
        hint="计数规则的编号，例如 count-1。",
    )
    period_pieces = Rows(
        "本期完成数量",
        PeriodPieces,
        group="完成数量与验收",
        own=True,
        source=ACCEPTANCE,
        hint="每个单项一行，没有的填 0。",
    )
    adjustments = Rows(
        "计数更正",
        Adjustment,
        group="完成数量与验收",
        optional=True,
        own=True,
        hint="以前月份多计、少计的，另列增减，不改原来的月份。",
    )
    left_uncounted = Rows("不计入统计", LeftOut, group="统计期间", optional=True, own=True)
    ledger_rows = Count(
        "台账行数", group="统计期间", own=True, unit="行", hint="期间内办结的全部行。"
    )
    ledger_digest = LedgerDigest(group="统计期间", own=True)
    jd_undecided = Count(
        "京东未判定件数", group="统计期间", own=True, kept=True, hint="应当为 0 才能确认。"
    )
    sample_size = Count("抽查件数", group="核对", optional=True, own=True, unit="件")
    sample_errors = Count(
        "差错件数",
        group="核对",
        optional=True,
        own=True,
        unit="件",
        applies=When("sample_size"),
    )
    sampled_on = Day("抽查日期", group="核对", optional=True, own=True, applies=When("sample_size"))
    issued_on = Day("确认日期", group="文号与日期", starts_as="today")

    @derived(Rows("完成数量", ConfirmedLine), prints=("completed", "period_pieces"))
    def confirmed(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """A line an item, and the sum."""
        return lines_of(value.agreement, value) if value.agreement else ()

    @derived(Text("计数规则"), prints=("counting_rule",))
    def rule_title(self, value: Record, facts: Facts) -> str:
        """完成数量计数规则一（count-1）."""
        known = _rule(value.counting_rule)
        return f"{known.title}（{known.code}）" if known else str(value.counting_rule)

    @derived(Rows("计数规则的条款", Text("条款")))
    def rule_clauses(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The rule in words."""
        known = _rule(value.counting_rule)
        return known.clauses if known else ()

    @rule(ACCEPTANCE)
    def every_item_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both columns name each item of the price table once, and nothing else."""
        contract = value.agreement
        if contract is None:
            return
        if not contract.lines:
            yield error(
                "/contract", "no_price_table", "这份合同没有价目明细，不按数量结算，不用确认数量。"
            )
            return
        yield from items_stand_once(contract, "completed", value.completed, True)
        yield from items_stand_once(contract, "period_pieces", value.period_pieces, True)
        yield from items_stand_once(contract, "adjustments", value.adjustments, False)
        before = f"{value.period_from:%Y-%m}"
        for index, row in enumerate(value.adjustments):
            if not MONTH.fullmatch(row.month) or row.month >= before:
                yield error(
                    f"/adjustments/{index}/month",
                    "adjusted_month",
                    "更正的是以前月份的计数，请写成 2026-05 这样早于本期的年和月。",
                )
        for index, row in enumerate(value.completed):
            if earlier(value, row.item) < 0:
                yield error(
                    f"/completed/{index}/quantity",
                    "sum_differs",
                    "累计完成数量少于本期完成数量与更正之和，请核对。",
                )

    @rule(COUNTED)
    def every_closed_row_is_accounted_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Counted and not counted together are the ledger's closed rows; 京东 is decided of all."""
        if _rule(value.counting_rule) is None:
            known = "、".join(read_rules())
            yield error("/counting_rule", "rule_unknown", f"没有这个计数规则，请从{known}中选填。")
        counted = sum(row.quantity for row in value.period_pieces)
        left = sum(row.quantity for row in value.left_uncounted)
        if counted + left != value.ledger_rows:
            yield error(
                "/ledger_rows",
                "rows_unaccounted",
                "本期完成数量与不计入统计的件数之和不等于台账行数，请按台账重新统计。",
            )
        reasons = [row.reason for row in value.left_uncounted]
        for index, reason in enumerate(reasons):
            if reason in reasons[:index]:
                detail = "这个原因已经填过，请合并成一行。"
                yield error(f"/left_uncounted/{index}/reason", "reason_repeated", detail)
        if value.jd_undecided:
            yield error(
                "/jd_undecided",
                "jd_undecided",
                "还有工单没有判定是否涉及京东，不能确认数量，请先逐件判定。",
            )

    @rule(COUNTED)
    def compiled_then_sampled_then_confirmed(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Rows are taken when the period is over, samples are drawn from them afterwards."""
        compiled = value.compiled_at.date()
        if value.period_to > compiled:
            yield error("/compiled_at", "period_running", "期间还没有结束，请到期后再统计。")
        if compiled > value.issued_on:
            yield error("/compiled_at", "compiled_after", "数据截至时间晚于确认日期，请核对。")
        given = [value[name] is not None for name in ("sample_size", "sample_errors", "sampled_on")]
        if any(given) and not all(given):
            yield error(
                "/sample_size", "sample_incomplete", "抽查件数、差错件数、抽查日期要一起填写。"
            )
        elif all(given):
            if not compiled <= value.sampled_on <= value.issued_on:
                yield error(
                    "/sampled_on",
                    "sampled_on",
                    "抽查应当在统计以后、确认以前进行，请核对抽查日期。",
                )
            if value.sample_errors > value.sample_size or value.sample_size > value.ledger_rows:
                detail = "差错件数不能多于抽查件数，抽查件数不能多于台账行数。"
                yield error("/sample_size", "sample_size", detail)
            elif value.sample_errors:
                yield notice(
                    "/sample_errors", "sample_errors", "抽查有差错，请更正台账后重新统计再确认。"
                )

    @beside("work_ledger", source=COUNTED)
    def rows_are_the_ledgers(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """What is counted is what the ledgers of the case count in the period."""
        counted = counted_in(others, value.period_from, value.period_to)
        for index, row in enumerate(value.period_pieces):
            if counted.get(row.item, row.quantity) != row.quantity:
                yield error(
                    f"/period_pieces/{index}/quantity",
                    "quantity_not_of_ledger",
                    f"本案的工作台账在这一期间计入{counted[row.item]}件，请按台账重新统计；"
                    "缺少月份的台账先归入本案。",
                )

    @beside("completed_quantity_confirmation", by="contract", source=COUNTED)
    def goes_on_from_the_last(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Periods do not overlap, and each begins with what was confirmed before it."""
        before = [each for each in others if each.says("period_to") < value.period_from]
        for other in others:
            if other.says("confirmation_type") == "final":
                yield error(
                    "/confirmation_type",
                    "confirmed_finally",
                    f"这份合同已有最终确认的{other}，请先更正或作废它。",
                )
            if other not in before and other.says("period_from") <= value.period_to:
                yield error(
                    "/period_from", "periods_overlap", f"期间与{other}重叠，同一件会计两次。"
                )
        if not before:
            return
        last = max(before, key=lambda each: each.says("period_to"))
        confirmed: dict[str, Any] = by_item(last.says("completed") or ())
        for index, row in enumerate(value.completed):
            if row.item in confirmed and earlier(value, row.item) != confirmed[row.item]:
                yield error(
                    f"/completed/{index}/quantity",
                    "carried_differs",
                    f"累计减去本期和更正，与{last}确认的累计完成数量不同，请核对。",
                )

    example = {
        "register_number": "2026-数量-7",
        "contract": "auxiliary-2025",
        "confirmation_type": "final",
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-01T09:00",
        "counting_rule": "count-1",
        "period_pieces": [
            {"item": "complaint", "quantity": 9480},
            {"item": "report", "quantity": 2716},
            {"item": "daily_inspection", "quantity": 803},
            {"item": "remote_inspection", "quantity": 1120},
        ],
        "completed": [
            {"item": "complaint", "quantity": 112046},
            {"item": "report", "quantity": 31874},
            {"item": "daily_inspection", "quantity": 10003},
            {"item": "remote_inspection", "quantity": 13920},
        ],
        "left_uncounted": [
            {"reason": "jd_related", "quantity": 2311},
            {"reason": "returned", "quantity": 64},
            {"reason": "merged", "quantity": 37},
            {"reason": "of_an_order", "quantity": 402},
        ],
        "ledger_rows": 16933,
        "ledger_digest": "3f9c0a71be24d865",
        "jd_undecided": 0,
        "sample_size": 200,
        "sample_errors": 0,
        "sampled_on": "2026-07-02",
        "issued_on": "2026-07-03",
        "copies": 2,
        "supplier_copies": 1,
    }


def _rule(code: str) -> CountingRule | None:
    return read_rules().get(code)
