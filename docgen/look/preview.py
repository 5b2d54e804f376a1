"""Show a document as far as it is written: blanks where nothing is known yet, one field lit.

A template needs every value and a derived value needs whole parts. So the case is completed twice
with different stand-ins; whatever the two completions print differently nobody has written, and a
blank is shown in its place. The lit field is found alike: what changes when it changes is it.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import marshmallow
from PIL import Image

from docgen.case.case import Case, derive
from docgen.case.choices import Box, Choices, unticked
from docgen.case.faults import KindFaultError, PartFault
from docgen.case.words import describe
from docgen.chart.chart import Drawn
from docgen.engine import Engine
from docgen.errors import DocgenError, RenderError
from docgen.kinds.catalogue import Kind
from docgen.look.light import END, LIT, Lit, lit_page
from schemas.ground.base import Facts, Part
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Described,
    File,
    FileReference,
    Flag,
    Group,
    Moment,
    Money,
    Rows,
    Text,
)
from schemas.ground.house import suggested
from schemas.law import LawError

BLANK = "　　　　"
# Words of so many characters are lit as a whole: half a date would only puzzle.
SHORT = 20
# Stand-ins are no case: code of a kind may well fail over them.
_MISHAPS = (
    LawError, PartFault, KindFaultError,
    AttributeError, TypeError, ValueError, LookupError, ArithmeticError,
)  # fmt: skip


class PreviewError(DocgenError):
    """Too little is known of a document to show anything of it."""

    code = "no_preview"

    def __init__(self) -> None:
        super().__init__("现在填写的内容还不能预览，再填几项或者改正标出的地方就可以了。")


def preview(
    engine: Engine, kind: Kind, payload: Mapping[str, Any], facts: Facts, *, lit: str = ""
) -> str:
    """Return the page of a draft, whatever it lacks; `lit` is the JSON Pointer of a field to mark.

    Errors: `PreviewError`.
    """
    try:
        words = _words(engine, kind, payload, facts, first=True)
        others = _words(engine, kind, payload, facts, first=False)
    except _MISHAPS as fault:
        raise PreviewError from fault
    shown = _merged(words, others)
    if lit:
        changed = _changed_words(engine, kind, payload, facts, lit)
        shown = _marked(shown, words, changed) if changed else shown
    try:
        html = engine.pages[kind.name].render(shown)
    except RenderError as fault:
        raise PreviewError from fault
    return lit_page(html)


def _words(
    engine: Engine, kind: Kind, payload: Mapping[str, Any], facts: Facts, *, first: bool
) -> dict[str, Any]:
    loaded = _Completion(facts, first=first).part(kind.reader, payload)
    values = derive(kind.reader, loaded, facts)
    return describe(Case(kind, values, payload, facts, ()), engine.house_words)


def _changed_words(
    engine: Engine, kind: Kind, payload: Mapping[str, Any], facts: Facts, lit: str
) -> dict[str, Any] | None:
    """Return the words with another value in the lit field; None where that cannot be said."""
    try:
        other = _changed(kind.reader, payload, lit.strip("/").split("/"))
        return _words(engine, kind, other, facts, first=True)
    except _MISHAPS:
        return None


class _Completion:
    """Completes what is written with stand-ins; the two kinds of them differ wherever they can."""

    def __init__(self, facts: Facts, *, first: bool) -> None:
        self.facts = facts
        self.first = first

    def part(self, part: Part, given: Any) -> dict[str, Any]:
        given = given if isinstance(given, Mapping) else {}
        return {
            name: self.value(field, given.get(name))
            for name, field in part.fields.items()
            if isinstance(field, Described)
        }

    def value(self, field: Described, given: Any) -> Any:
        if isinstance(field, Group):
            if given is None and field.optional:
                return None
            return self.part(field.below, given)
        if isinstance(field, Rows):
            inner = field.each
            rows = list(given) if isinstance(given, list | tuple) else []
            missing = 0 if field.optional else field.least - len(rows)
            return [self.value(inner, row) for row in (*rows, *[None] * missing)]
        try:
            value = field.deserialize(given)
        except marshmallow.ValidationError:
            return self.stand_in(field)
        if isinstance(value, FileReference) and value.content is None:
            known = value.name in self.facts.files
            return value if known else self.stand_in(field)
        return value

    def stand_in(self, field: Described) -> Any:
        """Return a value of the field's type that nobody wrote."""
        day = self.facts.today + timedelta(0 if self.first else 1)
        if isinstance(field, Choice):
            return list(field.options)[0 if self.first else -1]
        if isinstance(field, Count):
            return field.least if self.first else min(field.most, field.least + 1)
        if isinstance(field, Text) and field.suggests:
            options = list(suggested(self.facts.house, field.suggests)) or [(BLANK, "")]
            return options[0 if self.first else -1][0]
        simple: dict[type, Any] = {
            Flag: False,
            Day: day,
            Moment: datetime.combine(day, time()),
            Money: Decimal(0 if self.first else 1),
            File: FileReference("photo.png", _GREY),
        }
        return next((value for kind, value in simple.items() if isinstance(field, kind)), BLANK)


