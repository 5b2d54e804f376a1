"""The catalogue: every kind of `schemas/kinds/` with its two templates, read when asked for."""

import importlib
import pkgutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from types import ModuleType

import schemas.kinds
from docgen.errors import CatalogueError, MissingTemplateError, UnknownKindError
from docgen.kinds import own
from schemas.ground.kind import Header, KindSchema, Workflow

_LIST = '{% extends "_list.html" %}'
# Where kinds are declared, as messages name it: those that came with us, and an office's own.
_OURS, _OWN = "schemas/kinds", f"{own.SETTING}/{own.FOLDER}"
# A form that goes on as a sheet of rows.
_SHEET = '<table class="sheet rows">'


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name is its file's, its work its folder's, the rest is declared.

    `reader` is the schema made once and shared: making one copies every field it declares.
    `templates` is the folder with `docx/` and `html/`, `place` the one that messages say the kind
    is declared in.
    """

    name: str
    workflow: Workflow
    schema: type[KindSchema]
    reader: KindSchema
    templates: Path
    place: str = _OURS

    @property
    def header(self) -> Header:
        """The facts the schema declares about the kind as a whole."""
        return self.schema.header

    @property
    def file(self) -> str:
        """The file that declares the kind, as messages name it."""
        return _file(self.place, self.workflow, self.name)

    @property
    def word_template(self) -> Path:
        """The Word template."""
        return _template(self.templates, "docx", self.workflow, self.name)

    @property
    def page_template(self) -> Path:
        """The HTML template."""
        return _template(self.templates, "html", self.workflow, self.name)

    @property
    def missing_template(self) -> MissingTemplateError | None:
        """What to say of a template that is not there."""
        for path in (self.word_template, self.page_template):
            if not path.is_file():
                place = path.relative_to(self.templates).as_posix()
                return MissingTemplateError(f"{self.name}：缺少模板 templates/{place}。")
        return None

    @property
    def is_list(self) -> bool:
        """Whether it is laid out as a list or has one, which can be made into a workbook too."""
        path = self.page_template
        page = path.read_text("utf-8-sig") if path.is_file() else ""
        return page.startswith(_LIST) or _SHEET in page

    @property
    def is_leaf(self) -> bool:
        """Whether it is a leaf of a bound file, made when its case is closed."""
        compiler = self.schema.compiler
        return bool(compiler and compiler.leaf)

    @property
    def page_name(self) -> str:
        """The HTML template's name below `html/`, as templates name each other."""
        return self.page_template.relative_to(self.templates / "html").as_posix()


