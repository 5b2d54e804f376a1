"""Know which law, rule or official form governs on a given day, and how its articles are cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.law.errors import NotInForceError, UnknownTermError
from schemas.law.numerals import chinese_date, chinese_numeral
from schemas.law.tables import read_table


@dataclass(frozen=True, slots=True)
class Instrument:
    """One text of a law, rule or form set; `effective_to` is the last day on which it governs."""

    id: str
    title: str
    number: str
    effective_from: date
    effective_to: date | None
    replaced_by: str | None
    articles: int | None
    short_titles: tuple[str, ...]
    contextual_titles: tuple[str, ...]
    mentions: tuple[str, ...]
    note: str
    orders: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    ended_by: str = ""
    advice: str = ""
    days_of_effect: tuple[date, ...] = ()

    @property
    def name(self) -> str:
        """The title in book-title marks, as it is cited."""
        return f"《{self.title}》"

    @property
    def titles(self) -> tuple[str, ...]:
        """The title and the short ones, without marks."""
        return (self.title, *self.short_titles)

    def governs(self, on: date) -> bool:
        """Tell whether this text is in force on the day `on`."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in an instrument; `text` is what a document prints."""

    instrument: Instrument
    article: int
    paragraph: int | None = None
    item: int | None = None

    @property
    def place(self) -> str:
        """第二十三条第一款第五项."""
        place = f"第{chinese_numeral(self.article)}条"
        if self.paragraph is not None:
            place += f"第{chinese_numeral(self.paragraph)}款"
        if self.item is not None:
            place += f"第{chinese_numeral(self.item)}项"
        return place

    @property
    def text(self) -> str:
        """《市场监督管理投诉举报处理办法》第二十三条第一款第五项."""
        return self.instrument.name + self.place


@dataclass(frozen=True, slots=True)
class Instruments:
    """Every instrument we know, by id."""

    by_id: Mapping[str, Instrument]

    def get(self, instrument_id: str) -> Instrument:
        """Return the instrument of that id; UnknownTermError if there is none."""
        if instrument_id not in self.by_id:
            known = "、".join(self.by_id)
            raise UnknownTermError(f"没有代号为“{instrument_id}”的法律文件，可用的代号：{known}。")
        return self.by_id[instrument_id]

    def governing(self, instrument_id: str, on: date) -> Instrument | None:
        """Return the text of the same chain of replacements that governs on that day, if any."""
        chain = {self.get(instrument_id).id}
        grown = True
        while grown:
            linked = {
                each.id
                for each in self.by_id.values()
                if each.replaced_by in chain
                or any(self.by_id[known].replaced_by == each.id for known in chain)
            }
            grown = not linked <= chain
            chain |= linked
        return next((self.by_id[i] for i in sorted(chain) if self.by_id[i].governs(on)), None)

    def in_force(self, instrument_id: str, on: date) -> Instrument:
        """Return what governs on that day in place of `instrument_id`, or itself.

        Raises NotInForceError if neither it, its predecessors nor its successors govern then.
        """
        governing = self.governing(instrument_id, on)
        if governing is None:
            raise NotInForceError(self._why_not(self.get(instrument_id), on, None))
        return governing

    def citation(
        self,
        instrument_id: str,
        article: int,
        paragraph: int | None = None,
        item: int | None = None,
    ) -> Citation:
        """Return the citation of a place; UnknownTermError if the instrument is shorter."""
        instrument = self.get(instrument_id)
        if article < 1 or (instrument.articles is not None and article > instrument.articles):
            raise UnknownTermError(
                f"{instrument.name}共{instrument.articles}条，没有第{article}条，请核对条文序号。"
            )
        return Citation(instrument, article, paragraph, item)

    def check_citation(self, citation: Citation, on: date) -> None:
        """Raise NotInForceError, naming what governs, if the citation is wrong for that day."""
        if not citation.instrument.governs(on):
            governing = self.governing(citation.instrument.id, on)
            raise NotInForceError(self._why_not(citation.instrument, on, governing))

    @staticmethod
    def _why_not(instrument: Instrument, on: date, governing: Instrument | None) -> str:
        """Say since or until when the instrument does not govern, and what to cite instead."""
        reason = f"自{chinese_date(instrument.effective_from)}起施行"
        if instrument.effective_to is not None and on > instrument.effective_to:
            reason = f"施行至{chinese_date(instrument.effective_to)}"
        advice = (
            f"请改引当日有效的{governing.name}（{governing.number}）。"
            if governing
            else "系统未收录当日有效的文本，请核对日期。"
        )
        return (
            f"{instrument.name}（{instrument.number}）{reason}，{chinese_date(on)}不适用。{advice}"
        )


def read_instruments() -> Instruments:
    """Read `instruments.toml`."""
    return Instruments({key: _instrument(key, row) for key, row in _rows().items()})


def _rows() -> dict[str, dict[str, Any]]:
    return read_table("instruments.toml")


def _instrument(key: str, row: Mapping[str, Any]) -> Instrument:
    return Instrument(
        id=key,
        title=row["title"],
        number=row["number"],
        effective_from=row["effective_from"],
        effective_to=row.get("effective_to"),
        replaced_by=row.get("replaced_by"),
        articles=row.get("articles"),
        short_titles=tuple(row.get("short_titles", ())),
        contextual_titles=tuple(row.get("contextual_titles", ())),
        mentions=tuple(row.get("mentions", ())),
        note=row["note"],
        orders=tuple(row.get("orders", ())),
        terms=tuple(row.get("terms", ())),
        ended_by=row.get("ended_by", ""),
        advice=row.get("advice", ""),
        days_of_effect=tuple(row.get("days_of_effect", ())),
    )
