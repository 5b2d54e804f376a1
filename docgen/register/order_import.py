"""Import orders from the exports of other systems, whatever program and heading they came with.

The file is read in a process of its own; its rows are entered some hundred at a time. A row that
cannot be used is named with its number and why, and none of it is repeated; the others are taken.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.cases import REFERENCE
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.order_cells import CellError, moment, one_of, whole_number, words
from docgen.register.orders import AT_ONCE, Key, Taken, known, take_in
from docgen.register.rights import Act
from docgen.register.tables import orders
from docgen.spreadsheet.cell import Cell, is_blank
from docgen.spreadsheet.raw import RawRow, SheetError
from docgen.spreadsheet.stage import READERS, stage
from schemas.parts.orders import SOURCES

# A line of explanation may stand above the headings.
HEAD_ROWS = 20
# So many refused rows are named one by one.
NAMED = 1000
# What exports call each column, the usual name first; the last ones are the office's own.
HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "number": ("工单编号", "工单号", "工单编码", "诉求编号", "受理编号"),
    "received_at": ("来电时间", "受理时间", "创建时间", "登记时间", "案件接收日期", "登记日期"),
    "closed_at": ("办结时间", "完成时间", "结案时间"),
    "order_type": ("工单类型", "诉求类型", "事项类型", "表单类型"),
    "nature": ("工单性质",),
    "state": ("工单状态",),
    "topic": ("问题分类", "涉及问题分类"),
    "tags": ("标签", "政务标签"),
    "title": ("标题", "诉求标题", "来电标题", "工单标题"),
    "text": (
        "主要内容", "诉求内容", "反映内容", "来电内容", "问题描述", "投诉内容", "工单内容",
    ),
    "caller": ("来电人", "反映人", "诉求人", "联系人", "来话人", "举报人姓名"),
    "caller_phone": ("来电人电话/账号", "联系电话", "联系方式", "来电号码"),
    "district": ("被反映区", "区域"),
    "street": ("被反映街乡镇",),
    "enterprise": ("企业名称", "单位名称", "商户名称", "公司名称", "涉及主体名称"),
    "unit": ("主办单位", "承办单位", "办理单位", "责任单位", "处理单位"),
    "result": ("办理结果",),
    "reply": ("回复内容",),
    "solved": ("是否解决",),
    "satisfied": ("是否满意", "满意度", "评价结果"),
    "dispatched_at": ("推送时间", "案件分派日期", "分派时间"),
    "due_at": ("办理期限", "到期时间"),
    "urgency": ("紧急程度",),
    "signed_in_at": ("签收时间",),
    "signed_in_by": ("签收人",),
    "contacted_at": ("首次联系时间",),
    "handler": ("承办人",),
    "jd_related": ("涉及京东",),
    "not_counted": ("不纳入考核原因",),
    "called_back_at": ("回访时间",),
    "callbacks": ("回访次数",),
    "callback_result": ("回访结果",),
    "case_ref": ("案卷编号",),
})  # fmt: skip
NAMES: Mapping[str, tuple[str, int]] = MappingProxyType({
    name: (column, place) for column, names in HEADINGS.items() for place, name in enumerate(names)
})  # fmt: skip
VALUES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "nature": ("主办", "协办", "转办"),
    "solved": ("解决", "未解决", "部分解决"),
    "satisfied": ("满意", "基本满意", "不满意", "未评价"),
    "jd_related": ("是", "否", "未判定"),
    "callback_result": ("已联系", "未接通", "错联"),
})  # fmt: skip
MOMENTS = tuple(name for name in HEADINGS if name.endswith("_at"))
# What comes no earlier than what.
COURSE = (
    ("received_at", "dispatched_at"), ("received_at", "signed_in_at"), ("received_at", "closed_at"),
    ("dispatched_at", "signed_in_at"), ("closed_at", "called_back_at"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was not taken: its sheet, its number, what is wrong with it."""

    sheet: str
    row: int
    detail: str


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that was read: what it says of an order."""

    sheet: str
    row: int
    said: dict[str, Any] = field(repr=False)

    def refused(self, detail: str) -> RefusedRow:
        """Return the row as one that is not taken."""
        return RefusedRow(self.sheet, self.row, detail)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: the orders it brought, and the rows that were refused."""

    taken: Taken
    refused: list[RefusedRow] = field(default_factory=list)
    refused_more: int = 0


class OrderFileError(SheetError):
    """A file holds no orders that could be read."""

    code = "bad_order_file"


def facts_of_import(done: Imported) -> dict[str, Any]:
    """Return what became of a file in plain values."""
    taken = done.taken
    return {
        "added": taken.added,
        "changed": taken.changed,
        "unchanged": taken.unchanged,
        "refused": [asdict(each) for each in done.refused],
        "refused_more": done.refused_more,
    }


def import_orders(register: Register, source: Path, system: str, *, actor: Actor) -> Imported:
    """Enter the orders of an export of `system`, one of `SOURCES`; the same order twice is one.

    Errors: `NotAllowedError`, `SheetError`, `TooHardToReadError`.
    """
    allow(Act.batch, actor)
    if system not in SOURCES:
        raise OrderFileError(f"来源只能是 {'、'.join(SOURCES)}。")
    if source.suffix.lower() not in READERS:
        raise OrderFileError("请用 xlsx、ods、csv 或 tsv 文件；旧的 xls 请先另存为 xlsx。")
    taken = Taken()
    refused: list[RefusedRow] = []
    with tempfile.TemporaryDirectory(prefix="docgen-orders-") as folder:
        read = _read(source, Path(folder) / "rows.sqlite3")
        while some := [*islice(read, AT_ONCE)]:
            entered, not_entered = _enter(register, system, some, actor)
            taken += entered
            refused += not_entered
    return Imported(taken, refused[:NAMED], max(0, len(refused) - NAMED))


