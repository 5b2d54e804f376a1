"""Gather every table into the one object that kinds ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from schemas.law.calendar import Calendar, open_calendar
from schemas.law.citing import Articles, DoubtfulCitation
from schemas.law.counting import DueDate, LayeredDue, Span, count, set_by_paper
from schemas.law.deadlines import Deadline, Layer, Unit, find_deadline, read_deadlines
from schemas.law.errors import UnknownTermError
from schemas.law.grounds import GroundSet, find_grounds, read_grounds
from schemas.law.instruments import Citation, Instrument, Instruments, read_instruments
from schemas.law.mentions import Mentions, RepealedCitation
from schemas.law.numbers import SHIPPED_STYLES, NumberClass, NumberStyle, find_number_style
from schemas.law.topics import Topic, find_topic, read_topics


@dataclass(frozen=True, slots=True)
class Law:
    """The law as dated data; every question names the day of the act it is asked for."""

    instruments: Instruments
    topics: Mapping[str, Topic]
    ground_sets: Mapping[str, tuple[GroundSet, ...]]
    deadlines: Mapping[str, tuple[Deadline, ...]]
    number_styles: Mapping[str, NumberStyle]
    calendar: Calendar
    mentions: Mentions
    articles: Articles
    weekend_extends: bool = False

    def in_force(self, instrument_id: str, on: date) -> Instrument:
        """Return the instrument that governs on that day in the line of `instrument_id`."""
        return self.instruments.in_force(instrument_id, on)

    def citation(
        self,
        instrument_id: str,
        article: int,
        paragraph: int | None = None,
        item: int | None = None,
    ) -> Citation:
        """Return a citation; UnknownTermError for an article beyond the instrument's end."""
        return self.instruments.citation(instrument_id, article, paragraph, item)

    def check_citation(self, citation: Citation, on: date) -> None:
        """Raise NotInForceError, naming what governs, if the citation is wrong for that day."""
        self.instruments.check_citation(citation, on)

    def repealed_in(
        self, text: str, on: date, *, complaint: bool = False
    ) -> tuple[RepealedCitation, ...]:
        """Return every naming in `text` of an instrument that does not govern on that day.

        `complaint` says that the whole case is about complaints, whatever this text speaks of.
        """
        return self.mentions.repealed(text, on, complaint=complaint)

    def may_be_named_in(self, text: str) -> bool:
        """Tell whether a text could name an instrument: most texts do not."""
        return self.mentions.may_be_in(text)

    def doubtful_citations(self, text: str, on: date) -> tuple[DoubtfulCitation, ...]:
        """Return what is wrong with the articles a text cites of instruments in force that day."""
        return tuple(self.articles.doubts(text, on))

    def basis(self, topic: str, *, on: date) -> Citation:
        """Return the article that regulates the topic on that day, or raise NotInForceError."""
        return find_topic(self.topics, topic).on(on)

    def grounds(self, topic: str, on: date) -> GroundSet:
        """Return the closed list `non_acceptance`, `non_acceptance_factor` or `termination`."""
        return find_grounds(self.ground_sets, topic, on)

    def deadline(self, code: str, on: date) -> Deadline:
        """Return the text of a period that governs an act on that day."""
        return find_deadline(self.deadlines, code, on)

    def due(
        self,
        code: str,
        start: date,
        *,
        extended: bool = False,
        excluded: Sequence[Span] = (),
        on: date | None = None,
        until: date | None = None,
        days: int | None = None,
    ) -> DueDate:
        """Count a period from the event on `start`; the law of `on` (default: `start`) applies.

        What governs a case begun before and decided after a change of law is not settled, so the
        caller may choose the day. `until` is the last day where the paper of `start` sets it,
        `days` the length where a paper received on `start` sets that.
        """
        deadline = self.deadline(code, on or start)
        if days is not None:
            deadline = deadline.of_length(days)
        if deadline.unit is Unit.SET_DAY and until:
            return set_by_paper(deadline, start, until)
        return count(
            deadline,
            self.calendar,
            start,
            extended=extended,
            excluded=excluded,
            weekend_extends=self.weekend_extends,
        )

    def both_layers(
        self,
        code: str,
        start: date,
        *,
        contract_start: date | None = None,
        contract_code: str | None = None,
        extended: bool = False,
        excluded: Sequence[Span] = (),
        on: date | None = None,
    ) -> LayeredDue:
        """Count a statutory period and its contract counterpart, each from its own event.

        `contract_start` defaults to `start`, `contract_code` to the counterpart of the table.
        Extension and exclusions are applied to the contract period where it knows them.
        """
        statutory = self.deadline(code, on or start)
        counterpart = contract_code or statutory.counterpart
        if statutory.layer is not Layer.STATUTORY or counterpart is None:
            raise UnknownTermError(f"“{code}”没有对应的合同期限，请直接计算该期限。")
        began = contract_start or start
        contract = self.deadline(counterpart, began)
        return LayeredDue(
            self.due(code, start, extended=extended, excluded=excluded, on=on),
            self.due(
                counterpart,
                began,
                extended=extended and contract.extension > 0,
                excluded=excluded if contract.excludes_testing else (),
            ),
        )

    def number_class(self, style: str, class_code: str = "") -> NumberClass:
        """Return the number series of a style and class code; UnknownTermError for no style."""
        return NumberClass(find_number_style(self.number_styles, style), class_code)


def load_law(calendars: Path | None = None, *, weekend_extends: bool = False) -> Law:
    """Read the shipped tables, and the office's calendar files from the folder `calendars`.

    `weekend_extends` also moves natural-day periods that end on a plain weekend (unsettled in
    order 121 art. 45; default: they are not moved). Raises CalendarFileError for a bad file.
    """
    instruments = read_instruments()
    return Law(
        instruments=instruments,
        topics=read_topics(instruments),
        ground_sets=read_grounds(instruments),
        deadlines=read_deadlines(instruments),
        number_styles=SHIPPED_STYLES,
        calendar=open_calendar(calendars),
        mentions=Mentions.of(instruments),
        articles=Articles.of(instruments),
        weekend_extends=weekend_extends,
    )
