"""Write a kind's schema as JSON Schema 2020-12, for OpenAPI, for integrators, for `docgen schema`.

Every payload the service accepts in its canonical spelling passes the schema, and no type of JSON
value passes the service that the schema does not name. The law itself (dates in order, sums, check
digits) no schema can say: what passes here may still be refused with findings. Two courtesies are
left out on purpose, so that integrators rely on one spelling: the wording of a choice instead of
its code, and blanks around a value.

Generated clients name their classes after the schemas here, so whatever becomes a class (a kind,
a part, a choice) stands once under an ASCII name and bears no title; the label stands where it is
used.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import marshmallow

from docgen.errors import CatalogueError
from docgen.kinds.catalogue import Kind
from schemas.ground.base import Part
from schemas.ground.fields import (
    Choice,
    Count,
    Described,
    EvidenceFile,
    File,
    Group,
    Money,
    PersonName,
    Rows,
    Text,
    condition_words,
)
from schemas.ground.kind import KindSchema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A photo as a `data:` URL belongs into the whole example, not beside its field a second time.
LONGEST_EXAMPLE = 300
# A photo inside the payload, or the name of one beside it, which is never a path.
FILE_PATTERN = r"^(data:image/(png|jpeg);base64,|[^./\\:][^/\\:]{0,149}$)"

EVIDENCE_PATTERN = r"^(data:[a-z]+/[a-z0-9.+-]+;base64,|[^./\\:][^/\\:]{0,149}$)"

# The wording of each option, as readers of OpenAPI show it.
WORDING = "x-enumDescriptions"
BLANK = "blank"
_BLANK_SCHEMA = MappingProxyType(
    {
        "description": "未填写：null 或空白文字。",
        "type": ["null", "string"],
        "pattern": r"^\s*$",
    }
)

Schema = dict[str, Any]


def json_schema(kind: Kind) -> Schema:
    """Return the schema of a kind's payload as one document that needs nothing else."""
    writer = SchemaWriter("#/$defs/")
    schema = writer.payload(kind)
    return {"$schema": DIALECT, **schema, "$defs": writer.definitions}


class SchemaWriter:
    """Writes payload schemas whose shared parts stand once in `definitions`.

    `place` is where the caller puts the definitions: `#/$defs/`, or `#/components/schemas/`.
    Without `examples` no field repeats its value of a kind's example, which then stands elsewhere.
    """

    def __init__(self, place: str, *, examples: bool = True) -> None:
        self.place = place
        self.definitions: dict[str, Schema] = {}
        self._examples = examples
        self._owners: dict[str, object] = {}

    def payload(self, kind: Kind) -> Schema:
        """Return the schema of one kind's payload, with its whole example."""
        header, example = kind.header, kind.schema.example
        form = f"依据文书式样 {header.form}。" if header.form else ""
        return {
            "description": f"{header.title}：{header.summary}{form}",
            **self._object(kind.reader, example),
            **({"examples": [example]} if self._examples else {}),
        }

    def part(self, part: Part, example: Any) -> Schema:
        """Return the schema of a part that stands for itself, such as a form."""
        return self._object(part, example)

    def field(self, field: marshmallow.fields.Field[Any], example: Any = None) -> Schema:
        """Return the schema of one field, with its label, its help and the example's value."""
        if not isinstance(field, Described):
            raise CatalogueError(
                f"字段 {field.name} 没有标签，请用 schemas/ground/fields 里的字段。"
            )
        schema = self._shape(field, example)
        if field.optional:
            schema = self._or_blank(schema)
        words = _description(field)
        schema = {"title": field.label, **({"description": words} if words else {}), **schema}
        if field.optional and isinstance(field.load_default, bool | int | str):
            schema["default"] = field.load_default
        short = isinstance(example, bool | int | str) and len(str(example)) <= LONGEST_EXAMPLE
        if self._examples and short:
            schema["examples"] = [example]
        return schema

    def _object(self, part: Part, example: Any) -> Schema:
        values = example if isinstance(example, Mapping) else {}
        return {
            "type": "object",
            "properties": {
                name: self.field(field, values.get(name)) for name, field in part.fields.items()
            },
            "required": [name for name, field in part.fields.items() if field.required],
            "additionalProperties": False,
        }

    def _shape(self, field: Described, example: Any) -> Schema:
        if isinstance(field, Group):
            return {"$ref": self._part(field.part, example)}
        if isinstance(field, Rows):
            rows = example if isinstance(example, list | tuple) and example else [None]
            limits = {"maxItems": field.most}
            if not field.optional:
                limits["minItems"] = field.least
            return {"type": "array", "items": self.field(field.inner, rows[0]), **limits}
        if isinstance(field, Choice):
            return {"$ref": self._choice(field)}
        for ancestor in type(field).__mro__:
            if ancestor in _SHAPES:
                return _SHAPES[ancestor](field)
        return dict(field.json_schema)

    def _part(self, part: type[Part], example: Any) -> str:
        """Return the reference to a part's definition, which is written when first met."""
        name = _name_of(part)
        if self._is_new(name, part):
            self.definitions[name] = {}  # Holds the place in the order of first mention.
            self.definitions[name] = self._object(part(), example)
        return self.place + name

    def _choice(self, field: Choice) -> str:
        """Return the reference to the options of a choice, which stand where it was declared."""
        part, name = _declared(field)
        name = f"{_name_of(part)}.{name}"
        if self._is_new(name, field.options):
            self.definitions[name] = choice(field.options)
        return self.place + name

    def _is_new(self, name: str, owner: object) -> bool:
        """Tell whether a definition is still to be written; its name belongs to one owner."""
        known = self._owners.setdefault(name, owner)
        if known != owner:
            raise CatalogueError(f"有两个不同的 {name}，请把其中一个类改名。")
        return name not in self.definitions

    def _or_blank(self, schema: Schema) -> Schema:
        """Return the schema with null allowed, and blank text, which forms send for nothing."""
        if schema.get("type") == "string" and schema.keys() <= {"type", "maxLength"}:
            return {**schema, "type": ["string", "null"]}
        self.definitions.setdefault(BLANK, dict(_BLANK_SCHEMA))
        return {"anyOf": [schema, {"$ref": self.place + BLANK}]}


