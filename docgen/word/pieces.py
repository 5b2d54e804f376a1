"""Keep an option of a choice, a date or a number in one line of a Word file.

The PDF sets each in one piece. Word parts hanzi anywhere, figures from the sign behind them and
numbers at their hyphens, and LibreOffice heeds no joiner between them. So where an option would not
end on its line, the blank before it becomes a line break; where a moment is wider than its cell,
its time begins a line; where a date or a number would be parted in the first line of a cell, it
begins the next. Lines are reckoned as in `fitting`: what lies behind one that was too long is
reckoned too roughly for another break.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape

from docgen.word.measures import NO_MARGINS, Margins, Measure

# What tells where a paragraph stands, and the paragraphs themselves.
_PART = re.compile(
    r'<w:tblStyle w:val="(?P<table>[^"]*)"|<w:tcW w:w="(?P<width>\d+)"|(?P<out></w:tc>)'
    r'|<w:p(?: [^>]*)?>(?:<w:pPr><w:pStyle w:val="(?P<style>[^"]*)")?'
    r"[^<]*(?:<(?!/w:p>)[^<]*)*</w:p>"
)
_WORDS = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)</w:t>|<w:(?:br|cr)/>")
_OPTION = re.compile(r"[□☑]")
_MOMENT = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日(?=\d{1,2}时\d{1,2}分)")
_TIME = re.compile(r"\d{1,2}时\d{1,2}分")
# A date, a telephone number, the number of a paper, and marks that stay with it.
_WHOLE = re.compile(
    r"[（《〔“]?(?:\d{4}年\d{1,2}月(?:\d{1,2}日)?|(?<![0-9A-Za-z])[0-9A-Za-z]+(?:-[0-9A-Za-z]+)+)"
    r"[，。、；：）》〕”]?"
)
# What an option may lead to, a name or a reason that is written behind it, may run on.
_HEAD = re.compile(r"[：（]")
# How many paragraphs of a template are remembered: most are those of the last paper, word for word.
REMEMBERED = 256
BLANK, _BREAK = "\u3000", '</w:t><w:br/><w:t xml:space="preserve">'


class Pieces:
    """Says where the lines of a template's files have to end, by its styles and its page."""

    def __init__(
        self, measures: Mapping[str, Measure], margins: Mapping[str, Margins], width: float
    ) -> None:
        """Take the measures of styles, the margins of tables and the width of the page."""
        self._measures, self._margins, self._page = measures, margins, width
        self._broken = lru_cache(maxsize=REMEMBERED)(self._read_and_broken)

    def whole(self, body: str) -> str:
        """Return a finished `document.xml` whose options and times end on their lines."""
        if not (_OPTION.search(body) or _may_part(body)):
            return body
        return "".join(self._parts(body))

    def _parts(self, body: str) -> Iterator[str]:
        end, width, margins, cell = 0, self._page, NO_MARGINS, False
        for found in _PART.finditer(body):
            part = found[0]
            if found["table"]:
                margins = self._margins.get(found["table"], NO_MARGINS)
            elif found["width"]:
                width, cell = int(found["width"]) / 20 - margins.across, True
            elif found["out"]:
                width, cell = self._page, False
            elif broken := self._broken(part, found["style"] or "Normal", width, cell):
                yield body[end : found.start()]
                yield broken
                end = found.end()
        yield body[end:]

    def _read_and_broken(self, part: str, style: str, width: float, cell: bool) -> str:
        """Return a paragraph with its breaks; nothing where it cannot need one."""
        if not (_OPTION.search(part) or (_may_part(part) if cell else _MOMENT.search(part))):
            return ""
        measure = self._measures.get(style)
        if measure is None or "<w:tab/>" in part:
            return ""
        return _Line(measure, width, cell=cell).broken(part)


def _may_part(paragraph: str) -> bool:
    """Tell whether a paragraph may hold a date or a number with hyphens."""
    return "年" in paragraph or ("-" in paragraph and _WHOLE.search(paragraph) is not None)


class _Line:
    """The line of a paragraph while its words are set: how much of it is taken."""

    def __init__(self, measure: Measure, width: float, *, cell: bool) -> None:
        self._measure = measure
        self._room = width - measure.left
        self._used = measure.first
        self._blank = True
        # Whether what is set stands in a cell, all of it so far in one line.
        self._first = self._cell = cell

    def broken(self, paragraph: str) -> str:
        return _WORDS.sub(self._set, paragraph)

    def _set(self, found: re.Match[str]) -> str:
        if found[1] is None:
            self._begin()
            return found[0]
        set_apart = [
            self._piece(piece, apart=place > 0) for place, piece in enumerate(found[2].split(BLANK))
        ]
        return f"{found[1]}{''.join(set_apart)}</w:t>"

    def _piece(self, piece: str, *, apart: bool) -> str:
        """Set what stands between two blanks; return it with the blank or the break before it."""
        before = BLANK if apart else ""
        text = unescape(piece)
        if before and _OPTION.search(text):
            head = self._long(_HEAD.split(text, 1)[0] if _OPTION.match(text) else text)
            if self._used + self._measure.advance + head > self._room and not self._blank:
                self._begin()
                before = _BREAK
        if before == BLANK:
            self._take(self._measure.advance)
        if self._blank and (day := _MOMENT.match(text)):
            time = _TIME.match(text, day.end())
            if time and self._long(text[: time.end()]) > self._room - self._used:
                self._begin()
                self._take(self._long(text[day.end() :]))
                return before + piece[: day.end()] + _BREAK + piece[day.end() :]
        return before + self._kept_whole(piece)

    def _kept_whole(self, piece: str) -> str:
        """Set a piece; return it with a break before the date or number that needs one."""
        end, set_apart = 0, ""
        for found in _WHOLE.finditer(piece) if self._first else ():
            self._take(self._long(unescape(piece[end : found.start()])))
            long = self._long(found[0])
            parted = self._used + long > self._room >= long
            if parted and self._first and not self._blank:
                set_apart += piece[end : found.start()] + _BREAK
                end = found.start()
                self._begin()
            self._take(long)
            set_apart += piece[end : found.end()]
            end = found.end()
        self._take(self._long(unescape(piece[end:])))
        return set_apart + piece[end:]

    def _begin(self) -> None:
        self._used, self._blank, self._first = 0.0, True, self._cell

    def _take(self, long: float) -> None:
        """Go on by so much, over as many lines as it takes."""
        self._used += long
        self._blank = self._blank and not long
        if self._used > self._room:
            self._used %= self._room
            self._first = False

    def _long(self, text: str) -> float:
        narrow = len(text.encode("ascii", "ignore"))
        return len(text) * self._measure.advance - narrow * self._measure.size / 2
