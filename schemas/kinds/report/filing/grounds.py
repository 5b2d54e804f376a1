"""Why a case is filed or not: the conditions of article 19, the situations of article 20."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.law import chinese_numeral
from schemas.parts.grounds import last_item_rests

PROCEDURE = "《市场监督管理行政处罚程序规定》"
CONDITIONS_OF = f"{PROCEDURE}第十九条"
SITUATIONS_OF = f"{PROCEDURE}第二十条"
GROUP = "决定"
DECISIONS = {"filed": "立案", "not_filed": "不予立案"}
CONDITIONS = {
    "evidence": "有证据初步证明存在违法行为",
    "penalty": "应当给予行政处罚",
    "ours": "属于本部门管辖",
    "in_time": "在给予行政处罚的法定期限内",
}
SITUATIONS = {
    "minor": "违法行为轻微并及时改正，没有造成危害后果",
    "first": "初次违法且危害后果轻微并及时改正",
    "no_fault": "有证据足以证明没有主观过错",
    "other": "依法可以不予立案的其他情形",
}


class FilingGrounds(KindSchema):
    """The decision that is asked for, and what of the two articles it rests on."""

    filing_decision = Choice("提请的决定", DECISIONS, group=GROUP, own=True)
    conditions_met = Rows(
        "符合的立案条件",
        Choice("条件", CONDITIONS),
        most=len(CONDITIONS),
        group=GROUP,
        optional=True,
        kept=True,
        own=True,
        source=CONDITIONS_OF,
        hint="立案的四项都应当符合；有一项不符合的，不予立案。",
    )
    not_filed_ground = Choice(
        "不予立案的情形",
        SITUATIONS,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("filing_decision", ("not_filed",)),
        source=SITUATIONS_OF,
    )
    other_ground_basis = Text(
        "其他情形的依据",
        longest=200,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("not_filed_ground", ("other",)),
        hint="不符合立案条件的不用填，由未选的条件自动写明；另有规定的写名称和条款。",
    )

    @derived(Text("决定"), prints=("filing_decision",))
    def decision_words(self, value: Record, facts: Facts) -> str:
        """One of the two that the form offers; the blank edition prints both."""
        return _decision(value, facts)

    @derived(Text("标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """立案审批表 (art. 19) or 不予立案审批表 (art. 20)."""
        return f"{_decision(value, facts)}审批表"

    @derived(Text("依据"), prints=("not_filed_ground", "other_ground_basis"))
    def ground_line(self, value: Record, facts: Facts) -> str:
        """The articles and items the decision rests on, in the words of the law."""
        on = self.dated(value)
        conditions = facts.law.grounds("filing", on)
        if value.filing_decision == "filed":
            return f"经核查，符合{conditions.article.text}规定的立案条件，建议立案。"
        situations = facts.law.grounds("non_filing", on)
        number = list(SITUATIONS).index(value.not_filed_ground or "other")
        told = f"{situations.article.text}第{chinese_numeral(number + 1)}项"
        told += f"（{situations.items[number].wording}）"
        missing = [
            f"第{chinese_numeral(place + 1)}项（{conditions.items[place].wording}）"
            for place, name in enumerate(CONDITIONS)
            if name not in value.conditions_met
        ]
        why = ""
        if value.not_filed_ground == "other" and value.other_ground_basis:
            why = f"，依据是{value.other_ground_basis}"
        elif value.not_filed_ground == "other" and missing:
            why = f"，不符合{conditions.article.text}{'、'.join(missing)}的立案条件"
        return f"经核查，属于{told}的情形{why}，建议不予立案。"

    @rule(CONDITIONS_OF)
    def filed_where_all_conditions_are_met(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A case is filed where all four conditions are met, and only there."""
        missing = [each for name, each in CONDITIONS.items() if name not in value.conditions_met]
        if value.filing_decision != "filed":
            return
        if missing:
            yield error(
                "/conditions_met",
                "condition_not_met",
                f"立案应当符合全部四项条件，还没有选：{'、'.join(missing)}；有一项不符合的，不予立案。",
            )
        for name in ("not_filed_ground", "other_ground_basis"):
            if value[name]:
                detail = f"决定立案的，没有「{self.label_of(name)}」，请删去。"
                yield error(f"/{name}", "ground_of_another_decision", detail)

    @rule(SITUATIONS_OF)
    def not_filed_for_a_situation_of_the_law(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Not filing has its situation; the last one rests on a condition or on other law."""
        if value.filing_decision != "not_filed":
            return
        ground, basis = value.not_filed_ground, value.other_ground_basis
        if not ground:
            detail = "不予立案的，请选择「不予立案的情形」。"
            yield error("/not_filed_ground", "required", detail)
        elif ground != "other" and basis:
            detail = "只有依其他情形不予立案的才写依据，请删去「其他情形的依据」。"
            yield error("/other_ground_basis", "basis_of_another_situation", detail)
        elif ground == "other" and len(value.conditions_met) == len(CONDITIONS):
            yield from last_item_rests(
                "/other_ground_basis",
                basis,
                facts.law.grounds("non_filing", self.dated(value)),
                facts,
                self.dated(value),
            )


def _decision(value: Record, facts: Facts) -> str:
    return "立案/不予立案" if facts.copy == "blank" else DECISIONS[value.filing_decision]
