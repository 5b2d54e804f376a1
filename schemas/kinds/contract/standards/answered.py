"""Every standard of a contract answered once; its targets as rates of whole numbers."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Rows, Text
from schemas.ground.house import STANDARDS
from schemas.parts.charts import Rate, rate

STANDARD = "合同关于工作标准的约定"
_FELL_SHORT = re.compile(
    "(?<!发现)(?:没有|没|未能?|不)(?:达到|达标|符合|满足|做到|完成)|(?<!没有)(?<!未)(?:不合格|不到位|缺失|遗漏)"
)
GROUP = "标准和指标"


class Measured(Part):
    """考核指标: the two counts behind one rate that the contract asks for."""

    target = Text("指标", longest=20, suggests="house.contracts.targets.name")
    numerator = Count("分子", hint="达到要求的件数。")
    denominator = Count("分母", hint="列入统计的件数。")


class Answered(Part):
    """One standard answered; its words are the contract's."""

    standard = Text("标准编号", longest=30, suggests="house.contracts.standards.code")
    performance = Text("履约情况", longest=500, factual=True)
    proof = Text("证据", longest=200)


class Accepted(Answered):
    """One standard as acceptance finds it."""

    result = Choice("结果", {"met": "符合", "partly": "部分符合", "not_met": "不符合"})


class Assessed(Answered):
    """One standard as an assessment finds it."""

    result = Choice("结果", {"met": "达标", "missed": "未达标"})


class StandardLine(Part):
    """One standard as it is printed: the contract's words, its place, and the answer."""

    text = Text("标准")
    clause = Text("合同条款")
    sort = Choice("类别", STANDARDS)
    performance = Text("履约情况")
    proof = Text("证据")
    result = Text("结果")


class Standards(Part):
    """Whoever inherits this derives `agreement` and declares `answered_standards`."""

    target_counts = Rows(
        "考核指标",
        Measured,
        group=GROUP,
        optional=True,
        own=True,
        source=STANDARD,
        hint="合同有考核指标的，每项一行，填分子和分母，比率由程序计算。",
    )

    @derived(Rows("考核指标完成情况", Rate), prints=("target_counts",))
    def rates(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Each target reckoned and judged by its exact fraction."""
        wanted = (
            {each.name: each.least for each in value.agreement.targets} if value.agreement else {}
        )
        return tuple(
            rate(each.target, each.numerator, each.denominator, wanted.get(each.target))
            for each in value.target_counts
        )

    @derived(Rows("标准履约情况", StandardLine), prints=("answered_standards",))
    def answered(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The standards in the contract's order, each with its answer."""
        given = {each.standard: each for each in value.answered_standards}
        results = self.results()
        return tuple(
            Record(
                {
                    "text": each.text,
                    "clause": each.clause,
                    "sort": each.sort,
                    "performance": given[each.code].performance,
                    "proof": given[each.code].proof,
                    "result": results[given[each.code].result],
                }
            )
            for each in (value.agreement.standards if value.agreement else ())
            if each.code in given
        )

    def results(self) -> Mapping[str, str]:
        """Return the wording of the results that a row may have."""
        row: Any = self.fields["answered_standards"]
        options: Mapping[str, str] = row.below.fields["result"].options
        return options

    @rule(STANDARD)
    def every_standard_is_answered_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the contract asks for is answered, and nothing else."""
        contract = value.agreement
        if contract is None:
            return
        if not contract.standards:
            yield error(
                "/contract",
                "no_standards",
                "内部设置里没有登记这份合同的标准，请先照合同逐条登记（contracts.standards）。",
            )
            return
        yield from _once(
            "answered_standards",
            "standard",
            [each.standard for each in value.answered_standards],
            {each.code: each.text for each in contract.standards},
        )
        yield from _once(
            "target_counts",
            "target",
            [each.target for each in value.target_counts],
            {each.name: each.name for each in contract.targets},
        )

    @rule(STANDARD)
    def rates_decide_what_they_measure(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A standard measured by targets is not met while one of them is missed."""
        for index, each in enumerate(value.target_counts):
            if each.numerator > each.denominator:
                yield error(
                    f"/target_counts/{index}/numerator", "rate_over", "分子不能大于分母，请核对。"
                )
        for index, row in enumerate(value.answered_standards):
            if row.result == "met" and _FELL_SHORT.search(row.performance):
                yield notice(
                    f"/answered_standards/{index}/performance",
                    "performance_contradicts",
                    f"「履约情况」写的是没有做到，结果却是{self.results()['met']}，请核对。",
                )
        missed = [each.name for each in value.rates if each.verdict != "达标"]
        measured = value.agreement.standards if value.agreement else ()
        codes = {each.code for each in measured if each.measured}
        for index, row in enumerate(value.answered_standards):
            if missed and row.standard in codes and row.result == "met":
                yield error(
                    f"/answered_standards/{index}/result",
                    "rate_missed",
                    f"{'、'.join(missed)}没有达到合同的要求，这一条不能算{self.results()['met']}。",
                )


def _once(name: str, key: str, given: list[str], known: Mapping[str, str]) -> Iterator[Finding]:
    for index, each in enumerate(given):
        if each not in known:
            yield error(
                f"/{name}/{index}/{key}",
                "not_of_the_contract",
                "合同里没有这一项，请从内部设置登记的项目中选填。",
            )
        elif each in given[:index]:
            yield error(f"/{name}/{index}/{key}", "answered_twice", "这一项已经填过，请删去。")
    left = [text for code, text in known.items() if code not in given]
    if left:
        yield error(f"/{name}", "unanswered", f"还没有填写：{'；'.join(left)}。")