def _enter(
    register: Register, system: str, read: list[_Read | RefusedRow], actor: Actor
) -> tuple[Taken, list[RefusedRow]]:
    """Enter some rows; return what became of them, and those that are refused in their order."""
    rows: dict[Key, dict[str, Any]] = {}
    refused: list[RefusedRow] = []
    again = 0
    with register.writing() as connection:
        now = register.now()
        keys = {(system, each.said["number"]) for each in read if isinstance(each, _Read)}
        before = known(connection, keys)
        for each in read:
            if isinstance(each, RefusedRow):
                refused.append(each)
                continue
            key = system, each.said["number"]
            earlier = rows.get(key, {})
            standing = dict(before[key]._mapping) if key in before else {}
            if wrong := _contradiction({**standing, **earlier, **each.said}, now):
                refused.append(each.refused(wrong))
                continue
            again += key in rows
            rows[key] = {**earlier, **each.said, "system": system}
        taken = take_in(connection, rows, before, now) + Taken(unchanged=again)
        if taken.added or taken.changed:
            detail = {"system": system, "added": taken.added, "changed": taken.changed}
            audit.record(connection, register, actor, "import_orders", None, detail)
    return taken, refused


def _read(source: Path, target: Path) -> Iterator[_Read | RefusedRow]:
    """Yield the orders of every sheet that has their headings, and the rows that are refused.

    Errors: `OrderFileError` for a file without such a sheet.
    """
    staged = stage(source, target)
    try:
        found = False
        for sheet in staged.sheets():
            head = _head(staged.rows(sheet.at, last=HEAD_ROWS))
            if head is None:
                continue
            found = True
            first, columns = head
            for row in staged.rows(sheet.at):
                if row.number > first:
                    yield from _row(sheet.name, row, columns)
        if not found:
            raise OrderFileError(
                f"{source.name} 前 {HEAD_ROWS} 行里没有找到“{HEADINGS['number'][0]}”等列，"
                "请核对是不是工单的导出文件。"
            )
    finally:
        staged.close()


def _head(rows: Iterator[RawRow]) -> tuple[int, list[tuple[int, str]]] | None:
    """Return the number of the row of headings, and our columns by preference: (place, column)."""
    for row in rows:
        named = [
            (NAMES[name], at)
            for at, cell in row.cells.items()
            if (name := str(cell).strip().rstrip("*＊ ")) in NAMES
        ]
        names = {name for (name, _), _ in named}
        if "number" in names and len(names) > 1:
            ordered = sorted(named, key=lambda each: (each[0][1], each[1]))
            return row.number, [(at, name) for (name, _), at in ordered]
    return None


def _row(
    sheet: str, row: RawRow, columns: list[tuple[int, str]]
) -> Iterator[_Read | RefusedRow]:  # fmt: skip
    cells: dict[str, Cell] = {}
    for at, name in columns:
        # Of two columns with one meaning, the usual one, or the first that says anything.
        if name not in cells and not is_blank(row.cells.get(at)):
            cells[name] = row.cells[at]
    if not cells:
        return
    said: dict[str, Any] = {}
    for name, cell in cells.items():
        try:
            said[name] = _reader(name)(cell) or None
            _refuse_overlong(name, said[name])
        except CellError as fault:
            yield RefusedRow(sheet, row.number, f"“{HEADINGS[name][0]}”{fault}")
            return
    if not said.get("number"):
        yield RefusedRow(sheet, row.number, f"没有“{HEADINGS['number'][0]}”，请补上。")
        return
    yield _Read(sheet, row.number, said)


def _reader(name: str) -> Callable[[Cell], Any]:
    if name in MOMENTS:
        return moment
    if name in VALUES:
        return lambda cell: one_of(cell, VALUES[name])
    return whole_number if name == "callbacks" else words


def _refuse_overlong(name: str, value: Any) -> None:
    most = getattr(orders.c[name].type, "length", None)
    if isinstance(value, str) and most and len(value) > most:
        raise CellError(f"超过 {most} 个字，请核对是不是串了列。")


def _contradiction(said: Mapping[str, Any], now: datetime) -> str:
    """Return why an order cannot be as it is said to be; empty where it can."""
    if not said.get("received_at"):
        return f"没有“{HEADINGS['received_at'][0]}”，登记簿里也还没有这件工单，请补上。"
    if said["received_at"] > now:
        return f"“{HEADINGS['received_at'][0]}”还没有到，请核对。"
    if said.get("case_ref") and not REFERENCE.fullmatch(said["case_ref"]):
        return "“案卷编号”请写 1 至 60 个字符，不含空格。"
    for before, after in COURSE:
        if said.get(before) and said.get(after) and said[after] < said[before]:
            return f"“{HEADINGS[after][0]}”早于“{HEADINGS[before][0]}”，请核对。"
    return ""
