"""Print every paper of a kind with both its templates, values and places marked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docgen.case.words import describe, describe_house
from docgen.engine import Engine
from docgen.errors import RenderError
from docgen.kinds.catalogue import Kind
from docgen.proof.form import Printed
from docgen.proof.official import follows_from
from docgen.proof.papers import Paper, case_of, other_switches, thinned
from docgen.proof.traced import traced
from docgen.proof.wording import Place, Spoken, Templates
from docgen.template.environment import MISHAPS
from docgen.word.losses import part_of
from schemas.ground.base import Record

# Proving asks no clock: cases of the corpus are dated before this day, deadlines give notices.
TODAY = date(2026, 11, 30)


@dataclass(frozen=True, slots=True)
class Reading:
    """One paper as both templates print it."""

    paper: Paper
    words: Mapping[str, Any]
    word: Spoken
    page: Spoken
    day: date
    as_shipped: bool


class Papers:
    """What the two templates of a kind print of all its papers."""

    def __init__(self, engine: Engine, kind: Kind, papers: Sequence[Paper]) -> None:
        self.kind = kind
        self.templates = Templates(kind, engine.words[kind.name])
        self.readings = tuple(self._read(engine, papers))

    def _read(self, engine: Engine, papers: Sequence[Paper]) -> Iterator[Reading]:
        every = [*papers, *thinned(self.kind, papers)]
        for house in (engine.house, other_switches(engine.house)):
            words = describe_house(house)
            for paper in every:
                if reading := self._reading(engine, paper, house, words):
                    yield reading

    def _reading(
        self, engine: Engine, paper: Paper, house: Record, words: Mapping[str, Any]
    ) -> Reading | None:
        case = case_of(engine, self.kind, paper, house, TODAY)
        if case is None:
            return None
        context = traced(describe(case, words))
        file = self.file("docx")
        try:
            word = self.templates.in_word(context)
            file = self.file("html")
            page = self.templates.on_page(context)
        except MISHAPS as fault:
            raise RenderError(f"{file} 渲染失败（{paper.name}）：{fault}") from None
        day = self.kind.reader.dated(case.values)
        return Reading(paper, context, word, page, day, house is engine.house)

    def as_printed(self) -> tuple[Printed, ...]:
        """Return every paper that follows the kind's form, as both templates print it."""
        first = follows_from(self.kind.header.form)
        found = []
        for each in self.readings:
            if each.day >= first:
                found += [
                    Printed(each.paper.name, "docx", each.word.wording),
                    Printed(each.paper.name, "html", each.page.wording),
                ]
        return tuple(dict.fromkeys(found))

    def place(self, template: str, place: Place) -> tuple[str, str]:
        """Return the file and the place in it, in words, of a line of a template."""
        if template == "html":
            return f"templates/html/{place.file or self.kind.page_name}", f"第 {place.line} 行"
        file = self.kind.word_template.relative_to(self.kind.templates).as_posix()
        if place.file not in self.templates.sources:
            return f"templates/{file}", ""
        within = self.templates.word.place(place.file, place.line)
        return f"templates/{file}", f"{part_of(place.file)}{within}"

    def file(self, template: str) -> str:
        """Return a template of the kind, as messages name it."""
        return self.place(template, Place("", 1))[0]
