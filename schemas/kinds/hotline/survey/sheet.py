"""汇总: the sheet of a period's callbacks, and the rows of both forms as they are printed."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Day, Moment, Text
from schemas.kinds.hotline.survey.calls import SURVEYED


class SurveyPeriod(Part):
    """汇总的期间: the orders closed in it are all to be called."""

    first = Day("期间自")
    last = Day("期间至")
    until = Moment("数据截至")
    counting_rule = Text("计数规则及版本", longest=200)

    @rule(SURVEYED)
    def period_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A period ends after it began, and had begun when its rows were taken."""
        if value.last < value.first:
            yield error("/last", "period_reversed", "期间的终止日早于起始日，请核对。")
        if value.until.date() < value.first:
            yield error("/until", "compiled_before", "数据截至时间早于期间起始日，请核对。")


class CallLine(Part):
    """A call as it is printed."""

    at = Text("时间")
    number = Text("拨打号码")
    connected = Text("接通")
    right_person = Text("本人")
    minutes = Text("通话时长")
    recording = Text("录音号", optional=True)
    result = Text("联系情况")


class SheetLine(Part):
    """A row of the sheet as it is printed."""

    order_number = Text("工单编号")
    closed_on = Day("办结日期")
    attempts = Text("拨打次数")
    contact = Text("联系情况")
    contacted = Text("是否有人联系")
    solved = Text("是否解决")
    satisfied = Text("是否满意")
    remark = Text("备注", optional=True)
