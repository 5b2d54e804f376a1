"""Turn a case into the words a template prints: display-ready values, one place for every style."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import marshmallow

from docgen.case.case import Case
from docgen.case.choices import Choices, Option, Unanswered, boxes_of
from docgen.case.faults import PartFault, faults_of
from docgen.case.redact import Redaction
from docgen.chart.chart import Drawn, chart_of
from docgen.photo.handwriting import print_hand, withheld_hand
from docgen.photo.picture import Picture, print_photo, withheld_photo
from schemas.ground.base import Part, Record
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Described,
    Flag,
    Group,
    LongText,
    Moment,
    Money,
    Rows,
)
from schemas.ground.house import House
from schemas.law import capitals, figures
from schemas.parts.charts import Charted
from schemas.parts.hand_signatures import HandInk, Ink
from schemas.parts.photos import Original

MARKS = {"draft": "草稿", "redacted": "脱敏件"}


class Amount(str):
    """Money as figures (`3,680.50`), with `.yuan` (`¥3,680.50`) and `.capitals` (人民币…整)."""

    yuan: str
    capitals: str

    def __new__(cls, amount: Decimal) -> "Amount":
        """Return the figures of an amount; a refund shows its sign, capitals never do."""
        text = super().__new__(cls, ("-" if amount < 0 else "") + figures(abs(amount)))
        text.yuan = ("-" if amount < 0 else "") + "¥" + figures(abs(amount))
        text.capitals = capitals(abs(amount))
        return text


class Passage(str):
    """Text of several paragraphs; `.paragraphs` gives them one by one."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, none of them empty."""
        return tuple(self.split("\n"))


def describe(case: Case, house: Mapping[str, Any]) -> dict[str, Any]:
    """Return every name a template may use, for the copy the case was validated for.

    All fields and derived values of the kind by their names; `house` (from `describe_house`) and
    its `authority`; `title`; `full_title` (with number and mark: what a file calls itself); `mark`
    (草稿, 脱敏件 or None) and `draft`.
    Errors: `KindFaultError` for a derived value that its own field cannot show.
    """
    words = Words(
        padded=case.facts.house.date_style == "padded",
        redaction=Redaction.of(case) if case.facts.copy == "redacted" else None,
    )
    shared = {
        "authority": house["authority"],
        "house": house,
        "title": case.kind.header.title,
        "mark": MARKS.get(case.facts.copy),
        "draft": case.facts.copy == "draft",
    }
    with faults_of(case.kind.name):
        told = shared | words.part(case.kind.reader, case.values)
    return told | {"full_title": _full_title(case, told)}


def _full_title(case: Case, told: Mapping[str, Any]) -> str:
    """Return 投诉受理决定书 示市监〔2026〕204号（脱敏件）: a draft has no number yet."""
    numbered = case.values.get("document_number") and not told["draft"]
    number = f" {told['number_line']}" if numbered else ""
    return f"{told['title']}{number}" + (f"（{told['mark']}）" if told["mark"] else "")


def describe_house(house: Record) -> dict[str, Any]:
    """Return the words of the house facts, which are the same for every document."""
    return Words(padded=house.date_style == "padded", redaction=None).part(House(), house)


class Words:
    """How values become words, in one date style and, for a redacted copy, masked."""

    def __init__(self, *, padded: bool, redaction: Redaction | None) -> None:
        self.padded = padded
        self.redaction = redaction
        self._shows: Mapping[type, Callable[[Any, Any], Any]] = {
            Flag: lambda _, value: value,
            Count: lambda _, value: str(value),
            Day: lambda _, value: self.day(value),
            Moment: lambda _, value: self.moment(value),
            Money: lambda _, value: Amount(value),
            Choice: lambda field, value: Option(value, field.options),
            HandInk: lambda _, value: self.hand(value),
        }

    def part(self, part: Part, values: Record) -> dict[str, Any]:
        """Return the words of one part: its fields and what it derives."""
        shown = {name: self.value(field, values[name]) for name, field in part.fields.items()}
        for name, derivation in type(part).derivations().items():
            if isinstance(values[name], Original):
                shown[name] = self.picture(values[name], shown["shows"])
                continue
            try:
                shown[name] = self.value(derivation.display, values[name])
            except MemoryError:
                raise
            except Exception as fault:
                what = f"派生值 {name} 与它声明的类型不符"
                raise PartFault(what, "", name, fault) from fault
        return shown

    def picture(self, original: Original, alt: str) -> Picture:
        """Return a photo as it is printed; a redacted copy shows a grey plate instead."""
        return withheld_photo(alt) if self.redaction else print_photo(original, alt)

    def hand(self, ink: Ink) -> Picture:
        """Return a signature as it is printed; who is masked in a redacted copy signs nothing."""
        if self.redaction and ink.personal:
            return withheld_hand()
        return print_hand(ink.strokes, f"手写签名：{ink.name}，{self.moment(ink.signed_at)}")

    def rows(self, field: Rows, rows: Sequence[Any]) -> tuple[Any, ...]:
        """Return repeated values; those of a choice know every option there is, some are drawn."""
        shown = tuple(self.value(field.inner, row) for row in rows)
        if isinstance(field, Charted):
            return Drawn.of(shown, chart_of(field, rows, shown))
        if isinstance(field.inner, Choice):
            return Choices.of(shown, boxes_of(field.inner.options, rows))
        return shown

    def value(self, field: marshmallow.fields.Field[Any], value: Any) -> Any:
        """Return one value as a template sees it; an absent one stays None, a choice its boxes."""
        if value is None:
            return Unanswered(field.options) if isinstance(field, Choice) else None
        if isinstance(field, Group):
            return self.part(field.below, value)
        if isinstance(field, Rows):
            return self.rows(field, value)
        show = self._shows.get(type(field))
        if show:
            return show(field, value)
        if not isinstance(value, str):
            return value
        if self.redaction and isinstance(field, Described):
            value = self.redaction.mask(value, field.personal)
        return Passage(value) if isinstance(field, LongText) else value

    def day(self, value: date) -> str:
        """Return 2026年7月5日, or 2026年07月05日 where the house pads."""
        return (
            f"{value.year}年{value:%m月%d日}"
            if self.padded
            else f"{value.year}年{value.month}月{value.day}日"
        )

    def moment(self, value: datetime) -> str:
        """Return 2026年7月5日9时30分."""
        return f"{self.day(value)}{value.hour}时{value.minute:02d}分"
