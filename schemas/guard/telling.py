"""Judge texts that tell what has happened: on which days, and whether they bear anything out."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from schemas.ground.base import Finding, error, notice
from schemas.guard.hints import Hints
from schemas.guard.reading import Passage, Reading
from schemas.guard.told_days import DayTold

TELLING = "文书所载事实"
# What lies ahead by its nature, or is only read off a thing that was seen.
_AHEAD = re.compile(
    "有效|保质|期限|到期|届满|期满|截止|截至|至|(?<![终中停防禁制阻])止|前|以内|定于|拟|将|预计|预定|约定|承诺|答应|同意于|计划|下次|下一次|预订|预约|出发|入住"
    "|航班|车次|演出|开业|开学|交付|交房|婚|续|租期|服务期|年检|检验日期|检定|标示|标注|标识|生产日期|载明|印有|显示|原定|改期|延期|另行"
)
_HAPPENED = re.compile(
    "固定|核查|检查|调查|询问|查看|核实|查明|取证|提取|拍照|拍摄|扣押|查封|送达|签收|收到|收取|到场|到局|来局|来电|致电|来函|撤回|撤诉|表示|称|说|反映"
    "|提出|提交|提供|拒绝|参加|组织|召开|调解|协商|作出|出具|印发|立案|受理|购买|支付|付款|退款|退还|发现|知道|得知|发生|去世|死亡|注销|登记"
    "|通知|告知|发出|寄出|发送|录音|迟报|漏|未|没有|逾期|回访|完成|办结|投诉|举报|离开|签名|签字|宣读|盘点|清点|认可|承认|销售|出售|开具|响应|无法|不能"
)
# What was recorded until a day was there by then, whatever the words before it.
_RECORDED = re.compile(
    "(?:份|底|末)?(?:期间|之间)?的?[^，,。；;的拟将计划预约排]{0,8}(?:记录|数据|台账|流水|账目|明细|凭证)(?![^，。；;]{0,4}(?:保存|保留|留存|备份至))"
)
_ABOVE = re.compile("领导|上级|上面|主任|科长|局长|处长|所长|首长|老板|甲方")
_FROM_ABOVE = re.compile(
    "(?:根据|按照?|依据?|应|经|因|由于|遵照|系)*(?:上级|分管|主要|有关|局|科室?|单位)*(?:领导|上级|上面|主任|科长|局长|处长|所长|首长|老板|甲方)"
    "(?:们|同志|机关|部门|单位)*的?(?:口头|书面|电话|当面|会议|专题|集体)*(?:要求|指示|安排|意见|通知|批示|决定|交办|同意|研究|授意|交代|吩咐|命令|打招呼|审批|签批)+"
)
_SAYS_LITTLE = re.compile(
    "不予受理|终止调解|终止|受理|移送|扣款|扣减|扣除|处理|办理|执行|予以|进行|此|该|本|项|款|的|了|故|所以|因此|因为|由于|根据|按照|依据|有关|相关|决定|研究|经|后|已|[，,。；;、：:“”\\s]"
)
_ELSEWHERE = re.compile(
    "(?:具体)?(?:情况)?(?:详见?|参见|见)(?:附件|材料|来信|来函|卷宗|案卷|后附|附页|上)[^，。；]{0,6}[。]?"
)
_INTERNAL = re.compile(
    "(?:依据|根据|按照?|依照)[^，。；《》]{0,14}(?:内部|会议纪要|会议精神|口径|惯例|工作群|一贯做法|批示|来文)"
)
_INTERNAL_HINTS = Hints(
    ("内部", "会议纪要", "会议精神", "口径", "惯例", "工作群", "一贯做法", "批示", "来文")
)
_SHORTEST, _SOON = 4, timedelta(days=60)


def told_days(reading: Reading, dated: date, approved: date | None) -> Iterator[Finding]:
    """Yield every text that tells what has happened by a day after the paper's own.

    What happened after the paper was `approved` was not before whoever approved it.
    """
    weights: dict[Passage, set[str]] = {}
    for passage, told in _days_after(reading, dated, min(dated, approved or dated)):
        if told.day > dated:
            weights.setdefault(passage, set()).add(_weight(told))
        elif approved and told.day > approved and _weight(told) == "error":
            weights.setdefault(passage, set()).add("approved before")
    for passage, found in weights.items():
        if "error" in found:
            yield error(
                passage.pointer,
                "told_after_document",
                f"「{passage.field.label}」写的事发生在文书日期以后，那时还没有发生，请核对日期。",
                TELLING,
            )
        elif "notice" in found:
            yield notice(
                passage.pointer,
                "day_after_document",
                f"「{passage.field.label}」里有晚于文书日期的日子，请核对日期。",
                TELLING,
            )
        elif "approved before" in found:
            yield notice(
                passage.pointer,
                "told_after_approval",
                f"「{passage.field.label}」写的事发生在审批以后，审批时还没有，请核对审批日期。",
                TELLING,
            )


def wishes_for_facts(reading: Reading) -> Iterator[Finding]:
    """Yield every text that bears a paper out by nothing but what somebody above wanted."""
    internal = _INTERNAL_HINTS.may_stand_in(reading.joined, reading.pairs)
    for passage in reading.free:
        if (
            passage.field.factual
            and not passage.field.optional
            and _ELSEWHERE.fullmatch(passage.text)
        ):
            yield error(
                passage.pointer,
                "told_nowhere",
                f"「{passage.field.label}」只写了见别处，请把事实写在这里。",
                TELLING,
            )
        elif internal and passage.field.factual and _INTERNAL.search(passage.text):
            yield notice(
                passage.pointer,
                "internal_basis",
                f"「{passage.field.label}」以内部文件、会议或者口径为依据，对外的文书应当依据法律、法规、规章，请核对。",
                TELLING,
            )
    if not _ABOVE.search(reading.continuous.text):
        return
    for passage in reading.free:
        if passage.field.factual and (found := _FROM_ABOVE.search(passage.text)):
            rest = _SAYS_LITTLE.sub("", _FROM_ABOVE.sub("", passage.text))
            if len(rest) < _SHORTEST:
                yield error(
                    passage.pointer,
                    "wish_for_a_fact",
                    f"「{passage.field.label}」只写了谁的要求或者意见，没有写事实，请写明何时、何事、依据哪一条。",
                    TELLING,
                )
            elif _is_personal(found, passage):
                yield notice(
                    passage.pointer,
                    "wish_named",
                    f"「{passage.field.label}」提到领导的要求，它不是事实也不是依据，请核对并改写。",
                    TELLING,
                )


def _is_personal(found: re.Match[str], passage: Passage) -> bool:
    return not passage.field.kept and "领导" in found[0]


def _weight(told: DayTold) -> str:
    """Return how heavy it is that a day lies after the paper's."""
    clause = told.clause
    if _AHEAD.search(clause):
        return "notice" if _RECORDED.match(told.text, told.end) else ""
    return "error" if told.dated and _HAPPENED.search(clause) else "notice"


def _days_after(reading: Reading, dated: date, since: date) -> Iterator[tuple[Passage, DayTold]]:
    """Yield the days after one that factual texts name.

    Where no year is said yet it is the paper's, unless the day would lie so far ahead that it is
    the year before.
    """
    for passage in reading.free:
        for told in reading.days_of(passage, dated.year) if passage.field.factual else ():
            if told.day > since and (told.dated or told.day - dated <= _SOON):
                yield passage, told
