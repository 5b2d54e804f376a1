"""督办的事项: an order or a task that is about to fall due, overdue or handled amiss."""

from datetime import timedelta

from schemas.ground.base import Part, Record
from schemas.ground.fields import Choice, Code, Moment, PersonName, Text

SORTS = {"complaint": "投诉", "report": "举报", "inspection": "检查任务", "other": "其他"}
PROBLEMS = {"due_soon": "即将超期", "overdue": "超期", "improper": "处置不规范"}
WARNED = timedelta(hours=24)
MOST = 200


class Supervised(Part):
    """督办的一件: an order or a task, by when, what is wrong with it, and what is asked."""

    number = Code("工单/任务编号", longest=60)
    sort = Choice("类型", SORTS)
    handler = PersonName("承办人", personal=None)
    due_at = Moment("到期时间", planned=True)
    problem = Choice("问题", PROBLEMS)
    fault = Text("不规范说明", longest=200, optional=True)
    demand = Text("要求", longest=200)


class SupervisedLine(Part):
    """督办单的一行, as it is printed."""

    number = Text("编号")
    sort = Text("类型")
    handler = Text("承办人")
    due_at = Moment("到期")
    left = Text("剩余/超期")
    problem = Text("问题")
    demand = Text("要求")


def lines_of(rows: tuple[Record, ...], checked_at: object) -> tuple[Record, ...]:
    """Return the rows as they are printed, most urgent first."""
    return tuple(
        Record(
            {
                "number": each.number,
                "sort": SORTS[each.sort],
                "handler": each.handler,
                "due_at": each.due_at,
                "left": _left(each.due_at - checked_at),
                "problem": PROBLEMS[each.problem] + (f"：{each.fault}" if each.fault else ""),
                "demand": each.demand,
            }
        )
        for each in sorted(rows, key=lambda row: row.due_at)
    )


def _left(left: timedelta) -> str:
    """Return 剩余9小时 or 超期1天15小时; whole hours, those begun counted as over."""
    hours = int(abs(left).total_seconds() // 3600)
    days, rest = divmod(hours, 24)
    words = (f"{days}天" if days else "") + (f"{rest}小时" if rest or not days else "")
    return ("超期" if left < timedelta() else "剩余") + words
