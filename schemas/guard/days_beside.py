"""Compare the days that texts tell with the days of the fields that say when the same was done.

A field says by its label what it dates: 受理日期 dates what a text calls 受理.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache

from schemas.ground.base import Finding, notice
from schemas.guard.reading import Reading
from schemas.guard.told_days import DayTold

TELLING = "文书所载事实"
_ACT = re.compile("^(?P<act>[\u4e00-\u9fff]{2,8}?)的?(?:日期|时间|之日)$")
# What many things are called by: a record begins, a paper is dated, something is said.
_ANY = frozenset(
    (
        *("开始", "结束", "文书", "签名", "记录", "答复", "提出", "查询", "联系", "拍摄", "录入"),
        *("检查", "核查", "签收", "付款", "到达", "离开", "分派", "收到"),
    )
)
_OTHERS = re.compile(
    "法院|仲裁|公安|检察|消费者协会|消协|平台|另案|另一|其他|上级|人民|街道|第[一二三四五]次|首次|再次|又|曾|前次|上次|拟|定于|前(?=[，。；]|$)|以前|之前|届满|到期|应当|建议|申请|请求|要求"
)
_BETWEEN = "[^,。;、\n]{0,5}?"


def days_as_entered(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield every text that dates an act by another day than the field of this act."""
    if "月" not in reading.joined:
        return
    acts = _acts(reading)
    told = set[str]()
    for passage in reading.free:
        text = passage.text
        if passage.field.spoken or "月" not in text:
            continue
        here = [act for act in acts if act in text or act.replace("收到", "接到") in text]
        in_course = _BEGINS.search(text) is not None
        recorded = "笔录" in text or "记录" in text
        if not (here or in_course or recorded):
            continue
        days = [
            each
            for each in reading.days_of(passage, dated.year)
            if each.exact and not _OTHERS.search(each.clause)
        ]
        if in_course and len(days) > 1 and _out_of_order(days):
            yield notice(
                passage.pointer,
                "days_out_of_order",
                f"「{passage.field.label}」写的先后、间隔不对：收到在先，然后受理、调解、终止，或者核查、立案、移送，请核对各个日期。",
                TELLING,
            )
        if recorded and _of_no_act(days) and passage.pointer not in told:
            told.add(passage.pointer)
            yield notice(
                passage.pointer,
                "record_of_another_day",
                f"「{passage.field.label}」所引记录、笔录的日期与所写的调解、检查、询问不是同一天，请核对日期。",
                TELLING,
            )
        for each in days:
            rest = each.text[each.end : each.end + _FAR]
            for act in here:
                differs = each.day not in acts[act] and _way(act).search(rest)
                if differs and passage.pointer not in told:
                    told.add(passage.pointer)
                    yield notice(
                        passage.pointer,
                        "day_differs_from_field",
                        f"「{passage.field.label}」写的{act}日期与「{act}日期」一栏不同，请核对，改正其中一处。",
                        TELLING,
                    )


_PROOF = re.compile("资质|资格|许可证|认定证书")
_VALID_UNTIL = re.compile("(?:有效期限?|有效|期限|截止)[^,，。;；0-9]{0,6}$")
_RUNS_OUT = re.compile("^(?:止|为止|到期|届满|期满|失效|截止|前?有效)")


def proofs_expired(reading: Reading, dated: date) -> Iterator[Finding]:
    """Yield every number of a licence beside which stands that it ran out before the paper."""
    for passage in reading.free:
        label = passage.field.label
        if passage.field.factual or not _is_of_a_proof(label):
            continue
        for told in reading.days_of(passage, dated.year):
            ends = _RUNS_OUT.search(told.text[told.end :]) or _VALID_UNTIL.search(
                told.text[: told.start]
            )
            if told.exact and ends and told.day < dated:
                yield notice(
                    passage.pointer,
                    "proof_expired",
                    f"「{label}」写的有效期在文书日期以前已经届满，请核对资质，换成有效的。",
                    TELLING,
                )


@cache
def _is_of_a_proof(label: str) -> bool:
    return _PROOF.search(label) is not None


# So much after a day may say what was done on it.
_FAR = 16


@cache
def _way(act: str) -> re.Pattern[str]:
    """Return how a text says, right after a day, that an act was done."""
    done = act.replace("收到", "[收接]到")
    then = "(?=[,。;、)的了]|$|你|该|本|此|投诉|决定)"
    return re.compile(rf"^(?:当日|当天|[上下]午)?{_BETWEEN}{done}{then}")


_RECORDS = re.compile("^的?(?:现场)?(调解|检查|核查|询问|回访)(?:情况)?(?:记录|笔录)")


def _of_no_act(days: list[DayTold]) -> bool:
    """Tell whether a text cites the record of an act by a day on which the act was not done."""
    for each in days:
        record = _RECORDS.match(each.text[each.end : each.end + _FAR])
        acts = [
            other.day
            for other in days
            if record and other is not each and record[1] in other.clause
        ]
        if acts and each.day not in acts:
            return True
    return False


# Seven working days and the longest holiday.
_LONGEST = timedelta(days=14)
_BEGINS = re.compile("受理|[收接]到(?:该|你的|其|有关)?(?:投诉|举报|线索)|立案|发现线索")
# What comes after what, whatever the paper: a text that dates two of these dates them in order.
_COURSES = tuple(
    tuple(re.compile(rf"^(?:当日|当天|[上下]午|{_BETWEEN})(?:{act})") for act in course)
    for course in (
        ("[收接]到(?:该|你的|其)?投诉", "(?:决定)?受理", "(?:现场)?调解|组织", "(?:决定)?终止"),
        ("[收接]到(?:该|有关)?(?:举报|线索)|发现线索", "核查|现场检查|固定", "立案", "移送"),
    )
)


# To decide whether to take a complaint up has its time, whatever holidays it meets.
_TAKEN_UP = _COURSES[0][1]


def _late(received: date, decided: list[date]) -> bool:
    return min(decided) - received > _LONGEST


def _out_of_order(days: list[DayTold]) -> bool:
    """Tell whether what a text dates happened in another order, or later, than it can have."""
    for course in _COURSES:
        last: date | None = None
        for act in course:
            told = [each.day for each in days if act.match(each.text[each.end : each.end + _FAR])]
            if told and last and (min(told) < last or (act is _TAKEN_UP and _late(last, told))):
                return True
            last = max([*told, last] if last else told, default=last)
    return False


@cache
def _act(label: str) -> str:
    """Return what a field's label says was done on its day; empty where it may be anything."""
    found = _ACT.match(label)
    return found["act"] if found and found["act"] not in _ANY else ""


def _acts(reading: Reading) -> Mapping[str, set[date]]:
    found: dict[str, set[date]] = {}
    for given in reading.days:
        act = _act(given.field.label)
        if act and not given.field.planned:
            day = given.day.date() if isinstance(given.day, datetime) else given.day
            found.setdefault(act, set()).add(day)
    return found
