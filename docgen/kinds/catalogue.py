"""The catalogue: every kind of `schemas/kinds/` with its two templates, or a clear refusal."""

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from docgen.errors import CatalogueError, MissingTemplateError, UnknownKindError
from schemas.ground.kind import Header, KindSchema, Workflow


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name is its file's, its work its folder's, the rest is declared.

    `reader` is the schema made once and shared: making one copies every field it declares.
    `templates` is the folder with `docx/` and `html/`.
    """

    name: str
    workflow: Workflow
    schema: type[KindSchema]
    reader: KindSchema
    templates: Path

    @property
    def header(self) -> Header:
        """The facts the schema declares about the kind as a whole."""
        return self.schema.header

    @property
    def file(self) -> str:
        """The file that declares the kind, as messages name it."""
        return f"schemas/kinds/{self.workflow.name}/{self.name}.py"

    @property
    def word_template(self) -> Path:
        """The Word template."""
        return _template(self.templates, "docx", self.workflow, self.name)

    @property
    def page_template(self) -> Path:
        """The HTML template."""
        return _template(self.templates, "html", self.workflow, self.name)

    @property
    def page_name(self) -> str:
        """The HTML template's name below `html/`, as templates name each other."""
        return self.page_template.relative_to(self.templates / "html").as_posix()


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
    modules = kind_modules(package)
    if unknown := set(only).difference(modules):
        raise UnknownKindError(
            f"没有「{'、'.join(sorted(unknown))}」这种文书。可用的有：{'、'.join(modules)}。"
        )
    names = [name for name in modules if not only or name in only]
    return Catalogue({name: _read_kind(modules[name], name, templates) for name in names})


def kind_modules(package: ModuleType) -> Mapping[str, str]:
    """Return the module that declares each kind, by the kind's name and in the order of names.

    A kind is a module in one of the package's folders; what kinds of one folder share lies in
    packages beside them. Errors: `CatalogueError` for a folder that is no `Workflow`, or one name
    in two folders.
    """
    found: dict[str, str] = {}
    for folder in pkgutil.iter_modules(package.__path__):
        if folder.name not in Workflow.__members__:
            known = "、".join(Workflow.__members__)
            raise CatalogueError(f"schemas/kinds/{folder.name} 不是文书的类别。可用的有：{known}。")
        for path in package.__path__:
            for module in pkgutil.iter_modules([f"{path}/{folder.name}"]):
                if module.ispkg:
                    continue
                if module.name in found:
                    raise CatalogueError(f"两个文件夹里都有 {module.name}.py，请改名。")
                found[module.name] = f"{package.__name__}.{folder.name}.{module.name}"
    return dict(sorted(found.items()))


def _read_kind(dotted: str, name: str, templates: Path) -> Kind:
    workflow = Workflow[dotted.split(".")[-2]]
    module = importlib.import_module(dotted)
    declared = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, KindSchema)
        and value.__module__ == module.__name__
    ]
    file = f"schemas/kinds/{workflow.name}/{name}.py"
    if len(declared) != 1:
        raise CatalogueError(f"{file} 应当正好声明一个 KindSchema，现有 {len(declared)} 个。")
    schema = declared[0]
    for attribute in ("header", "example"):
        if not hasattr(schema, attribute):
            raise CatalogueError(f"{file} 没有声明 {attribute}。")
    for where, field in _fields_named(schema):
        if field not in schema._declared_fields:
            raise CatalogueError(f"{file} 的 {where} 写的 {field} 不是它的字段。")
    kind = Kind(name, workflow, schema, schema(), templates)
    for path in (kind.word_template, kind.page_template):
        if not path.is_file():
            place = path.relative_to(templates).as_posix()
            raise MissingTemplateError(f"{name}：缺少模板 templates/{place}。")
    return kind


def _template(templates: Path, suffix: str, workflow: Workflow, name: str) -> Path:
    """Return where a template lies; the bags of earlier versions carry them without folders."""
    folder = templates / suffix
    flat = folder / f"{name}.{suffix}"
    return flat if flat.is_file() else folder / workflow.name / f"{name}.{suffix}"


def _fields_named(schema: type[KindSchema]) -> Iterator[tuple[str, str]]:
    """Yield every field a kind's own declarations name, with where they name it."""
    yield "dated_by", schema.header.dated_by
    for follows in schema.neighbours.follows:
        for field in follows.takes:
            yield f"neighbours（{follows.kind}）", field
    for excludes in schema.neighbours.excludes:
        if excludes.when:
            yield f"neighbours（{excludes.kind}）", excludes.when.field
    for comparison in schema.comparisons().values():
        if comparison.by:
            yield f"beside（{comparison.check.__name__}）", comparison.by
    for clock in schema.clocks:
        for field in (clock.starts, clock.contract_starts, clock.settled_by, clock.left_out):
            if field:
                yield f"clocks（{clock.code}）", field
