"""退单登记 (our own layout): what this bureau gave back, what other departments would not take."""

from collections import Counter
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Code, Moment, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import EVERYWHERE, Standing, beside
from schemas.ground.restating import Order, Restates
from schemas.kinds.hotline.logs.log import MOST_ORDERS, HotlineLog, OrderRow, share, stamp
from schemas.kinds.hotline.logs.sources import RETURNED
from schemas.kinds.hotline.making.returns import KIND, payload_of, rows_of

RESULTS = {"approved": "同意", "refused": "不同意", "pending": "待定"}
SITUATIONS = {"applied": "申请退单", "shirked": "推诿扯皮"}


class OwnReturn(OrderRow):
    """本单位退单: one application to give an order back, and what was decided."""

    received_at = Moment("收到时间")
    order_class = Text("类型", longest=60)
    return_reason = Text("退单理由", longest=200)
    written_basis = Text("文字依据", longest=200, hint="文件的名称和条款，例如「《…》第…条」。")
    applied_at = Moment("申请时间")
    return_to = Text("拟退单位", longest=60)
    return_result = Choice("审批结果", RESULTS)
    decided_at = Moment("结果时间", optional=True)
    return_form_number = Code("退单表编号", longest=60)

    @rule(RETURNED)
    def decided_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, applied, decided; what is pending has no day of decision."""
        if value.applied_at < value.received_at:
            yield error("/applied_at", "applied_before", "申请时间早于收到时间，请核对。")
        if (value.return_result == "pending") == bool(value.decided_at):
            yield error(
                "/decided_at",
                "decision_day",
                "已有审批结果的，填写「结果时间」；待定的不填。",
            )
        elif value.decided_at and value.decided_at < value.applied_at:
            yield error("/decided_at", "decided_before", "结果时间早于申请时间，请核对。")
        if "《" not in value.written_basis:
            yield error(
                "/written_basis",
                "basis_untitled",
                "退单要有文字依据，请写明文件的名称，放在书名号里，有条款的写条款。",
            )


class OthersReturn(OrderRow):
    """其他部门退单、推诿: what another department did with an order, and who was told of it."""

    unit = Text("部门", longest=60)
    situation = Choice("情形", SITUATIONS)
    facts_told = Text("情况", longest=300, factual=True)
    reported_to = Text("汇报对象", longest=60, hint="甲方相关负责人。")
    reported_at = Moment("汇报时间")
    instruction = Text("处理要求", longest=200, optional=True)
    outcome = Text("协助处理结果", longest=200, optional=True)


class OwnLine(Part):
    """A row of the first table as it is printed."""

    order_number = Text("工单编号")
    received = Text("收到")
    order_class = Text("类型")
    return_reason = Text("退单理由")
    written_basis = Text("文字依据")
    applied = Text("申请时间")
    return_to = Text("拟退单位")
    return_result = Text("审批结果")
    decided = Text("结果时间", optional=True)
    return_form_number = Text("退单表编号")


class OthersLine(Part):
    """A row of the second table as it is printed."""

    order_number = Text("工单编号")
    unit = Text("部门")
    situation = Text("情形")
    facts_told = Text("情况")
    reported_to = Text("汇报对象")
    reported = Text("汇报时间")
    instruction = Text("处理要求", optional=True)
    outcome = Text("协助处理结果", optional=True)


class ReturnRegister(HotlineLog):
    """Two tables of a period: our own applications, and what other departments did."""

    header = Header(
        title="退单登记",
        audience=(Audience.office,),
        dated_by="compiled_at",
        summary="登记本单位的退单申请和审批结果，以及其他部门申请退单、推诿扯皮的情况、汇报和协助处理结果。",
        about=("period_from", "period_to"),
        advises=True,
    )

    sections = ("统计期间", "登记", "本单位退单", "其他部门退单、推诿")
    compiler = Compiler(payload_of, of_reports=True)
    rows_field = "own_returns"
    row_day = "applied_at"
    blank = {"own_lines": 4, "others_lines": 4, "own_sum": ..., "others_sum": ...}

    own_returns = Rows(
        "本单位退单", OwnReturn, most=MOST_ORDERS, group="本单位退单", optional=True, own=True,
        source=RETURNED,
    )  # fmt: skip
    others_returns = Rows(
        "其他部门退单、推诿", OthersReturn, most=MOST_ORDERS, group="其他部门退单、推诿",
        optional=True, own=True, source=RETURNED,
    )  # fmt: skip

    def compiled_rows(self, value: Record) -> Sequence[Record]:
        """Return the rows of both tables."""
        return (*value.own_returns, *value.others_returns)

    @derived(Rows("本单位退单", OwnLine), prints=("own_returns",))
    def own_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Our own applications, the earliest first."""
        return tuple(
            Record({
                **{name: each[name] for name in OwnLine().fields if name in each},
                "received": stamp(each.received_at),
                "applied": stamp(each.applied_at),
                "return_result": RESULTS[each.return_result],
                "decided": stamp(each.decided_at),
            })
            for each in sorted(value.own_returns, key=lambda one: one.applied_at)
        )  # fmt: skip

    @derived(Rows("其他部门退单、推诿", OthersLine), prints=("others_returns",))
    def others_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What other departments did, in the order in which it was reported."""
        return tuple(
            Record({
                **{name: each[name] for name in OthersLine().fields if name in each},
                "situation": SITUATIONS[each.situation],
                "reported": stamp(each.reported_at),
            })
            for each in sorted(value.others_returns, key=lambda one: one.reported_at)
        )  # fmt: skip

    @derived(Text("本单位退单合计"))
    def own_sum(self, value: Record, facts: Facts) -> str:
        """How many were applied for, approved, refused, are pending; the rate of those decided."""
        counts = Counter(each.return_result for each in value.own_returns)
        decided = counts["approved"] + counts["refused"]
        return (
            f"{len(value.own_returns)}件：同意{counts['approved']}件，不同意{counts['refused']}件，"
            f"待定{counts['pending']}件；{share('退单成功率', counts['approved'], decided)}"
        )

    @derived(Text("其他部门合计"))
    def others_sum(self, value: Record, facts: Facts) -> str:
        """How many of each situation there are."""
        counts = Counter(each.situation for each in value.others_returns)
        told = "，".join(f"{label}{counts[code]}件" for code, label in SITUATIONS.items())
        return f"{len(value.others_returns)}件：{told}"

    @rule(RETURNED)
    def others_stand_once_and_in_the_period(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One report of one order and department has one row, on a day of the period."""
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(value.others_returns):
            here, key = f"/others_returns/{index}", (each.order_number, each.unit)
            if key in seen:
                yield error(f"{here}/order_number", "row_repeated", "这一行前面已经有了，请删去。")
            seen.add(key)
            if not value.period_from <= each.reported_at.date() <= value.period_to:
                yield error(
                    f"{here}/reported_at",
                    "row_outside_period",
                    "这一行的日期不在期间之内，请核对期间或者删去。",
                )

    @rule(RETURNED)
    def nothing_is_known_later(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was counted had happened when it was counted."""
        moments = (("own_returns", "applied_at"), ("own_returns", "decided_at"),
                   ("others_returns", "reported_at"))  # fmt: skip
        for table, name in moments:
            for index, each in enumerate(value[table]):
                if each[name] and each[name] > value.compiled_at:
                    yield error(
                        f"/{table}/{index}/{name}",
                        "after_compiling",
                        "这个时间晚于数据截至时间，请核对。",
                    )

    @beside(KIND, source=RETURNED, by=EVERYWHERE)
    def rows_are_the_applications(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Each row says what its application says, and every application of the period has one."""
        known = {(row["return_form_number"], row["order_number"]): row
                 for other in others for row in rows_of(other)}  # fmt: skip
        for index, row in enumerate(value.own_returns):
            told = known.pop((row.return_form_number, row.order_number), None)
            if told is None and known and row.return_result != "pending":
                yield notice(
                    f"/own_returns/{index}/return_form_number",
                    "application_unknown",
                    "登记簿里没有这件工单的这份退单申请表，请核对编号，或先出具。",
                )
            for name in ("applied_at", "return_result") if told else ():
                if told and row[name] != told[name]:
                    yield error(
                        f"/own_returns/{index}/{name}",
                        "application_differs",
                        f"「{OwnReturn().label_of(name)}」与退单申请表不同，请核对。",
                    )
        missing = sum(
            value.period_from <= row["applied_at"].date() <= value.period_to
            for row in known.values()
        )
        if missing:
            yield error(
                "/own_returns",
                "application_missing",
                f"期间内还有{missing}件退单申请没有登记，请由登记簿重新生成。",
            )

    restated = (
        Restates(
            ("others_returns.outcome",), of="others_returns.reported_at", order=Order.not_before
        ),
    )

    example = {
        "period_from": "2026-06-01",
        "period_to": "2026-06-30",
        "compiled_at": "2026-07-01T09:00",
        "counting_rule": "退单-1：本单位退单按申请时间计入，其他部门按汇报时间计入",
        "registering_unit": "示例区政务热线工单中心",
        "own_returns": [
            {
                "order_number": "SL20260609000087",
                "received_at": "2026-06-09T08:40",
                "order_class": "投诉－预付消费",
                "return_reason": "商户经营地址在邻区",
                "written_basis": "《示例市12345热线派单目录》第3项",
                "applied_at": "2026-06-09T09:55",
                "return_to": "示例市12345热线受理中心",
                "return_result": "refused",
                "decided_at": "2026-06-10T10:20",
                "return_form_number": "TD-2026-0609-01",
            },
            {
                "order_number": "BJ20260610094201",
                "received_at": "2026-06-10T09:42",
                "order_class": "投诉－物业服务",
                "return_reason": "诉求是物业停运电梯，属于物业服务管理，不是消费纠纷",
                "written_basis": "《示例区政务服务热线职责清单》第三十二项",
                "applied_at": "2026-06-10T14:20",
                "return_to": "示例区住房和城乡建设局",
                "return_result": "approved",
                "decided_at": "2026-06-11T09:30",
                "return_form_number": "TD-2026-0047",
            },
            {
                "order_number": "SL20260630000160",
                "received_at": "2026-06-30T14:02",
                "order_class": "咨询－社会保险",
                "return_reason": "社会保险缴费不属于本单位职责",
                "written_basis": "《中华人民共和国社会保险法》第七条",
                "applied_at": "2026-06-30T15:10",
                "return_to": "示例区人力资源和社会保障局",
                "return_result": "pending",
                "return_form_number": "TD-2026-0630-01",
            },
        ],
        "others_returns": [
            {
                "order_number": "SL20260615000304",
                "unit": "示例区住房和城市建设局",
                "situation": "shirked",
                "facts_told": "电梯维保投诉退回三次，未提供文字依据",
                "reported_to": "消费者权益保护科科长何静远",
                "reported_at": "2026-06-15T17:20",
                "instruction": "请热线受理中心协调，由住建部门主办",
                "outcome": "6月16日改派住建部门主办",
            }
        ],
    }