class Catalogue(Mapping[str, Kind]):
    """Every kind by name, in the order of the names; a kind is imported when first asked for.

    `package` is where the kinds are declared, `modules` gives the module of each, `templates` is
    the folder with `docx/` and `html/`, `own_kinds` the office's folder of its own. Who asks for
    one of seventy kinds must not wait for all.
    Errors, when a kind is asked for: `UnknownKindError`; `CatalogueError` with one sentence naming
    the file that cannot be read.
    """

    def __init__(
        self,
        package: ModuleType,
        modules: Mapping[str, str],
        templates: Path,
        own_kinds: Path | None = None,
    ) -> None:
        self._package = package
        self._modules = dict(modules)
        self._templates = templates
        self._own = own_kinds
        self._read: dict[str, Kind] = {}

    def files(self, name: str) -> list[Path]:
        """Return the files of a kind that are there, without importing it: schema, templates."""
        workflow = Workflow[self._module(name).split(".")[-2]]
        templates = [_template(self._templates, each, workflow, name) for each in ("docx", "html")]
        if self._own and self.is_own(name):
            return [*own.programs_in(self._own), *(path for path in templates if path.is_file())]
        schemas = [Path(each, workflow.name, f"{name}.py") for each in self._package.__path__]
        return [path for path in (*schemas, *templates) if path.is_file()]

    def is_own(self, name: str) -> bool:
        """Tell whether a kind is declared in the office's folder of its own."""
        package = own.package_of(self._own).__name__ if self._own else ""
        return self._module(name).partition(".")[0] == package

    def is_ours(self, name: str) -> bool:
        """Tell whether a kind came with us; an office may declare kinds of its own."""
        return self._module(name).startswith(f"{schemas.kinds.__name__}.")

    def shared_files(self) -> list[Path]:
        """Return the files that kinds share: packages beside them, layouts, macros and styles."""
        folders = [Path(each) for each in self._package.__path__]
        beside = [
            path
            for folder in folders
            for path in folder.rglob("*.py")
            if path.parent.parent != folder or path.name == "__init__.py"
        ]
        shared = [
            path
            for path in self._templates.rglob("*")
            if path.is_file()
            and (parts := path.relative_to(self._templates).parts)[0] != own.FOLDER
            and any(each.startswith("_") for each in parts)
        ]
        return sorted([*beside, *shared])

    def beside(self, kinds: Mapping[str, Kind]) -> "Catalogue":
        """Return a catalogue that knows these kinds too, which somebody has read already."""
        wider = Catalogue(
            self._package, dict.fromkeys(sorted({*self, *kinds}), ""), self._templates, self._own
        )
        wider._modules |= self._modules
        wider._read = {**self._read, **kinds}
        return wider

    def __getitem__(self, name: str) -> Kind:
        kind = self._read.get(name)
        if kind is None:
            # Threads that meet here read it twice and keep one.
            place = _OWN if self.is_own(name) else _OURS
            read = _read_kind(self._module(name), name, self._templates, place)
            kind = self._read.setdefault(name, read)
        return kind

    def _module(self, name: str) -> str:
        if name not in self._modules:
            raise UnknownKindError(f"没有这种文书。可用的有：{'、'.join(self)}。")
        return self._modules[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules


def find_kinds(
    package: ModuleType,
    templates: Path,
    only: Collection[str] = (),
    own_kinds: Path | None = None,
) -> Catalogue:
    """Find every kind declared in `package` (or those named in `only`); none is imported yet.

    Those of the office's folder `own_kinds` stand among them. Errors: `CatalogueError` for a folder
    that is no `Workflow`, or one name twice; `UnknownKindError` for a name in `only` that nobody
    declared.
    """
    modules = kind_modules(package)
    if own_kinds:
        theirs = kind_modules(own.package_of(own_kinds), _OWN)
        for name in sorted(modules.keys() & theirs.keys()):
            raise own.clash(name, f"{_OWN}/{theirs[name].split('.')[-2]}/{name}.py")
        modules = dict(sorted({**modules, **theirs}.items()))
    if unknown := set(only).difference(modules):
        raise UnknownKindError(
            f"没有「{'、'.join(sorted(unknown))}」这种文书。可用的有：{'、'.join(modules)}。"
        )
    wanted = {name: module for name, module in modules.items() if not only or name in only}
    return Catalogue(package, wanted, templates, own_kinds)


def kind_modules(package: ModuleType, place: str = _OURS) -> Mapping[str, str]:
    """Return the module that declares each kind, by the kind's name and in the order of names.

    A kind is a module in one of the package's folders; what kinds of one folder share lies in
    packages beside them. `place` is where messages say that they are. Errors: `CatalogueError` for
    a folder that is no `Workflow`, or one name in two folders.
    """
    found: dict[str, str] = {}
    folders = sorted(each for path in package.__path__ for each in Path(path).glob("[!_.]*"))
    for folder in folders:
        if folder.name not in Workflow.__members__:
            known = "、".join(Workflow.__members__)
            raise CatalogueError(f"{place}/{folder.name} 不是文书的类别。可用的有：{known}。")
        for module in pkgutil.iter_modules([str(folder)]):
            if module.ispkg:
                continue
            if module.name in found:
                raise CatalogueError(f"{place}：两个文件夹里都有 {module.name}.py，请改名。")
            found[module.name] = f"{package.__name__}.{folder.name}.{module.name}"
    return dict(sorted(found.items()))


def _read_kind(dotted: str, name: str, templates: Path, place: str) -> Kind:
    workflow = Workflow[dotted.split(".")[-2]]
    file = _file(place, workflow, name)
    with _readable(file):
        module = importlib.import_module(dotted)
    declared = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, KindSchema)
        and value.__module__ == module.__name__
    ]
    if len(declared) != 1:
        raise CatalogueError(f"{file} 应当正好声明一个 KindSchema，现有 {len(declared)} 个。")
    schema = declared[0]
    for attribute in ("header", "example"):
        if not hasattr(schema, attribute):
            raise CatalogueError(f"{file} 没有声明 {attribute}。")
    with _readable(file):
        reader = schema()
    return Kind(name, workflow, schema, reader, templates, place)


def _file(place: str, workflow: Workflow, name: str) -> str:
    return f"{place}/{workflow.name}/{name}.py"


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Say of a kind's file that it cannot be read, and where, whatever Python raises over it."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as fault:
        line = getattr(fault, "lineno", None) or extract_tb(fault.__traceback__)[-1].lineno
        told = f"{type(fault).__name__}：{fault}"
        raise CatalogueError(f"{file} 读不进来，出在第 {line} 行（{told}）。") from fault


def _template(templates: Path, suffix: str, workflow: Workflow, name: str) -> Path:
    """Return where a template lies; the bags of earlier versions carry them without folders."""
    folder = templates / suffix
    flat = folder / f"{name}.{suffix}"
    return flat if flat.is_file() else folder / workflow.name / f"{name}.{suffix}"
