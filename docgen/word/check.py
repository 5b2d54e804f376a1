"""Hold a Word template against the master: same style name, same format, nothing set by hand."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from docgen.render.package import read_members
from docgen.word.by_hand import called
from docgen.word.ending import closed
from docgen.word.formats import Format, formats_of
from docgen.word.manuscript import Control, Manuscript, Paragraph, Table
from docgen.word.master import read_master
from docgen.word.read import read_template
from docgen.word.styles import W, styles_xml

TIDY = "运行 docgen word tidy 恢复样板的格式"
_SHARED = "样式是各种文书共用的，不能在一份里改，要换样子请选用另一个样式"
# More styles than a person changes one by one.
_MANY = 6


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
    differing = {
        name: found
        for name in sorted(given.keys() & masters.keys())
        if (found := _differing(given[name], masters[name]))
    }
    if len(differing) > _MANY:  # Another program has written all of them.
        some = "、".join(f"「{name}」" for name in [*differing][:3])
        yield "样式", f"{some}等 {len(differing)} 个样式和样板不一样，请{TIDY}"
        return
    for name, found in differing.items():
        detail = f"{'、'.join(found)}和样板不一样，请{TIDY}。{_SHARED}"
        yield f"样式「{name}」", detail


def _differing(one: Format, other: Format) -> list[str]:
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    names = (key.partition("/")[0] for key in keys)
    return sorted({called(name) for name in names})


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
