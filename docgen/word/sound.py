"""Tell whether a file is a Word template that can be filled in, and what to save it as if not."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from docgen.errors import CatalogueError

DOCUMENT, CONTENT_TYPES = "word/document.xml", "[Content_Types].xml"
_SAVE_AS = "请在 Word 或 WPS 里另存为「Word 文档（*.docx）」"
# How a file begins that is no zip, and what it is.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": "旧的 Word 97-2003 文档（.doc），或者设了打开密码",
    b"{\\rtf": "RTF 文档",
    b"%PDF": "PDF",
    b"<": "网页或 XML",
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_TYPES = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": "启用宏的文档（.docm）",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml":
        "Word 模板（.dotx）",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": "启用宏的模板（.dotm）",
}  # fmt: skip
_STRICT = b"http://purl.oclc.org/ooxml/"
_RELATIONS = ".rels"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = ("_rels/.rels", CONTENT_TYPES, DOCUMENT, "word/_rels/document.xml.rels", "word/styles.xml")
_UNREADABLE = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, KeyError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip


def read_sound(name: str, content: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file that can be used as a template.

    Errors: `CatalogueError` naming the file, and what to save it as.
    """
    if not content.startswith(b"PK"):
        kinds = (kind for start, kind in _OTHERS.items() if content.startswith(start))
        kind = next(kinds, "")
        what = f"是{kind}" if kind else "不是 Word 文档"
        raise CatalogueError(f"{name} {what}，不能用作模板。{_SAVE_AS}。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            parts = {each.filename: container.read(each) for each in container.infolist()}
    except _UNREADABLE:
        raise CatalogueError(
            f"{name} 不完整或已损坏，Word 也打不开。请重新复制一份，或者{_SAVE_AS[1:]}。"
        ) from None
    types = parts.get(CONTENT_TYPES, b"").decode("utf-8", "replace")
    for kind, called in _OTHER_TYPES.items():
        if kind in types:
            raise CatalogueError(f"{name} 是{called}，不能用作模板。{_SAVE_AS}。")
    if DOCUMENT in parts and _STRICT in parts[DOCUMENT][:4000]:
        raise CatalogueError(f"{name} 是 Strict Open XML 文档，不能用作模板。{_SAVE_AS}。")
    missing = [each for each in _PARTS if each not in parts]
    if missing or _MAIN not in types:
        raise CatalogueError(f"{name} 不是完整的 Word 文档。{_SAVE_AS}。")
    faults = [f"{place}：{told}" for place, told in faults_of(parts)]
    for told in faults or _misplaced(parts[DOCUMENT]):
        raise CatalogueError(f"{name} {told}。{_SAVE_AS}。")
    return parts


def faults_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield part and fault of what keeps Word from opening a file: broken XML, missing parts."""
    for name, content in parts.items():
        if not name.endswith((".xml", _RELATIONS)):
            continue
        try:
            root = etree.fromstring(content)
        except etree.XMLSyntaxError as fault:
            yield name, f"XML 不完整（第 {fault.lineno} 行），Word 打不开"
            continue
        if name.startswith("word/") and not name.endswith(_RELATIONS):
            yield from _unrelated(name, root, parts)
        if name.endswith(_RELATIONS):
            folder = PurePosixPath(name).parent.parent.as_posix()
            for each in root:
                target = each.get("Target", "")
                if each.get("TargetMode") == "External" or not target:
                    continue
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                if path not in parts:
                    yield name, f"引用的 {target} 不在文件里（图片或部件丢失）"


def _unrelated(name: str, root: Any, parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield what a part refers to by an id that its relations have not: a picture that is lost."""
    wanted = {str(each) for each in root.xpath("//@r:embed | //@r:id", namespaces={"r": _R})}
    if not wanted:
        return
    place = PurePosixPath(name)
    relations = parts.get(f"{place.parent}/_rels/{place.name}{_RELATIONS}")
    known = {each.get("Id", "") for each in etree.fromstring(relations)} if relations else set()
    if wanted - known - {""}:
        yield name, "引用的图片或部件不在文件里，请重新插入图片"


def opened(content: bytes) -> list[str]:
    """Return what is wrong with a Word file that was made: each part parsed, the structure seen."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            parts = {each.filename: container.read(each) for each in container.infolist()}
    except _UNREADABLE:
        return ["不是完整的 Word 文档"]
    found = [f"{place}：{told}" for place, told in faults_of(parts)]
    return found or [*_misplaced(parts[DOCUMENT])]


# What may hold what: a paragraph in a paragraph, a cell without one, break a file for Word.
_TRACKED = ("ins", "del", "moveFrom", "moveTo")
_HOLDERS = {
    "p": {"body", "tc", "txbxContent", "sdtContent", "hdr", "ftr", "footnote", "endnote"},
    "r": {"p", "hyperlink", "smartTag", "sdtContent", "fldSimple", *_TRACKED},
    "t": {"r"},
    "tr": {"tbl", "sdtContent"},
    "tc": {"tr", "sdtContent"},
}


def _misplaced(document: bytes) -> Iterator[str]:
    root = etree.fromstring(document)
    ids: set[str] = set()
    for each in root.iter():
        if not isinstance(each.tag, str):
            continue
        name = etree.QName(each).localname
        above = each.getparent()
        holders = _HOLDERS.get(name)
        if holders and above is not None and "wordprocessingml" in etree.QName(each).namespace:
            holder = etree.QName(above).localname
            if holder not in holders:
                yield f"{name} 不能放在 {holder} 里，Word 打不开"
                return
        if name == "tc" and not any(etree.QName(below).localname == "p" for below in each):
            yield "表格里有没有段落的单元格，Word 打不开"
            return
        if name == "docPr":
            if each.get("id") in ids:
                yield "两幅图用了同一个编号"
                return
            ids.add(each.get("id", ""))
