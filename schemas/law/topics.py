"""Pick the article that governs a topic on the day of the act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from schemas.law.errors import NotInForceError, UnknownTermError
from schemas.law.instruments import Citation, Instruments
from schemas.law.numerals import chinese_date
from schemas.law.tables import read_table


@dataclass(frozen=True, slots=True)
class Topic:
    """A question the law answers in one article per instrument."""

    id: str
    title: str
    basis: tuple[Citation, ...]

    def on(self, day: date) -> Citation:
        """Return the article in force on that day; NotInForceError if none regulates it then."""
        for citation in self.basis:
            if citation.instrument.governs(day):
                return citation
        known = "；".join(self._period(citation) for citation in self.basis)
        raise NotInForceError(
            f"{chinese_date(day)}没有关于“{self.title}”的有效条文（{known}），请勿引用，并核对日期。"
        )

    @staticmethod
    def _period(citation: Citation) -> str:
        last = citation.instrument.effective_to
        until = f"施行至{chinese_date(last)}" if last else "现行有效"
        return f"{citation.text}自{chinese_date(citation.instrument.effective_from)}起施行，{until}"


def read_topics(instruments: Instruments) -> Mapping[str, Topic]:
    """Read `topics.toml`; every article is checked against its instrument."""
    return {
        key: Topic(key, row["title"], tuple(cite(instruments, place) for place in row["basis"]))
        for key, row in read_table("topics.toml").items()
    }


def cite(instruments: Instruments, place: Mapping[str, str | int]) -> Citation:
    """Turn a table row `{instrument, article, paragraph?, item?}` into a citation."""
    numbers = {key: int(value) for key, value in place.items() if key != "instrument"}
    return instruments.citation(str(place["instrument"]), **numbers)


def find_topic(topics: Mapping[str, Topic], topic_id: str) -> Topic:
    """Return the topic of that id; UnknownTermError names the known ones."""
    if topic_id not in topics:
        raise UnknownTermError(f"没有“{topic_id}”这一依据事项，可用的事项：{'、'.join(topics)}。")
    return topics[topic_id]
