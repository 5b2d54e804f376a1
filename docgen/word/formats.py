"""Read what the styles of a Word file look like, whoever wrote it, so that they can be compared."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from docgen.word.master import BODY
from docgen.word.styles import NORMAL, W

Format = Mapping[str, Mapping[str, str]]

# Elements whose attributes are inherited one by one; of all others the nearest counts whole.
_PIECEWISE = frozenset(("spacing", "ind", "rFonts"))
# Elements that hold a list; each entry is told by its name or, for tabs, its place.
_LISTS = frozenset(("pBdr", "tabs", "tblBorders", "tblCellMar"))
# Switches that are on where nothing is said, and those that are off.
_ON = (
    "widowControl",
    "overflowPunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "snapToGrid",
    "adjustRightInd",
)
_OFF = ("keepNext", "keepLines", "pageBreakBefore", "b", "i", "strike", "caps", "vanish")
_NO = frozenset(("0", "false", "off", "none"))
# What changes nothing of the look of Chinese text: identities, languages, other scripts.
_SILENT = frozenset(("rsid", "lang", "szCs", "bCs", "iCs", "kern", "noProof", "tblInd", "tblLook"))
_USUAL: Format = {
    "jc": {"val": "left"},
    "outlineLvl": {"val": "9"},
    "color": {"val": "auto"},
    "u": {"val": "none"},
    "sz": {"val": "20"},
}


def formats_of(content: bytes) -> dict[str, Format]:
    """Return the look of each style of a `styles.xml`, by the style's name.

    What a style inherits is filled in and what says nothing left out, so equal looks are equal.
    """
    root: Any = etree.fromstring(content)
    styles = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
    found: dict[str, Format] = {}
    for style in styles.values():
        ancestry = [*reversed([*_ancestry(style, styles)])]
        if style.get(f"{W}type") == "paragraph":
            ancestry[:0] = root.iter(f"{W}pPrDefault", f"{W}rPrDefault")
        merged: dict[str, dict[str, str]] = {}
        for each in ancestry:
            for name, facts in _facts(each):
                merged[name] = {**merged.get(name, {}), **facts} if name in _PIECEWISE else facts
        name = style.find(f"{W}name").get(f"{W}val")
        usual = style.get(f"{W}type") == "paragraph"
        found[BODY if name == NORMAL else name] = dict(_telling(merged, usual))
    return found


def _ancestry(style: Any, styles: Mapping[str, Any]) -> Iterator[Any]:
    """Yield a style and those it is based on, each once."""
    seen: set[str] = set()
    while style is not None and style.get(f"{W}styleId") not in seen:
        seen.add(style.get(f"{W}styleId"))
        yield style
        base = style.find(f"{W}basedOn")
        style = styles.get(base.get(f"{W}val")) if base is not None else None


def _facts(style: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and the attributes of every property a style states itself."""
    for properties in style.iterchildren(f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr"):
        for element in properties.iterchildren(f"{W}*"):
            name = etree.QName(element).localname
            if name in _LISTS:
                for entry in element:
                    place = entry.get(f"{W}pos") or etree.QName(entry).localname
                    yield f"{name}/{place}", _attributes(entry)
            elif name not in _SILENT:
                yield name, _attributes(element)


def _attributes(element: Any) -> dict[str, str]:
    return {etree.QName(key).localname: value for key, value in element.attrib.items()}


def _telling(
    merged: Mapping[str, Mapping[str, str]], paragraph: bool
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the properties that say something else than Word takes for granted."""
    for name in _ON if paragraph else ():
        if name not in merged:
            yield name, {"val": "1"}
    for name, facts in merged.items():
        told = facts
        if name in _ON or name in _OFF:
            told = {"val": "0" if facts.get("val", "1") in _NO else "1"}
            if name in _OFF and told["val"] == "0":
                continue
        elif name == "ind":
            told = _indents(facts)
        elif name == "spacing":
            told = {key: value for key, value in facts.items() if value != "0"}
        elif name == "rFonts":
            told = {key: value for key, value in facts.items() if key in ("eastAsia", "ascii")}
        elif name.startswith("tblBorders/"):
            told = {key: value for key, value in facts.items() if key in ("val", "sz")}
        elif name.startswith("tblCellMar/"):
            told = {"w": facts.get("w", "0")}
        if told and told != _USUAL.get(name):
            yield name, told


def _indents(facts: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out lengths that Word reckons from characters, and those that are nothing."""
    return {
        key: value
        for key, value in facts.items()
        if value != "0" and facts.get(f"{key}Chars", "0") == "0"
    }
