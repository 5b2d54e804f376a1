"""Write the master's styles as Word keeps them."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from docgen.word.master import BODY, Face, Master, ParagraphStyle, RunStyle, TableStyle
from docgen.word.package import WORD

W = f"{{{WORD}}}"
# Our body text is the style every Word file has: Chinese Word shows it as 正文.
NORMAL = "Normal"
NO_LINE = 'w:val="nil"'
JUSTIFY = {"left": "left", "centre": "center", "right": "right", "both": "both"}
RULES = {
    "above": ("top", "single", 5, 4),
    "below": ("bottom", "single", 5, 1),
    "cut": ("top", "dashed", 6, 6),
}
MM = 1440 / 25.4


def twips(millimetres: float) -> int:
    """Return a length as Word writes it, in twentieths of a point."""
    return round(millimetres * MM)


def name_in_word(style: str) -> str:
    """Return the name a style of ours has in the file."""
    return NORMAL if style == BODY else style


def styles_xml(master: Master) -> bytes:
    """Return `word/styles.xml` with every style of the master and nothing else."""
    order = [*master.paragraphs, *master.runs, *master.tables]
    body = master.paragraphs[BODY]
    # Justified lines need the hanging marks stated: LibreOffice reads the switch the wrong way
    # round and, where it is left out, loses a mark that hangs on a full line.
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(master.faces[body.face])}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault><w:pPr><w:overflowPunct/>"
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )
    parts = [
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles xmlns:w="{WORD}">',
        defaults,
        *(_paragraph(style, master, order) for style in master.paragraphs.values()),
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>',
        *(_run(style, master, order) for style in master.runs.values()),
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/></w:style>',
        *(_table(style, order) for style in master.tables.values()),
        "</w:styles>",
    ]
    return "".join(parts).encode()


def _head(kind: str, name: str, order: list[str]) -> str:
    custom = 'w:default="1"' if name == BODY else 'w:customStyle="1"'
    known = quoteattr(name_in_word(name))
    return (
        f'<w:style w:type="{kind}" {custom} w:styleId={known}><w:name w:val={known}/>'
        f'<w:uiPriority w:val="{order.index(name) + 1}"/><w:qFormat/>'
    )


def _paragraph(style: ParagraphStyle, master: Master, order: list[str]) -> str:
    return (
        f"{_head('paragraph', style.name, order)}<w:pPr>{''.join(_layout(style))}</w:pPr>"
        f"<w:rPr>{''.join(_letters(style, master))}</w:rPr></w:style>"
    )


def _layout(style: ParagraphStyle) -> Iterator[str]:
    """Yield what Word says of a paragraph, in the order its schema asks for."""
    yield f'<w:keepNext w:val="{int(style.keep)}"/>'
    if style.whole:
        yield "<w:keepLines/>"
    if style.page:
        yield "<w:pageBreakBefore/>"
    yield "<w:widowControl/>"
    if style.rule:
        side, line, size, space = RULES[style.rule]
        yield (
            f'<w:pBdr><w:{side} w:val="{line}" w:sz="{size}" w:space="{space}"'
            ' w:color="000000"/></w:pBdr>'
        )
    if style.tabs:
        tabs = (
            f'<w:tab w:val="{tab.get("align", "left")}" w:pos="{twips(tab["at"])}"/>'
            for tab in style.tabs
        )
        yield f"<w:tabs>{''.join(tabs)}</w:tabs>"
    yield '<w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    pitch = (
        f'w:line="{round(style.line * 20)}" w:lineRule="exact"'
        if style.line
        else 'w:line="240" w:lineRule="auto"'
    )
    before, after = round(style.before * 20), round(style.after * 20)
    yield f'<w:spacing w:before="{before}" w:after="{after}" {pitch}/>'
    yield _indent(style)
    yield f'<w:jc w:val="{JUSTIFY[style.align]}"/>'
    if style.level:
        yield f'<w:outlineLvl w:val="{style.level - 1}"/>'


def _indent(style: ParagraphStyle) -> str:
    sides = {
        "left": style.left,
        "right": style.right,
        "hanging" if style.hanging else "firstLine": style.hanging or style.first,
    }
    given = ""
    for side, characters in sides.items():
        if characters:
            given += f' w:{side}Chars="{round(characters * 100)}"'
        given += f' w:{side}="{round(characters * style.size * 20)}"'
    return f"<w:ind{given}/>"


def _fonts(face: Face) -> str:
    name = quoteattr(face.name)
    return f"<w:rFonts w:ascii={name} w:eastAsia={name} w:hAnsi={name} w:cs={name}/>"


def _letters(style: ParagraphStyle, master: Master) -> Iterator[str]:
    yield _fonts(master.faces[style.face])
    if style.colour:
        yield f'<w:color w:val="{style.colour}"/>'
    if style.tracking:
        yield f'<w:spacing w:val="{round(style.tracking * 20)}"/>'
    half_points = round(style.size * 2)
    yield f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _run(style: RunStyle, master: Master, order: list[str]) -> str:
    face = _fonts(master.faces[style.face]) if style.face else ""
    line = '<w:u w:val="single"/>' if style.underline else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.shade}"/>' if style.shade else ""
    return f"{_head('character', style.name, order)}<w:rPr>{face}{line}{shade}</w:rPr></w:style>"


def _table(style: TableStyle, order: list[str]) -> str:
    size = round(style.border * 8)
    line = f'w:val="single" w:sz="{size}" w:space="0" w:color="000000"' if size else NO_LINE
    sides = "".join(
        f"<w:{side} {line if style.parted or side != 'insideH' else NO_LINE}/>"
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    upright, across = (twips(each) for each in style.margins)
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (
            ("top", upright), ("left", across), ("bottom", upright), ("right", across),
        )
    )  # fmt: skip
    return (
        f"{_head('table', style.name, order)}<w:tblPr><w:tblBorders>{sides}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr></w:style>"
    )
