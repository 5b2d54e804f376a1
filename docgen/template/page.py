"""Compile the HTML templates: one self-contained page a document, its style inlined."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound, nodes

from docgen.errors import CatalogueError, RenderError
from docgen.template.environment import MISHAPS, StrictEnvironment
from docgen.template.mistakes import in_chinese


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A compiled HTML template."""

    path: Path
    template: Template
    digest: str

    def render(self, context: Mapping[str, Any]) -> str:
        """Return the page for one context, the very page the PDF is made from."""
        try:
            return self.template.render(context)
        except MISHAPS as fault:
            raise RenderError(f"HTML 模板 {self.path.name} 渲染失败：{fault}") from None


_PRINTING = (nodes.Extends, nodes.Include)
_NAMING = (*_PRINTING, nodes.Import, nodes.FromImport)


class PageSources:
    """The source texts of pages, and which of them need which others.

    A text is parsed once for all pages that share it.
    """

    def __init__(self, environment: StrictEnvironment) -> None:
        self.environment = environment
        self._trees: dict[str, nodes.Template] = {}
        self._named: dict[tuple[str, tuple[type[nodes.Node], ...]], list[str]] = {}

    def source(self, name: str) -> str:
        """Return the text of the file `name`; TemplateNotFound if there is none."""
        text, _, _ = self.environment.loader.get_source(self.environment, name)  # type: ignore[union-attr]
        return text

    def tree(self, name: str) -> nodes.Template:
        """Return the syntax tree of the file `name`; TemplateNotFound if there is none."""
        source = self.source(name)
        if source not in self._trees:
            self._trees[source] = self.environment.parse(source)
        return self._trees[source]

    def referenced(self, name: str) -> list[str]:
        """Return a template's name and the names of all it extends, includes or imports."""
        return self._closure(name, _NAMING)

    def printed(self, name: str) -> list[str]:
        """Return a template's name and the names of all whose own text it prints."""
        return self._closure(name, _PRINTING)

    def computed(self, name: str) -> list[int]:
        """Return the lines that name another file by anything but its name."""
        named = self.tree(name).find_all(_NAMING)
        return [each.lineno for each in named if _name_in(each) is None]

    def _closure(self, name: str, ways: tuple[type[nodes.Node], ...]) -> list[str]:
        names = [name]
        for each in names:
            names += [below for below in self._names_in(each, ways) if below not in names]
        return names

    def _names_in(self, name: str, ways: tuple[type[nodes.Node], ...]) -> list[str]:
        """Return the other files that a file names in these ways, each once."""
        key = self.source(name), ways
        if key not in self._named:
            named = (_name_in(node) for node in self.tree(name).find_all(ways))
            self._named[key] = list(dict.fromkeys(below for below in named if below))
        return self._named[key]


def _name_in(node: Any) -> str | None:
    """Return the file that a tag names; None where the name is computed."""
    return node.template.value if isinstance(node.template, nodes.Const) else None


def compile_page(path: Path, name: str, pages: PageSources) -> PageTemplate:
    """Compile the HTML template at `path`, which `pages` knows as `name`.

    Errors: `CatalogueError` naming the file and the line where Jinja cannot read it.
    """
    with _readable(name):
        return PageTemplate(path, pages.environment.get_template(name), page_digest(name, pages))


def page_digest(name: str, pages: PageSources) -> str:
    """Return SHA-256 (hex) over the template and every file it extends, includes or imports.

    The folder of a kind is no part of it: a kind that moves makes the same documents. Nothing is
    compiled. Errors: those of `compile_page`.
    """
    digest = hashlib.sha256()
    with _readable(name):
        for each in pages.referenced(name):
            digest.update(f"{PurePath(each).name}\0{pages.source(each)}\0".encode())
    return digest.hexdigest()


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say of a page that Jinja cannot read where that is."""
    try:
        yield
    except TemplateNotFound as missing:
        raise CatalogueError(f"{name} 引用的 templates/html/{missing.name} 不存在。") from None
    except UnicodeDecodeError:
        raise CatalogueError(
            f"templates/html/{name}（或它引用的文件）不是 UTF-8 编码，请用 UTF-8 另存。"
        ) from None
    except TemplateError as fault:
        line = getattr(fault, "lineno", 1)
        # Of some mistakes Jinja tells the path on this machine.
        where = (getattr(fault, "name", None) or name).rpartition("/html/")[2]
        told = in_chinese(fault.message)
        raise CatalogueError(f"{where} 第 {line} 行：模板语法有误：{told}") from None
