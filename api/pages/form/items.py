"""What a form consists of: sections, and in them fields as they stand at one moment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.form.enclosing import Offer
from api.pages.form.entries import is_blank
from api.pages.form.notes import Note
from docgen.kinds.catalogue import Kind
from schemas.ground.base import Finding, Weight
from schemas.ground.fields import Described, File


@dataclass(frozen=True, slots=True)
class Item:
    """One field as it stands in a form; groups and rows hold items of their own.

    `pointer` is its place in the payload and `id` its element's; `when` says under which name
    another field decides whether it applies, and with which values; `shown` whether it does now.
    `offers` are rows that may be chosen, `same` the fields that are filled in for all rows at once;
    `source` names the paper of the case that its value is
    taken from.
    """

    widget: str
    field: Described
    name: str
    pointer: str
    label: str
    value: Any = ""
    options: tuple[tuple[str, str], ...] = ()
    keyboard: str = ""
    example: str = ""
    longest: int = 0
    width: str = ""
    condition: str = ""
    source: str = ""
    when: Mapping[str, Any] | None = None
    shown: bool = True
    required: bool = False
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    items: tuple["Item", ...] = ()
    rows: tuple[tuple["Item", ...], ...] = ()
    blank: tuple["Item", ...] = ()
    offers: tuple[Offer, ...] = ()
    same: tuple["Item", ...] = ()
    depth: int = 0
    file: File | None = None

    @property
    def id(self) -> str:
        """The id of the field's element; links of findings lead to it."""
        return f"f.{self.name}"

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What has to be mended."""
        return tuple(each for each in self.findings if each.weight is Weight.error)

    @property
    def described_by(self) -> str:
        """The ids of all that is said about the field, for its control."""
        told = [f"{self.id}.hint"] if self.field.hint else []
        told += [f"{self.id}.from"] if self.source else []
        return " ".join([*told, f"{self.id}.told"])

    @property
    def is_open(self) -> bool:
        """Whether an optional group shows its fields: something is in it, or wrong with it."""
        return (
            not self.field.optional
            or bool(self.findings)
            or any(each.findings for each in self.walk())
            or not is_blank(self.field, self.value)
        )

    def walk(self) -> Iterator["Item"]:
        """Yield every item below this one."""
        for each in (*self.items, *(cell for row in self.rows for cell in row)):
            yield each
            yield from each.walk()


def _places(items: Iterable[Item], above: tuple[str, ...]) -> Iterator[tuple[Item, str]]:
    for item in items:
        yield item, "，".join(each for each in above if each != item.label)
        yield from _places(item.items, (*above, item.label))
        for number, cells in enumerate(item.rows, start=1):
            row = f"{item.label}第 {number} 项" if len(item.rows) > 1 else item.label
            yield from _places(cells, (*above, row))


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the form with how far it is: errors to mend, blanks to fill, or done.

    `touched` tells whether somebody wrote in it, `blank` whether it stands wholly empty, `unsure`
    whether a rule that cannot be judged yet may still find something in it wrong.
    """

    id: str
    title: str
    items: tuple[Item, ...]
    errors: int
    missing: int
    touched: bool
    blank: bool
    unsure: bool = False

    @property
    def state(self) -> tuple[str, str]:
        """The section's state as a tone and words."""
        if self.errors:
            return "bad", f"改 {self.errors} 处"
        if self.missing:
            return "", f"缺 {self.missing} 项" if self.touched else "未填"
        if self.blank:
            return "", "选填"
        return ("", "待核对") if self.unsure else ("good", "已填好")


@dataclass(frozen=True, slots=True)
class Form:
    """Everything a page shows of one document being written."""

    kind: Kind
    sections: tuple[Section, ...]

    def walk(self) -> Iterator[Item]:
        """Yield every item of the form."""
        for section in self.sections:
            for each in section.items:
                yield each
                yield from each.walk()

    def places(self) -> Iterator[tuple[Item, str]]:
        """Yield every item with the words for where it lies: 检查人员第 2 项."""
        for section in self.sections:
            yield from _places(section.items, ())
