"""Hold how a Word template is set to what a reader knows it by: headings, sides, room, rows."""

from collections import defaultdict
from collections.abc import Iterator

from docgen.kinds.catalogue import Kind
from docgen.word.manuscript import Control, Manuscript, Paragraph, Row, Table
from docgen.word.master import ParagraphStyle, read_master
from docgen.word.read import read_template

# In points: by so much a heading differs from the text below it, and so much is room for a hand.
_ANOTHER_SIZE, _ROOM = 3, 34
# In millimetres, as rows have it; and so much of what ours leaves is enough.
_ROOM_OF_ROWS, _ENOUGH = 12, 0.6
# So many empty paragraphs more than ours are no gap any longer.
_EMPTY = 2
# Shares of our widths: a table that wide leaves the paper, a column that narrow holds little.
_WIDER, _NARROWER = 1.1, 0.4
# In characters: by so much one side of a paragraph is moved.
_MOVED = 4
_SIDES = {"left": "靠左", "both": "靠左", "centre": "居中", "right": "靠右"}

Styles = dict[str, ParagraphStyle]


def set_otherwise(kind: Kind, shipped: Kind) -> Iterator[tuple[str, str]]:
    """Yield the words of what is set otherwise than ours so that a reader is led astray.

    Readers aloud and the navigation of Word find headings by their level, people by their size;
    what is to be signed and sealed stands at its side of the page with room for a hand.
    """
    (ours, styles), (theirs, others) = _read(shipped), _read(kind)
    after = _styled(theirs)
    for words, before in _styled(ours).items():
        for one, other in zip(before, after[words], strict=False):
            was, now = styles.get(one), others.get(other)
            if len(before) == len(after[words]) and was and now and (why := _differing(was, now)):
                yield words, f"样式由「{was.name}」改成了「{now.name}」，{why}，请改回来"
    if (more := len(after[""]) - len(_styled(ours)[""])) > _EMPTY:
        yield "空段落", f"多了 {more} 个空段落，会空出一片，甚至多出一页，请删掉"
    yield from _rows_set(ours, theirs)
    yield from _columns_set(ours, theirs)


def _styled(manuscript: Manuscript) -> dict[str, list[str]]:
    """Return the styles of the paragraphs between tables, by their words."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in manuscript.pieces:
        if isinstance(each, Paragraph):
            found[each.text].append(each.style)
    return found


def _differing(was: ParagraphStyle, now: ParagraphStyle) -> str:
    """Return what a style does to words that had another; nothing where that harms nobody."""
    if was.level != now.level or abs(was.size - now.size) > _ANOTHER_SIZE:
        return "标题和正文会分不清"
    if _SIDES[was.align] != _SIDES[now.align]:
        return f"文字由{_SIDES[was.align]}变成了{_SIDES[now.align]}"
    if abs(was.left - now.left) > _MOVED or abs(was.right - now.right) > _MOVED:
        return "左右的位置变了"
    if was.before > _ROOM and now.before < was.before * _ENOUGH:
        return "上面给签名、盖章留的空少了"
    if now.page and not was.page:
        return "会另起一页"
    return "颜色变浅了" if now.colour and now.colour != was.colour else ""


def _rows_set(ours: Manuscript, theirs: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield each row that holds less than ours: room for a hand, or values of whatever length."""
    for was, now in zip(_tables(ours), _tables(theirs), strict=False):
        for one, other in zip(_rows(was), _rows(now), strict=False):
            words = _words(other)
            if _words(one) != words:
                continue
            if one.height > _ROOM_OF_ROWS and other.height < one.height * _ENOUGH:
                yield (
                    words[:16],
                    f"行高由 {one.height:g} 毫米改成了 {other.height:g} 毫米，"
                    "给签名、盖章留的高度少了，请改回来",
                )
            elif other.exact and not one.exact and "{{" in words:
                yield words[:16], "行高成了固定值，长的内容会被切掉，请改成最小值"


def _columns_set(ours: Manuscript, theirs: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield each table that leaves the paper, or has a column too narrow for what ours holds."""
    for was, now in zip(_tables(ours), _tables(theirs), strict=False):
        words = next((_words(row) for row in _rows(now)), "")[:16]
        before, after = (sum(column.width for column in each.columns) for each in (was, now))
        if after > before * _WIDER:
            yield words, "表格比随程序的模板宽得多，会印到纸外面，请把列改窄"
        elif len(was.columns) == len(now.columns) and any(
            other.width < one.width * _NARROWER
            for one, other in zip(was.columns, now.columns, strict=True)
        ):
            yield words, "有一列比随程序的模板窄得多，放不下内容，请改宽"


def _tables(manuscript: Manuscript) -> list[Table]:
    return [each for each in manuscript.pieces if isinstance(each, Table)]


def _rows(table: Table) -> list[Row]:
    return [each for each in table.rows if isinstance(each, Row)]


def _words(row: Row) -> str:
    return "".join(
        each.text for cell in row.cells for each in cell.paragraphs if not isinstance(each, Control)
    )


def _read(kind: Kind) -> tuple[Manuscript, Styles]:
    """Return what the Word template of a kind holds, and the styles of its master."""
    master = read_master(kind.templates / "docx")
    manuscript = read_template(kind.word_template.read_bytes(), master).manuscript
    return manuscript, dict(master.paragraphs)
