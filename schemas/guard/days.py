"""Judge the days of a case by the clock, by each other and by the form they stand on."""

from collections.abc import Iterator
from datetime import date, datetime

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from schemas.ground.base import Facts, Finding, Record, error, notice
from schemas.ground.fields import Day, IdNumber, Moment
from schemas.ground.identity import is_valid_identity
from schemas.ground.kind import KindSchema
from schemas.ground.walk import typed_values

CLOCK = "文书所载日期"
# The forms that a header names by their prefix: CF-6, PF-9.
FORMS = {"CF": "forms_2026", "PF": "penalty_forms_2021"}


def days_of(kind: KindSchema, value: Record, facts: Facts) -> Iterator[Finding]:
    """Yield every day that has yet to come, every birth after the document, and a form too new.

    A day to come is an error only in what goes out: the clock may raise notices and nothing else.
    """
    dated = kind.dated(value)
    say = error if facts.going_out and facts.copy != "draft" else notice
    for pointer, field, given in typed_values(kind, value):
        if isinstance(field, Day | Moment) and not field.planned:
            day = given.date() if isinstance(given, datetime) else given
            if day > facts.today:
                yield say(
                    pointer,
                    "future_day",
                    f"「{field.label}」晚于今天，还没有到的日子不能当作已经发生，请核对年份和日期。",
                    CLOCK,
                )
        elif isinstance(field, IdNumber) and _birth(given, dated) > dated:
            yield notice(
                pointer,
                "born_after_document",
                f"「{field.label}」里的出生日期晚于文书日期，请对照证件核对。",
                "GB 11643-1999",
            )
    yield from _form_in_use(kind, dated, facts)


def _birth(number: str, otherwise: date) -> date:
    """Return the day of birth that a card's number holds; `otherwise` where it holds none."""
    if not is_valid_identity("resident_card", number):
        return otherwise
    try:
        return date.fromisoformat(str(ric.get_birth_date(number)))
    except (ValidationError, ValueError):
        return otherwise


def _form_in_use(kind: KindSchema, dated: date, facts: Facts) -> Iterator[Finding]:
    known = FORMS.get(kind.header.form.partition("-")[0])
    if known is None:
        return
    form = facts.law.instruments.get(known)
    if dated < form.effective_from:
        yield notice(
            f"/{kind.header.dated_by}",
            "older_than_form",
            "文书日期早于所用式样的启用日期，当时使用的是另一种式样，请核对日期。",
            form.name,
        )
