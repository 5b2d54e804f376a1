"""Write a manuscript as a whole Word file, with the master's styles, that Word and WPS open."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from docgen.render.package import deflated, write_package
from docgen.word.manuscript import (
    Cell,
    Control,
    Manuscript,
    Paragraph,
    Piece,
    Row,
    Section,
    Table,
    place_cells,
    sections_of,
)
from docgen.word.master import Master, PageSetup
from docgen.word.notation import JINJA, parse_foot
from docgen.word.package import (
    DECLARATION,
    FIXED,
    RELATIONS,
    WORD,
    content_types,
    font_table,
    relations,
    settings,
)
from docgen.word.styles import name_in_word, styles_xml, twips

FIELDS = {"页码": "PAGE", "页数": "NUMPAGES", "本节页数": "SECTIONPAGES"}
PLACES = {"上": "top", "中": "center", "下": "bottom"}
MARK = Paragraph("用途标记", "{% if mark %}{{ mark }}{% endif %}")
_MARKED = re.compile(r"\[(?P<name>[^\s\[\]]+)(?: (?P<words>[^\]]*))?\]")
_SPACES = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'


def write_manuscript(manuscript: Manuscript, master: Master) -> bytes:
    """Return the Word file; equal manuscripts and masters give equal bytes."""
    body = _Body(manuscript, master)
    parts = {
        "word/document.xml": body.xml(),
        "word/styles.xml": styles_xml(master).decode(),
        "word/settings.xml": settings(both_sides=body.both_sides),
        "word/fontTable.xml": font_table(master),
        "word/_rels/document.xml.rels": relations(body.furniture.values()),
        **{f"word/{name}": text for (_, _, text), name in body.furniture.items()},
    }
    types = content_types(body.furniture.values())
    everything = {"[Content_Types].xml": types, **FIXED, **parts}
    return write_package(deflated(name, text.encode()) for name, text in everything.items())


class _Body:
    """A manuscript while it is written: its parts, and the furniture its sections refer to."""

    def __init__(self, manuscript: Manuscript, master: Master) -> None:
        self._manuscript = manuscript
        self._master = master
        # File names of headers and footers by what they are, for which side, and their text.
        self.furniture: dict[tuple[str, str, str], str] = {}
        pages = [master.pages[page] for page in sections_of(manuscript) if page]
        # Feet of their own on even pages are a switch of the whole file.
        self.both_sides = not manuscript.foot and any(page.even for page in pages)

    def xml(self) -> str:
        """Return `document.xml`."""
        page = self._master.pages[self._manuscript.page]
        pieces: list[str] = []
        for piece in self._manuscript.pieces:
            if isinstance(piece, Section):
                end = f"{_style('分节')}{self._section(page)}"
                pieces.append(f"<w:p><w:pPr>{end}</w:pPr></w:p>")
                page = self._master.pages[piece.page] if piece.page else page
            else:
                pieces.append(self._piece(piece, page))
        last = self._manuscript.pieces[-1] if self._manuscript.pieces else None
        if isinstance(last, Table):  # Word closes a file that ends in a table with a paragraph.
            pieces.append(self._paragraph(Paragraph("间隔", "")))
        body = f"{''.join(pieces)}{self._section(page)}"
        return f"{DECLARATION}<w:document {_SPACES}><w:body>{body}</w:body></w:document>"

    def _piece(self, piece: Piece, page: PageSetup) -> str:
        if isinstance(piece, Table):
            return self._table(piece, page)
        return self._paragraph(piece)  # type: ignore[arg-type]

    def _paragraph(self, paragraph: Paragraph | Control) -> str:
        if isinstance(paragraph, Control):
            return f"<w:p>{_words(f'{{%p {paragraph.tag} %}}')}</w:p>"
        runs = "".join(self._runs(paragraph.text))
        return f"<w:p><w:pPr>{_style(paragraph.style)}</w:pPr>{runs}</w:p>"

    def _runs(self, text: str) -> Iterator[str]:
        """Yield the runs of a paragraph: words, fields, words in a style of their own."""
        shielded, at = JINJA.sub(lambda tag: "\0" * len(tag[0]), text), 0
        for found in _MARKED.finditer(shielded):
            name = found["name"]
            if name not in FIELDS and name not in self._master.runs:
                continue
            yield _words(text[at : found.start()])
            if name in FIELDS:
                yield _field(FIELDS[name])
            else:
                start, end = found.span("words")
                yield _words(text[start:end], name)
            at = found.end()
        yield _words(text[at:])

    def _table(self, table: Table, page: PageSetup) -> str:
        widths = _widths(table, page)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows, taken = [], [0] * len(widths)
        above: dict[int, Cell] = {}
        for row in table.rows:
            if isinstance(row, Control):
                rows.append(_control_row(row, widths))
            else:
                rows.append(self._row(row, widths, taken, above))
        side = self._master.tables[table.style].side
        properties = (
            f"<w:tblPr><w:tblStyle w:val={quoteattr(table.style)}/>"
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="{side}"/>'
            '<w:tblLayout w:type="fixed"/></w:tblPr>'
        )
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

    def _row(
        self, row: Row, widths: Sequence[int], taken: list[int], above: dict[int, Cell]
    ) -> str:
        """Return a row; `above` are the cells from rows above that reach down, by their column."""
        reaching = {place: cell for place, cell in above.items() if taken[place]}
        places = place_cells(row.cells, taken)
        whole = {**reaching, **dict(zip(places, row.cells, strict=True))}
        cells = []
        for place in sorted(whole):
            cell = whole[place]
            merged = "" if cell.rows == 1 else "<w:vMerge/>"
            if place in places and cell.rows > 1:
                merged = '<w:vMerge w:val="restart"/>'
                above[place] = cell
            width = sum(widths[place : place + cell.columns])
            cells.append(self._cell(cell, width, merged, continued=place in reaching))
        height = ""
        if row.height:
            rule = "exact" if row.exact else "atLeast"
            height = f'<w:trHeight w:val="{twips(row.height)}" w:hRule="{rule}"/>'
        head = "<w:tblHeader/>" if row.head else ""
        splits = '<w:cantSplit w:val="0"/>' if row.splits else "<w:cantSplit/>"
        return f"<w:tr><w:trPr>{splits}{height}{head}</w:trPr>{''.join(cells)}</w:tr>"

    def _cell(self, cell: Cell, width: int, merged: str, *, continued: bool) -> str:
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        upright = '<w:textDirection w:val="tbRlV"/>' if cell.upright else ""
        paragraphs = cell.paragraphs
        if continued:  # a cell that goes on from above says nothing of its own
            styles = [each.style for each in paragraphs if isinstance(each, Paragraph)]
            paragraphs = (Paragraph(styles[0] if styles else "间隔", ""),)
        words = "".join(self._paragraph(each) for each in paragraphs)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merged}{upright}'
            f'<w:vAlign w:val="{PLACES[cell.place]}"/></w:tcPr>{words}</w:tc>'
        )

    def _section(self, page: PageSetup) -> str:
        width, height = (twips(side) for side in page.paper)
        landscape = ' w:orient="landscape"' if width > height else ""
        top, right, bottom, left = (twips(margin) for margin in page.margins)
        start = '<w:pgNumType w:start="1"/>' if self._manuscript.anew else ""
        first = "<w:titlePg/>" if self._first(page) else ""
        return (
            f"<w:sectPr>{''.join(self._references(page))}"
            f'<w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{landscape}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}"'
            f' w:header="{twips(page.header)}" w:footer="{twips(page.footer)}" w:gutter="0"/>'
            f'{start}<w:cols w:space="720"/>{first}</w:sectPr>'
        )

    def _references(self, page: PageSetup) -> Iterator[str]:
        """Yield what names the headers and footers of a section, each a part of its own."""
        foot = self._manuscript.foot or tuple(parse_foot(page.foot, self._master))
        even = tuple(parse_foot(page.even, self._master)) if page.even else foot
        sides = {"default": foot, "even": even} if self.both_sides else {"default": foot}
        if first := self._first(page):
            sides["first"] = tuple(parse_foot(first, self._master))
        for side in sides:
            yield self._reference("header", side, (MARK,))
        for side, paragraphs in sides.items():
            yield self._reference("footer", side, paragraphs or (Paragraph("间隔", ""),))

    def _first(self, page: PageSetup) -> str:
        return "" if self._manuscript.foot else page.first

    def _reference(self, kind: str, side: str, paragraphs: Sequence[Paragraph]) -> str:
        tag = "hdr" if kind == "header" else "ftr"
        words = "".join(self._paragraph(each) for each in paragraphs)
        text = f"{DECLARATION}<w:{tag} {_SPACES}>{words}</w:{tag}>"
        # A part of its own for each side: Word lets none serve two.
        others = sum(known == kind for known, _, _ in self.furniture)
        name = self.furniture.setdefault((kind, side, text), f"{kind}{others + 1}.xml")
        return f'<w:{kind}Reference w:type="{side}" r:id="{name.removesuffix(".xml")}"/>'


def _control_row(control: Control, widths: Sequence[int]) -> str:
    """Return a row that holds a Jinja tag and goes when the template is compiled."""
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(widths)}"/></w:tcPr>'
        f"<w:p>{_words(f'{{%tr {control.tag} %}}')}</w:p></w:tc></w:tr>"
    )


def _widths(table: Table, page: PageSetup) -> list[int]:
    """Return the width of each column in twips; columns without one share what is left."""
    free = sum(not column.width for column in table.columns)
    given = sum(column.width for column in table.columns)
    share = (page.width - given) / free if free else 0
    return [twips(column.width or share) for column in table.columns]


def _style(name: str) -> str:
    return f"<w:pStyle w:val={quoteattr(name_in_word(name))}/>"


def _words(text: str, style: str = "") -> str:
    r"""Return a run of words, `\t` and `\n` as Word's own tab and line break."""
    if not text:
        return ""
    properties = f"<w:rPr><w:rStyle w:val={quoteattr(style)}/></w:rPr>" if style else ""
    pieces = []
    for piece in re.split(r"(\\[tn])", text):
        if piece in ("\\t", "\\n"):
            pieces.append("<w:tab/>" if piece == "\\t" else "<w:br/>")
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