def _changed(part: Part, payload: Any, steps: list[str]) -> Any:
    """Return the payload with another value at the place the steps lead to."""
    if isinstance(payload, list):
        index = int(steps[0])
        rows = payload + [None] * (index + 1 - len(payload))
        rows[index] = _changed(part, rows[index] or {}, steps[1:])
        return rows
    name, below = steps[0], steps[1:]
    field = part.fields[name]
    given = payload.get(name) if isinstance(payload, Mapping) else None
    if isinstance(field, Group):
        return {**payload, name: _changed(field.below, given or {}, below)}
    if isinstance(field, Rows) and below:
        if field.below is None:
            rows = list(given or []) + [""] * (int(below[0]) + 1 - len(given or []))
            rows[int(below[0])] = _other(field.inner, rows[int(below[0])])
            return {**payload, name: rows}
        return {**payload, name: _changed(field.below, list(given or []), below)}
    return {**payload, name: _other(field, given)}


def _other(field: Any, given: Any) -> Any:
    """Return another value of a field than the one given."""
    if isinstance(field, Flag):
        return given is not True
    one, other = next(
        (pair(field) for kind, pair in _PAIRS if isinstance(field, kind)),
        (f"{str(given or '')[: getattr(field, 'longest', 200) - 1]}▮", given),
    )
    return other if given == one else one


# Two values of each type, of which one is another than whatever is given.
_PAIRS: tuple[tuple[type[Described], Callable[[Any], tuple[Any, Any]]], ...] = (
    (Rows, lambda _: ([], [])),
    (Choice, lambda field: (next(iter(field.options)), list(field.options)[-1])),
    (Count, lambda field: (field.least, field.most)),
    (Day, lambda _: ("2026-06-30", "2026-07-21")),
    (Moment, lambda _: ("2026-06-30T23:59", "2026-07-21T22:58")),
    (Money, lambda _: ("98765432.19", "12345678.91")),
)


class _Blank(str):
    """A blank, whatever a template asks of it; conditions still see the code that stands in."""

    code = ""
    boxes: tuple[Box, ...] = ()
    yuan = BLANK
    capitals = BLANK
    paragraphs = (BLANK,)


def _merged(one: Any, other: Any) -> Any:
    """Return the words both completions agree on, and blanks for the rest."""
    if isinstance(one, dict):
        if not isinstance(other, dict):
            return _blanked(one)
        return {name: _merged(value, other.get(name)) for name, value in one.items()}
    if isinstance(one, tuple):
        if not isinstance(other, tuple) or len(one) != len(other):
            return _blanked(one)
        rows = (_merged(value, beside) for value, beside in zip(one, other, strict=True))
        return _like(one, rows)
    return _blanked(one) if isinstance(one, str) and one != other else one


def _blanked(words: Any) -> Any:
    if isinstance(words, dict):
        return {name: _blanked(value) for name, value in words.items()}
    if isinstance(words, tuple):
        return _like(words, (_blanked(value) for value in words))
    if not isinstance(words, str):
        return words
    blank = _Blank(BLANK)
    blank.code = getattr(words, "code", "")
    blank.boxes = unticked(getattr(words, "boxes", ()))
    return blank


def _like(rows: tuple[Any, ...], others: Iterable[Any]) -> tuple[Any, ...]:
    """Return other rows in place of these; what was chosen keeps the boxes of its options.

    A drawing stays where it shows what the rows still say.
    """
    if isinstance(rows, Choices):
        return Choices.of(tuple(others), rows.boxes)
    if isinstance(rows, Drawn):
        kept = tuple(others)
        return Drawn.of(kept, rows.chart if kept == rows else None)
    return tuple(others)


def _marked(shown: Any, before: Any, after: Any) -> Any:
    """Return the words shown, marked where `before` and `after` differ."""
    if isinstance(shown, dict):
        if not (isinstance(before, dict) and isinstance(after, dict)):
            return shown
        return {
            name: _marked(value, before.get(name), after.get(name)) for name, value in shown.items()
        }
    if isinstance(shown, tuple):
        befores = before if isinstance(before, tuple) else ()
        afters = after if isinstance(after, tuple) else ()
        return _like(
            shown,
            (
                _marked(
                    value,
                    befores[index] if index < len(befores) else None,
                    afters[index] if index < len(afters) else None,
                )
                for index, value in enumerate(shown)
            ),
        )
    if not isinstance(shown, str) or not isinstance(before, str) or before == after:
        return shown
    lit = Lit(_around(shown, str(before), str(after)))
    lit.code = getattr(shown, "code", "")
    lit.boxes = getattr(shown, "boxes", ())
    for form in ("yuan", "capitals"):
        setattr(lit, form, f"{LIT}{getattr(shown, form, '')}{END}")
    lit.paragraphs = tuple(lit.split("\n"))
    return lit


def _around(shown: str, before: str, after: str) -> str:
    """Mark the part of a text that changed; all of it where it is short, or stands blank."""
    if shown != before or len(shown) <= SHORT:
        return f"{LIT}{shown}{END}"
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    longest = min(len(before), len(after)) - start
    while end < longest and before[-1 - end] == after[-1 - end]:
        end += 1
    changed = before[start : len(before) - end]
    if not changed:  # Something was only added: the text it was added to is meant.
        return f"{LIT}{shown}{END}"
    return f"{before[:start]}{LIT}{changed}{END}{before[len(before) - end :]}"


def _grey() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (400, 300), "#e4e4e4").save(buffer, "PNG")
    return buffer.getvalue()


# A plate that stands for a photo which is not there.
_GREY = _grey()
