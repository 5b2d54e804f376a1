"""Compare the letters of two PDFs: how large, how dark, how near, on which line, at which side."""

from collections import Counter
from collections.abc import Iterator

from docgen.proof.layout import Layout, on_a_line
from docgen.proof.on_paper import CONTRAST
from docgen.proof.pair import Pair, Told
from docgen.proof.sheets import Letter, Rule

# Shares of what ours have: type so much smaller, larger or paler, a type area so narrow.
_SMALL, _LARGE, _PALER, _NARROW = 0.75, 1.7, 0.6, 0.6
# In points: room for a hand or a seal is more than twelve millimetres; so much more than ours is
# left empty.
_ROOM, _EMPTY = 34.0, 250.0
# Of a letter's width: how far the next one begins when both touch, when they are set as usual,
# and when they are torn apart; and a blank for a hand, of its size.
_TOUCHING, _USUAL, _TORN, _BLANK = 0.75, 1.5, 2.3, 1.8
# What a label has behind it to be signed or filled in: so many letters are enough for a name.
_LABEL, _NAME = "：）)", 5.5
# Shares of the type area: so much is free beside a line of which one can say where it stands;
# so far it is moved; and so far it is moved from left, middle or right to another of them.
_FREE, _MOVED, _TURNED, _INDENTED = 0.15, 0.1, 0.25, 0.2
# Lines whose feet are nearer than this share of their size touch; so many times as far apart as
# ours a paper is pulled to pieces, so much nearer there is no room to write.
_PITCH, _LOOSE, _TIGHT = 0.9, 2.0, 0.6
# So many letters are smaller, larger or paler before it is told, so many lines nearer or farther,
# so many letters on a line.
_FEW_LETTERS, _FEW_LINES, _SOME = 2, 2, 3
# In points, how far behind its words a line to write on begins; of its length, so much is enough.
_BEHIND, _ENOUGH = 20.0, 0.5
# Letters whose middles are nearer than these shares of their width and height are on each other;
# in points, where others are looked for.
_SIDE_BY_SIDE, _ABOVE, _SPOT = 0.6, 0.65, 24.0


def sizes(pair: Pair) -> Told:
    """Letters much smaller or larger."""
    counts: Counter[str] = Counter()
    for one, other in pair.letters():
        was, now = pair.was.letters[one], pair.now.letters[other]
        if now.size < was.size * _SMALL:
            why = "的字比随程序的模板小得多，看不清，请改回字号"
        elif now.size > was.size * _LARGE:
            why = "的字比随程序的模板大得多，请改回字号"
        else:
            continue
        counts[why] += 1
        if counts[why] == _FEW_LETTERS:
            yield pair.now.piece_of[other], why


def inks(pair: Pair) -> Told:
    """Letters that stand out much less than ours: the mark of a copy is light as it is."""
    paler = 0
    for one, other in pair.letters():
        was, now = pair.was.letters[one], pair.now.letters[other]
        wanted = min(pair.was.contrast(was) * _PALER, CONTRAST)
        if pair.now.contrast(now) < wanted:
            paler += 1
            if paler == _FEW_LETTERS:
                yield pair.now.piece_of[other], "的字太浅，看不清，请改回 color"


def along_lines(pair: Pair) -> Told:
    """Letters that stay on one line: nearer, farther, the other way round, no blank between."""
    counts: Counter[str] = Counter()
    for one, other in pair.steps():
        was, beside = pair.was.letters[one - 1 : one + 1]
        now, after = pair.now.letters[other - 1 : other + 1]
        if not (on_a_line(was, beside) and on_a_line(now, after)):
            continue
        usual = (beside.left - was.left) / max(was.wide, 1)
        step = (after.left - now.left) / max(now.wide, 1)
        blank, left = beside.left - was.right, after.left - now.right
        cells = pair.now.piece_of[other - 1].cell, pair.now.piece_of[other].cell
        if pair.was.piece_of[one - 1] == pair.was.piece_of[one] and cells[0] != cells[1]:
            yield pair.now.piece_of[other], "印到格子外面，请改回宽度、white-space"
        elif step < 0 < usual:
            yield pair.now.piece_of[other], "跑到了它前面的字的左边，请恢复样式"
        elif step < _TOUCHING <= usual:
            counts["close"] += 1
            if counts["close"] == _SOME:
                yield pair.now.piece_of[other], "的字挤在一起，请改回 letter-spacing"
        elif step > _TORN and usual < _USUAL:
            counts["torn"] += 1
            if counts["torn"] == _SOME:
                why = "的字拉得太开，请改回 letter-spacing、text-align"
                yield pair.now.piece_of[other], why
        elif (
            blank > _BLANK * was.size
            and left < min(blank / 2, (_NAME if was.sign in _LABEL else _BLANK) * now.size)
            and pair.was.piece_of[one - 1].cell == pair.was.piece_of[one].cell
        ):
            yield pair.now.piece_of[other], "前面留给填写、签名的空少了，请恢复宽度"


