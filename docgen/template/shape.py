"""The names a template may use, read off a kind's schema: the one truth the lint compares with."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import marshmallow

from schemas.ground.base import Part
from schemas.ground.fields import (
    Choice,
    Code,
    Count,
    Day,
    Described,
    File,
    Flag,
    Group,
    LongText,
    Moment,
    Money,
    PartyName,
    PersonName,
    Rows,
    Text,
)
from schemas.ground.house import House
from schemas.ground.kind import KindSchema
from schemas.parts.charts import Charted
from schemas.parts.hand_signatures import HandInk
from schemas.parts.photos import OriginalFile


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands behind a name: further names, rows, or a value with a few attributes.

    What is `optional` may be missing, and is then None. `sort` says in words what kind of value it
    is, `derived` that nobody types it.
    """

    label: str
    names: Mapping[str, "Shape"] = field(default_factory=dict)
    row: "Shape | None" = None
    printable: bool = True
    optional: bool = False
    sort: str = ""
    derived: bool = False


# What a field is called where people read of it; the first that a field is an instance of counts.
_SORTS: tuple[tuple[type, str], ...] = (
    (Rows, "若干行"), (Group, "一组"), (Money, "金额"), (Count, "整数"), (Moment, "日期和时间"),
    (Day, "日期"), (Choice, "选项"), (Flag, "是或否"), (OriginalFile, "照片"), (File, "文件"),
    (Code, "号码"), (PartyName, "名称"), (PersonName, "姓名"), (LongText, "长文字"), (Text, "文字"),
)  # fmt: skip


# Every option of a choice, as `docgen.case.choices` gives them: also where nobody has chosen.
BOXES = Shape(
    "选项",
    row=Shape(
        "选项",
        {
            "mark": Shape("方框"),
            "wording": Shape("文字"),
            "code": Shape("代码"),
            "chosen": Shape("是否选中", printable=False),
        },
        printable=False,
    ),
    printable=False,
)


# The drawing of rows: there is none of no rows, nor on a form that is still to be filled in.
CHART = Shape(
    "图",
    {name: Shape("图") for name in ("url", "alt", "drawing")},
    printable=False,
    optional=True,
)


def shape_of(schema: type[KindSchema]) -> Shape:
    """Return every name the templates of a kind may use."""
    house = _part(House())
    own = _part(schema())
    shared = {
        "authority": house.names["authority"],
        "house": house,
        "title": Shape("标题"),
        "full_title": Shape("标题、文号和用途"),
        "mark": Shape("用途标记", optional=True),
        "draft": Shape("草稿", printable=False),
    }
    return Shape(schema.__name__, {**shared, **own.names}, printable=False)


def printed_paths(schema: type[Part], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """Return each path that must be printed, with the paths of derived values that may stand in.

    Fields marked `kept` stay in the file; groups and rows count through what is inside them.
    """
    stand_ins: dict[str, list[str]] = {}
    for name, derivation in schema.derivations().items():
        for printed in derivation.prints:
            stand_ins.setdefault(printed, []).append(prefix + name)
    paths: dict[str, tuple[str, ...]] = {}
    for name, declared in schema._declared_fields.items():
        part = _part_of(declared)
        if getattr(declared, "kept", False):
            continue
        if part is None or name in stand_ins:
            paths[prefix + name] = (prefix + name, *stand_ins.get(name, ()))
        else:
            paths |= printed_paths(part, f"{prefix}{name}.")
    return paths


def _part_of(declared: Any) -> type[Part] | None:
    if isinstance(declared, Group):
        return declared.part
    if isinstance(declared, Rows) and isinstance(declared.row, type):
        return declared.row
    return None


def _part(part: Part) -> Shape:
    names = {name: _field(declared) for name, declared in part.fields.items()}
    for name, derivation in type(part).derivations().items():
        names[name] = replace(_field(derivation.display), derived=True)
    return Shape(type(part).__name__, names, printable=False)


def _field(declared: marshmallow.fields.Field[Any]) -> Shape:
    sort = next((words for kind, words in _SORTS if isinstance(declared, kind)), "")
    return replace(_shape(declared), sort=sort)


def _shape(declared: marshmallow.fields.Field[Any]) -> Shape:
    label = declared.label if isinstance(declared, Described) else ""
    optional = (
        isinstance(declared, Described) and declared.optional and declared.load_default is None
    )
    if isinstance(declared, Group):
        names = _part(declared.part()).names
        return Shape(label, names, printable=False, optional=optional)
    if isinstance(declared, Rows):
        row = _part(declared.row()) if isinstance(declared.row, type) else _field(declared.inner)
        boxes = {"boxes": BOXES} if isinstance(declared.inner, Choice) else {}
        chart = {"chart": CHART} if isinstance(declared, Charted) else {}
        return Shape(label, boxes | chart, row=row, printable=False)
    attributes: tuple[str, ...] = ()
    if isinstance(declared, Money):
        attributes = ("yuan", "capitals")
    elif isinstance(declared, Choice):
        attributes = ("code",)
    elif isinstance(declared, OriginalFile | HandInk):
        attributes = ("url", "alt", "drawing", "width", "height")
    names = {name: Shape(label) for name in attributes}
    if isinstance(declared, Choice):
        names["boxes"] = BOXES
    if isinstance(declared, LongText):
        names["paragraphs"] = Shape(label, row=Shape(label), printable=False)
    printable = not isinstance(declared, Flag | OriginalFile | HandInk)
    return Shape(label, names, printable=printable, optional=optional)
