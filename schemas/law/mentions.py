"""Find in free text the naming of an instrument that is not in force on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.law.instruments import Instrument, Instruments
from schemas.law.numerals import chinese_date

# A title as general as 《暂行办法》 is only understood as ours where complaints are spoken of.
COMPLAINT_WORDS = re.compile("投诉|举报|调解|市场监管|市场监督管理")
# 第十五条, 第 15 条: what makes a bare short title a citation.
ARTICLE_AHEAD = r"(?=\s*第\s*[0-9０-９零〇一二三四五六七八九十百]+\s*条)"
# （2022年修正）, （国家市场监督管理总局令第20号）: which text of an instrument is meant.
_EDITION = r"(?:\s*[（(〔\[][^（）()《》]{0,40}[）)〕\]])?"
_ISSUER = r"(?:国家)?市\s*场\s*监\s*(?:督\s*)?管\s*(?:理\s*)?总\s*局"
# 总局令第20号, 总局20号令, 总局令（第二十号）.
_ORDER = rf"{_ISSUER}\s*(?:令\s*[（(]?\s*第?\s*{{0}}\s*号[）)]?|[（(]?\s*第?\s*{{0}}\s*号\s*令)"
# 总局20号令 alone: what stands before it must not name another 总局.
_SHORT_ORDER = (
    r"(?:(?<=^)|(?<=[按依照据由经，。；、（(\s]))总局\s*(?:令\s*第?\s*{0}\s*号|第?\s*{0}\s*号\s*令)"
)
# The order of some other body: 原国家工商行政管理总局第20号令, 公安部令第20号.
_OTHER_BODY = (
    r"(?:药品|工商|质量|质检|公安|海关|商务|卫生|财政|国务院|主席|[部委署]令?|政府令?)"
    r"[^，。；,;\n]{0,6}$"
)
_BARE_ORDER = r"(?<![\d一二三四五六七八九十百号])(?:第\s*)?{0}\s*号\s*令"
_BEFORE = 14
_LOOKS_BACK = re.compile(r"^\(\?<![^()]*\)")


@dataclass(frozen=True, slots=True)
class RepealedCitation:
    """One such place: `text[start:end]` is `cited`; `in_force` is what to name instead, if any."""

    start: int
    end: int
    cited: str
    instrument: Instrument
    in_force: Instrument | None
    on: date

    @property
    def message(self) -> str:
        """One Chinese sentence for the person who wrote the text."""
        last = self.instrument.effective_to
        state = f"自{chinese_date(self.instrument.effective_from)}起才施行"
        if last is not None and self.on > last:
            state = f"自{chinese_date(last + timedelta(days=1))}起不再施行"
        advice = f"请改引{self.in_force.name}" if self.in_force else "请删去或者核对日期"
        return f"文中引用的“{self.cited}”{state}，{advice}，并核对条文序号。"

    @property
    def source(self) -> str:
        """The clause that ended the instrument, or says since when it governs."""
        return self.instrument.ended_by or self.instrument.name


@dataclass(frozen=True, slots=True)
class _Naming:
    """How one instrument is named: always, in the context of complaints, by its own terms."""

    instrument: Instrument
    in_marks: tuple[tuple[str, re.Pattern[str]], ...]
    bare: tuple[tuple[str, re.Pattern[str]], ...]
    contextual: tuple[tuple[str, re.Pattern[str]], ...]
    terms: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """Every way in which our instruments are named, compiled once."""

    instruments: Instruments
    namings: tuple[_Naming, ...]
    worth_a_look: tuple[re.Pattern[str], ...]

    @classmethod
    def of(cls, instruments: Instruments) -> Mentions:
        """Compile the namings of all instruments."""
        known = instruments.by_id.values()
        tails = {_spaced(tail) for each in known for tail in _tails(each)}
        terms = {_LOOKS_BACK.sub("", term) for each in known for term in each.terms}
        # What begins with characters, and with nothing before them, is found many times faster.
        look = tuple(re.compile(each) for each in ("|".join(sorted(tails)), *sorted(terms)))
        return cls(instruments, tuple(_naming(each) for each in known), look)

    def repealed(
        self, text: str, on: date, *, complaint: bool = False
    ) -> tuple[RepealedCitation, ...]:
        """Return every naming of an instrument that does not govern on that day, in text order.

        `complaint` says that the whole case is about complaints, whatever this text speaks of. A
        title shared with an instrument that does govern is not reported: the words alone cannot
        tell them apart.
        """
        if not self.may_be_in(text):
            return ()
        known = self.instruments.by_id.values()
        current = {title for each in known if each.governs(on) for title in each.titles}
        about = complaint or bool(COMPLAINT_WORDS.search(text))
        found = [
            RepealedCitation(
                start, end, text[start:end], each.instrument, self._instead(each.instrument, on), on
            )
            for each in self.namings
            if not each.instrument.governs(on)
            for start, end in _places(each, text, current, on, about)
        ]
        return tuple(_without_overlaps(found))

    def may_be_in(self, text: str) -> bool:
        """Tell whether a text holds the end of any naming, whatever blanks stand in it."""
        return any(each.search(text) for each in self.worth_a_look)

    def _instead(self, instrument: Instrument, on: date) -> Instrument | None:
        return self.instruments.governing(instrument.advice or instrument.id, on)


def _tails(instrument: Instrument) -> Iterator[str]:
    """Yield the last characters of every naming: a text without any of them names nothing."""
    for title in (*instrument.titles, *instrument.contextual_titles, *instrument.mentions):
        yield "".join(title.split())[-4:]
    for order in instrument.orders:
        yield f"{order}号"


def _naming(instrument: Instrument) -> _Naming:
    in_marks = tuple((each, _marked(each)) for each in instrument.titles)
    # The full title is unmistakable without marks, a short one before an article.
    bare = [(each, _spaced(each)) for each in instrument.mentions]
    bare += [(instrument.title, _spaced(instrument.title))]
    if instrument.effective_to is not None:
        # Of a text that is still in force, an earlier one bore the same short title.
        bare += [(each, _spaced(each) + ARTICLE_AHEAD) for each in instrument.short_titles]
    bare += [("", _ORDER.format(each)) for each in instrument.orders]
    bare += [("", _SHORT_ORDER.format(each)) for each in instrument.orders]
    ahead = r"(?:(?<=^)|(?<=[依根按该照据和及与原旧、，。；：,;:（(\s]))"
    contextual = [(each, _marked(each)) for each in instrument.contextual_titles]
    contextual += [
        (each, re.compile(ahead + _spaced(each) + ARTICLE_AHEAD))
        for each in instrument.contextual_titles
    ]
    contextual += [("", re.compile(_BARE_ORDER.format(each))) for each in instrument.orders]
    terms = tuple(re.compile(each) for each in instrument.terms)
    compiled = tuple((title, re.compile(words)) for title, words in bare)
    return _Naming(instrument, in_marks, compiled, tuple(contextual), terms)


def _places(
    naming: _Naming, text: str, current: set[str], on: date, about_complaints: bool
) -> Iterator[tuple[int, int]]:
    """Yield every place of `text` that names the instrument."""
    instrument = naming.instrument
    for title, pattern in naming.in_marks:
        if title not in current:
            yield from (found.span() for found in pattern.finditer(text))
    for title, pattern in naming.bare:
        if title not in current:
            # Inside marks the same words may be part of a longer title.
            spans = (found.span() for found in pattern.finditer(text))
            yield from (span for span in spans if not inside_marks(text, span[0]))
    if not about_complaints:
        return
    for title, pattern in naming.contextual:
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - _BEFORE) : found.start()]
            if title and _abbreviates_another(instrument, title, text):
                continue
            if title or not re.search(_OTHER_BODY, before):
                yield found.span()
    if instrument.effective_to is not None and on > instrument.effective_to:
        for term in naming.terms:
            yield from (found.span() for found in term.finditer(text))


def _marked(title: str) -> re.Pattern[str]:
    return re.compile(rf"《\s*{_spaced(title)}{_EDITION}\s*》")


def _spaced(words: str) -> str:
    """Allow the blanks and line breaks that copying from a page leaves between characters."""
    return r"\s*".join(re.escape(character) for character in words)


def inside_marks(text: str, position: int) -> bool:
    """Tell whether a place lies between 《 and 》."""
    return text.rfind("《", 0, position) > text.rfind("》", 0, position)


def _abbreviates_another(instrument: Instrument, title: str, text: str) -> bool:
    """Tell whether the text names in full only other instruments that end with this title."""
    full = set(re.findall(rf"《([^《》]+{re.escape(title)})", text))
    return bool(full) and not full & {*instrument.titles}


def _without_overlaps(found: Iterable[RepealedCitation]) -> Iterator[RepealedCitation]:
    end = 0
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if place.start >= end:
            yield place
            end = place.end
