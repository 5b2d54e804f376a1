"""Find what would be lost or left behind in silence when a Word template is filled in.

What stands beside a `{%p … %}` in its paragraph vanishes with it; what a program would fetch,
calculate or hide is not on the paper that was proved.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from docgen.word.by_hand import called
from docgen.word.styles import W
from docgen.word.write import FIELDS

# Elements that nobody sees on the paper, or that change it after it was made.
_ELEMENTS = {
    "ins": "留有修订痕迹，请接受或拒绝全部修订后保存",
    "del": "留有修订痕迹，请接受或拒绝全部修订后保存",
    "moveFrom": "留有移动文字的修订痕迹，请接受或拒绝全部修订后保存",
    "moveTo": "留有移动文字的修订痕迹，请接受或拒绝全部修订后保存",
    "cellIns": "留有修订痕迹，请接受或拒绝全部修订后保存",
    "cellDel": "留有修订痕迹，请接受或拒绝全部修订后保存",
    "rPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "pPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "sectPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "tblPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "trPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "tcPrChange": "留有格式修订痕迹，请接受或拒绝全部修订后保存",
    "commentReference": "留有批注，请删除后保存",
    "vanish": "有隐藏文字，请取消隐藏或删除",
    "webHidden": "有隐藏文字，请取消隐藏或删除",
    "specVanish": "有隐藏文字，请取消隐藏或删除",
    "object": "嵌有别的程序的对象，请改用文字、表格或图片",
    "altChunk": "嵌有另一份文件，请把文字直接放进来",
    "subDoc": "引用了子文档，请把文字直接放进来",
    "dataBinding": "内容控件连着别的数据，请取消控件、只留文字",
    "lock": "内容控件锁住了文字，生成的文书改不了，请取消锁定或删除控件",
    "txbxContent": "文本框里的文字不在正文里，请移到段落或表格",
    "control": "嵌有控件，请删除",
    "pict": "有旧式图形、艺术字或水印，页面上没有，请删除；图片请用「插入图片」",
    "AlternateContent": "有图形或文本框，页面上没有，请删除",
    "sym": "有符号字体的字符，PDF 里没有，请改成普通字符",
    "noBreakHyphen": "有不间断连字符，页面上没有，请删掉或改成普通字符",
    "softHyphen": "有可选连字符，页面上没有，请删掉",
    "ruby": "有拼音指南，页面上没有，请取消",
    "footnoteReference": "有脚注，页面上没有，请移到正文",
    "endnoteReference": "有尾注，页面上没有，请移到正文",
}  # fmt: skip
# What a page set-up may hold that is on no page of ours.
_SET_UP = {
    "lnNumType": "设了行号，请取消",
    "pgBorders": "设了页面边框，请取消",
    "textDirection": "改了文字方向，请改回横排",
    "vAlign": "改了页面的垂直对齐，请改回顶端",
    "bidi": "改成了从右到左，请改回来",
    "rtlGutter": "把装订线改到了右边，请改回来",
}
# What the settings of a file may say that goes out with every paper.
_SETTINGS = {
    "documentProtection": "设了限制编辑，生成的文书改不了，请在「审阅」里停止保护",
    "writeProtection": "设了只读或修改密码，生成的文书改不了，请在「另存为」的工具里取消",
    "trackRevisions": "开着修订，以后改动会留下痕迹，请在「审阅」里关闭修订",
    "mirrorMargins": "设了对称页边距，双数页的字会挪开，请改回普通",
    "bookFoldPrinting": "设了书籍折页，纸张和版心会变，请改回普通",
    "gutterAtTop": "把装订线放到了上面，请改回左边",
}
# What words of a header are seen by.
_SEEN_BY = frozenset(("color", "sz", "w", "position", "spacing", "shd", "highlight", "effect"))
# A row of one line, a cell of one hanzi, and how far a table may stand from the margin.
_LOW, _NARROW, _ASIDE = 300, 240, 600
# The box for evidence is the highest row we have; 180 mm leave no room for anything else.
_HIGH = 10_200
_HOLDING = {
    "word/vbaProject.bin": "文件里有宏，请另存为不带宏的「Word 文档（*.docx）」",
    "word/embeddings/": "文件里嵌有别的文件，请删除",
    "word/activeX/": "文件里嵌有控件，请删除",
    "word/afchunk": "嵌有另一份文件，请把文字直接放进来",
}
_OVER = re.compile(r"\{%-?\s*(p|tr|tc|r)\s[^%]*%\}")
_INLINE = re.compile(r"\{%-?\s*(?!p\s|tr\s|tc\s|r\s)(if|for|endif|endfor)\b[^%]*-?%\}")
_ESCAPES = re.compile(r"\{_\{|\}_\}|\{_%|%_\}")
_CALLED = {"header": "页眉", "footer": "页脚", "footnotes": "脚注"}
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def losses_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield place and advice of each silent loss in the parts of a Word file."""
    for start, told in _HOLDING.items():
        if any(name.startswith(start) for name in parts):
            yield "", told
    for name, content in parts.items():
        if name.endswith(".rels"):
            yield from _outside(content)
        elif name == "word/settings.xml":
            for told in _switched_on(etree.fromstring(content)):
                yield "文档设置", told
        elif re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", name):
            yield from _within(_called(name), etree.fromstring(content))


