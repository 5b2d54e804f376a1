"""The catalogue: every kind of `schemas/kinds/` with its two templates, or a clear refusal."""

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from docgen.errors import CatalogueError, MissingTemplateError, UnknownKindError
from schemas.kind import Header, KindSchema


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name is its file's name, everything else follows from its files.

    `reader` is the schema made once and shared: making one copies every field it declares.
    """

    name: str
    schema: type[KindSchema]
    reader: KindSchema
    word_template: Path
    page_template: Path

    @property
    def header(self) -> Header:
        """The facts the schema declares about the kind as a whole."""
        return self.schema.header


@dataclass(frozen=True, slots=True)
class Catalogue(Mapping[str, Kind]):
    """Every kind by name, in the order of the names."""

    kinds: Mapping[str, Kind]

    def __getitem__(self, name: str) -> Kind:
        try:
            return self.kinds[name]
        except KeyError:
            known = "、".join(self.kinds)
            raise UnknownKindError(f"没有这种文书。可用的有：{known}。") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.kinds)

    def __len__(self) -> int:
        return len(self.kinds)

    def __contains__(self, name: object) -> bool:
        return name in self.kinds


def find_kinds(package: ModuleType, templates: Path, only: Collection[str] = ()) -> Catalogue:
    """Find every kind declared in `package` (or those named in `only`) and its templates.

    Errors: `CatalogueError` with one sentence naming the file that is missing or wrong;
    `UnknownKindError` for a name in `only` that nobody declared.
    """
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    if unknown := set(only).difference(names):
        raise UnknownKindError(
            f"没有「{'、'.join(sorted(unknown))}」这种文书。可用的有：{'、'.join(names)}。"
        )
    names = [name for name in names if not only or name in only]
    return Catalogue({name: _read_kind(package, name, templates) for name in names})


def _read_kind(package: ModuleType, name: str, templates: Path) -> Kind:
    module = importlib.import_module(f"{package.__name__}.{name}")
    declared = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, KindSchema)
        and value.__module__ == module.__name__
    ]
    if len(declared) != 1:
        raise CatalogueError(
            f"schemas/kinds/{name}.py 应当正好声明一个 KindSchema，现有 {len(declared)} 个。"
        )
    schema = declared[0]
    for attribute in ("header", "example"):
        if not hasattr(schema, attribute):
            raise CatalogueError(f"schemas/kinds/{name}.py 没有声明 {attribute}。")
    for where, field in _fields_named(schema):
        if field not in schema._declared_fields:
            raise CatalogueError(f"schemas/kinds/{name}.py 的 {where} 写的 {field} 不是它的字段。")
    paths = [templates / "docx" / f"{name}.docx", templates / "html" / f"{name}.html"]
    for path in paths:
        if not path.is_file():
            raise MissingTemplateError(
                f"{name}：缺少模板 templates/{path.parent.name}/{path.name}。"
            )
    return Kind(name, schema, schema(), *paths)


def _fields_named(schema: type[KindSchema]) -> Iterator[tuple[str, str]]:
    """Yield every field a kind's own declarations name, with where they name it."""
    yield "dated_by", schema.header.dated_by
    for clock in schema.clocks:
        for field in (clock.starts, clock.contract_starts, clock.settled_by, clock.left_out):
            if field:
                yield f"clocks（{clock.code}）", field
