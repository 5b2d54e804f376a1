"""Hold the closed lists of grounds in their official wording, as in force on a given day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.law.errors import NotInForceError, UnknownTermError
from schemas.law.instruments import Citation, Instrument, Instruments
from schemas.law.numerals import chinese_date, chinese_numeral
from schemas.law.tables import read_table


@dataclass(frozen=True, slots=True)
class Ground:
    """One item; `text` ends as officially printed, in ； or (the last one) in 。."""

    number: int
    text: str

    @property
    def label(self) -> str:
        """（三）."""
        return f"（{chinese_numeral(self.number)}）"

    @property
    def wording(self) -> str:
        """The item without its final mark, to be used inside a sentence."""
        return self.text.rstrip("；。")


@dataclass(frozen=True, slots=True)
class GroundSet:
    """All items of one article, in official order."""

    topic: str
    title: str
    article: Citation
    items: tuple[Ground, ...]

    @property
    def instrument(self) -> Instrument:
        """The instrument the list stands in."""
        return self.article.instrument

    def ground(self, number: int) -> Ground:
        """Return item `number`, counted from 1; UnknownTermError says how many there are."""
        if not 1 <= number <= len(self.items):
            raise UnknownTermError(
                f"{self.article.text}只有{len(self.items)}项，请填 1 至 {len(self.items)}。"
            )
        return self.items[number - 1]

    def citation(self, number: int) -> Citation:
        """Return the citation of item `number`, for example …第十六条第三项."""
        item = self.ground(number).number
        place = self.article
        return Citation(place.instrument, place.article, place.paragraph, item)


def read_grounds(instruments: Instruments) -> Mapping[str, tuple[GroundSet, ...]]:
    """Read `grounds.toml`: the dated sets of each topic."""
    return {
        topic: tuple(
            GroundSet(
                topic,
                row["title"],
                instruments.citation(row["instrument"], row["article"], row.get("paragraph")),
                tuple(Ground(number, text) for number, text in enumerate(row["items"], start=1)),
            )
            for row in rows
        )
        for topic, rows in read_table("grounds.toml").items()
    }


def find_grounds(sets: Mapping[str, tuple[GroundSet, ...]], topic: str, on: date) -> GroundSet:
    """Return the set of `topic` in force on that day; NotInForceError if there is none."""
    if topic not in sets:
        raise UnknownTermError(f"没有“{topic}”这一情形清单，可用的清单：{'、'.join(sets)}。")
    for each in sets[topic]:
        if each.instrument.governs(on):
            return each
    title = sets[topic][0].title
    raise NotInForceError(f"{chinese_date(on)}没有有效的“{title}”清单，请核对日期。")
