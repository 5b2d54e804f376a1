"""Hold a Word template against the master: same style name, same format, nothing set by hand."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from docgen.render.package import read_members
from docgen.word.ending import closed
from docgen.word.formats import Format, formats_of
from docgen.word.manuscript import Control, Manuscript, Paragraph, Table
from docgen.word.master import read_master
from docgen.word.read import read_template
from docgen.word.styles import W, styles_xml

TIDY = "运行 docgen word tidy 恢复样板的格式"
_CALLED = {
    "keepNext": "与下段同页", "keepLines": "段中不分页", "pageBreakBefore": "段前分页",
    "widowControl": "孤行控制", "overflowPunct": "标点溢出边界", "autoSpaceDE": "与西文的间距",
    "autoSpaceDN": "与数字的间距", "spacing": "间距", "ind": "缩进", "jc": "对齐",
    "outlineLvl": "大纲级别", "rFonts": "字体", "sz": "字号", "color": "颜色", "u": "下划线",
    "b": "加粗", "i": "倾斜", "tabs": "制表位", "pBdr": "边框", "tblBorders": "边框",
    "tblCellMar": "单元格边距", "shd": "底纹",
}  # fmt: skip


def check_template(path: Path) -> Iterator[tuple[str, str]]:
    """Yield place and advice for whatever in the template at `path` is not the master's.

    The master is the one of the folder `docx` the template lies in or below.
    """
    folder = next((each for each in path.parents if each.name == "docx"), path.parent)
    master = read_master(folder)
    members = read_members(path)
    back = read_template(path.read_bytes(), master)
    for place, what in back.by_hand:
        yield place, f"直接设了格式（{what}），请改用样板里的样式，或者{TIDY}"
    yield from _style_flaws(members["word/styles.xml"], styles_xml(master))
    for name in sorted(_used(back.manuscript) - master.paragraphs.keys()):
        yield f"样式「{name}」", "样板里没有这个样式，请改用样板里的"
    if closed(back.manuscript, master.paragraphs) != back.manuscript:
        yield "最后一个表格", f"末行没有和其后的段落同页，可能多出一张空白页，请{TIDY}"
    language = etree.fromstring(members.get("word/settings.xml", b"<none/>")).find(
        f".//{W}themeFontLang"
    )
    if language is not None and not str(language.get(f"{W}eastAsia", "zh-CN")).startswith("zh-CN"):
        yield "设置", f"中文字体的语言不是简体中文，请{TIDY}"


def _style_flaws(styles: bytes, wanted: bytes) -> Iterator[tuple[str, str]]:
    if styles == wanted:  # as `docgen word` writes them
        return
    given, masters = formats_of(styles), formats_of(wanted)
    for name in sorted(given.keys() & masters.keys()):
        if differing := _differing(given[name], masters[name]):
            yield f"样式「{name}」", f"{'、'.join(differing)}和样板不一样，请{TIDY}"


def _differing(one: Format, other: Format) -> list[str]:
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    return sorted({_CALLED.get(key.partition("/")[0], key) for key in keys})


def _used(manuscript: Manuscript) -> set[str]:
    """Return every paragraph style that a manuscript names."""
    paragraphs = [*manuscript.foot]
    for piece in manuscript.pieces:
        if isinstance(piece, Paragraph):
            paragraphs.append(piece)
        elif isinstance(piece, Table):
            for row in piece.rows:
                for cell in () if isinstance(row, Control) else row.cells:
                    paragraphs += [each for each in cell.paragraphs if isinstance(each, Paragraph)]
    return {paragraph.style for paragraph in paragraphs}
