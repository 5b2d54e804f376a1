"""资料移交清单: everything handed over at the end of a service, row by row, with its digest."""

import re
from collections import Counter
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    Day,
    Moment,
    PartyName,
    PersonName,
    Rows,
    Text,
)
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.guard.folding import folded_name
from schemas.kinds.process.files.making import handover_of
from schemas.parts.compiled import DIGITS
from schemas.parts.registered import Registered

HANDED_OVER = "合同关于工作台账、档案完整移交的约定"
SORTS = {
    "ledger": "台账",
    "file": "卷宗",
    "data": "电子数据",
    "object": "实物",
    "access": "账号权限",
}
REASONS = {"expiry": "服务期满", "termination": "解除", "personnel": "人员更换"}
STATES = {"complete": "齐全", "open": "未办结", "missing": "缺失"}
# A digest is printed by its first digits, which the ledger's rows are known by as well.
_ELECTRONIC = re.compile("电子|硬盘|光盘|U盘|存储")
_DIGEST = re.compile(r"[0-9a-fA-F]{16,128}")


class HandedOver(Part):
    """移交的一项: what it is, of which time, on what, how much, where it lies."""

    name = Text("名称", longest=100)
    sort = Choice("类别", SORTS)
    from_on = Day("起始日期", optional=True)
    to_on = Day("截止日期", optional=True)
    medium = Text("载体", longest=20, optional=True, hint="例如「纸质」「移动硬盘」。")
    quantity = Count("数量", most=999_999)
    unit = Text("单位", longest=10)
    size = Text("页数/大小", longest=30, optional=True)
    digest = Code("摘要值", longest=128, optional=True, kept=True, hint="清单只印前16位。")
    place = Text("存放位置", longest=60, optional=True)
    state = Choice("状况", STATES, optional=True, default="complete")
    remark = Text("备注", longest=100, optional=True)

    @derived(Text("摘要值"), prints=("digest",))
    def digest_shown(self, value: Record, facts: Facts) -> str:
        """The first digits, by which two lists can be compared."""
        return (value.digest or "")[:DIGITS].lower()

    @derived(Text("类别"), prints=("sort", "state"))
    def sort_shown(self, value: Record, facts: Facts) -> str:
        """What sort of thing it is; what is not complete says so."""
        state = "" if value.state == "complete" else f"（{STATES[value.state]}）"
        return SORTS[value.sort] + state

    @rule(HANDED_OVER)
    def row_says_what_it_is(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Days run forward, a digest is one, and what is missing says why."""
        if value.from_on and value.to_on and value.to_on < value.from_on:
            yield error("/to_on", "period_reversed", "截止日期早于起始日期，请核对。")
        if value.digest and not _DIGEST.fullmatch(value.digest):
            yield error(
                "/digest", "digest_form", "摘要值应当是16位以上的十六进制数，请照原值填写。"
            )
        electronic = value.sort == "data" or _ELECTRONIC.search(value.medium or "")
        if electronic and value.state != "missing" and not value.digest:
            yield notice(
                "/digest", "digest_missing", "电子资料请填写摘要值，接收单位据此核对没有改动。"
            )
        if value.state == "missing" and not value.remark:
            yield error("/remark", "required", "缺失的资料要列明并写明原因，请填写「备注」。")
        if value.state != "missing" and value.quantity == 0:
            yield error("/quantity", "quantity_zero", "没有缺失的资料，数量至少是1，请核对。")


class HandoverList(Registered):
    """One hand-over; its rows are compiled from the register or typed, missing ones are listed."""

    header = Header(
        title="资料移交清单",
        also=("交接单", "移交清单"),
        audience=(Audience.contractor,),
        dated_by="handed_over_on",
        summary="服务期满、解除或者人员更换时逐项移交台账、卷宗、电子数据、实物和账号权限，缺失的列明不漏。",
        copies=2,
        about=("giving_unit", "receiving_unit"),
    )

    sections = ("登记", "移交", "资料", "移交人员")
    compiler = Compiler(handover_of, of_reports=True)
    blank = {"items_handed": 12, "counted": ...}

    neighbours = Neighbours(
        follows=(
            Follows("acceptance_report", "验收以后移交资料", HANDED_OVER),
            Follows("work_ledger", "台账随资料移交", HANDED_OVER),
            Follows("handover_list", "分批移交", HANDED_OVER),
        ),
    )

    giving_unit = PartyName("移交单位", group="移交", suggests="house.contracts.supplier.name")
    receiving_unit = PartyName("接收单位", group="移交", suggests="house.contracts.buyer.name")
    handover_reason = Choice("移交原因", REASONS, group="移交", own=True, source=HANDED_OVER)
    compiled_at = Moment("数据截至", group="统计期间", own=True)
    items_handed = Rows(
        "移交资料", HandedOver, most=12_000, group="资料", own=True, source=HANDED_OVER
    )
    handed_over_by = PersonName("移交人", group="移交人员", own=True, personal=None)
    taken_over_by = PersonName("接收人员", group="移交人员", own=True, personal=None)
    supervised_by = PersonName("监交人", group="移交人员", own=True, personal=None, optional=True)
    handed_over_on = Day("移交日期", group="移交人员", own=True, starts_as="today")

    @derived(Text("合计"))
    def counted(self, value: Record, facts: Facts) -> str:
        """How many rows there are, how many of each sort, and how many are missing."""
        sorts = Counter(each.sort for each in value.items_handed)
        each_sort = "，".join(f"{SORTS[sort]}{sorts[sort]}项" for sort in SORTS if sorts[sort])
        missing = sum(each.state == "missing" for each in value.items_handed)
        of_them = f"；其中缺失{missing}项" if missing else ""
        return f"共{len(value.items_handed)}项：{each_sort}{of_them}"

    @rule(HANDED_OVER)
    def each_thing_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A case, a ledger or a bag is handed over in one row."""
        seen = set[tuple[object, ...]]()
        for index, each in enumerate(value.items_handed):
            known = (folded_name(each.name), each.sort, each.from_on, each.to_on, each.medium)
            if known in seen:
                yield error(
                    f"/items_handed/{index}/name", "row_repeated", "这一行前面已经有了，请删去。"
                )
            seen.add(known)

    @rule("摘要值")
    def each_digest_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two things that differ have not one digest."""
        seen = set[str]()
        for index, each in enumerate(value.items_handed):
            digest = (each.digest or "").lower()
            if digest and digest in seen:
                yield notice(
                    f"/items_handed/{index}/digest",
                    "digest_repeated",
                    "这个摘要值前面的资料已经用过，两件不同的资料摘要值不会相同，请重新核对。",
                )
            seen.add(digest)

    @rule(HANDED_OVER)
    def sides_are_two(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A unit hands over to another; within one, a person to another."""
        units = folded_name(value.giving_unit), folded_name(value.receiving_unit)
        if units[0] == units[1] and value.handover_reason != "personnel":
            yield error(
                "/receiving_unit",
                "sides_alike",
                "移交单位和接收单位相同，请核对；人员更换的请改选移交原因。",
            )
        people = ("handed_over_by", "taken_over_by", "supervised_by")
        named = [folded_name(value[each] or "") for each in people]
        for place, name in enumerate(people):
            if named[place] and named[place] in named[:place]:
                detail = "移交人、接收人员、监交人应当是不同的人，请核对。"
                yield error(f"/{name}", "person_repeated", detail)

    @rule(HANDED_OVER)
    def handed_over_after_counting(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is handed over was counted before."""
        if value.handed_over_on < value.compiled_at.date():
            yield error(
                "/handed_over_on", "handed_over_before", "移交日期早于数据截至时间，请核对。"
            )

    example = {
        "register_number": "YJ-2026-001",
        "giving_unit": "示例市诚办信息服务有限公司",
        "receiving_unit": "示例市示例区市场监督管理局",
        "handover_reason": "expiry",
        "compiled_at": "2026-06-30T18:00",
        "items_handed": [
            {
                "name": "2025年6月至2026年6月工作台账",
                "sort": "ledger",
                "from_on": "2025-06-01",
                "to_on": "2026-06-30",
                "medium": "纸质、电子",
                "quantity": 13,
                "unit": "册",
                "size": "416页",
                "digest": "9f2c1a7be04d83655c1f7ab8de3902417f6f60d1b1a94b8ad2f0c8e9a7b65310",
                "place": "档案室3号柜",
            },
            {
                "name": "投诉处理卷宗",
                "sort": "file",
                "from_on": "2025-06-03",
                "to_on": "2026-06-29",
                "medium": "纸质",
                "quantity": 412,
                "unit": "卷",
                "size": "8240页",
                "place": "档案室4至7号柜",
            },
            {
                "name": "案卷2026-118",
                "sort": "file",
                "from_on": "2026-06-10",
                "medium": "纸质",
                "quantity": 1,
                "unit": "卷",
                "size": "11页",
                "place": "档案室7号柜",
                "state": "open",
                "remark": "调解中，由接收单位继续办理",
            },
            {
                "name": "2026年度电子档案包",
                "sort": "data",
                "from_on": "2026-01-01",
                "to_on": "2026-06-30",
                "medium": "移动硬盘",
                "quantity": 1,
                "unit": "个",
                "size": "1.8 GB",
                "digest": "51d0e3aa7c9b42f18806be2f94cc7d1a3e5b6f708192a3b4c5d6e7f8091a2b3c",
                "place": "移动硬盘1号",
            },
            {
                "name": "工单系统账号",
                "sort": "access",
                "quantity": 12,
                "unit": "个",
                "remark": "已停用",
            },
        ],
        "handed_over_by": "方可欣",
        "taken_over_by": "周启明",
        "supervised_by": "何静远",
        "handed_over_on": "2026-06-30",
    }
