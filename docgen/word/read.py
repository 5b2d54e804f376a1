"""Read a Word template back into the manuscript it was written from, whoever edited it since.

Word and WPS add identities, languages and proofing marks to whatever they save: these say nothing
and are passed over. What a manuscript cannot say is formatting set by hand, which the lint refuses.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from docgen.word.by_hand import FREE, UNSEEN, called
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
)
from docgen.word.master import BODY, Master, PageSetup
from docgen.word.notation import parse_foot
from docgen.word.package import RELATIONS
from docgen.word.print import with_usual_columns
from docgen.word.setups import apart, fits, told
from docgen.word.styles import MM, NORMAL, W
from docgen.word.write import FIELDS, PLACES

_CODES = {code: name for name, code in FIELDS.items()}
_ID = f"{{{RELATIONS}}}id"
_OVER_PARAGRAPHS = re.compile(r"\{%p\s+(?P<tag>.*?)\s*%\}")
_OVER_ROWS = re.compile(r"\{%tr\s+(?P<tag>.*?)\s*%\}")


@dataclass(slots=True)
class Readback:
    """What a file holds: its manuscript, what was set by hand, and what no manuscript can say.

    `by_hand` and `foreign` are pairs of a place, such as 第 3 段「投诉人：」, and what is there.
    """

    manuscript: Manuscript
    by_hand: list[tuple[str, str]] = field(default_factory=list)
    foreign: list[tuple[str, str]] = field(default_factory=list)


def read_template(content: bytes, master: Master) -> Readback:
    """Read a whole Word file; the styles it holds are left aside (`formats_of`)."""
    with zipfile.ZipFile(io.BytesIO(content)) as container:
        parts = {name: container.read(name) for name in container.namelist()}
    return _Reader(parts, master).read()


class _Reader:
    """One reading of one file."""

    def __init__(self, parts: Mapping[str, bytes], master: Master) -> None:
        self._parts = parts
        self._master = master
        self._names = dict(_style_names(parts.get("word/styles.xml", b"")))
        self._back = Readback(Manuscript("", ()))
        self._paragraphs = 0
        self._place = ""

    def read(self) -> Readback:
        """Return what the file holds."""
        document: Any = etree.fromstring(self._parts["word/document.xml"])
        body = document.find(f"{W}body")
        pieces: list[Piece] = []
        sections = []
        for element in body:
            name = _name(element)
            if name == "p":
                pieces.append(self._paragraph(element))
                if (end := element.find(f"{W}pPr/{W}sectPr")) is not None:
                    sections.append(end)
                    pieces[-1] = Section("")
            elif name == "tbl":
                pieces.append(self._table(element))
            elif name == "sectPr":
                sections.append(element)
            else:
                self._pass(element)
        if pieces[-1:] == [Paragraph("间隔", "")] and isinstance(pieces[-2:][0], Table):
            pieces.pop()
        setups = [self._setup(section) for section in sections]
        ends = iter(range(len(setups)))
        for at, piece in enumerate(pieces):
            if isinstance(piece, Section):
                before = next(ends)
                page, foot = setups[before + 1]
                pieces[at] = Section("" if (page, foot) == setups[before] else page)
        self._back.manuscript = Manuscript(
            setups[0][0],
            tuple(pieces),
            anew=any(section.find(f"{W}pgNumType[@{W}start]") is not None for section in sections),
            foot=setups[0][1],
        )
        return self._back

    def _by_hand(self, what: str) -> None:
        if (self._place, what) not in self._back.by_hand:
            self._back.by_hand.append((self._place, what))

    def _pass(self, element: Any) -> None:
        """Pass over an element that no manuscript can say, unless nobody sees it anyway."""
        if isinstance(element.tag, str) and _name(element) not in UNSEEN:
            self._back.foreign.append((self._place, _name(element)))

    def _properties(self, element: Any, kind: str) -> Any:
        """Return the properties of an element, having noted those that were set by hand."""
        properties = element.find(f"{W}{kind}")
        for each in () if properties is None else properties:
            name = _name(each)
            hint_only = name == "rFonts" and {_name(each, key) for key in each.attrib} == {"hint"}
            if name not in FREE[kind] and not hint_only:
                self._by_hand(called(name))
        return properties

    def _paragraph(self, element: Any) -> Paragraph | Control:
        self._paragraphs += 1
        self._place = f"第 {self._paragraphs} 段「{_start_of(element)}」"
        properties = self._properties(element, "pPr")
        text = "".join(self._runs(element))
        if found := _OVER_PARAGRAPHS.fullmatch(text.strip()):
            return Control(found["tag"])
        style = properties.find(f"{W}pStyle") if properties is not None else None
        return Paragraph(self._style(style), text)

    def _style(self, element: Any) -> str:
        if element is None:
            return BODY
        known = element.get(f"{W}val")
        return str(self._names.get(known, known))

    def _runs(self, paragraph: Any) -> Iterator[str]:
        """Yield the words of a paragraph in notation; a field is its name."""
        code, words = "", ""
        style = ""
        depth = 0
        for run in paragraph:
            if _name(run) == "fldSimple":
                yield self._flush(words, style)
                words = ""
                yield self._field(run.get(f"{W}instr", ""))
                continue
            if _name(run) != "r":
                self._pass(run)
                continue
            properties = self._properties(run, "rPr")
            named = properties.find(f"{W}rStyle") if properties is not None else None
            own = self._style(named) if named is not None else ""
            for each in run:
                kind = each.get(f"{W}fldCharType", "") if _name(each) == "fldChar" else ""
                if kind == "begin":
                    depth, code = 1, ""
                elif kind == "separate":
                    depth = 2
                elif kind == "end":
                    yield self._flush(words, style)
                    words, depth = "", 0
                    yield self._field(code)
                elif _name(each) == "instrText":
                    code += each.text or ""
                elif not depth:
                    if own != style:
                        yield self._flush(words, style)
                        words, style = "", own
                    words += self._word(each)
        yield self._flush(words, style)

    def _flush(self, words: str, style: str) -> str:
        return f"[{style} {words}]" if style and words else words

    def _field(self, code: str) -> str:
        name = _CODES.get(code.strip().partition(" ")[0])
        if name is None:
            self._back.foreign.append((self._place, f"域 {code.strip()}"))
            return ""
        return f"[{name}]"

    def _word(self, element: Any) -> str:
        match _name(element):
            case "t":
                return element.text or ""
            case "tab":
                return "\\t"
            case "br" if element.get(f"{W}type", "textWrapping") == "textWrapping":
                return "\\n"
            case "br":
                self._by_hand("分页符")
                return ""
            case _:
                self._pass(element)
                return ""

    def _table(self, element: Any) -> Table:
        self._place = f"表格「{_start_of(element)}」"
        properties = self._properties(element, "tblPr")
        widths = [int(column.get(f"{W}w")) for column in element.find(f"{W}tblGrid")]
        rows: list[Row | Control] = []
        reach: dict[int, tuple[int, int]] = {}
        spans: dict[tuple[int, int], int] = {}
        for tr in element.iterchildren(f"{W}tr"):
            words = "".join(each.text or "" for each in tr.iter(f"{W}t"))
            if found := _OVER_ROWS.fullmatch(words.strip()):
                self._paragraphs += len([*tr.iter(f"{W}p")])
                rows.append(Control(found["tag"]))
            else:
                rows.append(self._row(tr, len(rows), reach, spans))
        for (row, place), count in spans.items():
            if count > 1:
                rows[row] = _spanning(rows[row], place, count)
        columns = tuple(Column(round(width / MM, 1)) for width in widths)
        style = properties.find(f"{W}tblStyle") if properties is not None else None
        name = self._style(style) if style is not None else ""
        if name not in self._master.tables:
            self._by_hand("没有用样板里的表格样式")
            name = next(iter(self._master.tables))
        return with_usual_columns(Table(name, columns, tuple(rows)), self._master)

    def _row(
        self,
        element: Any,
        number: int,
        reach: dict[int, tuple[int, int]],
        spans: dict[tuple[int, int], int],
    ) -> Row:
        """Read a row; `reach` says of a column which cell comes down to it, `spans` how far."""
        self._place = f"表格行「{_start_of(element)}」"
        properties = self._properties(element, "trPr")
        cells: list[Cell] = []
        at = 0
        for tc in element.iterchildren(f"{W}tc"):
            cell = self._cell(tc)
            merged = tc.find(f"{W}tcPr/{W}vMerge")
            if merged is not None and merged.get(f"{W}val") != "restart" and at in reach:
                spans[reach[at]] += 1
            else:
                if merged is not None:
                    reach[at] = (number, len(cells))
                    spans[reach[at]] = 1
                else:
                    reach.pop(at, None)
                cells.append(cell)
            at += cell.columns
        height = properties.find(f"{W}trHeight") if properties is not None else None
        head = properties is not None and properties.find(f"{W}tblHeader") is not None
        whole = properties.find(f"{W}cantSplit") if properties is not None else None
        return Row(
            tuple(cells),
            head,
            0 if height is None else round(int(height.get(f"{W}val")) / MM, 1),
            exact=height is not None and height.get(f"{W}hRule") == "exact",
            splits=whole is not None and whole.get(f"{W}val") == "0",
        )

    def _cell(self, element: Any) -> Cell:
        self._place = f"单元格「{_start_of(element)}」"
        properties = self._properties(element, "tcPr")
        paragraphs = []
        for each in element:
            if _name(each) == "p":
                paragraphs.append(self._paragraph(each))
            else:
                self._pass(each)
        span = properties.find(f"{W}gridSpan") if properties is not None else None
        place = properties.find(f"{W}vAlign") if properties is not None else None
        upright = properties is not None and properties.find(f"{W}textDirection") is not None
        named = {value: name for name, value in PLACES.items()}
        return Cell(
            tuple(paragraphs),
            columns=1 if span is None else int(span.get(f"{W}val")),
            place="上" if place is None else named.get(place.get(f"{W}val"), "上"),
            upright=upright,
        )

    def _setup(self, section: Any) -> tuple[str, tuple[Paragraph, ...]]:
        """Return the set-up of a section, and its foot where that is not the set-up's own.

        Of a page that was changed it is the one whose feet it has and whose measures are nearest.
        """
        feet = {
            side: self._furniture(section, "footer", side) or (Paragraph("间隔", ""),)
            for side in ("default", "even", "first")
            if section.find(f"{W}footerReference[@{W}type='{side}']") is not None
        }
        pages = [*self._master.pages.values()]
        alike = [page for page in pages if self._has_feet(page, feet)]
        fitting = [page for page in pages if fits(section, page)]
        if not fitting:
            nearest = min(alike or pages, key=lambda page: apart(section, page))
            self._back.by_hand.append(("页面设置", f"纸张、方向或页边距（应当是{told(nearest)}）"))
            fitting = [nearest]
        for page in fitting:
            if page in alike:
                return page.name, ()
        return fitting[0].name, feet.get("default", ())

    def _has_feet(self, page: PageSetup, feet: Mapping[str, tuple[Paragraph, ...]]) -> bool:
        return (
            feet.get("default", ()) == self._foot(page.foot)
            and ("even" not in feet or feet["even"] == self._foot(page.even or page.foot))
            and ("first" not in feet or feet["first"] == self._foot(page.first or page.foot))
        )

    def _foot(self, text: str) -> tuple[Paragraph, ...]:
        return tuple(parse_foot(text, self._master)) or (Paragraph("间隔", ""),)

    def _furniture(self, section: Any, kind: str, side: str) -> tuple[Paragraph, ...]:
        reference = section.find(f"{W}{kind}Reference[@{W}type='{side}']")
        relations = etree.fromstring(self._parts["word/_rels/document.xml.rels"])
        targets = {each.get("Id"): each.get("Target") for each in relations}
        part = self._parts.get(f"word/{targets.get(reference.get(_ID))}", b"<none/>")
        read = [self._paragraph(each) for each in etree.fromstring(part).iter(f"{W}p")]
        return tuple(each for each in read if isinstance(each, Paragraph))


def _start_of(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{W}t"))[:24]


def _spanning(row: Row | Control, place: int, rows: int) -> Row | Control:
    if isinstance(row, Control):
        return row
    cells = [*row.cells]
    old = cells[place]
    cells[place] = Cell(old.paragraphs, old.columns, rows, old.place, old.upright)
    return replace(row, cells=tuple(cells))


def _style_names(styles: bytes) -> Iterator[tuple[str, str]]:
    root: Any = etree.fromstring(styles)
    for style in root.iter(f"{W}style"):
        name = style.find(f"{W}name").get(f"{W}val")
        yield style.get(f"{W}styleId"), BODY if name == NORMAL else name


def _name(element: Any, key: str = "") -> str:
    return str(etree.QName(key or element.tag).localname)
