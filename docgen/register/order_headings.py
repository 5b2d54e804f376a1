"""What exports of orders call their columns, and which row of a sheet says so.

A line of explanation may stand above the headings, a heading may stand there twice, and every
source has words of its own: what a clerk put right once is kept by source, and counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from docgen.spreadsheet.cell import Cell
from docgen.spreadsheet.raw import RawRow
from docgen.spreadsheet.stage import Stage, StagedSheet

# A line of explanation may stand above the headings.
HEAD_ROWS = 20
# A heading longer than this is a sentence.
LONGEST_HEADING = 40
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
# No column of ours: what a clerk says of a heading that is not wanted.
NOT_WANTED = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its column from 0, its words, which number they have, what they are taken for.

    `name` are the words, and the number where they stand there again (联系电话（2）); `column` is
    ours, empty where it is not wanted or nobody knows it.
    """

    at: int
    words: str
    name: str
    column: str
    kept: bool = False

    @property
    def place(self) -> int:
        """Return how far down the list of usual names it stands: of two, the first is taken.

        What somebody said it means comes before all usual names.
        """
        column, place = NAMES.get(self.words, (NOT_WANTED, 0))
        return place if column == self.column else -1


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings of a sheet: its number, its headings from left to right."""

    row: int
    headings: tuple[Heading, ...]

    @property
    def columns(self) -> list[tuple[int, str]]:
        """Return the columns that are wanted by preference: (place, our column)."""
        wanted = [each for each in self.headings if each.column]
        return [(each.at, each.column) for each in sorted(wanted, key=lambda h: (h.place, h.at))]

    @property
    def is_of_orders(self) -> bool:
        """Whether it says which order a row is, and something else of it."""
        named = {each.column for each in self.headings} - {NOT_WANTED}
        return "number" in named and len(named) > 1


def head_of(rows: Iterable[RawRow], kept: Mapping[str, str]) -> Head | None:
    """Return the first of some rows whose headings are those of orders; `kept` is by heading."""
    return _first_of_orders([_head(row, kept) for row in rows])


def likeliest_head(rows: Iterable[RawRow], kept: Mapping[str, str]) -> Head | None:
    """Return the row that looks most like headings, for somebody to say what they mean."""
    heads = [_head(row, kept) for row in rows]
    known = _first_of_orders(heads)
    likely = (each for each in heads if len(each.headings) > 1)
    return known or max(
        likely, default=None,
        key=lambda head: (sum(bool(each.column) for each in head.headings), len(head.headings)),
    )  # fmt: skip


def _first_of_orders(heads: Sequence[Head]) -> Head | None:
    """Return the first row of headings of orders, or of a heading of two rows the lower one."""
    for at, head in enumerate(heads):
        if head.is_of_orders:
            below = heads[at + 1] if at + 1 < len(heads) else head
            return below if below.is_of_orders else head
    return None


def _head(row: RawRow, kept: Mapping[str, str]) -> Head:
    seen: dict[str, int] = {}
    found = []
    for at, cell in sorted(row.cells.items()):
        words = " ".join(str(cell).split()).rstrip("*＊ ")
        if not words or len(words) > LONGEST_HEADING:
            continue
        seen[words] = seen.get(words, 0) + 1
        name = words if seen[words] == 1 else f"{words}（{seen[words]}）"
        column = kept.get(name, NAMES.get(words, (NOT_WANTED, 0))[0])
        found.append(Heading(at, words, name, column, name in kept))
    return Head(row.number, tuple(found))


def whole_rows(staged: Stage, sheet: StagedSheet, last: int | None = None) -> Iterator[RawRow]:
    """Yield the rows of a sheet; what is merged downwards is said by every row it covers."""
    areas = [each for each in sheet.merges if each.last_row > each.first_row]
    coming, open_areas, said = iter(areas), [], dict[int, Cell]()
    upcoming = next(coming, None)
    for row in staged.rows(sheet.at, last=last):
        while upcoming and upcoming.first_row <= row.number:
            open_areas.append(upcoming)
            said[upcoming.first_column] = None
            upcoming = next(coming, None)
        open_areas = [each for each in open_areas if row.number <= each.last_row]
        cells = dict(row.cells)
        for area in open_areas:
            if row.number == area.first_row:
                said[area.first_column] = cells.get(area.first_column)
            elif said.get(area.first_column) is not None:
                cells.setdefault(area.first_column, said[area.first_column])
        yield RawRow(row.number, cells, row.hidden)


def samples(rows: Sequence[RawRow], head: Head) -> dict[int, list[str]]:
    """Return by column what the first rows below the headings say there, as words."""
    below = [row for row in rows if row.number > head.row]
    return {
        each.at: [" ".join(str(cell).split()) for row in below if (cell := row.cells.get(each.at))]
        for each in head.headings
    }
