"""项目验收书 (our own layout): whether a contractor's work meets each standard of its contract."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.contract.quantities.pieces import DoneLine, by_item, done_lines, items_stand_once
from schemas.kinds.contract.settlement.acceptance import ACCEPTANCE
from schemas.kinds.contract.settlement.completed import Completed
from schemas.kinds.contract.settlement.deductions import Deducted
from schemas.kinds.contract.standards.answered import GROUP as STANDARDS
from schemas.kinds.contract.standards.answered import Accepted, Standards
from schemas.parts.copies import CopiesOfParties
from schemas.parts.service_contract import UnderContract
from schemas.parts.teams import TeamMember, team_findings

LAW = "《中华人民共和国政府采购法实施条例》第四十五条"
CONCLUSIONS = {"passed": "合格", "after_rectification": "整改后合格", "failed": "不合格"}
GROUP = "验收"


class AcceptanceReport(
    Deducted, Standards, Completed, UnderContract, CopiesOfParties, NumberedKind
):
    """One acceptance of the work of one contract and period."""

    header = Header(
        title="项目验收书",
        also=("验收单", "验收"),
        audience=(Audience.contractor, Audience.office),
        dated_by="accepted_on",
        summary="验收小组逐条写明合同的技术、服务、安全标准的履约情况，核对完成数量和考核指标，作出验收结论。",
        numbering=Numbering("gbt9704", "验收"),
        copies=2,
        about=("contract", "period_from", "period_to"),
    )

    sections = (
        "合同", GROUP, "完成数量与验收", STANDARDS, "已付款与扣款", "验收结论", "文号与日期",
    )  # fmt: skip
    blank = {
        "quantity_lines": 4,
        "rates": 3,
        "answered": 9,
        "team": 4,
        "deductions": 2,
        "basis_line": ...,
        "users_opinion": None,
    }

    clocks = (Clock("C-SERVICE", settled_by="accepted_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "completed_quantity_confirmation",
                "数量确认以后验收",
                ACCEPTANCE,
                settles=True,
                takes={"confirmation_number": "register_number"},
            ),
            Follows("contractor_rectification_notice", "整改以后再次验收"),
        ),
    )

    acceptance_basis = Text(
        "其他验收依据", longest=300, group=GROUP, optional=True, own=True, hint="合同以外的依据。"
    )
    team = Rows("验收小组", TeamMember, most=30, group=GROUP, own=True, source=LAW)
    accepted_on = Day("验收日期", group=GROUP, starts_as="today", source=ACCEPTANCE)
    acceptance_place = Text("验收地点", group=GROUP, own=True)
    acceptance_way = Text(
        "验收方式", group=GROUP, own=True, hint="例如查阅资料、抽查工单；抽查的写明比例。"
    )
    confirmation_number = Code(
        "完成数量确认表编号",
        longest=60,
        group="完成数量与验收",
        optional=True,
        hint="按数量结算的合同必填。",
    )
    answered_standards = Rows(
        "逐条结果",
        Accepted,
        most=60,
        group=STANDARDS,
        own=True,
        source=LAW,
        hint="合同的每一项标准一行。",
    )
    problems_found = LongText(
        "问题及整改",
        longest=3000,
        group="验收结论",
        optional=True,
        own=True,
        factual=True,
        hint="有部分符合、不符合的，写明问题和怎样整改。",
    )
    users_opinion = LongText(
        "服务对象意见",
        longest=1500,
        group="验收结论",
        optional=True,
        own=True,
        hint="内部设置要求听取服务对象意见的必填。",
    )
    acceptance_conclusion = Choice("验收结论", CONCLUSIONS, group="验收结论", own=True)

    @derived(Text("验收依据"), prints=("acceptance_basis",))
    def basis_line(self, value: Record, facts: Facts) -> str:
        """The contract with its clause, and what else it rests on."""
        contract = value.agreement
        clause = contract.clauses.acceptance_clause if contract and contract.clauses else None
        named = f"《{contract.name}》{clause or ''}" if contract else ""
        return "；".join(filter(None, (named, value.acceptance_basis)))

    @derived(Rows("完成数量", DoneLine), prints=("completed",))
    def quantity_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What was done of each item; none where the contract has no price table."""
        return done_lines(value.agreement, value.completed) if value.agreement else ()

    @rule(ACCEPTANCE)
    def quantities_are_the_contracts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A contract with a price table is accepted by its items, and by no others."""
        contract = value.agreement
        if contract is None:
            return
        if contract.lines and not value.confirmation_number:
            yield error(
                "/confirmation_number",
                "confirmation_missing",
                "按数量结算的合同，请填写「完成数量确认表编号」。",
            )
        if contract.lines or value.completed:
            yield from items_stand_once(contract, "completed", value.completed, True)

    @rule(LAW)
    def team_is_the_buyers(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody accepts their own work; how many do is the bureau's setting."""
        least = facts.house.acceptance_team
        yield from team_findings("team", value.team, value.agreement, least)
        if facts.house.acceptance_invites_users and not value.users_opinion:
            yield error("/users_opinion", "required", "内部设置要求听取服务对象意见，请填写。")

    @rule(LAW)
    def conclusion_follows_from_the_standards(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """What does not meet a standard is not accepted as if it did."""
        results = {row.result for row in value.answered_standards}
        if value.acceptance_conclusion == "passed" and results & {"not_met", "partly"}:
            yield error(
                "/acceptance_conclusion",
                "conclusion_contradicts",
                "有部分符合、不符合的标准，验收结论不能是合格，请改选。",
            )
        if value.acceptance_conclusion == "after_rectification" and "not_met" in results:
            yield error(
                "/acceptance_conclusion",
                "conclusion_contradicts",
                "还有不符合的标准，整改到位以前不能作出整改后合格的结论。",
            )
        if value.acceptance_conclusion == "failed" and results == {"met"}:
            yield error(
                "/acceptance_conclusion",
                "conclusion_contradicts",
                "每一条都符合，验收结论却是不合格，请核对。",
            )
        if value.acceptance_conclusion != "passed" and not value.problems_found:
            yield error("/problems_found", "required", "结论不是合格的，请写明「问题及整改」。")

    @rule(ACCEPTANCE)
    def accepted_after_the_work(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is not done yet is not accepted."""
        if value.period_to > value.accepted_on:
            yield notice(
                "/accepted_on",
                "accepted_before_end",
                "验收早于期间届满，验收以后的工作没有算进来，请核对。",
            )

    @beside("completed_quantity_confirmation", by="contract", source=ACCEPTANCE)
    def quantities_are_confirmed(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What is accepted is what both parties confirmed, and not before they did."""
        named = [
            each for each in others if each.says("register_number") == value.confirmation_number
        ]
        if others and not named:
            yield error(
                "/confirmation_number",
                "confirmation_unknown",
                f"这份合同登记的确认表里没有这个编号，最近的一份是{others[-1]}，请核对。",
            )
        for other in named:
            counted = by_item(other.says("completed") or ())
            for index, row in enumerate(value.completed):
                if counted.get(row.item, row.quantity) != row.quantity:
                    yield error(
                        f"/completed/{index}/quantity",
                        "quantity_not_confirmed",
                        f"与{other}确认的完成数量不同，请核对。",
                    )
            if other.dated_on > value.accepted_on:
                yield error(
                    "/accepted_on", "accepted_before_count", f"验收日期早于{other}，请核对。"
                )

    @beside("acceptance_report", by="contract", source=ACCEPTANCE)
    def accepted_once(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """The same work is accepted once; what failed may be looked at again."""
        for other in others:
            period = (other.says("period_from"), other.says("period_to"))
            again = period == (value.period_from, value.period_to)
            if again and other.says("acceptance_conclusion") != "failed":
                yield error("/period_from", "accepted_already", f"这一期间已经验收，见{other}。")

    restated = (
        Restates(
            ("answered_standards.performance",),
            of="acceptance_way",
            before="抽查(?:工单)?",
            counted="件",
        ),
    )

    example = {
        "document_number": "示市监验收〔2026〕1号",
        "contract": "auxiliary-2025",
        "period_from": "2025-06-01",
        "period_to": "2026-06-30",
        "team": [
            {
                "name": "何静远",
                "unit": "示例市示例区市场监督管理局",
                "post": "消费者权益保护科科长",
            },
            {"name": "沈嘉木", "unit": "示例市示例区市场监督管理局", "post": "财务科科员"},
            {"name": "罗一鸣", "unit": "示例市示例区财政局", "post": "采购监管科科员"},
        ],
        "accepted_on": "2026-07-06",
        "acceptance_place": "示例市示例区和平路18号三层会议室",
        "acceptance_way": "查阅台账和档案，抽查工单200件（占累计完成数量的0.12%）",
        "confirmation_number": "2026-数量-7",
        "completed": [
            {"item": "complaint", "quantity": 112046},
            {"item": "report", "quantity": 31874},
            {"item": "daily_inspection", "quantity": 10003},
            {"item": "remote_inspection", "quantity": 13920},
        ],
        "target_counts": [
            {"target": "响应率", "numerator": 141220, "denominator": 144102},
            {"target": "解决率", "numerator": 118904, "denominator": 136511},
            {"target": "满意率", "numerator": 109933, "denominator": 120087},
        ],
        "answered_standards": [
            {
                "standard": standard,
                "performance": performance,
                "proof": proof,
                "result": "met",
            }
            for standard, performance, proof in (
                ("rates", "三项比率均达到要求。", "考核指标完成情况"),
                ("contact", "抽查200件，均在时限内联系并答复。", "联系记录"),
                ("in_time", "按时限反馈，逾期12件均已说明并处理。", "工作台账"),
                ("returns", "退单64件，均附文字依据。", "退单登记"),
                ("consistent", "抽查200件，办理、答复、录入、反馈一致。", "抽查记录"),
                ("two_persons", "抽查现场核实60件，均有两名人员的笔录和照片。", "现场笔录"),
                ("no_incident", "全年没有发生此类事件。", "总结报告"),
                ("ledger", "台账、档案齐全，已做电子备份并核对。", "移交清单"),
                ("secrecy", "没有发现泄露数据，人员均签有保密承诺书。", "保密承诺书"),
            )
        ],
        "deductions": [
            {
                "document_number": "示市监考〔2025〕7号",
                "reason": "2025年9月工单响应率低于95%",
                "amount": "12000.00",
            }
        ],
        "acceptance_conclusion": "passed",
        "copies": 4,
        "supplier_copies": 1,
    }
