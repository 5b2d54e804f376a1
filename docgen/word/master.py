"""Read the one master of all Word templates: faces, styles, tables, page set-ups, named blocks."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from docgen.errors import CatalogueError

MASTER = "_master.toml"
KEPT = "连"
# What Chinese Word and WPS call styles of their own: a style of ours by that name would merge
# with theirs or come back renamed.
TAKEN = frozenset((
    "标题", "副标题", "页眉", "页脚", "页码", "签名", "日期", "称呼", "结束语", "列表", "列表段落",
    "引用", "明显引用", "强调", "要点", "题注", "目录", "索引", "批注文字", "脚注文本", "尾注文本",
    "超链接", "行号", "正文缩进", "正文文本", "纯文本", "宏文本", "普通表格", "网格型", "无列表",
    "书目", "信息标题", "注释标题", "文档结构图", "收信人地址", "寄信人地址",
))  # fmt: skip
BODY = "正文"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Face:
    """A face that styles name: what Word calls it, and what serves where it is not installed."""

    name: str
    instead: str
    family: str
    pitch: str


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph looks; lengths in the units that the head of the master gives."""

    name: str
    size: float
    line: float
    align: str
    face: str = "仿宋"
    first: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    before: float = 0
    after: float = 0
    tracking: float = 0
    keep: bool = False
    whole: bool = False
    page: bool = False
    level: int = 0
    rule: str = ""
    colour: str = ""
    tabs: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How a few words within a paragraph look; `shade` is the colour behind them."""

    name: str
    face: str = ""
    underline: bool = False
    shade: str = ""


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Borders (points) and cell margins (mm: above and below, left and right) of a table.

    `text` and `head` are the paragraph styles of cells that name none; `parted` says whether a line
    runs between rows, `side` where a table stands that is narrower than the page.
    """

    name: str
    border: float
    margins: tuple[float, float]
    text: str
    head: str
    parted: bool = True
    side: str = "center"


@dataclass(frozen=True, slots=True)
class PageSetup:
    """A page: paper and margins in mm, the style of its plain paragraphs, its feet in notation.

    `foot` stands on odd pages and, without `even`, on all of them; `first` on the first instead.
    """

    name: str
    paper: tuple[float, float]
    margins: tuple[float, float, float, float]
    header: float
    footer: float
    body: str
    foot: str = ""
    even: str = ""
    first: str = ""

    @property
    def width(self) -> float:
        """The width of the text in mm."""
        return self.paper[0] - self.margins[1] - self.margins[3]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines in the notation that kinds have in common; `parameters` with what they default to.

    A block of rows stands `within` a table, whose opening line shows which columns it fits.
    """

    name: str
    purpose: str
    parameters: Mapping[str, str]
    text: str
    within: str = ""

    def fill(self, given: Mapping[str, str]) -> str:
        """Return the lines with every `<name>` replaced."""
        text = self.text
        for name, value in {**self.parameters, **given}.items():
            text = text.replace(f"<{name}>", value)
        return text


@dataclass(frozen=True, slots=True)
class Master:
    """Everything the Word templates share, by name and in the master's order."""

    faces: Mapping[str, Face] = field(repr=False)
    paragraphs: Mapping[str, ParagraphStyle] = field(repr=False)
    runs: Mapping[str, RunStyle] = field(repr=False)
    tables: Mapping[str, TableStyle] = field(repr=False)
    pages: Mapping[str, PageSetup] = field(repr=False)
    blocks: Mapping[str, Block] = field(repr=False)


def read_master(folder: Path) -> Master:
    """Read the master of the Word templates in `folder`.

    Errors: `CatalogueError` naming the entry that cannot be used.
    """
    path = folder / MASTER
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise CatalogueError(f"缺少 Word 模板的样板 templates/docx/{MASTER}。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CatalogueError(f"{MASTER} 读不出来：{fault}") from None
    master = Master(
        faces=_entries(table, "face", Face),
        paragraphs={style.name: style for style in _paragraph_styles(table)},
        runs=_entries(table, "run", RunStyle),
        tables=_entries(table, "table", TableStyle),
        pages=_entries(table, "page", PageSetup),
        blocks=_blocks(table),
    )
    for flaw in _flaws(master):
        raise CatalogueError(f"{MASTER}：{flaw}")
    return master


def _paragraph_styles(table: Mapping[str, Any]) -> Iterator[ParagraphStyle]:
    """Yield every paragraph style, behind each with `pair` the one that stays with its next."""
    plain = {
        name: {key: value for key, value in entry.items() if key != "pair"}
        for name, entry in table.get("paragraph", {}).items()
    }
    for name, style in _entries({"paragraph": plain}, "paragraph", ParagraphStyle).items():
        yield style
        if table["paragraph"][name].get("pair"):
            yield replace(style, name=name + KEPT, keep=True)


def _blocks(table: Mapping[str, Any]) -> dict[str, Block]:
    named = {
        name: {
            "purpose": entry.get("for", ""),
            "parameters": entry.get("with", {}),
            "text": entry.get("text", ""),
            "within": entry.get("within", ""),
        }
        for name, entry in table.get("block", {}).items()
    }
    return _entries({"block": named}, "block", Block)


def _entries(table: Mapping[str, Any], group: str, kind: type[T]) -> dict[str, T]:
    """Return a group's entries as `kind`, whose fields are the keys an entry may have."""
    known = {each.name for each in fields(kind)} - {"name"}  # type: ignore[arg-type]
    if kind is Face:
        known.add("name")
    found: dict[str, T] = {}
    for name, entry in table.get(group, {}).items():
        if unknown := set(entry) - known:
            raise CatalogueError(f"{MASTER} 的「{name}」里不认识 {'、'.join(sorted(unknown))}。")
        values = {
            key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
        }
        try:
            found[name] = kind(**({"name": name} | values))
        except TypeError:
            raise CatalogueError(f"{MASTER} 的「{name}」缺少必须写的项。") from None
    return found


def _flaws(master: Master) -> Iterator[str]:
    """Yield what in a master does not hold together."""
    styles = [*master.paragraphs, *master.runs, *master.tables]
    for name in styles:
        if name in TAKEN:
            yield f"「{name}」是 Word 自带样式的名称，请换一个。"
        if styles.count(name) > 1:
            yield f"有两个样式都叫「{name}」。"
    faces = {style.name: style.face for style in master.paragraphs.values()}
    faces |= {style.name: style.face for style in master.runs.values()}
    for name, face in faces.items():
        if face and face not in master.faces:
            yield f"「{name}」用的字体「{face}」没有写在 face 里。"
    wanted = [
        (table.name, each) for table in master.tables.values() for each in (table.text, table.head)
    ]
    wanted += [(page.name, page.body) for page in master.pages.values()]
    for where, name in wanted:
        if name not in master.paragraphs:
            yield f"「{where}」写的样式「{name}」不存在。"
    if BODY not in master.paragraphs:
        yield f"缺少样式「{BODY}」。"
