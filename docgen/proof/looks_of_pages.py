"""Compare what two PDFs draw and what their pages bear: cells, rules, pictures, gaps, margins."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from docgen.proof.layout import on_a_line
from docgen.proof.pair import Pair, Told
from docgen.proof.sheets import Letter, Picture, Sheet

# Shares of what ours have: so much of all rules, a picture of so much less ground or so much out
# of its measure.
_FEW, _LITTLE, _DRAWN_OUT = 0.5, 0.4, 1.5
# In points: room for a hand or a seal is more than twelve millimetres; so much of rules is a
# table; a rule so thick covers what stands beside it; so near the edge of the paper printers
# leave out what is there; so closely lines of margins stand on one height.
_ROOM, _TABLE, _BAR, _EDGE, _STRIP = 34.0, 150.0, 3.0, 14.0, 6.0
# In ems: a column that holds no two letters, and in points how far words reach out of their cell.
_COLUMN, _OUT = 2.0, 4.0
# How a page is numbered, and the number.
_NUMBERS = re.compile(r"[\d第页共，,—－–/-]")
_COUNTED = re.compile(r"第(\d+)页|[—－-](\d+)[—－-]|(共\d+页)")
# A page with fewer letters is as good as empty, and one before the last is filled but for this
# share of its height; a paper may take so many times our pages and one.
_BARE, _UNFILLED, _PAGES = 40, 0.6, 2
# So much of the height of every page is free that ours fill.
_LOW = 0.25
# A title is so many times as large as what most of its page is set in.
_TITLE = 1.4


def on_paper(pair: Pair) -> Told:
    """Letters that leave the paper, where ours do not."""
    for one, other in pair.letters():
        if _off(pair.now.sheets, pair.now.letters[other]) and not _off(
            pair.was.sheets, pair.was.letters[one]
        ):
            yield pair.now.piece_of[other], "印到纸外面，请改回宽度、white-space"
            return


def _off(sheets: Sequence[Sheet], letter: Letter) -> bool:
    return not (letter.left >= 0 and letter.right <= sheets[letter.page - 1].wide)


def in_cells(pair: Pair) -> Told:
    """Cells with room for a hand or a seal, and no narrower than their letters."""
    for piece, moved, _ in pair.pieces():
        if not (piece.cell and moved.cell):
            continue
        room, left = pair.was.room(piece), pair.now.room(moved)
        if room > _ROOM and left < room / 2:
            yield moved, "这一格给签名、盖章留的高度少了，请恢复 height"
        if moved.cell.wide < _COLUMN * moved.high and piece.cell.wide > 2 * _COLUMN * piece.high:
            yield moved, "这一列太窄，请改回宽度"
        out = piece.right - piece.cell.right, moved.right - moved.cell.right
        if out[0] < _OUT < out[1]:
            yield moved, "印到格子外面，请改回宽度、white-space"


def rules(pair: Pair) -> Told:
    """Rules of tables and for hands: fewer that can be seen, or so thick that they hide words."""
    was, now = (
        sum(each.wide for each in one.rules if each.wide > each.high)
        for one in (pair.was, pair.now)
    )
    if was > _TABLE and now < was * _FEW:
        yield None, "表格的线没有了，或者太浅、太细，请恢复 border"
    elif (
        len(pair.was.lone_rules) > 1 and len(pair.now.lone_rules) < len(pair.was.lone_rules) * _FEW
    ):
        yield None, "填写、签名处的横线没有了，或者太浅、太细，请恢复 border-bottom"
    thick = max((each.thick for each in pair.was.rules), default=0)
    if any(each.thick > max(_BAR, 2 * thick) for each in pair.now.rules):
        yield None, "有的线太粗，会盖住字，请改回 border"


def pictures(pair: Pair) -> Told:
    """Pictures: as many, as large, as they were given."""
    was, now = (
        [picture for sheet in each.sheets for picture in sheet.pictures]
        for each in (pair.was, pair.now)
    )
    if len(now) < len(was):
        yield None, "少了图，请恢复"
    elif len(now) > len(was) and pair.added <= 0:
        yield None, "多印了图，Word 没有，请去掉 background"
    if len(now) != len(was):
        return
    for ours, theirs in zip(was, now, strict=True):
        if _ground(theirs) < _ground(ours) * _LITTLE:
            yield None, "的图比随程序的模板小得多，看不清，请改回大小"
        if ours.upright and not theirs.upright:
            yield None, "的图转了方向，请改回来"
        if not 1 / _DRAWN_OUT < _measure(theirs) / _measure(ours) < _DRAWN_OUT:
            yield None, "的图变了形，请改回宽和高"


def _ground(picture: Picture) -> float:
    return picture.wide * picture.high


def _measure(picture: Picture) -> float:
    return max(picture.wide, 1) / max(picture.high, 1)


def pages(pair: Pair) -> Told:
    """Pages: how many, how full, how near to the edge of the paper."""
    was, now = len(pair.was.sheets), len(pair.now.sheets)
    if now > was * _PAGES + 1:
        yield None, f"有 {now} 页，随程序的模板只有 {was} 页，请改回字号、行距、分页"
    counts = [
        Counter({sheet.number: len(sheet.pictures) * _BARE for sheet in each.sheets})
        + Counter(letter.page for letter in each.letters)
        for each in (pair.was, pair.now)
    ]
    least = min((counts[0][sheet.number] for sheet in pair.was.sheets), default=0)
    ours, theirs = pair.was.unfilled(), pair.now.unfilled()
    if ours and theirs and min(theirs) > min(ours) + _LOW:
        yield None, "的版心比随程序的模板矮得多，请改回 @page 的 margin"
    unfilled = max(ours, default=0)
    edge = min(*(_nearest(each) for each in pair.was.sheets), _EDGE)
    for sheet in pair.now.sheets:
        if _nearest(sheet) < edge:
            yield None, f"第 {sheet.number} 页的字离纸边太近，打印机印不到，请改回 margin"
        if counts[1][sheet.number] < min(least, _BARE):
            yield None, f"第 {sheet.number} 页几乎是空的，请改回分页、留空"
    for number, empty in enumerate(theirs, start=1):
        if empty > max(unfilled, _UNFILLED):
            yield None, f"第 {number} 页下面空了一大半，请改回分页、留空"


def _nearest(sheet: Sheet) -> float:
    """Return how near a letter comes to the edge of its page, in points."""
    wide, high = float(sheet.wide), float(sheet.high)
    every = (
        min(each.left, each.top, wide - each.right, high - each.bottom) for each in sheet.letters
    )
    return min(every, default=wide)


def margins(pair: Pair) -> Told:
    """What runs in the margins: as ours, the numbers of pages in whatever form."""
    said = "".join(sheet.words for sheet in pair.was.sheets) + pair.now.words
    ours, standing = re.sub(_NUMBERS, "", said), _standing(pair.was.sheets)
    for sheet in pair.now.sheets:
        for words in _strips(sheet):
            if words not in ours:
                yield None, f"第 {sheet.number} 页的页边多印了「{words[:12]}」，Word 没有，请删掉"
        printed = re.sub(_NUMBERS, "", sheet.words)
        for _, words in sorted(standing):
            if words not in printed:
                yield None, f"第 {sheet.number} 页的页边少了「{words[:12]}」，请恢复"


def numbers(sheets: Sequence[Sheet], shipped: Sequence[Sheet]) -> Iterator[str]:
    """Yield what numbers in the margins are wrong.

    They are compared page by page where the pages are as many, else by how they run.
    """
    was, now = ([_counted(each) for each in one] for one in (shipped, sheets))
    if len(was) == len(now):
        for number, (meant, said) in enumerate(zip(was, now, strict=True), start=1):
            if meant != said:
                wanted, found = ("、".join(each) or "没有" for each in (meant, said))
                yield f"第 {number} 页的页码是「{found}」，应当是「{wanted}」，请改回 counter"
                return
        return
    if all(was) and not all(now):
        yield f"第 {now.index(()) + 1} 页没有页码，请改回 counter"
    if all(_total(was)) and not all(_total(now)):
        yield "里印的总页数和实际的不一样，请改回 counter(pages)"
    if _begins(was) != _begins(now) or (_run_on(was) and not _run_on(now)):
        yield "的页码不像随程序的模板那样从 1 起、一页一页往后数，请改回 counter-reset"


def _total(counted: Sequence[tuple[str, ...]]) -> list[bool]:
    """Tell of each page whether it says how many there are."""
    return [f"共{len(counted)}页" in each for each in counted]


def _run_on(counted: Sequence[tuple[str, ...]]) -> bool:
    """Tell whether each page has the number after that of the page before, or begins anew."""
    numbers = [int(each[0]) if each and each[0].isdigit() else 0 for each in counted]
    return all(other in (one + 1, 1) for one, other in pairwise(numbers))


def _begins(counted: Sequence[tuple[str, ...]]) -> int:
    """Return on how many pages the numbers begin."""
    return sum("1" in each for each in counted)


def parts(pair: Pair) -> Told:
    """Parts with a title of their own begin a page where ours do: they are sent on alone."""
    sizes: dict[int, Counter[int]] = {}
    for each in pair.was.letters:
        sizes.setdefault(each.page, Counter())[round(each.size)] += 1
    common = {page: counts.most_common(1)[0][0] for page, counts in sizes.items()}
    seen = dict(pair.letters())
    for piece in pair.was.pieces:
        at = seen.get(piece.start)
        if not (at and piece.start) or piece.cell or piece.high < common[piece.page] * _TITLE:
            continue
        begins = pair.was.letters[piece.start - 1].page < piece.page
        before, first = pair.now.letters[at - 1 : at + 1]
        if begins and before.page == first.page and before.bottom < first.bottom:
            yield pair.now.piece_of[at], "在随程序的模板里另起一页，请改回 break-before"


def torn_off(pair: Pair) -> Told:
    """Pages that would stand below what goes before, as with ours: a slip, a signature alone."""
    now, ours = pair.now.extents(), pair.was.extents()
    foot = max((bottom for _, bottom in (*now.values(), *ours.values())), default=0)
    for one, other in pair.steps():
        was, beside = pair.was.letters[one - 1 : one + 1]
        before, first = pair.now.letters[other - 1 : other + 1]
        if was.page != beside.page or before.page == first.page:
            continue
        top, bottom = now[first.page]
        if bottom - top + _ROOM < foot - now[before.page][1]:
            yield pair.now.piece_of[other], "前面一页还放得下，却另起了一页，请改回 break-before"


def cuts(pair: Pair) -> Told:
    """Lines right across the text, to cut or to part along: between the same words as ours."""
    seen = dict(pair.letters())
    for rule in pair.was.crossing:
        at = pair.was.below(rule)
        if at is None or not at or (now := seen.get(at)) is None or not now:
            continue
        over, under = pair.now.letters[now - 1], pair.now.letters[now]
        if over.page != under.page:
            continue
        if not any(
            each.page == under.page and over.top < each.top < under.bottom
            for each in pair.now.crossing
        ):
            yield pair.now.piece_of[now], "上面的横线、裁切线没有了，请恢复 border-top"


def _running(sheet: Sheet) -> list[Letter]:
    """Return the letters that run in the margins of a page."""
    return [each for each, runs in zip(sheet.letters, sheet.running, strict=True) if runs]


def _strips(sheet: Sheet) -> Iterator[str]:
    """Yield what stands together in the margins of a page, numbers left out."""
    words, before = "", None
    for each in _running(sheet):
        if before and not (on_a_line(before, each) and each.left - before.right < each.size):
            yield re.sub(_NUMBERS, "", words)
            words = ""
        words, before = words + each.sign, each
    yield re.sub(_NUMBERS, "", words)


def _lines(letters: Iterable[Letter]) -> dict[int, str]:
    found: dict[int, str] = {}
    for each in letters:
        down = round(each.base / _STRIP)
        found[down] = found.get(down, "") + each.sign
    return {down: words for down, said in found.items() if (words := re.sub(_NUMBERS, "", said))}


def _standing(sheets: Sequence[Sheet]) -> set[tuple[int, str]]:
    """Return the lines that every page has at the same height."""
    lines = [_lines(sheet.letters if sheets[1:] else _running(sheet)) for sheet in sheets]
    return set.intersection(*(set(each.items()) for each in lines)) if lines else set()


def _counted(sheet: Sheet) -> tuple[str, ...]:
    """Return the number of a page in its margins, in whatever form, and of how many it says."""
    found = _COUNTED.findall("".join(each.sign for each in _running(sheet)))
    return tuple(sorted({"".join(each) for each in found}))
