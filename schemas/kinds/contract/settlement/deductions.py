"""扣款: what the bureau decided to keep back, by which document, for which failure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Code, Money, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.ground.text import narrow
from schemas.guard.sums import another_sum
from schemas.law import read_numeral

DEDUCTIONS = "合同考核扣款条款"


class Sum(Part):
    """An entry of money, which must be more than nothing."""

    amount = Money("金额")

    @rule("合同价款条款")
    def is_more_than_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An entry of zero says nothing and hides a slip of the pen."""
        if not value.amount:
            yield error("/amount", "amount_zero", "金额不能为零，请核对或删去这一行。")


_NO_FAILURE = re.compile(
    "率[^，。；]{0,10}[,，]?(?<!未)(?<!没有)(?:高于|超过|优于|达到)[^，。；]{0,8}[0-9％%]|(?<!不)(?<!未)(?:达标|合格)(?!率)"
)
_RATE = re.compile(
    "(?P<told>[0-9]+(?:[.][0-9]+)?)[%％][^。；0-9]{0,8}(?:未达到?|没有达到|没达到|低于|不足|未满|不到|少于)[^。；0-9]{0,8}(?P<target>[0-9]+(?:[.][0-9]+)?)[%％]"
)
# A rate by its name, said to fall short before its figure or after it, with nothing else between.
_FIGURE = (
    "(?:(?P<told>[0-9]+(?:[.][0-9]+)?)%"
    "|百分之(?P<whole>[一二三四五六七八九十百]+)(?:点(?P<part>[零〇一二三四五六七八九]+))?)"
)
_SHORT = (
    "(?:未能?(?:达|满足|完成)|没有?(?:达|满足)|不(?:达标|符合|合格|足|满|及)|低于|少于|欠|差|不到)"
)
_ONLY = "(?:仅|只|才|达到?|约|实际|平均|完成|只有|为|是|在|:|\\s)*"
_FALLS_SHORT = (
    re.compile(
        f"(?P<name>[\u4e00-\u9fff]{{2,8}}率){_ONLY}{_FIGURE}"
        f"[,、(]?(?:仍|均|都|尚|还|也|但|却|并|该项|此项|这项|指标|的|明显|远|距|故|因|而|,)*{_SHORT}"
    ),
    re.compile(
        f"(?P<name>[\u4e00-\u9fff]{{2,8}}率){_SHORT}[^,。;0-9%]{{0,8}}[,(]{_ONLY}(?:[\u4e00-\u9fff]{{2}}率)?{_ONLY}{_FIGURE}"
    ),
    re.compile(
        f"{_SHORT}[^,。;0-9%]{{0,8}}(?:要求|指标|标准|目标)[,(]{_ONLY}(?P<name>[\u4e00-\u9fff]{{2,8}}率){_ONLY}{_FIGURE}"
        "(?![^。;]{0,16}率)"
    ),
)
_NO_DECISION = re.compile("纪要|备忘|口头|邮件|微信|聊天|通话|电话|短信|便条")


def targets_met(reason: str, targets: Mapping[str, int]) -> list[str]:
    """Return the rates, by name, that a reason says fall short and that meet the contract.

    `targets` is the least per cent that the contract asks for, by the name of the rate. A reason
    that tells its own target is not held against them here.
    """
    reason = narrow(reason)
    if _RATE.search(reason):
        return []
    met = (
        name
        for words in _FALLS_SHORT
        for found in words.finditer(reason)
        for name, least in targets.items()
        if found["name"].endswith(name) and _percent(found) >= least
    )
    return list(dict.fromkeys(met))


def _percent(found: re.Match[str]) -> Decimal:
    if found["told"]:
        return Decimal(found["told"])
    digits = "".join(
        str("零一二三四五六七八九".index(each.replace("〇", "零"))) for each in found["part"] or ""
    )
    return Decimal(f"{read_numeral(found['whole'])}.{digits or 0}")


