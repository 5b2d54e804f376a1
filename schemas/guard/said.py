"""What a text says again of a field, with all that a comparison of the two may look at."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from schemas.ground.base import Record, Weight
from schemas.ground.restating import Restates
from schemas.law import Calendar


@dataclass(frozen=True, slots=True)
class Said:
    """One text, the values of the field that it says again, and the case round both."""

    text: str
    held: tuple[Any, ...]
    restates: Restates
    field: Any
    value: Record
    dated: date
    calendar: Calendar


class Difference(NamedTuple):
    """What differs: its code and weight, and the sentence with a place for either label."""

    code: str
    weight: Weight
    detail: str
