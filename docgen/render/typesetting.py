"""Decide how a line of hanzi is set: where it may break, what gives way, how it fills its measure.

As compositors do: marks that meet share their blanks, a closing mark may hang its blank over the
edge, a date or an amount stays in one piece, and what a line lacks is spread over its characters.
Nothing here knows of WeasyPrint.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# Marks whose ink is on the left or the right half of their square; the other half is blank.
CLOSING = frozenset("，。、；：）》〉」』】〕”’")
OPENING = frozenset("（《〈「『【〔“‘")
_CLOSES, _OPENS = "".join(sorted(CLOSING)), "".join(sorted(OPENING))
MEETING = re.compile(f"[{_CLOSES}](?=[{_CLOSES}{_OPENS}])|[{_OPENS}](?=[{_OPENS}])")
_WESTERN = re.compile(r"[\x21-\x7e¥￥%‰℃·]")
_INSIDE_WESTERN = re.compile(f"{_WESTERN.pattern}(?={_WESTERN.pattern})")
_TOGETHER = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"  # 2026年7月10日
    r"|\d{1,2}月\d{1,2}日|\d{1,2}时\d{1,2}分"
    r"|[〔﹝]\d{4}[〕﹞]第?\d+号"  # 〔2026〕23号
    r"|第?[¥￥]?\d[\d,]*(?:\.\d+)?(?:万|亿)?(?:个工作日|个月|毫升|千克|公里|平方米|[\u4e00-\u9fff]|%|‰|℃)?"
)
# How far a gap between two characters may be drawn together or apart, in em. A line that lacks
# more stays short: programs that read the text would take wider gaps for blanks.
MOST_SHRUNK, MOST_STRETCHED = 0.025, 0.25
_SLACK = 0.01  # pixels that rounding may cost


def kept_together(text: str) -> set[int]:
    """Return the places inside dates, amounts, numbers with their units: no line breaks there."""
    spans = [found.span() for found in _TOGETHER.finditer(text)]
    return {place for start, end in spans for place in range(start + 1, end)}


def overlap(one: str, other: str) -> float:
    """Return what two neighbouring marks give up between them, in em: half of a full blank."""
    if one in CLOSING and (other in CLOSING or other in OPENING):
        return 0.5
    return 0.5 if one in OPENING and other in OPENING else 0.0


def fixed_gaps(text: str) -> list[int]:
    """Return the places after which the gap never changes: inside numbers and words."""
    return [found.start() for found in _INSIDE_WESTERN.finditer(text)]


def open_gaps(text: str) -> int:
    """Return how many of the gaps inside a text may change."""
    return max(0, len(text) - 1) - len(fixed_gaps(text))


@dataclass(frozen=True, slots=True)
class Measured:
    """A text with the advance of each character (pixels), the em and the spacing of its style."""

    text: str
    advances: Sequence[float]
    em: float
    spacing: float = 0.0
    compressed: bool = True

    def cut(self, place: int) -> float:
        """Return by how many pixels the character at `place` moves closer to its successor."""
        if not self.compressed or place + 1 >= len(self.text):
            return 0.0
        # Only a mark that fills a square has half of it to give.
        if min(self.advances[place], self.advances[place + 1]) < 0.9 * self.em:
            return 0.0
        return overlap(self.text[place], self.text[place + 1]) * self.em

    def cuts(self) -> dict[int, float]:
        """Return the places where marks meet and move closer, and by how much."""
        if not self.compressed:
            return {}
        found = {place.start(): self.cut(place.start()) for place in MEETING.finditer(self.text)}
        return {place: cut for place, cut in found.items() if cut}

    def widths(self) -> list[float]:
        """Return how wide the first characters are together, from none of them to all."""
        steps = [advance + self.spacing for advance in self.advances]
        for place, cut in self.cuts().items():
            steps[place + 1] -= cut
        return [*accumulate(steps, initial=0.0)]


@dataclass(frozen=True, slots=True)
class Fit:
    """The first line of a text: how many characters it takes, its width, and what each gap gets.

    `end` leaves out blanks at the end of the line, save those that end the text; `resume` is where
    the next line begins.
    """

    end: int
    resume: int
    width: float
    extra: float = 0.0


def first_fit(
    measured: Measured, breaks: Sequence[int], measure: float, *, whole: bool, justified: bool,
    anywhere: bool,
) -> Fit | None:  # fmt: skip
    """Return the first line of a text that is `measure` pixels wide at most.

    `breaks` are the places where it may end, in order; `whole` says that the text ends with its
    last character, where it may end too. Of a text that goes on, None says that more of it must
    be known. Where nothing fits, the least piece is taken; `anywhere` allows to break that one
    between any two characters.
    """
    text, widths = measured.text, measured.widths()
    places = [*breaks, len(text)] if whole else breaks

    def ending(place: int) -> Fit:
        end = len(text[:place].rstrip(" "))
        blanks = sum(measured.advances[end:place]) + measured.spacing * (place - end)
        return Fit(end, place, widths[place] - blanks)

    # The more characters, the wider: marks that meet never give up more than their blanks.
    fitting = bisect_right(places, measure + _SLACK, key=lambda place: ending(place).width)
    if fitting == len(places):
        if whole and widths[len(text)] <= measure + _SLACK:
            # What follows on the line is another piece of it: the blank between them counts.
            return Fit(len(text), len(text), widths[len(text)])
        return ending(places[-1]) if whole else None
    found = ending(places[fitting])
    if not fitting:
        return _broken_anywhere(measured, measure, found) if anywhere else found
    last = ending(places[fitting - 1])
    tight = _drawn_together(measured, found, measure) if justified else None
    if tight and -tight.extra * open_gaps(text[: found.resume]) < measure - last.width:
        return tight
    return last


def _drawn_together(measured: Measured, found: Fit, measure: float) -> Fit | None:
    """Return a line that is a little too long, its last mark hung and its gaps drawn together."""
    final = found.end - 1
    gaps = open_gaps(measured.text[: found.resume])
    hang = 0.0
    if measured.text[final] in CLOSING and measured.advances[final] >= 0.9 * measured.em:
        hang = 0.5 * measured.em
    over = max(0.0, found.width - hang - measure)
    if over > MOST_SHRUNK * measured.em * gaps:
        return None
    return Fit(found.end, found.resume, measure, -over / gaps if over else 0.0)


def _broken_anywhere(measured: Measured, measure: float, piece: Fit) -> Fit:
    width, end = measured.advances[0] + measured.spacing, 1
    while end < piece.end:
        wider = width + measured.advances[end] + measured.spacing - measured.cut(end - 1)
        if wider > measure + _SLACK:
            break
        width, end = wider, end + 1
    return Fit(end, end if end < piece.end else piece.resume, width)