def down_the_page(pair: Pair) -> Told:
    """Lines of one cell or of none: less or much more room between, or in another order."""
    counts: Counter[str] = Counter()
    for one, other in pair.steps():
        was, below = pair.was.letters[one - 1 : one + 1]
        now, under = pair.now.letters[other - 1 : other + 1]
        if was.page != below.page or now.page != under.page:
            continue
        here = pair.now.piece_of[other]
        cells = (pair.was.piece_of[one - 1].cell, pair.was.piece_of[one].cell)
        if cells[0] != cells[1] or here.cell != pair.now.piece_of[other - 1].cell:
            continue
        room, left = below.base - was.base, under.base - now.base
        if room < was.size * _PITCH:
            continue
        # What stands at the foot of a page is as far from the text as that is long.
        stays = abs(under.base - below.base) < _ROOM
        if left < -now.size:
            yield here, "跑到了它前面的字的上面，请恢复样式"
        elif room > _ROOM and left < room / 2 and not (stays and left > _ROOM):
            yield here, "上面给签名、盖章留的空少了，请恢复高度"
        elif 0 < left < under.size * _PITCH and not on_a_line(now, under):
            yield here, "和上一行的字挤在一起，请改回 line-height"
        elif left > room + _EMPTY and not stays:
            yield here, "上面空得太多，请恢复样式"
        elif left > room * _LOOSE * max(now.size / was.size, 1):
            counts["wide"] += 1
            if counts["wide"] == _FEW_LINES:
                yield here, "的行距比随程序的模板大得多，请改回 line-height、margin"
        elif (
            room < _ROOM
            and 0 < left < room * _TIGHT * min(now.size / was.size, 1)
            and not on_a_line(now, under)
        ):
            counts["tight"] += 1
            if counts["tight"] == _FEW_LINES:
                yield here, "的行距比随程序的模板小得多，请改回 line-height、margin"


def across(pair: Pair) -> Told:
    """Lines outside tables: at the left, in the middle or at the right as they were."""
    areas = [
        min(right - left for left, right in each.areas.values()) for each in (pair.was, pair.now)
    ]
    if areas[1] < areas[0] * _NARROW:
        yield None, "的版心比随程序的模板窄得多，请改回 @page 的 margin 和宽度"
    begins = {piece.start: piece for piece in pair.now.pieces}
    seen = dict(pair.letters())
    for piece in pair.was.pieces:
        before, behind = pair.was.gaps(piece)
        first, last = begins.get(seen.get(piece.start, -1)), seen.get(piece.end - 1)
        indented = (
            pair.now.gaps(first)[0] - before
            if first
            and not (first.cell or piece.cell)
            and before < _FREE
            and pair.was.begins(piece)
            else 0
        )
        if first and abs(indented) > _INDENTED:
            yield first, "左边的位置和随程序的模板不一样，请改回 text-align、缩进"
            continue
        if last is None or piece.cell or before + behind < _FREE:
            continue
        moved = pair.now.piece_of[last]
        left, right = pair.now.gaps(moved)
        if moved.cell or left + right < _FREE:
            continue
        turn = abs(left / (left + right) - before / (before + behind))
        if turn > _TURNED and abs(left - before) > _MOVED and abs(right - behind) > _MOVED:
            yield moved, f"{_SIDES[round(before / (before + behind) * 2)]}，请改回 text-align、位置"


_SIDES = ("在随程序的模板里靠左", "在随程序的模板里居中", "在随程序的模板里靠右")


def for_hands(pair: Pair) -> Told:
    """Lines to write on behind words: there, and about as long as ours."""
    seen = dict(pair.letters())
    for rule in pair.was.lone_rules:
        lasts = (piece.end - 1 for piece in pair.was.pieces)
        last = next((at for at in lasts if _behind(pair.was.letters[at], rule)), -1)
        if (at := seen.get(last)) is None:
            continue
        letter = pair.now.letters[at]
        lines = (one for one in pair.now.rules if _behind(letter, one))
        wide = max((one.right - max(one.left, letter.right) for one in lines), default=0)
        if wide < rule.wide * _ENOUGH:
            why = "后面的横线短了，请恢复宽度" if wide else "后面的横线没有了，请恢复 border-bottom"
            yield pair.now.piece_of[at], f"{why}，不然没有地方填写、签名"


def _behind(letter: Letter, rule: Rule) -> bool:
    """Tell whether a line to write on begins behind a letter."""
    return (
        rule.page == letter.page
        and rule.wide > rule.high
        and -2 * letter.wide < rule.left - letter.right < _BEHIND
        and rule.right > letter.right
        and letter.top < rule.top < letter.bottom + letter.size / 2
    )


def on_each_other(pair: Pair) -> Told:
    """Letters that stand on others."""
    was, now = ([*_overlapping(each)] for each in (pair.was, pair.now))
    if len(now) >= len(was) + _SOME:
        yield pair.now.piece_of[now[0]], "和别的字叠在一起，请恢复样式"


def _overlapping(layout: Layout) -> Iterator[int]:
    """Yield the place of each letter that stands on one before it."""
    met: dict[tuple[int, int, int], list[Letter]] = {}
    for at, each in enumerate(layout.letters):
        across, down = _middle(each)
        spot = (int(across // _SPOT), int(down // _SPOT))
        near = (
            other
            for right in (-1, 0, 1)
            for below in (-1, 0, 1)
            for other in met.get((each.page, spot[0] + right, spot[1] + below), ())
        )
        if any(_stand_on(each, other) for other in near):
            yield at
        met.setdefault((each.page, *spot), []).append(each)


def _stand_on(one: Letter, other: Letter) -> bool:
    (left, up), (right, down) = _middle(one), _middle(other)
    return abs(left - right) < _SIDE_BY_SIDE * min(one.wide, other.wide) and abs(
        up - down
    ) < _ABOVE * min(one.size, other.size)


def _middle(each: Letter) -> tuple[float, float]:
    return (each.left + each.right) / 2, (each.top + each.bottom) / 2
