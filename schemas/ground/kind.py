"""What every kind of document shares: its header, its number, the rules that hold for all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow.schema import SchemaMeta

from schemas.ground.base import Facts, Finding, Part, Record, declared, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fan_out import FanOut
from schemas.ground.fields import Code, Text, When
from schemas.ground.neighbours import Comparison, Neighbours, Receipt
from schemas.ground.ordered import FromOrder, ToOrder
from schemas.ground.restating import Restates
from schemas.ground.text import narrow
from schemas.law import SHIPPED_STYLES, DocumentNumberError, NumberClass


class Workflow(StrEnum):
    """The work a document belongs to: its kind's folder, its group on the start page."""

    complaint = "投诉"
    report = "举报"
    inspection = "检查"
    referral = "移送"
    process = "督办、送达与归档"
    filing = "送达与归档"
    analysis = "分析与报告"
    contract = "合同与结算"
    hotline = "热线"


class Audience(StrEnum):
    """Who receives or signs a document; Order 121 art. 37 turns on it."""

    complainant = "投诉人"
    respondent = "被投诉人"
    inspected_party = "被检查（被举报）当事人"
    reporter = "举报人"
    authority = "其他机关"
    contractor = "服务承包人"
    adviser = "咨询的律师"
    office = "本机关"


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a kind is numbered: the style of the brackets and the class code after the prefix.

    `style` is one of `number_styles.toml`; numbers run per authority, class code and year.
    """

    style: str
    class_code: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a kind is, before any case: the facts the catalogue, the pages and the lint read.

    `form` names the official form it follows (`CF-6`, `PF-9`; empty where none exists),
    `dated_by` the field that dates the document and picks the law in force,
    `numbering` the class of its document number (None: it bears none),
    `approval` whether an officer of the bureau must have approved it before it goes out,
    `also` what people call it besides its title, for whoever looks for it,
    `about` the fields that say what one paper is about, by their names and those above them
    (`respondent.name`): lists of an archive tell papers of one title apart by them,
    `of_report` whether only those may see it who handle reports (access level 举报), or on which
    field that turns; a paper that names a reporter is theirs alone in any case,
    `packet` the kinds that go out together with it, one name for each paper, in their order,
    `advises` whether it reports on work or teaches it: what ought to be done, what held before and
    what others think of it have their place there, as they have none in an official record.
    """

    title: str
    audience: tuple[Audience, ...]
    dated_by: str
    summary: str
    form: str = ""
    numbering: Numbering | None = None
    approval: bool = False
    copies: int = 1
    version: int = 1
    also: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    of_report: bool | When = False
    advises: bool = False
    packet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Departure:
    """A deliberate difference from the official form: words added to it or left out, and why.

    `added` is fixed wording of the templates that the form lacks, the values inside it taken out:
    `你可以向反映。` for 你可以向{{ competent_body }}反映。. Pieces that only some cases print stand
    in it in their order. `left_out` is wording of the form that the templates lack, its blanks
    taken out (`/违法线索` where the form offers 案/违法线索); a value may stand in its place. What
    the templates print through a value (the title, a date, the list of grounds) is no departure.
    White space does not count, nor whether a mark is wide or narrow. A test wants each departure
    to be needed, and its reason to be a sentence.
    """

    reason: str
    added: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A statutory period that a document of the kind starts, settles, or both.

    `code` names the period in `deadlines.toml`, `starts` the field with the day it counts from,
    `contract_starts` the field its contract counterpart counts from (empty: the same one), and
    `settled_by` the field with the day on which the duty was done; a kind that only ends what
    another kind started leaves `starts` empty. `told` means that the duty includes telling
    people: the clock runs until everybody whom a copy is for has received one. `left_out` names
    the rows of `first` and `last` days that do not count, where the period knows any; `until` the
    field with the last day, where the document itself sets it; left open, that is the first day,
    too. `days` is the field with the number
    of days that the document sets, which run from its receipt: from the delivery that is entered,
    the last one where it was delivered to several. `when` is a condition on a field, without which
    the document says nothing of the period; `anew` one under which the period begins again: what
    began earlier in the case no longer runs.
    """

    code: str
    starts: str = ""
    contract_starts: str = ""
    settled_by: str = ""
    told: bool = False
    left_out: str = ""
    until: str = ""
    days: str = ""
    when: When | None = None
    anew: When | None = None


class _InSections(SchemaMeta):
    """Put a kind's fields in the order of its sections, whichever block declares them."""

    @classmethod
    def get_declared_fields(cls, klass: SchemaMeta, *args: Any, **rest: Any) -> dict[str, Any]:
        """Return the fields of a class; those of no section that is listed come last."""
        found = super().get_declared_fields(klass, *args, **rest)
        order = {title: place for place, title in enumerate(getattr(klass, "sections", ()))}
        return dict(
            sorted(
                found.items(),
                key=lambda each: order.get(getattr(each[1], "group", ""), len(order)),
            )
        )