def _switched_on(settings: Any) -> Iterator[str]:
    for each in settings:
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        on = each.get(f"{W}enforcement", each.get(f"{W}val")) not in ("0", "false", "off")
        # A protection that nobody enforces is only remembered.
        if (
            name in _SETTINGS
            and on
            and (name != "documentProtection" or f"{W}enforcement" in each.attrib)
        ):
            yield _SETTINGS[name]


def part_of(name: str) -> str:
    """Return what a part is called in Word, nothing for the text itself."""
    return _called(name)


def _called(name: str) -> str:
    stem = re.sub(r"\d*\.xml$", "", name.removeprefix("word/"))
    return _CALLED.get(stem, "")


def _outside(content: bytes) -> Iterator[tuple[str, str]]:
    for each in etree.fromstring(content):
        kind = each.get("Type", "").rpartition("/")[2]
        # Where a file's own template lay is taken off when it is read.
        if each.get("TargetMode") == "External" and kind != "attachedTemplate":
            called = {"hyperlink": "超链接", "image": "图片"}.get(kind, kind)
            yield (
                "",
                f"引用了文件外面的{called}（{each.get('Target')}），请删掉链接或把图片嵌入文件",
            )


def _within(part: str, root: Any) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        text = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        place = f"{part}第 {number} 段「{text[:24]}」"
        found = dict.fromkeys(_of_paragraph(paragraph, text))
        yield from ((place, told) for told in found)
    yield from ((part, told) for told in dict.fromkeys(_between(root)))
    yield from ((part, told) for told in _of_sections(root))
    if part == _CALLED["header"]:
        yield from ((part, told) for told in dict.fromkeys(_faded(root)))
    for cell in root.iter(f"{W}tc"):
        if cell.find(f"{W}tbl") is not None:
            text = "".join(each.text or "" for each in cell.iter(f"{W}t"))
            yield f"{part}单元格「{text[:24]}」", "表格里又有表格，页面上没有，请移出来或删除"
    for table in root.iter(f"{W}tbl"):
        text = "".join(each.text or "" for each in table.iter(f"{W}t"))
        yield from ((f"{part}表格「{text[:24]}」", told) for told in _off_the_paper(table))
    for row in root.iter(f"{W}tr"):
        text = "".join(each.text or "" for each in row.iter(f"{W}t"))
        controls = _OVER.findall(text)
        if "tr" in controls and (beside := _OVER.sub("", text).strip()):
            yield f"{part}表格行「{text[:24]}」", f"整行会消失，「{beside[:12]}」请移到别的行"


def _between(root: Any) -> Iterator[str]:
    """Yield what stands outside paragraphs: around them, in properties of rows and sections."""
    for each in root.iter(*(f"{W}{name}" for name in _ELEMENTS)):
        if next(each.iterancestors(f"{W}p"), None) is None and _is_on(each):
            yield _ELEMENTS[etree.QName(each).localname]


def _is_on(each: Any) -> bool:
    return each.get(f"{W}val") not in ("0", "false")


def _faded(root: Any) -> Iterator[str]:
    """Yield what was set by hand in a header so that a mark may not be seen."""
    for each in root.iterfind(f".//{W}r/{W}rPr/*"):
        if (name := etree.QName(each).localname) in _SEEN_BY:
            yield f"直接设了格式（{called(name)}），草稿、脱敏件的标记会看不清，请恢复样板的样式"


def _off_the_paper(table: Any) -> Iterator[str]:
    """Yield what hides words of a table: rows too low, cells too narrow, a table beside the page.

    Measures are in twentieths of a point, as Word has them.
    """

    def least(name: str, wanted: Mapping[str, str]) -> int:
        every = (
            int(each.get(f"{W}{'val' if name == 'trHeight' else 'w'}") or 0)
            for each in table.iter(f"{W}{name}")
            if all(each.get(f"{W}{key}") == value for key, value in wanted.items())
        )
        return min(every, default=_LOW)

    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    if any(_columns_of(row) != columns for row in table.iterchildren(f"{W}tr")):
        yield "有的行合并或拆分了单元格，列数和别的行对不上，请撤销，或者删掉表格重新复制"
    if any(map(_swallowed, table.iter(f"{W}tc"))):
        yield "有文字在被合并掉的单元格里，印不出来，请撤销合并，或者把文字移到合并后的单元格"
    if least("trHeight", {"hRule": "exact"}) < _LOW:
        yield "有的行高是固定值，放不下一行字，请改成最小值"
    if any(int(each.get(f"{W}val") or 0) > _HIGH for each in table.iter(f"{W}trHeight")):
        yield "有的行太高，表格会空出大半页，请改小行高"
    turned = (each.get(f"{W}val", "lrTb") for each in table.iter(f"{W}textDirection"))
    if any(each not in ("lrTb", "tb") for each in turned):
        yield "有的单元格改了文字方向，请改回横排"
    if least("tcW", {"type": "dxa"}) < _NARROW:
        yield "有的单元格太窄，放不下字，请把列拉宽"
    if any(abs(int(each.get(f"{W}w") or 0)) > _ASIDE for each in table.iter(f"{W}tblInd")):
        yield "表格缩进太多，会印到纸外面，请在表格属性里把左缩进改成 0"


