"""A chart as templates see it: an address for a page, a drawing for Word, the numbers in words."""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, cast

from markupsafe import Markup

from docgen.photo.picture import word_drawing
from schemas.ground.base import Part, Record
from schemas.ground.fields import Described
from schemas.parts.charts import NONE, Charted

# Whatever a report says of itself, its column of text is this wide: in millimetres.
WIDTH = 150


@dataclass(frozen=True, slots=True)
class Series:
    """What one run of values is called, the values, and how each is printed."""

    name: str
    values: tuple[float, ...]
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing: bars, lines or shares, a value for each label, and what each is to reach.

    `targets` holds None where nothing is asked for, and nothing at all where a chart has none.
    The same chart gives the same bytes. Nothing is drawn before somebody asks for it.
    """

    label: str
    shape: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    targets: tuple[float | None, ...] = ()

    @property
    def svg(self) -> bytes:
        """The drawing itself."""
        # The library is a tenth of a second and 17 MB, which no paper without a chart pays.
        from docgen.chart.draw import draw  # noqa: PLC0415

        return draw(self)

    @property
    def url(self) -> str:
        """The drawing as a `data:` URL, for HTML."""
        return "data:image/svg+xml;base64," + b64encode(self.svg).decode()

    @property
    def alt(self) -> str:
        """Every number in words: 收到：6月上旬352、6月中旬361；办结：…."""
        several = len(self.series) > 1
        told = (
            (f"{each.name}：" if several else "")
            + "、".join(
                f"{name} {said}" for name, said in zip(self.labels, each.shown, strict=True)
            )
            for each in self.series
        )
        asked = [
            f"{name} {target:g}%"
            for name, target in zip(self.labels, self.targets, strict=False)
            if target is not None
        ]
        return f"{self.label}。{'；'.join(told)}" + (f"。要求：{'、'.join(asked)}" if asked else "")

    @property
    def height(self) -> float:
        """The height of the drawing in millimetres; it is `WIDTH` wide."""
        if self.shape == "bars":
            # The 24 hours of a day stand closer, or a page would hold nothing else.
            return 10 + len(self.labels) * min(7, max(4, 100 / len(self.labels)))
        return 60

    @property
    def relationship(self) -> str:
        """The relationship id of its picture in a Word file, the same for the same chart."""
        return f"pic{hashlib.sha256(repr(self).encode()).hexdigest()[:24]}"

    def drawing(self) -> Markup:
        """Return the chart as a Word drawing, as wide as the text."""
        return word_drawing(self.relationship, (WIDTH, self.height), self.alt)


def chart_of(
    field: Charted, rows: Sequence[Record], shown: Sequence[Mapping[str, Any]]
) -> Chart | None:
    """Return the drawing of rows in the words they are shown in; None of no rows."""
    if not rows:
        return None
    said = cast("Part", field.below).fields
    return Chart(
        field.label,
        field.shape,
        tuple(each["name"] for each in shown),
        tuple(
            Series(
                cast("Described", said[name]).label,
                tuple(_number(row[name]) for row in rows),
                tuple(str(row[name]) for row in shown),
            )
            for name in field.values
        ),
        tuple(None if row[field.target] is None else _number(row[field.target]) for row in rows)
        if field.target
        else (),
    )


class Drawn(tuple[Any, ...]):
    """Rows that are drawn too: `.chart` is their drawing, None where there is nothing to draw."""

    chart: Chart | None

    @classmethod
    def of(cls, rows: Iterable[Any], chart: Chart | None) -> Self:
        """Return rows that remember their drawing."""
        drawn = cls(rows)
        drawn.chart = chart
        return drawn


def _number(value: int | str) -> float:
    """Return a count, or a percentage as it is printed; a rate of nothing draws nothing."""
    if isinstance(value, int):
        return value
    return 0 if value == NONE else float(value.rstrip("%"))


def charts_in(words: Mapping[str, Any]) -> tuple[Chart, ...]:
    """Return every drawing among the words of a case, each once; rows within rows have none."""
    charts = (each.chart for each in words.values() if isinstance(each, Drawn))
    return tuple(dict.fromkeys(each for each in charts if each))
