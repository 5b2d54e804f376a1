"""The form of a kind, drawn from its schema: sections, and in them fields with all they need.

A model is made for one page and one state of the entries; templates only print it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from api.pages.form.acts import SAME
from api.pages.form.enclosing import offers
from api.pages.form.entries import (
    Entries,
    default_of,
    fields_of,
    is_blank,
    is_checklist,
    is_tick,
)
from api.pages.form.items import Form, Item, Section
from api.pages.form.notes import Note
from api.pages.form.spelling import count_of, day_of
from docgen.case.review import Review
from docgen.kinds.catalogue import Kind
from docgen.register.inventory import Enclosable
from schemas.ground.base import Facts, Finding, Part, Weight
from schemas.ground.fields import (
    Choice,
    Count,
    CreditCode,
    Day,
    Described,
    File,
    Flag,
    Group,
    IdNumber,
    LongText,
    Moment,
    Money,
    PersonName,
    Phone,
    Rows,
    Text,
    condition_words,
)
from schemas.ground.house import suggested
from schemas.ground.kind import NumberedKind
from schemas.law import LawError
from schemas.parts.hand_signatures import HandSignature

# Choices of so few options are shown side by side; more of them fold into a list.
FEW = 3
# A text of so many characters needs the whole width, and of more still several lines.
SHORT, LINE = 60, 250
# A hint of more characters than this has the whole width for itself, whatever its field has.
LONG_HINT = 24
# The browser's keyboard and its memory for a field, by the type nearest to it.
KEYBOARDS: tuple[tuple[type[Described], str], ...] = (
    (Phone, "tel"),
    (Day, "numeric"),
    (Money, "decimal"),
    (Count, "numeric"),
)
# How a blank field shows what is written in it.
EXAMPLES: Mapping[type[Described], str] = MappingProxyType(
    {Day: "如 2026-07-10", Moment: "如 2026-07-10 09:30"}
)
NOTHING_FOUND = Review(())
OPTIONAL_OPTION = ("", "（不填）")
REQUIRED_OPTION = ("", "请选择")


class ItemMaker:
    """Makes the fields of one part for one state of its entries.

    `review` is that of the payload; `strict` shows also what is only not filled in yet;
    `enclosable` tells what may be chosen as an attachment, and is asked where there are any;
    `sources` says by name which paper of the case said what stands in a field; `given` names the
    fields that nobody types, as an act of others fills them in.
    """

    def __init__(
        self,
        facts: Facts,
        review: Review = NOTHING_FOUND,
        notes: Mapping[str, tuple[Note, ...]] | None = None,
        *,
        strict: bool = False,
        enclosable: Callable[[], Sequence[Enclosable]] = tuple,
        sources: Mapping[str, str] = MappingProxyType({}),
        given: Collection[str] = (),
    ) -> None:
        self.given = given
        self.facts = facts
        self.notes = notes or {}
        self.strict = strict
        self.enclosable = enclosable
        self.sources = sources
        self.unjudged = review.unjudged
        self.findings = _by_place(review.everything if strict else review.findings)
        # What is true already, and not said before somebody asks.
        self.unsaid = _by_place(() if strict else review.further)
        self.on = facts.today
        self.entries: Mapping[str, Any] = {}

    def items(self, part: Part, entries: Entries) -> list[Item]:
        """Return the fields of a part that is no paper, such as the house facts."""
        self.entries = entries
        return [
            self._item(field, name, "", entries, depth=0) for name, field in fields_of(part).items()
        ]

    def _item(
        self, field: Described, name: str, below: str, beside: Mapping[str, Any], *, depth: int
    ) -> Item:
        full = f"{below}.{name}" if below else name
        pointer = "/" + full.replace(".", "/")
        entry = beside.get(name)
        findings = self._shown_findings(field, pointer, entry)
        wanted = (*self.findings.get(pointer, ()), *self.unsaid.get(pointer, ()))
        needed = not isinstance(field, Group | Rows) and any(_is_missing(each) for each in wanted)
        item = Item(
            widget="text", field=field, name=full, pointer=pointer, label=field.label,
            required=not field.optional or needed, findings=findings, depth=depth,
            notes=self.notes.get(pointer, ()), condition=condition_words(field),
            source=self.sources.get(full, ""),
        )  # fmt: skip
        if depth == 0 and name in self.given:
            return replace(item, widget="given")
        item = self._filled(item, field, entry, full, depth)
        if item.width != "wide" and len(field.hint) > LONG_HINT:
            item = replace(item, width=f"{item.width} hinted".lstrip())
        if field.applies:
            decider = f"{below}.{field.applies.field}" if below else field.applies.field
            when = field.applies
            holds = when.holds(_decided(beside.get(when.field)))
            item = replace(
                item,
                when={
                    "name": decider,
                    "values": [str(each).lower() for each in when.values],
                    "rows": when.rows,
                },
                shown=holds or not is_blank(field, entry) or bool(findings),
            )
        return item

    def _shown_findings(self, field: Described, pointer: str, entry: Any) -> tuple[Finding, ...]:
        found = self.findings.get(pointer, ())
        if self.strict:
            return tuple(found)
        blank = is_blank(field, entry)
        return tuple(each for each in found if not (blank and each.code == "required"))

    def _filled(self, item: Item, field: Described, entry: Any, full: str, depth: int) -> Item:
        """Return the item with its value and everything the widget of its type needs."""
        if isinstance(field, Group):
            entries = entry or {}
            items = tuple(
                self._item(each, name, full, entries, depth=depth)
                for name, each in fields_of(field.below).items()
            )
            return replace(item, widget="group", value=entries, items=items)
        if isinstance(field, Rows):
            return self._rows(item, field, entry or [], full, depth)
        value = default_of(field) if entry in (None, "") else entry
        item = replace(item, value=value)
        for kind, fill in WIDGETS:
            if isinstance(field, kind):
                return fill(self, item, field)
        return item

    def _rows(self, item: Item, field: Rows, entries: Any, full: str, depth: int) -> Item:
        inner = field.each
        if is_checklist(field):
            options = self._options(inner)
            wide = "wide" if sum(len(words) for _, words in options) > LINE // 3 else ""
            return replace(item, widget="checklist", value=entries, options=options, width=wide)
        rows = list(entries)
        if not field.optional:
            rows += [None] * (field.least - len(rows))
        if isinstance(field.below, HandSignature):
            # Nobody types a signature: it is made on the screen, and the service keeps it.
            return replace(item, widget="hands", value=list(entries), width="wide")
        holder, file = f"ROW{depth}", _file_of(field.below) if field.below else None
        return replace(
            item,
            widget="photos" if file else "rows",
            file=file,
            value=rows,
            width="wide",
            rows=tuple(
                self._row(field, row, full, str(place), depth) for place, row in enumerate(rows)
            ),
            blank=self._row(field, None, full, holder, depth),
            offers=offers(field, rows, self.enclosable),
            same=self._same(field, full) if file else (),
        )

    def _same(self, field: Rows, full: str) -> tuple[Item, ...]:
        """Return the fields that may be filled in for all rows at once, with what they begin as."""
        if field.below is None:
            return ()
        return tuple(
            replace(
                self._item(each, name, f"{full}.{SAME}", {}, depth=0),
                value=str(self.entries.get(each.alike) or ""),
                required=False,
            )
            for name, each in fields_of(field.below).items()
            if isinstance(each, Text | Moment) and not each.own
        )

    def _row(self, field: Rows, row: Any, full: str, place: str, depth: int) -> tuple[Item, ...]:
        if field.below is None:
            inner = field.each
            return (self._item(inner, place, full, {place: row}, depth=depth + 1),)
        here = f"{full}.{place}"
        return tuple(
            self._item(each, name, here, row or {}, depth=depth + 1)
            for name, each in fields_of(field.below).items()
        )

    def _options(self, field: Described) -> tuple[tuple[str, str], ...]:
        """Return what a field may be: the wording of its options, or the law's own list."""
        if isinstance(field, Choice):
            return tuple(field.options.items())
        if isinstance(field, Count) and field.items_of:
            try:
                grounds = self.facts.law.grounds(field.items_of, self.on)
            except LawError:
                return tuple(
                    (str(each), f"第 {each} 项") for each in range(field.least, field.most + 1)
                )
            return tuple((str(each.number), each.label + each.wording) for each in grounds.items)
        return ()

    def _count(self, item: Item, field: Count) -> Item:
        if not field.items_of:
            return replace(item, keyboard="numeric", longest=13, width="short")
        value = str(count_of(str(item.value))) if item.value else ""
        return replace(
            item, widget="radio", value=value, options=self._options(field), width="wide"
        )

    def _choice(self, item: Item, field: Choice) -> Item:
        options = self._options(field)
        letters = max((len(words) for _, words in options), default=0)
        if len(options) <= FEW and not field.optional and letters <= SHORT // 3:
            return replace(item, widget="radio", options=options)
        first = OPTIONAL_OPTION if field.optional else REQUIRED_OPTION
        if default_of(field):
            return replace(item, widget="select", options=options)
        return replace(item, widget="select", options=(first, *options))

    def _flag(self, item: Item, field: Flag) -> Item:
        if is_tick(field):
            return replace(item, widget="flag")
        answers = (("true", "是"), ("false", "否"))
        if field.optional:
            return replace(item, widget="select", options=(OPTIONAL_OPTION, *answers))
        return replace(item, widget="radio", options=answers)

    def _text(self, item: Item, field: Text) -> Item:
        options = tuple(suggested(self.facts.house, field.suggests)) if field.suggests else ()
        if field.lines or field.longest > LINE:
            return replace(item, widget="long", longest=field.longest, width="wide")
        if options and all(words not in ("", value) for value, words in options):
            # Codes say nothing to a clerk: they are chosen by the names they stand for.
            first = OPTIONAL_OPTION if field.optional else REQUIRED_OPTION
            return replace(item, widget="select", options=(first, *options))
        if options:
            return replace(item, widget="suggest", options=options, longest=field.longest)
        keyboard = next((name for kind, name in KEYBOARDS if isinstance(field, kind)), "")
        narrow = isinstance(field, PersonName | Phone | IdNumber | CreditCode)
        wide = "" if narrow or field.longest <= 2 * SHORT else "wide"
        return replace(item, keyboard=keyboard, longest=field.longest, width=wide)