def _swallowed(cell: Any) -> bool:
    """Tell whether a cell goes on another one and has words: Word prints those of the first."""
    merges = (each for name in ("vMerge", "hMerge") for each in cell.iterfind(f"{W}tcPr/{W}{name}"))
    return any(each.get(f"{W}val", "continue") == "continue" for each in merges) and any(
        (each.text or "").strip() for each in cell.iter(f"{W}t")
    )


def _columns_of(row: Any) -> int:
    """Return how many columns of its table a row fills."""
    spans = row.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val", namespaces={"w": W.strip("{}")})
    beside = row.xpath(
        "./w:trPr/w:gridBefore/@w:val | ./w:trPr/w:gridAfter/@w:val",
        namespaces={"w": W.strip("{}")},
    )
    cells = len([*row.iterchildren(f"{W}tc")])
    return cells - len(spans) + sum(int(each) for each in (*spans, *beside))


def _of_sections(root: Any) -> Iterator[str]:
    """Yield what a page set-up or a background would print that no page of ours has."""
    if root.find(f"{W}background") is not None:
        yield "设了页面颜色或背景，请在「设计」里取消"
    for section in root.iter(f"{W}sectPr"):
        for each in section:
            name = etree.QName(each).localname
            told = _SET_UP.get(name)
            if name == "pgMar" and each.get(f"{W}gutter", "0") != "0":
                told = "设了装订线，请改成 0"
            if name == "cols" and each.get(f"{W}num", "1") != "1":
                told = "设了分栏，请改成一栏"
            if name == "docGrid" and each.get(f"{W}type") in ("linesAndChars", "snapToChars"):
                told = "设了字符网格，字距会变，请改成无网格"
            if told and each.get(f"{W}val") not in ("lrTb", "top"):
                yield f"页面设置里{told}"


def _of_paragraph(paragraph: Any, text: str) -> Iterator[str]:
    for each in paragraph.iter():
        name = etree.QName(each).localname if isinstance(each.tag, str) else ""
        told = _ELEMENTS.get(name)
        if told and _is_on(each):
            yield told
        if name in ("instrText", "fldSimple"):
            code = (each.text if name == "instrText" else each.get(f"{W}instr")) or ""
            verb = code.strip().partition(" ")[0].upper()
            if verb and verb not in FIELDS.values():
                yield f"域 {verb} 的内容会变，或者来自文件外面，请改成文字或模板里的名称"
    if "p" in _OVER.findall(text) and (beside := _OVER.sub("", text).strip()):
        yield f"整段会消失，「{beside[:12]}」请另起一段，{{%p … %}} 独占一段"
    depth = 0
    for each in _INLINE.finditer(text):
        depth += -1 if each[1].startswith("end") else 1
        if depth < 0:
            break
    if depth:
        yield "{% if %}、{% for %} 和它的结尾要在同一段；要管几段，写成独占一段的 {%p if … %}"
    if _ESCAPES.search(text):
        yield "不支持 {_{ 这样的转义，请去掉下划线"
    if found := _UNSEEN.search(text):
        yield f"文字里有看不见的字符（U+{ord(found[0]):04X}），请删掉后重新输入"
    if re.search(r"[｛｝]|\{\s*[a-z_.]+\s*\}(?!\})", _plain(text)):
        yield "花括号没有写对，会照样印出来：两边都要是两个半角花括号 {{ 名称 }}"


def _plain(text: str) -> str:
    return re.sub(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#.*?#\}", "", text)


def headers_without(parts: Mapping[str, bytes], words: str) -> Iterator[str]:
    """Yield each header in force that does not say these words, as Word calls it.

    What no section refers to counts for nothing; a first page or even pages of their own have
    headers of their own.
    """
    root = etree.fromstring(parts["word/document.xml"])
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in etree.fromstring(parts["word/_rels/document.xml.rels"])
    }
    settings = parts.get("word/settings.xml", b"")
    even = b"<w:evenAndOddHeaders" in settings
    called = {"default": "页眉", "first": "首页页眉", "even": "偶数页页眉"}
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    held: dict[str, str] = {}
    told = set()
    for number, section in enumerate(root.iter(f"{W}sectPr"), start=1):
        for each in section.findall(f"{W}headerReference"):
            held[each.get(f"{W}type", "default")] = targets.get(each.get(relation), "")
        first = section.find(f"{W}titlePg")
        has_first = first is not None and first.get(f"{W}val") not in ("0", "false")
        for side in ("default", *(["first"] if has_first else []), *(["even"] if even else [])):
            part = parts.get(f"word/{held.get(side, '')}", b"")
            said = re.sub(r"<[^>]+>|\s", "", part.decode("utf-8", "replace"))
            if words not in said and side not in told:
                told.add(side)
                yield f"第 {number} 节的{called[side]}"
