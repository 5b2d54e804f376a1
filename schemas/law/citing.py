"""Read the articles that free text cites: whether each exists and speaks of what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from schemas.law.instruments import Citation, Instrument, Instruments
from schemas.law.mentions import inside_marks
from schemas.law.numerals import read_numeral
from schemas.law.tables import read_table

_NUMERAL = r"[0-9０-９零〇一二三四五六七八九十百]+"
_ARTICLE = re.compile(
    rf"第\s*(?P<article>{_NUMERAL})\s*条(?:之[一二三四五])?"
    rf"(?:\s*第\s*(?P<paragraph>{_NUMERAL})\s*款)?"
    rf"(?:\s*第\s*[（(]?\s*(?P<item>{_NUMERAL})\s*[）)]?\s*项"
    rf"|\s*[（(]\s*(?P<listed>{_NUMERAL})\s*[）)]\s*项?)?"
)
# Between two articles of one instrument, and between a title and its first article.
_ON = re.compile(r"\s*(?:[、和及与或]|以及)?\s*")
_AFTER_TITLE = re.compile(r"\s*》?\s*(?:[（(][^（）()]{0,40}[）)])?\s*(?:的|中|之)?\s*(?:规定)?\s*")
_SAME = re.compile(r"(?:本|该|同|上述|前述)(?:办法|规定|条例|法)|《办法》")


class Doubt(StrEnum):
    """What is wrong with a citation."""

    beyond = "article_beyond"
    no_such_item = "item_beyond"
    other_subject = "article_subject"


@dataclass(frozen=True, slots=True)
class Article:
    """What one article speaks of; `items` how many it lists.

    `was` are its numbers in the repealed instrument, and `moved` the words of what stood there.
    """

    subject: str
    items: int
    words: re.Pattern[str] | None
    claims: re.Pattern[str] | None
    was: frozenset[int]
    moved: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class DoubtfulCitation:
    """A citation that does not hold: one Chinese sentence, and the article it should be."""

    doubt: Doubt
    message: str
    source: str


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """An article named in a text, with its sentence; `is_alone` where that cites no other."""

    instrument: Instrument
    article: int
    item: int | None
    sentence: str
    is_alone: bool


@dataclass(frozen=True, slots=True)
class Articles:
    """What articles speak of, by instrument, and how instruments are named.

    `elsewhere` has, by title, articles of law that is cited and not held.
    """

    by_instrument: Mapping[str, Mapping[int, Article]]
    elsewhere: Mapping[str, Mapping[int, Article]]
    instruments: Instruments
    named: re.Pattern[str]
    by_title: Mapping[str, tuple[Instrument, ...]]

    @classmethod
    def of(cls, instruments: Instruments) -> Articles:
        """Read `articles.toml`, and compile the titles of all instruments."""
        by_title: dict[str, tuple[Instrument, ...]] = {}
        for each in instruments.by_id.values():
            for title in each.titles:
                by_title[title] = (*by_title.get(title, ()), each)
        longest_first = sorted(by_title, key=lambda title: -len(title))
        named = "|".join(re.escape(title) for title in longest_first)
        table = read_table("articles.toml")
        elsewhere = table.pop("elsewhere")
        return cls(
            {key: _articles(rows) for key, rows in table.items()},
            {title: _articles(rows) for title, rows in elsewhere.items()},
            instruments,
            re.compile(rf"(?P<title>{named})|{_SAME.pattern}"),
            by_title,
        )

    def doubts(self, text: str, on: date) -> Iterator[DoubtfulCitation]:
        """Yield what is wrong with the articles that a text cites of instruments in force."""
        if "条" not in text:
            return
        for place in self.places(text, on):
            if doubt := self._doubt(place):
                yield doubt

    def places(self, text: str, on: date) -> list[CitedPlace]:
        """Return every article that a text cites of an instrument in force on that day."""
        found: list[tuple[Instrument, int, int | None, str]] = []
        last: Instrument | None = None
        for naming in self.named.finditer(text):
            if title := naming["title"]:
                if self._is_part_of_another(text, naming):
                    continue
                last = next((each for each in self.by_title[title] if each.governs(on)), None)
            at = _AFTER_TITLE.match(text, naming.end())
            end = at.end() if at else naming.end()
            while last and (match := _ARTICLE.match(text, end)):
                item = match["item"] or match["listed"]
                sentence = _sentence(text, naming.start(), match.end())
                number = read_numeral(match["article"])
                found.append((last, number, read_numeral(item) if item else None, sentence))
                gap = _ON.match(text, match.end())
                end = gap.end() if gap else match.end()
        sentences = [sentence for *_, sentence in found]
        return [
            CitedPlace(instrument, article, item, sentence, sentences.count(sentence) == 1)
            for instrument, article, item, sentence in found
        ]

    @staticmethod
    def _is_part_of_another(text: str, naming: re.Match[str]) -> bool:
        """Tell whether a title is only the end or the beginning of a longer one in marks."""
        if not inside_marks(text, naming.start()):
            return False
        before = text[text.rfind("《", 0, naming.start()) + 1 : naming.start()].strip()
        after = text[naming.end() : text.find("》", naming.end())].strip()
        return bool(before) or not re.fullmatch(r"(?:[（(][^（）()]*[）)])?", after)

    def _doubt(self, place: CitedPlace) -> DoubtfulCitation | None:
        instrument, number = place.instrument, place.article
        if number < 1 or (instrument.articles and number > instrument.articles):
            return DoubtfulCitation(
                Doubt.beyond,
                f"{instrument.name}共{instrument.articles}条，没有第{number}条，请核对条文序号。",
                instrument.name,
            )
        known = self.by_instrument.get(instrument.id, {})
        article = known.get(number)
        if article is None:
            return None
        right = self._right_one(place, known) if place.is_alone else None
        cited = _cited(instrument, number)
        if (
            place.item
            and not 1 <= place.item <= article.items
            and not (right and not article.items)
        ):
            has = f"只有{article.items}项" if article.items else "没有分项"
            return DoubtfulCitation(
                Doubt.no_such_item, f"{cited}{has}，没有第{place.item}项，请核对条文序号。", cited
            )
        if right is None:
            return None
        return DoubtfulCitation(
            Doubt.other_subject,
            f"{cited}讲的是{article.subject}；"
            f"{known[right].subject}在{Citation(instrument, right).place}，请核对引用的条文。",
            _cited(instrument, right),
        )

    @staticmethod
    def _right_one(place: CitedPlace, known: Mapping[int, Article]) -> int | None:
        """Return the article that the sentence speaks of, where it is plainly another one."""
        cited = known[place.article]
        if moved := _moved(place, cited, known):
            return moved
        speaks = cited.words and cited.words.search(place.sentence)
        if speaks and not (place.item and not cited.items):
            return None
        return next(
            (
                number
                for number, article in known.items()
                if article.claims
                and article.claims.search(place.sentence)
                and (not place.item or place.item <= article.items)
            ),
            None,
        )


def _moved(place: CitedPlace, cited: Article, known: Mapping[int, Article]) -> int | None:
    """Return where that stands now which the sentence takes from the repealed numbering.

    What only the article cited speaks of excuses it.
    """
    own = cited.claims or cited.words
    if own and own.search(place.sentence):
        return None
    return next(
        (
            number
            for number, article in known.items()
            if place.article in article.was
            and article.moved
            and article.moved.search(place.sentence)
            and (not place.item or place.item <= article.items)
        ),
        None,
    )


def _articles(rows: Mapping[str, Mapping[str, Any]]) -> dict[int, Article]:
    return {int(number): _article(row) for number, row in rows.items()}


def _article(row: Mapping[str, Any]) -> Article:
    return Article(
        row["subject"],
        row.get("items", 0),
        _any_of(row.get("words", ())),
        _any_of(row.get("claims", ())),
        frozenset(row.get("was", ())),
        _any_of(row.get("moved", ())),
    )


def _any_of(words: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(words)) if words else None


def _cited(instrument: Instrument, article: int) -> str:
    return Citation(instrument, article).text


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence a citation stands in, without the titles of instruments."""
    first = max(text.rfind(mark, 0, start) for mark in "。；;\n") + 1
    ends = (text.find(mark, end) for mark in "。；;\n")
    last = min((each for each in ends if each >= 0), default=len(text))
    return re.sub("《[^《》]*》", "", text[first:last])