class KindSchema(Part, metaclass=_InSections):
    """A kind of document: one subclass in one file of `schemas/kinds/`.

    `example` is a complete invented payload that renders as it stands; `departures` lists every
    fixed wording that differs from the official form, which a test compares letter for letter;
    `clocks` says which periods its fields start and settle: the register derives from them what
    falls due in a case, so that no list of kinds and periods exists anywhere. `neighbours` says in
    the same way what else its case may hold, `restated` which texts say again what another field
    holds, for the guard to compare. `compiler` makes a payload of what the register holds,
    for a paper that nobody types; `fan_out` makes of each row of a list the papers it needs.
    `receipt` says that issuing it enters a delivery. `from_order` says that it may begin with an
    order of another system and what it takes from it, `to_order` what it answers one with.
    `most_rows_on_paper` is how long its lists may be in a PDF; a workbook holds them all.
    `sections` puts the groups of fields in order, in the form and everywhere else, where that of
    declaration will not do. What kinds share is declared by blocks: subclasses with fields, rules
    and derived values, but without a header.
    """

    header: ClassVar[Header]
    example: ClassVar[Mapping[str, Any]]
    departures: ClassVar[tuple[Departure, ...]] = ()
    clocks: ClassVar[tuple[Clock, ...]] = ()
    neighbours: ClassVar[Neighbours] = Neighbours()
    compiler: ClassVar[Compiler | None] = None
    fan_out: ClassVar[FanOut | None] = None
    receipt: ClassVar[Receipt | None] = None
    from_order: ClassVar[FromOrder | None] = None
    to_order: ClassVar[ToOrder | None] = None
    restated: ClassVar[tuple[Restates, ...]] = ()
    sections: ClassVar[tuple[str, ...]] = ()
    most_rows_on_paper: ClassVar[int | None] = None

    @classmethod
    def comparisons(cls) -> dict[str, Comparison]:
        """Return the checks against standing documents, declared with `beside`, in order."""
        return declared(cls, Comparison)

    def dated(self, value: Record) -> date:
        """Return the day that dates the document and picks the law in force."""
        day = value[self.header.dated_by]
        return day.date() if isinstance(day, datetime) else day


class SeriesNumber(Code):
    """文号, kept as the class of its kind prints it, whichever brackets were typed."""

    def folded(self, text: str) -> str:
        """Return the number in its printed form; what is no number of the class stays as typed."""
        numbering = self.parent.header.numbering if isinstance(self.parent, KindSchema) else None
        if numbering is None:
            return text
        try:
            series = NumberClass(SHIPPED_STYLES[numbering.style], numbering.class_code)
            return series.printed(narrow(text))
        except DocumentNumberError:
            return text


def subject_of(
    header: Header, payload: Mapping[str, Any], unsaid: Collection[str] = frozenset()
) -> str:
    """Return in words what a paper is about, as its case says it; empty where nobody said.

    `unsaid` are texts that are left out.
    """
    found = (
        "、".join(each for each in _texts_at(payload, path.split(".")) if each not in unsaid)
        for path in header.about
    )
    return "，".join(dict.fromkeys(filter(None, found)))


def _texts_at(value: Any, steps: Sequence[str]) -> Iterator[str]:
    """Yield the texts at the end of a path, those of every row it leads through."""
    if isinstance(value, list | tuple):
        for row in value:
            yield from _texts_at(row, steps)
    elif steps and isinstance(value, Mapping):
        yield from _texts_at(value.get(steps[0]), steps[1:])
    elif not steps and isinstance(value, str) and value.strip():
        yield " ".join(value.split())


class NumberedKind(KindSchema):
    """A kind that bears a document number of the class its header names."""

    def number_class(self, facts: Facts) -> NumberClass:
        """Return the class that writes and reads this kind's numbers."""
        numbering = self.header.numbering
        if numbering is None:
            raise TypeError(f"{type(self).__name__} bears a number: its header needs a Numbering")
        return facts.law.number_class(numbering.style, numbering.class_code)

    def number_prefix(self, value: Record, facts: Facts) -> str:
        """Return the 机关代字 its numbers begin with: that of whoever issues it, by default us."""
        return str(facts.house.authority.number_prefix)

    document_number = SeriesNumber(
        "文号",
        longest=60,
        optional=True,
        group="文号与日期",
        hint="草稿可以不填；出具正式文书时必须有。",
    )

    @derived(Text("文号"), prints=("document_number",))
    def number_line(self, value: Record, facts: Facts) -> str:
        """The number as printed; a draft shows the form's blank instead, whatever was given."""
        prefix = self.number_prefix(value, facts)
        if facts.copy == "blank":
            return self.number_class(facts).blank(prefix)
        if facts.copy == "draft" or not value.document_number:
            return self.number_class(facts).blank(prefix, self.dated(value).year)
        return str(value.document_number)

    @rule("GB/T 9704-2012 第7.2.5条")
    def number_has_its_form(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A document that goes out bears a number of its class, of the year of its date."""
        series = self.number_class(facts)
        source = series.style.source
        if not value.document_number:
            if facts.copy != "draft":
                detail = "正式文书必须有文号；预览请选草稿。"
                yield error("/document_number", "number_missing", detail, source)
            return
        try:
            number = series.read(value.document_number)
        except DocumentNumberError as fault:
            yield error("/document_number", "number_form", str(fault), source)
            return
        if number.prefix != self.number_prefix(value, facts):
            yield error(
                "/document_number",
                "number_prefix",
                "文号的机关代字与内部设置的不同，请核对是否填错。",
                source,
            )
        if number.year != self.dated(value).year:
            detail = "文号的年份与文书日期的年份不同，请核对。"
            yield notice("/document_number", "number_year", detail, source)