class FormMaker(ItemMaker):
    """Makes the form of one kind; what else it is given, `ItemMaker` says."""

    def __init__(self, kind: Kind, facts: Facts, *given: Any, **more: Any) -> None:
        super().__init__(facts, *given, **more)
        self.kind = kind

    def make(self, entries: Entries) -> Form:
        """Return the form with these entries in it."""
        self.on, self.entries = self._day(entries), entries
        fields = fields_of(self.kind.reader)
        if isinstance(self.kind.reader, NumberedKind):
            # The register gives the number when the document is issued: nobody types one.
            fields.pop("document_number")
        items = [self._item(field, name, "", entries, depth=0) for name, field in fields.items()]
        order: dict[str, list[Item]] = {title: [] for title in self.kind.schema.sections}
        for item in items:
            order.setdefault(item.field.group or item.label, []).append(item)
        return Form(
            self.kind,
            tuple(
                self._section(f"s.{place}", title, tuple(below), entries)
                for place, (title, below) in enumerate(order.items(), start=1)
            ),
        )

    def _day(self, entries: Entries) -> date:
        """Return the day whose law the form shows: the document's, or today."""
        try:
            return date.fromisoformat(day_of(str(entries.get(self.kind.header.dated_by, "")))[:10])
        except ValueError:
            return self.facts.today

    def _section(self, id: str, title: str, items: tuple[Item, ...], entries: Entries) -> Section:
        everything = [below for item in items for below in (item, *item.walk())]
        pointers = {each.pointer for each in everything}
        errors = missing = 0
        for pointer, findings in self.findings.items():
            if pointer in pointers:
                wrong = [each for each in findings if each.weight is Weight.error]
                missing += sum(each.code == "required" for each in wrong)
                errors += sum(each.code != "required" for each in wrong)
        unsure = not pointers.isdisjoint(self.unjudged)
        for pointer in pointers & self.unsaid.keys():
            wrong = [each for each in self.unsaid[pointer] if each.weight is Weight.error]
            missing += sum(each.code == "required" for each in wrong)
            unsure = unsure or bool(wrong)
        written = [each for each in items if not is_blank(each.field, entries.get(each.name))]
        touched = any(
            not is_blank(each.field, entries.get(each.name), as_begun=True) for each in written
        )
        if self.strict:
            errors, missing = errors + missing, 0
        return Section(id, title, items, errors, missing, touched, not written, unsure)


