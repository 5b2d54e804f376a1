"""回访与满意度调查表 (our own layout): one order called back, or a sheet of a period."""

from collections import Counter
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Day, Group, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.hotline.logs.log import MOST_ON_PAPER, MOST_ORDERS, stamp
from schemas.kinds.hotline.logs.targets import AgainstTargets
from schemas.kinds.hotline.making.surveys import payload_of
from schemas.kinds.hotline.survey.calls import (
    CONTACTED,
    CONTACTS,
    SATISFIED,
    SOLVED,
    SURVEYED,
    Call,
    Survey,
    SurveyedOrder,
    reached,
    result_of,
)
from schemas.kinds.hotline.survey.sheet import CallLine, SheetLine, SurveyPeriod
from schemas.parts import kpi
from schemas.parts.charts import Rate, rate
from schemas.parts.compiled import digest_of_rows
from schemas.parts.registered import Registered

SCOPES = {"order": "单件", "period": "期间汇总"}
_ORDER, _PERIOD = When("survey_scope", ("order",)), When("survey_scope", ("period",))


class CallbackSatisfactionRecord(AgainstTargets, Registered):
    """Every closed order is called back: one form an order, one sheet a period."""

    header = Header(
        title="回访与满意度调查表",
        also=("回访", "满意度"),
        audience=(Audience.office,),
        dated_by="surveyed_on",
        summary="逐件回访来电人：拨打记录、是否有人联系、是否解决、是否满意；期间汇总列明漏联、错联和三项比率。",
        about=("survey.order_number",),
    )

    sections = ("登记", "单件回访", "期间汇总", "合同", "回访人")
    compiler = Compiler(payload_of, of_reports=True)
    most_rows_on_paper = MOST_ON_PAPER
    blank = {"survey_period": None, "call_lines": 3}

    neighbours = Neighbours(
        follows=(
            Follows("complaint_result_feedback", "办结的工单逐件回访", SURVEYED),
            Follows("work_order_dispatch_slip", "办结的工单逐件回访", SURVEYED),
        ),
    )

    survey_scope = Choice("记录范围", SCOPES, group="登记", own=True, source=SURVEYED)
    survey = Group("单件回访", Survey, group="单件回访", optional=True, own=True, applies=_ORDER)
    calls = Rows(
        "回访经过", Call, most=20, group="单件回访", optional=True, own=True, applies=_ORDER
    )
    survey_period = Group(
        "汇总期间", SurveyPeriod, group="期间汇总", optional=True, own=True, applies=_PERIOD
    )
    surveyed_orders = Rows(
        "应回访的工单", SurveyedOrder, most=MOST_ORDERS, group="期间汇总", optional=True, own=True,
        applies=_PERIOD,
    )  # fmt: skip
    surveyed_by = PersonName("回访人", group="回访人", own=True, personal=None, starts_as="me")
    surveyed_on = Day("回访日期", group="回访人", own=True, starts_as="today")

    @derived(Rows("各次回访", CallLine), prints=("calls",))
    def call_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every call, and whether it reached the number and the person of the order."""
        phone = value.survey.caller_phone if value.survey else ""
        answers = {True: "是", False: "否", None: "/"}
        return tuple(
            Record({
                "at": stamp(each.at),
                "number": each.number,
                "connected": answers[each.connected],
                "right_person": answers[each.right_person],
                "minutes": f"{each.minutes}分钟" if each.minutes else "/",
                "recording": each.recording,
                "result": result_of(each, phone),
            })
            for each in value.calls
        )  # fmt: skip

    @derived(Rows("各件回访", SheetLine), prints=("surveyed_orders",))
    def sheet_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every order that had to be called, wrong and missed ones as rows like the others."""
        return tuple(
            Record({
                **each,
                "attempts": str(each.attempts),
                "contact": CONTACTS[each.contact],
                "contacted": CONTACTED.get(each.contacted, "/"),
                "solved": SOLVED.get(each.solved, "/"),
                "satisfied": SATISFIED.get(each.satisfied, "/"),
            })
            for each in sorted(value.surveyed_orders, key=lambda one: one.closed_on)
        )  # fmt: skip

    @derived(Text("汇总"))
    def sheet_sum(self, value: Record, facts: Facts) -> str:
        """How many had to be called, were reached, not, wrongly, never; the digest of the rows."""
        counts = Counter(each.contact for each in value.surveyed_orders)
        told = "，".join(f"{label}{counts[code]}件" for code, label in CONTACTS.items())
        rows = value.surveyed_orders
        return f"应联系{len(rows)}件：{told}；数据校验值{digest_of_rows(rows)}"

    @derived(Rows("指标", Rate))
    def survey_rates(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Called at the right number, of all; solved and content, of those who answered."""
        orders, targets = value.surveyed_orders, self.targets(value, facts)
        called = sum(each.contact in ("reached", "unreached") for each in orders)
        answered = [each for each in orders if each.solved]
        rated = [each for each in orders if each.satisfied and each.satisfied != "unrated"]
        solved = sum(each.solved == "solved" for each in answered)
        content = sum(each.satisfied != "dissatisfied" for each in rated)
        return (
            rate(kpi.CONTACTED, called, len(orders), targets.get(kpi.CONTACTED)),
            rate(kpi.SOLVED, solved, len(answered), targets.get(kpi.SOLVED)),
            rate(kpi.SATISFIED, content, len(rated), targets.get(kpi.SATISFIED)),
        )

    @rule(SURVEYED)
    def one_order_or_one_period(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A form is of one order, a sheet of a period, and neither holds what the other does."""
        of_order = value.survey_scope == "order"
        wanted, other = ("survey", "survey_period") if of_order else ("survey_period", "survey")
        if not value[wanted]:
            yield error(f"/{wanted}", "required", f"请填写「{self.label_of(wanted)}」。")
        others = (other, "surveyed_orders") if of_order else (other, "calls")
        for name in others:
            if value[name]:
                yield error(
                    f"/{name}",
                    "other_scope",
                    f"记录范围是{SCOPES[value.survey_scope]}的，不填「{self.label_of(name)}」。",
                )

    @rule(SURVEYED)
    def every_order_is_called(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """At least once, at its own number; not answered, again at other times."""
        if value.survey_scope != "order" or not value.survey:
            return
        phone, least = value.survey.caller_phone, facts.house.callback_attempts
        results = [result_of(each, phone) for each in value.calls]
        if not results:
            yield error(
                "/calls", "order_missed", "每件工单都要联系来电人，请至少回访一次并如实记录。"
            )
            return
        for index, result in enumerate(results):
            if result == "错联":
                yield notice(
                    f"/calls/{index}/number",
                    "wrong_contact",
                    "拨打的不是来电电话，属于错联，请改拨来电电话并保留本次记录。",
                )
        if set(results) == {"错联"}:
            yield error("/calls", "only_wrong", "没有拨打过来电电话，请按来电电话回访。")
        tried = {each.at for each, result in zip(value.calls, results, strict=True)
                 if result != "错联"}  # fmt: skip
        if not reached(value.calls, phone) and len(tried) < least:
            yield error(
                "/calls",
                "attempts_few",
                f"没有联系上本人的，要在不同时间至少拨打{least}次，请继续回访。",
            )

    @rule(SURVEYED)
    def answers_come_from_the_caller(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Three answers from whoever was reached, none from anybody else."""
        if value.survey_scope != "order" or not value.survey:
            return
        got = reached(value.calls, value.survey.caller_phone)
        part = Survey()
        for name in ("contacted", "solved", "satisfied"):
            if got and not value.survey[name]:
                yield error(
                    f"/survey/{name}",
                    "required",
                    f"已联系本人的，请填写「{part.label_of(name)}」。",
                )
            if not got and value.survey[name]:
                yield error(
                    f"/survey/{name}",
                    "reached_nobody",
                    f"没有联系上本人的，不填「{part.label_of(name)}」，请删去。",
                )
        if value.survey.contacted == "no":
            yield notice(
                "/survey/contacted",
                "nobody_contacted",
                "来电人表示无人与其联系答复，合同不允许有这种情况，请核查并向甲方报告。",
            )

    @rule(SURVEYED)
    def called_after_it_was_closed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An order is closed, called back, recorded, in that order."""
        for index, each in enumerate(value.calls):
            if value.survey and each.at < value.survey.closed_at:
                yield error(f"/calls/{index}/at", "before_close", "回访早于办结时间，请核对。")
            if each.at.date() > value.surveyed_on:
                yield error(f"/calls/{index}/at", "after_record", "回访晚于回访日期，请核对。")
            if index and each.at <= value.calls[index - 1].at:
                yield error(f"/calls/{index}/at", "calls_order", "回访应当按时间先后填写，请调整。")

    @rule(SURVEYED)
    def sheet_has_each_order_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every order closed in the period, each once; a wrong or missed contact is told."""
        seen: set[str] = set()
        for index, each in enumerate(value.surveyed_orders):
            here = f"/surveyed_orders/{index}"
            if each.order_number in seen:
                yield error(f"{here}/order_number", "row_repeated", "这一行前面已经有了，请删去。")
            seen.add(each.order_number)
            period = value.survey_period
            if period and not period.first <= each.closed_on <= period.last:
                yield error(
                    f"{here}/closed_on",
                    "row_outside_period",
                    "这一行的日期不在期间之内，请核对期间或者删去。",
                )
        amiss = sum(each.contact in ("wrong", "missed") for each in value.surveyed_orders)
        if amiss:
            yield notice(
                "/surveyed_orders",
                "contact_amiss",
                f"有{amiss}件漏联、错联，合同要求不出现这种情况，请逐件补联系。",
            )

    restated = (Restates(("survey.next_step",), of="survey.next_by"),)

    example = {
        "register_number": "HF-2026-0708-012",
        "survey_scope": "order",
        "survey": {
            "order_number": "SL20260703000211",
            "caller_name": "林晓岚",
            "caller_phone": "0999-60011208",
            "closed_at": "2026-07-07T16:20",
            "handled": "7月3日首次联系，7月7日现场调解，商家当日退还按摩椅预付款3,000.00元。",
            "contacted": "yes",
            "solved": "solved",
            "satisfied": "satisfied",
            "caller_opinion": "钱已经到账了，谢谢。",
        },
        "calls": [
            {"at": "2026-07-08T09:10", "number": "0999-60011208", "connected": False},
            {
                "at": "2026-07-08T14:30",
                "number": "0999-60011208",
                "connected": True,
                "right_person": True,
                "minutes": 3,
                "recording": "LY-20260708-0143",
            },
        ],
        "surveyed_by": "苗雨",
        "surveyed_on": "2026-07-08",
    }
