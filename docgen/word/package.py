"""The parts of a Word file that say nothing of a document: types, relations, settings, faces."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from docgen.word.master import Master

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT_PARTS = ("styles", "settings", "fontTable")

FIXED: Mapping[str, str] = MappingProxyType({
    "_rels/.rels": (
        f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{RELATIONS}/extended-properties"'
        ' Target="docProps/app.xml"/></Relationships>'
    ),
    "docProps/core.xml": (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"/>'
    ),
    "docProps/app.xml": (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'extended-properties"/>'
    ),
})  # fmt: skip


def content_types(furniture: Iterable[str]) -> str:
    """Return `[Content_Types].xml`; `furniture` are the headers and footers by file name."""
    types = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        **{f"/word/{name}.xml": f"{_WORD_TYPE}.{name}+xml" for name in _DOCUMENT_PARTS},
        **{f"/word/{name}": f"{_WORD_TYPE}.{_kind(name)}+xml" for name in furniture},
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": (
            "application/vnd.openxmlformats-officedocument.extended-properties+xml"
        ),
    }
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/>'
        f"{overrides}</Types>"
    )


def relations(furniture: Iterable[str]) -> str:
    """Return the relations of the document; headers and footers are known by their file's stem."""
    targets = {
        f"rId{number}": (name, f"{name}.xml") for number, name in enumerate(_DOCUMENT_PARTS, 1)
    }
    targets |= {name.removesuffix(".xml"): (_kind(name), name) for name in furniture}
    rows = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def settings(*, both_sides: bool) -> str:
    """Return `word/settings.xml`; with `both_sides`, even pages have feet of their own.

    A line that ends in a line break is not stretched (`doNotExpandShiftReturn`), and the file
    opens in the mode of today's Word, not in that of 2010.
    """
    even = "<w:evenAndOddHeaders/>" if both_sides else ""
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f'{DECLARATION}<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/>'
        f'<w:defaultTabStop w:val="420"/>{even}'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{modes}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table(master: Master) -> str:
    """Return `word/fontTable.xml`: which face serves where one is not installed."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(face.instead)}/>"
        f'<w:charset w:val="86"/><w:family w:val="{face.family}"/>'
        f'<w:pitch w:val="{face.pitch}"/></w:font>'
        for face in master.faces.values()
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{WORD}">{fonts}</w:fonts>'


def _kind(name: str) -> str:
    """Return whether a file name is that of a header or of a footer."""
    return "header" if name.startswith("header") else "footer"
