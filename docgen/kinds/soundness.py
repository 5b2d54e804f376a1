"""Judge a kind's declarations before any case is read: names that clash, fields that are not there."""

import keyword
from collections.abc import Iterator

from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from schemas.ground.base import Part, Record
from schemas.ground.fields import Day, Described, Group, Moment, Rows
from schemas.ground.kind import KindSchema
from schemas.law import Law

# A value of such a name would hide a method of the schema or of its values, or be hidden by one.
RESERVED = frozenset({*dir(KindSchema), *dir(Record), *dir(dict), "header", "example", "fields"})
# Names of the templates' language, and those that every template is given.
_OF_TEMPLATES = frozenset(
    {
        "loop", "self", "super", "caller", "varargs", "kwargs", "true", "false", "none",
        "range", "dict", "lipsum", "cycler", "joiner", "namespace",
    }
)  # fmt: skip
_GIVEN = frozenset({"authority", "house", "mark", "draft"})


def flaws_of_schema(kind: Kind, law: Law) -> Iterator[Flaw]:
    """Yield every flaw of a kind's declarations: of its parts, its header and its clocks."""
    own = kind.reader.fields
    for name in _GIVEN & {*own, *kind.schema.derivations()}:
        yield Flaw(kind.file, name, "模板里这个名称另有所指，请换一个名称")
    for part in _parts(kind.reader):
        yield from _flaws_of_part(kind, part)
    dated = own.get(kind.header.dated_by)
    if dated is None:
        yield _no_field(kind, "dated_by", kind.header.dated_by)
    elif not isinstance(dated, Day | Moment) or dated.optional:
        detail = f"dated_by 写的 {kind.header.dated_by} 应当是必填的日期或时间"
        yield Flaw(kind.file, "", detail)
    for clock in kind.schema.clocks:
        for field in (clock.starts, clock.contract_starts, clock.settled_by, clock.left_out):
            if field and field not in own:
                yield _no_field(kind, f"clocks（{clock.code}）", field)
        if clock.code not in law.deadlines:
            yield Flaw(kind.file, "", f"clocks 写的 {clock.code} 不是已有的期限")


def _flaws_of_part(kind: Kind, part: Part) -> Iterator[Flaw]:
    where = "" if part is kind.reader else f"{type(part).__name__}."
    fields, derivations = part.fields, type(part).derivations()
    for name in (*fields, *derivations):
        if name in RESERVED or name in _OF_TEMPLATES or keyword.iskeyword(name):
            yield Flaw(kind.file, where + name, "这是程序保留的名称，取值时会出错，请换一个名称")
        if name in fields and name in derivations:
            yield Flaw(kind.file, where + name, "字段和派生值不能同名，请换一个名称")
    for name in part.leading:
        if name not in fields:
            yield _no_field(kind, f"{where}leading", name)
    for name, derivation in derivations.items():
        for printed in derivation.prints:
            if printed not in fields:
                yield _no_field(kind, f"{where}{name} 的 prints", printed)
    for name, rule in type(part).rules().items():
        for needed in rule.needs:
            if needed not in fields:
                yield _no_field(kind, f"{where}{name} 的 needs", needed)
    for name, field in fields.items():
        when = field.applies if isinstance(field, Described) else None
        if when and when.field not in fields:
            yield _no_field(kind, f"{where}{name} 的 applies", when.field)


def _no_field(kind: Kind, where: str, name: str) -> Flaw:
    return Flaw(kind.file, "", f"{where} 写的 {name} 不是它的字段")


def _parts(part: Part) -> Iterator[Part]:
    """Yield a part and every part inside it."""
    yield part
    for field in part.fields.values():
        below = field.below if isinstance(field, Group | Rows) else None
        if below:
            yield from _parts(below)
