"""Find in free text the naming of an instrument that is not in force on a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.law.instruments import Instrument, Instruments
from schemas.law.numerals import chinese_date

# A title as general as 《暂行办法》 is only understood as ours where complaints are spoken of.
_COMPLAINT_WORDS = re.compile("投诉|举报|调解|市场监管|市场监督管理")


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


def find_repealed(instruments: Instruments, text: str, on: date) -> tuple[RepealedCitation, ...]:
    """Return every naming of an instrument that does not govern on that day, in text order.

    A title shared with an instrument that does govern is not reported: the words alone cannot
    tell them apart.
    """
    if not _may_name_any(instruments, text):
        return ()
    current = {
        title
        for each in instruments.by_id.values()
        if each.governs(on)
        for title in (each.title, *each.short_titles)
    }
    found = [
        RepealedCitation(
            match.start(), match.end(), match.group(), each, instruments.governing(each.id, on), on
        )
        for each in instruments.by_id.values()
        if not each.governs(on)
        for match in _naming(each, text, current)
    ]
    kept: list[RepealedCitation] = []
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return tuple(kept)


def _may_name_any(instruments: Instruments, text: str) -> bool:
    """Tell quickly whether it is worth searching: nearly every text of a case names nothing."""
    words = "".join(text.split())
    return any(
        naming in words
        for each in instruments.by_id.values()
        for naming in (each.title, *each.short_titles, *each.contextual_titles, *each.mentions)
    )


def _naming(instrument: Instrument, text: str, current: set[str]) -> Iterator[re.Match[str]]:
    """Yield every place of `text` that names the instrument."""
    titles = [each for each in (instrument.title, *instrument.short_titles) if each not in current]
    for title in titles:
        yield from re.finditer(rf"《\s*{_spaced(title)}\s*》", text)
    for title in instrument.contextual_titles:
        if _COMPLAINT_WORDS.search(text) and not _abbreviates_another(instrument, title, text):
            yield from re.finditer(rf"《\s*{_spaced(title)}\s*》", text)
    # The full title is unmistakable without marks; inside marks it may be part of a longer title.
    bare = [*instrument.mentions, *(each for each in titles if each == instrument.title)]
    for words in bare:
        for match in re.finditer(_spaced(words), text):
            if not _inside_marks(text, match.start()):
                yield match


def _spaced(words: str) -> str:
    """Allow the blanks and line breaks that copying from a page leaves between characters."""
    return r"\s*".join(re.escape(character) for character in words)


def _inside_marks(text: str, position: int) -> bool:
    return text.rfind("《", 0, position) > text.rfind("》", 0, position)


def _abbreviates_another(instrument: Instrument, title: str, text: str) -> bool:
    """Tell whether the text names in full only other instruments that end with this title."""
    full = set(re.findall(rf"《([^《》]+{re.escape(title)})》", text))
    own = {instrument.title, *instrument.short_titles}
    return bool(full) and not full & own