class Deduction(Sum):
    """扣款: a deduction the bureau decided, named by the number of its document."""

    document_number = Code(
        "扣款依据文号",
        longest=60,
        source=DEDUCTIONS,
        hint="甲方扣款决定的文书编号；没有文号的不得扣款。",
    )
    reason = Text("扣款原因", factual=True)
    against = Text(
        "冲减款项",
        longest=40,
        optional=True,
        hint="扣在以前款项上的，填写该款项的名称；不填的扣在本次款项上。",
    )

    @rule(DEDUCTIONS)
    def document_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A deduction rests on a decision, and no note of a talk is one."""
        if _NO_DECISION.search(value.document_number):
            yield notice(
                "/document_number",
                "document_doubtful",
                "扣款应当有甲方的扣款决定，这里不像决定的文号，请核对。",
            )

    @rule(DEDUCTIONS)
    def reason_names_the_same_sum(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A sum that the reason names is the one deducted."""
        label = self.label_of("amount")
        yield from another_sum("/reason", (value.reason,), value.amount, label, DEDUCTIONS)

    @rule(DEDUCTIONS)
    def reason_names_a_failure(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Money is deducted for what was done badly, at some time, not for a general impression."""
        if _NO_FAILURE.search(value.reason):
            yield notice(
                "/reason",
                "no_failure_told",
                "扣款原因写的是达到或者超过了要求，不是没有做到，请核对。",
            )
        rate = _RATE.search(narrow(value.reason))
        if rate and Decimal(rate["told"]) >= Decimal(rate["target"]):
            yield notice(
                "/reason",
                "rate_meets_target",
                "扣款原因写的比率不低于写的要求，不是没有做到，请核对比率和扣款依据。",
            )
        if len(_SAYS_LITTLE.sub("", value.reason)) < _LEAST_SAID:
            yield notice(
                "/reason",
                "reason_vague",
                "扣款原因没有写明哪一项、何时没有做到，请按考核条款写明事实。",
            )


_SAYS_LITTLE = re.compile(
    "考核|扣款|扣除|扣减|按照?|根据|合同|约定|规定|要求|工作|不到位|不力|不好|较差|问题|有关|相关|其他|原因|服务|质量|表现|情况|存在|不?合格|未?达标|不|[，。、；的等]"
)
_LEAST_SAID = 3


class Deducted(KindSchema):
    """What was deducted under a contract so far; whoever inherits this derives `agreement`."""

    deductions = Rows(
        "扣款",
        Deduction,
        group="已付款与扣款",
        optional=True,
        source=DEDUCTIONS,
        hint="合同履行以来的每一笔扣款，包括以前各次已经扣过的。",
    )

    @rule(DEDUCTIONS)
    def no_deduction_is_listed_twice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The same entry twice would be subtracted twice."""
        key = ("document_number", "reason", "amount")
        yield from listed_twice("deductions", value.deductions, key, "deduction_listed_twice")

    @rule(DEDUCTIONS)
    def deducted_under_this_contract(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing was deducted before the contract was signed."""
        for index, row in enumerate(value.deductions if value.agreement else ()):
            year = re.search(r"[〔﹝\[（(]((?:19|20)\d{2})", row.document_number)
            if year and int(year[1]) < value.agreement.signed_on.year:
                yield notice(
                    f"/deductions/{index}/document_number",
                    "deduction_before_contract",
                    "扣款依据的文号早于合同签订的年份，请核对是不是本合同的扣款。",
                )

    @rule(DEDUCTIONS)
    def deducted_for_a_rate_that_fell_short(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A rate that meets the contract is no failure, whatever is said of it."""
        contract = value.agreement
        targets = {each.name: each.least for each in contract.targets} if contract else {}
        for index, row in enumerate(value.deductions if targets else ()):
            if met := targets_met(row.reason, targets):
                named = "、".join(f"{name}不低于{targets[name]}%" for name in met)
                yield notice(
                    f"/deductions/{index}/reason",
                    "rate_meets_target",
                    f"合同要求{named}，扣款原因写的比率已经达到，不是没有做到，请核对比率和扣款依据。",
                )

    @beside("contractor_rectification_notice", by="contract", source=DEDUCTIONS)
    def deducted_as_the_notices_say(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A deduction is what the notice of that number decided; none told is forgotten."""
        decided = {each.document_number: each for each in others if each.says("deducted_amount")}
        listed: dict[str, Decimal] = {}
        for index, row in enumerate(value.deductions):
            number = row.document_number
            listed[number] = listed.get(number, Decimal(0)) + row.amount
            if others and number not in decided and "服整" in number:
                yield error(
                    f"/deductions/{index}/document_number",
                    "deduction_not_decided",
                    "登记簿里没有这个文号的扣款通知书，请核对。",
                )
        for number, other in decided.items():
            if number not in listed and other.dated_on <= self.dated(value):
                yield notice(
                    "/deductions", "deduction_left_out", f"没有列出{other}的扣款，请核对是否漏列。"
                )
            elif number in listed and listed[number] != other.says("deducted_amount"):
                yield error(
                    "/deductions", "deduction_differs", f"扣款金额与{other}的不等，请核对。"
                )


def listed_twice(
    name: str, rows: Sequence[Record], key: Sequence[str], code: str
) -> Iterator[Finding]:
    """Yield an error for every row that says the same as one before it."""
    for index in repeated([tuple(row[part] for part in key) for row in rows]):
        detail = "与前面的一行相同，会重复计算，请核对或删去这一行。"
        yield error(f"/{name}/{index}", code, detail, "合同付款条款")


def repeated(entries: Sequence[Any]) -> Iterator[int]:
    """Yield the index of every entry that stands already further up."""
    seen = set()
    for index, entry in enumerate(entries):
        if entry in seen:
            yield index
        seen.add(entry)