def _by_place(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.pointer, []).append(finding)
    return found


def _is_missing(finding: Finding) -> bool:
    return finding.code == "required" and finding.weight is Weight.error


def _decided(entry: Any) -> Any:
    """Return an entry as the condition of another field sees the value."""
    if isinstance(entry, str):
        return {"true": True, "false": False}.get(entry, count_of(entry))
    if isinstance(entry, dict):
        return any(bool(each) and each != "false" for each in _leaves(entry))
    return entry


def _leaves(entry: Any) -> Iterator[Any]:
    if isinstance(entry, dict):
        for each in entry.values():
            yield from _leaves(each)
    elif isinstance(entry, list):
        for each in entry:
            yield from _leaves(each)
    else:
        yield entry


def _file_of(part: Part) -> File | None:
    return next((field for field in part.fields.values() if isinstance(field, File)), None)


def _short(_: ItemMaker, item: Item, field: Described) -> Item:
    keyboard = next((name for kind, name in KEYBOARDS if isinstance(field, kind)), "")
    example = EXAMPLES.get(type(field), "")
    return replace(item, keyboard=keyboard, example=example, longest=24, width="short")


def _file(_: ItemMaker, item: Item, __: Described) -> Item:
    return replace(item, widget="file")


# The first type that fits counts; each fills in what its widget shows.
WIDGETS: tuple[tuple[type[Described], Callable[[ItemMaker, Item, Any], Item]], ...] = (
    (LongText, ItemMaker._text),
    (Text, ItemMaker._text),
    (Choice, ItemMaker._choice),
    (Flag, ItemMaker._flag),
    (Count, ItemMaker._count),
    (Day, _short),
    (Moment, _short),
    (Money, _short),
    (File, _file),
)