def choice(options: Mapping[str, str]) -> Schema:
    """Return the schema of one of `options`: code -> official wording."""
    return {"type": "string", "enum": [*options], WORDING: dict(options)}


def takes_files(part: Part) -> bool:
    """Tell whether a payload of this part can name a photo, at any depth."""
    return any(_is_file(field) for field in part.fields.values())


def _is_file(field: Any) -> bool:
    if isinstance(field, Rows):
        return _is_file(field.inner)
    if isinstance(field, Group):
        return takes_files(field.part())
    return isinstance(field, File)


def _name_of(part: type[Part]) -> str:
    """Return the name of a part's definition: its module's and its own, or the kind's alone."""
    module = vars(part).get("published_as") or part.__module__.rpartition(".")[2]
    return module if issubclass(part, KindSchema) else f"{module}.{part.__name__}"


def _declared(field: Choice) -> tuple[type[Part], str]:
    """Return the part that declares a choice, and under which name; heirs share what they take."""
    name, owner = str(field.name), field.parent
    if isinstance(owner, Rows):  # Its values are chosen one by one.
        owner = owner.parent
    heirs = [
        base for base in type(owner).__mro__
        if issubclass(base, Part) and _options(base, name) == field.options
    ]  # fmt: skip
    return heirs[-1], name


def _options(part: type[Part], name: str) -> Mapping[str, str] | None:
    """Return the options of a part's choice of this name; None where it has no such choice."""
    field = part._declared_fields.get(name)
    inner = field.row if isinstance(field, Rows) else field
    return inner.options if isinstance(inner, Choice) else None


def _description(field: Described) -> str:
    condition = condition_words(field)
    words = [
        condition and f"{condition}填写。",
        field.hint,
        field.unit and f"单位：{field.unit}。",
        field.source and f"依据：{field.source}。",
        "留卷，不印在文书上。" if field.kept else "",
    ]
    return "".join(words)


def _text(field: Text) -> Schema:
    schema = {"type": "string", "maxLength": field.longest, **field.json_schema}
    if not field.optional:
        schema.setdefault("pattern", r"\S")
    return schema


def _count(field: Count) -> Schema:
    # Digits as text are read too: a spreadsheet cell often has them so.
    return {
        **field.json_schema, "type": ["integer", "string"], "pattern": r"^\s*[0-9]{1,12}\s*$"
    }  # fmt: skip


def _money(field: Money) -> Schema:
    # A bare JSON number is read without loss, but text is the spelling to rely on.
    return {**field.json_schema, "type": ["string", "number"], "minimum": 0}


_SHAPES: Mapping[type, Callable[[Any], Schema]] = MappingProxyType(
    {
        PersonName: lambda field: {**_text(field), "minLength": 2},
        Text: _text,
        Count: _count,
        Money: _money,
        EvidenceFile: lambda _: {"type": "string", "pattern": EVIDENCE_PATTERN},
        File: lambda _: {"type": "string", "pattern": FILE_PATTERN},
    }
)
