"""What a 调解书 obliges: items with or without money, and what a party pays in all."""

import re
from collections.abc import Iterator
from decimal import Decimal

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Money, Text
from schemas.ground.text import narrow
from schemas.guard.sums import another_day, another_sum
from schemas.law import figures, read_numeral

AGREEMENT = "《市场监督管理投诉举报处理办法》第二十四条"
_VAGUE = re.compile(
    "(?:双方|当事人)?(?:另行|自行|友好)?(?:协商|妥善|依法|尽快|妥当)?(?:解决|处理|协商|办理|履行)(?:此事|纠纷|争议|问题|退款|退货|赔偿|费用|余款|善后)?(?:事宜|事项)?"
)
_SOME_TIME = re.compile(
    "宽裕|有条件|适时|必要时|视情|尽快|尽早|近期|好转|另行(?:协商|约定|商定)|再议|待定|酌情"
)
_PAYS = re.compile("[退付赔返偿补给还交款费价钱元金汇转减免折]")
_DONE = re.compile("(?:已经?|业已|已于|当场已)[^，。；]{0,16}(?:退|付|赔|还|交|换|修|给|履行|完成)")
_IN_PARTS = re.compile(
    r"分(?P<parts>\d+|[两二三四五六七八九十]+)[期次笔][^。；]{0,12}?每[期次笔个月]*[^。；\d]{0,8}(?P<each>\d+(?:\.\d{1,2})?)元"
)
OBLIGORS = {"complainant": "投诉人", "respondent": "被投诉人"}


class AgreementItem(Part):
    """协议内容的一项: who does what by when; money in figures and capitals, or none at all."""

    obligor = Choice("由谁履行", OBLIGORS)
    action = Text(
        "履行内容",
        longest=500,
        hint="接着「被投诉人」往下写，例如「退还健身卡剩余费用」，句末不加标点；不写金额和期限。",
    )
    amount = Money("金额", optional=True, hint="不涉及款项的（修理、更换、道歉等）不填。")
    due_on = Day("履行期限", optional=True, planned=True, hint="最迟履行的日期，当日包括在内。")
    method = Text(
        "履行方式", optional=True, hint="例如「原路退回支付账户」，句末不加标点，不写完整账号。"
    )

    @rule(AGREEMENT)
    def item_can_be_performed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Money is more than nothing and falls due on a day."""
        if value.amount is not None and not value.amount:
            yield error("/amount", "amount_zero", "金额应当大于零；不涉及款项的，请不要填写金额。")
        if value.amount is not None and value.due_on is None:
            yield error("/due_on", "due_missing", "给付款项的，应当约定履行期限。")
        if value.amount and not _PAYS.search(f"{value.action}{value.method or ''}"):
            yield notice(
                "/amount",
                "amount_without_payment",
                "填了金额，「履行内容」里却没有给付款项的意思，请核对；不涉及款项的不填金额。",
            )
        if _VAGUE.fullmatch(value.action) or _SOME_TIME.search(
            f"{value.action}{value.method or ''}"
        ):
            yield notice(
                "/action",
                "action_vague",
                "这一项没有写明履行什么、怎样履行，请写明具体的内容和方式。",
            )
        if value.amount is None and value.due_on is None and value.obligor == "respondent":
            yield notice("/due_on", "due_open", "这一项没有履行期限，请核对是否需要约定。")

    @rule(AGREEMENT)
    def words_say_what_the_fields_say(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A sum or a day that is written out as well is the one in its field."""
        texts = (value.action, value.method)
        yield from another_sum("/action", texts, value.amount, self.label_of("amount"), AGREEMENT)
        if _DONE.match(value.action):
            yield notice(
                "/action",
                "already_done",
                "这一项写的是已经履行的事，已即时履行的写进调解记录，协议只写将要履行的内容。",
            )
        yield from _parts_of_a_sum(value)
        yield from another_day("/action", texts, value.due_on, self.label_of("due_on"))

    @rule("《市场监督管理部门处理投诉举报文书式样》文书式样九")
    def item_reads_as_one_sentence(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The template names the obligor and closes the sentence: neither may stand twice."""
        if value.action.startswith(tuple(OBLIGORS.values())):
            yield error(
                "/action",
                "obligor_repeated",
                "义务人由「由谁履行」打印，请从「履行内容」开头删去，以免重复。",
            )
        for name in ("action", "method"):
            if value[name] and value[name].endswith(tuple("。，；、：,;.")):
                yield error(
                    f"/{name}", "closing_mark", "句末标点由模板打印，请删去这一项末尾的标点。"
                )


class ObligorTotal(Part):
    """合计: what one party pays under several items."""

    obligor = Choice("由谁履行", OBLIGORS)
    amount = Money("合计")


def _parts_of_a_sum(value: Record) -> Iterator[Finding]:
    """Yield the finding of instalments that do not come to the amount beside them."""
    found = _IN_PARTS.search(narrow(value.action)) or _IN_PARTS.search(narrow(value.method or ""))
    if found and value.amount is not None:
        parts = read_numeral(found["parts"].replace("两", "二"))
        total = parts * Decimal(found["each"])
        if total != value.amount:
            yield error(
                "/action",
                "parts_differ",
                f"分期的金额合计{figures(total)}元，与「金额」不等，请核对。",
                AGREEMENT,
            )
