"""Read the notation in which a Word template is written by hand: a line a paragraph.

    [页面 公文]                         the set-up of the page, always first
    [块 文头]                           a named block of the master
    顶格> {{ addressees }}：            a style's name, then the words; without one, plain body
    我局于{{ received_on }}收到……
    {% for ground in grounds %}         a tag alone: a loop over paragraphs, or over rows
    {{ ground }}
    {% endfor %}
    [表 清单] 12 * 22:清单居中           style, widths in mm (* takes the rest), styles of columns
    [头] 序号 | 名称 | 数量              the head, repeated on every page
    [行 高20] [跨2] 合计 | 表格金额> {{ total }}
    [/表]

`docgen word blocks` lists styles, set-ups and blocks; CONTRIBUTING shows the whole.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

from docgen.errors import CatalogueError
from docgen.word.manuscript import (
    Cell,
    Column,
    Control,
    Manuscript,
    Paragraph,
    Piece,
    Row,
    Section,
    Table,
    control_in,
    place_cells,
)
from docgen.word.master import KEPT, Master, TableStyle

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_DIRECTIVE = re.compile(
    r"\[(?P<word>页面|页脚|/页脚|换节|块|表|/表|头|行)(?P<rest>[^\]]*)\](?P<tail>.*)"
)
_STYLED = re.compile(r"(?P<style>[^\s<>{}\[\]|，。：；、（）]{1,12})>(?: |$)(?P<words>.*)")
_CELL_OPTIONS = re.compile(r"\[(?P<options>(?:\s*(?:跨\d+|并\d+|竖|上|中|下))+)\s*\](?: |$)")
PARAGRAPHS = "¶"
# A row that may go on on the next page; any other stays on one.
SPLITS = "断"


@dataclass(slots=True)
class _Lines:
    """The lines of a manuscript that are still to be read, with their numbers."""

    waiting: list[tuple[int, str]]
    number: int = 0

    def __bool__(self) -> bool:
        return bool(self.waiting)

    def next(self) -> str:
        self.number, line = self.waiting.pop(0)
        return line

    def peek(self) -> str:
        return self.waiting[0][1] if self.waiting else ""

    def refuse(self, why: str) -> NoReturn:
        raise CatalogueError(f"第 {self.number} 行：{why}")


@dataclass(slots=True)
class _Reading:
    """One reading of a manuscript."""

    master: Master
    lines: _Lines
    plain: str = ""
    pieces: list[Piece] = field(default_factory=list)
    foot: tuple[Paragraph, ...] = ()

    def paragraph(self, text: str, plain: str) -> Paragraph | Control:
        """Return a line as a paragraph in the style it names, or in `plain`."""
        if control := control_in(text):
            return control
        if found := _STYLED.fullmatch(text):
            self.known(found["style"], self.master.paragraphs, "样式")
            return Paragraph(found["style"], found["words"].strip())
        return Paragraph(plain, text)

    def known(self, name: str, names: Collection[str], what: str) -> None:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
            hint = f"，是不是「{near[0]}」？" if near else "。"
            self.lines.refuse(f"样板里没有「{name}」这个{what}{hint}")


def parse(text: str, master: Master) -> Manuscript:
    """Return the manuscript that a text in notation describes.

    Errors: `CatalogueError` naming the line and what to write instead.
    """
    lines = _Lines(list(_expanded(text, master)))
    reading = _Reading(master, lines)
    first = _DIRECTIVE.fullmatch(lines.next()) if lines else None
    if first is None or first["word"] != "页面":
        lines.refuse("第一行要写页面，例如 [页面 公文]。")
    page, *options = first["rest"].split() or [""]
    reading.known(page, master.pages, "页面")
    reading.plain = master.pages[page].body
    while lines:
        _read_piece(reading)
    return Manuscript(page, tuple(reading.pieces), anew="重编页码" in options, foot=reading.foot)


def parse_foot(text: str, master: Master) -> Iterator[Paragraph]:
    """Yield the paragraphs of a foot that the master gives a page set-up."""
    lines = _Lines([*enumerate(text.splitlines(), start=1)])
    reading = _Reading(master, lines)
    while lines:
        yield _foot_line(reading, lines.next().strip())


def _expanded(text: str, master: Master) -> Iterator[tuple[int, str]]:
    """Yield every line that says something with its number, blocks replaced by their lines."""
    for number, line in enumerate(text.splitlines(), start=1):
        found = _DIRECTIVE.fullmatch(line.strip())
        if found is None or found["word"] != "块":
            if line.strip():
                yield number, line.rstrip()
            continue
        # Wide blanks belong to what a block is called with: 图1　各月件数.
        name, *given = found["rest"].strip(" ").split(" ")
        if name not in master.blocks:
            known = "、".join(master.blocks)
            raise CatalogueError(f"第 {number} 行：样板里没有「{name}」这个块。可用的有：{known}。")
        block = master.blocks[name]
        values = dict(each.partition("=")[::2] for each in given)
        if unknown := set(values) - set(block.parameters):
            raise CatalogueError(f"第 {number} 行：块「{name}」没有参数 {'、'.join(unknown)}。")
        yield from ((number, each) for each in block.fill(values).splitlines() if each.strip())


def _read_piece(reading: _Reading) -> None:
    line = reading.lines.next()
    found = _DIRECTIVE.fullmatch(line.strip())
    if found is None:
        reading.pieces.append(reading.paragraph(line.strip(), reading.plain))
        return
    match found["word"]:
        case "表":
            reading.pieces.append(_read_table(reading, found))
        case "页脚":
            reading.foot = tuple(_read_foot(reading))
        case "换节":
            _end_section(reading, found["rest"].strip())
        case _:
            reading.lines.refuse(f"[{found['word']}] 不能写在这里。")


def _end_section(reading: _Reading, page: str) -> None:
    if page:
        reading.known(page, reading.master.pages, "页面")
        reading.plain = reading.master.pages[page].body
    reading.pieces.append(Section(page))


def _read_foot(reading: _Reading) -> Iterator[Paragraph]:
    while reading.lines:
        line = reading.lines.next().strip()
        if line == "[/页脚]":
            return
        yield _foot_line(reading, line)
    reading.lines.refuse("页脚没有写完，缺少 [/页脚]。")


def _foot_line(reading: _Reading, line: str) -> Paragraph:
    paragraph = reading.paragraph(line, "页脚页码")
    if isinstance(paragraph, Control):
        reading.lines.refuse("页脚里的条件要和文字写在一行。")
    return paragraph


def _read_table(reading: _Reading, opening: re.Match[str]) -> Table:
    name = opening["rest"].strip() or "表格"
    reading.known(name, reading.master.tables, "表格样式")
    style = reading.master.tables[name]
    columns = tuple(_read_columns(reading, opening["tail"]))
    rows: list[Row | Control] = []
    taken = [0] * len(columns)
    while (line := _line_of_table(reading)) != "[/表]":
        if control := control_in(line):
            rows.append(control)
            continue
        found = _DIRECTIVE.fullmatch(line)
        if found is None or found["word"] not in ("头", "行"):
            reading.lines.refuse("表格里每一行以 [头] 或 [行] 开始，续行要缩进，最后写 [/表]。")
        rows.append(_read_row(reading, found, columns, style, taken))
    return Table(name, columns, tuple(rows))


def _line_of_table(reading: _Reading) -> str:
    if not reading.lines:
        reading.lines.refuse("表格没有写完，缺少 [/表]。")
    return reading.lines.next().strip()


def _read_columns(reading: _Reading, widths: str) -> Iterator[Column]:
    for width in widths.split():
        number, _, style = width.partition(":")
        if style:
            reading.known(style, reading.master.paragraphs, "样式")
        if number == "*":
            yield Column(0, style)
        elif re.fullmatch(r"\d+(\.\d)?", number):
            yield Column(float(number), style)
        else:
            reading.lines.refuse(f"「{number}」不是列宽，请写毫米数或 *。")


def _read_row(
    reading: _Reading,
    found: re.Match[str],
    columns: tuple[Column, ...],
    style: TableStyle,
    taken: list[int],
) -> Row:
    head, words = found["word"] == "头", found["tail"].strip()
    while reading.lines.peek()[:1].isspace():
        line = reading.lines.next().strip()
        words += f" {line}" if line.startswith(("|", PARAGRAPHS)) else f" {PARAGRAPHS} {line}"
    options = found["rest"].split()
    height = _height(reading, options)
    texts = [_read_options(text) for text in _split(words, "|")]
    places = place_cells([cell for cell, _ in texts], taken)
    last = places[-1] + texts[-1][0].columns
    if last > len(columns):
        reading.lines.refuse(f"这一行有 {last} 列，表格只有 {len(columns)} 列。")
    cells = []
    for (cell, text), place in zip(texts, places, strict=True):
        plain = style.head if head else columns[place].style or style.text
        paragraphs = (reading.paragraph(each, plain) for each in _split(text, PARAGRAPHS))
        kept = [_kept(reading, each) if KEPT in options else each for each in paragraphs]
        cells.append(replace(cell, paragraphs=tuple(kept)))
    exact = any(each.startswith("定") for each in options)
    return Row(tuple(cells), head, height, exact=exact, splits=SPLITS in options)


def _height(reading: _Reading, options: Collection[str]) -> float:
    height = 0.0
    for option in options:
        if found := re.fullmatch(r"[高定](\d+(?:\.\d)?)", option):
            height = float(found[1])
        elif option not in (KEPT, SPLITS):
            reading.lines.refuse(f"不认识「{option}」，行可以写 高20、定20（毫米）、连 或 断。")
    return height


def _read_options(text: str) -> tuple[Cell, str]:
    """Return a cell without words as its options describe it, and the words behind them."""
    found = _CELL_OPTIONS.match(text)
    if found is None:
        return Cell(()), text
    options = {each[0]: each[1:] for each in re.findall(r"跨\d+|并\d+|[竖上中下]", found[0])}
    cell = Cell(
        (),
        columns=int(options.get("跨", 1)),
        rows=int(options.get("并", 1)),
        place=next((each for each in "上下" if each in options), "中"),
        upright="竖" in options,
    )
    return cell, text[found.end() :].strip()


def _kept(reading: _Reading, paragraph: Paragraph | Control) -> Paragraph | Control:
    if isinstance(paragraph, Control) or paragraph.style.endswith(KEPT):
        return paragraph
    reading.known(paragraph.style + KEPT, reading.master.paragraphs, "样式")
    return Paragraph(paragraph.style + KEPT, paragraph.text)


def _split(text: str, separator: str) -> Iterator[str]:
    """Yield the pieces of a text between separators that stand between blanks, outside Jinja."""
    shielded = JINJA.sub(lambda tag: "\0" * len(tag[0]), text)
    at = 0
    for found in re.finditer(rf"(?:^|(?<=\s)){re.escape(separator)}(?=\s|$)", shielded):
        yield text[at : found.start()].strip()
        at = found.end()
    yield text[at:].strip()
