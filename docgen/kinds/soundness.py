"""Judge what a kind declares, before any case: names that clash, fields that are not there."""

import keyword
from collections.abc import Iterator

from docgen.kinds.catalogue import Kind
from docgen.kinds.flaw import Flaw
from schemas.ground.base import Part, Record
from schemas.ground.fields import Day, Described, Group, Moment, Rows
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import EVERYWHERE
from schemas.law import Law, Unit

# A value of such a name would hide a method of the schema or of its values, or be hidden by one.
RESERVED = frozenset({*dir(KindSchema), *dir(Record), *dir(dict), "header", "example", "fields"})
# Names of the templates' language, and those that every template is given.
_OF_TEMPLATES = frozenset(
    {
        "loop", "self", "super", "caller", "varargs", "kwargs", "true", "false", "none",
        "range", "dict", "lipsum", "cycler", "joiner", "namespace",
    }
)  # fmt: skip
_GIVEN = frozenset({"authority", "house", "full_title", "mark", "draft"})


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
    for where, field in _fields_named(kind.schema):
        if field not in own:
            yield _no_field(kind, where, field)
    for clock in kind.schema.clocks:
        if clock.code not in law.deadlines:
            yield Flaw(kind.file, "", f"clocks 写的 {clock.code} 不是已有的期限")
        elif clock.starts and bool(clock.until) != _is_set(law, clock.code):
            detail = f"clocks（{clock.code}）：期限由文书确定的写 until，其余的不写"
            yield Flaw(kind.file, "", detail)
        elif (clock.starts or clock.days) and bool(clock.days) != _is_left_open(law, clock.code):
            detail = f"clocks（{clock.code}）：天数由文书确定的写 days，其余的不写"
            yield Flaw(kind.file, "", detail)


def _fields_named(schema: type[KindSchema]) -> Iterator[tuple[str, str]]:
    """Yield every field that a kind's header, clocks and neighbours name, with what names it."""
    yield from (("about", _head(path)) for path in schema.header.about)
    for follows in schema.neighbours.follows:
        yield from ((f"neighbours（{follows.kind}）", _head(path)) for path in follows.takes)
    for kind, takes in schema.neighbours.recalls.items():
        yield from ((f"recalls（{kind}）", _head(path)) for path in takes)
    if schema.from_order:
        yield from (("from_order", _head(path)) for path in schema.from_order.takes)
    if schema.to_order:
        named = (schema.to_order.references, *schema.to_order.gives.values())
        yield from (("to_order", _head(path)) for path in named)
    for excludes in schema.neighbours.excludes:
        if excludes.when:
            yield f"neighbours（{excludes.kind}）", excludes.when.field
    for comparison in schema.comparisons().values():
        if comparison.by not in ("", EVERYWHERE):
            yield f"beside（{comparison.check.__name__}）", _head(comparison.by)
    for each in schema.restated:
        yield from (("restated", _head(path)) for path in (*each.texts, each.until) if path)
    for clock in schema.clocks:
        named = (
            clock.starts,
            clock.contract_starts,
            clock.settled_by,
            clock.left_out,
            clock.until,
            clock.days,
        )
        yield from ((f"clocks（{clock.code}）", field) for field in named if field)


def _head(path: str) -> str:
    return path.partition(".")[0]


def _is_set(law: Law, code: str) -> bool:
    """Tell whether the paper that starts a period sets its last day."""
    return all(each.unit is Unit.SET_DAY for each in law.deadlines[code])


def _is_left_open(law: Law, code: str) -> bool:
    """Tell whether the paper that starts a period sets how many days it has."""
    return all(each.left_to_paper for each in law.deadlines[code])


def _flaws_of_part(kind: Kind, part: Part) -> Iterator[Flaw]:
    where = "" if part is kind.reader else f"{type(part).__name__}."
    fields, derivations = part.fields, type(part).derivations()
    for name in (*fields, *derivations):
        if name in RESERVED or name in _OF_TEMPLATES or keyword.iskeyword(name):
            yield Flaw(kind.file, where + name, "这是程序保留的名称，取值时会出错，请换一个名称")
    for name in fields.keys() & derivations.keys():
        yield Flaw(kind.file, where + name, "字段和派生值不能同名，请换一个名称")
    for said_by, name in _named(part):
        if name not in fields:
            yield _no_field(kind, where + said_by, name)


def _named(part: Part) -> Iterator[tuple[str, str]]:
    """Yield every field that a part's own declarations name, after what names it."""
    yield from (("leading", name) for name in part.leading)
    derivations = type(part).derivations()
    yield from (("blank", name) for name in type(part).granted() if name not in derivations)
    for name, derivation in derivations.items():
        yield from ((f"{name} 的 prints", each) for each in derivation.prints)
    for name, rule in type(part).rules().items():
        yield from ((f"{name} 的 needs", each) for each in rule.needs)
    for name, field in part.fields.items():
        if isinstance(field, Described) and field.applies:
            yield f"{name} 的 applies", field.applies.field


def _no_field(kind: Kind, where: str, name: str) -> Flaw:
    return Flaw(kind.file, "", f"{where} 写的 {name} 不是它的字段")


def _parts(part: Part) -> Iterator[Part]:
    """Yield a part and every part inside it."""
    yield part
    for field in part.fields.values():
        below = field.below if isinstance(field, Group | Rows) else None
        if below:
            yield from _parts(below)
