"""Compile the HTML templates: one self-contained page a document, its style inlined."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from jinja2 import Template, TemplateError, TemplateNotFound, nodes

from docgen.errors import CatalogueError, RenderError
from docgen.template.environment import MISHAPS, StrictEnvironment


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


def compile_page(path: Path, name: str, environment: StrictEnvironment) -> PageTemplate:
    """Compile the HTML template at `path`, which the environment knows as `name`.

    Errors: `CatalogueError` naming the file and the line where Jinja cannot read it.
    """
    try:
        return PageTemplate(path, environment.get_template(name), _digest(name, environment))
    except TemplateNotFound as missing:
        raise CatalogueError(f"{name} 引用的 templates/html/{missing.name} 不存在。") from None
    except TemplateError as fault:
        line = getattr(fault, "lineno", 1)
        where = getattr(fault, "name", None) or name
        raise CatalogueError(f"{where} 第 {line} 行：模板语法有误：{fault.message}") from None


_PRINTING = (nodes.Extends, nodes.Include)
_NAMING = (*_PRINTING, nodes.Import, nodes.FromImport)


class PageSources:
    """The source texts of pages, and which of them need which others."""

    def __init__(self, environment: StrictEnvironment) -> None:
        self._environment = environment

    def source(self, name: str) -> str:
        """Return the text of the file `name`; TemplateNotFound if there is none."""
        text, _, _ = self._environment.loader.get_source(self._environment, name)  # type: ignore[union-attr]
        return text

    def tree(self, name: str) -> nodes.Template:
        """Return the syntax tree of the file `name`; TemplateNotFound if there is none."""
        return self._environment.parse(self.source(name))

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
            for node in self.tree(each).find_all(ways):
                below = _name_in(node)
                if below and below not in names:
                    names.append(below)
        return names


def _name_in(node: Any) -> str | None:
    """Return the file that a tag names; None where the name is computed."""
    return node.template.value if isinstance(node.template, nodes.Const) else None


def _digest(name: str, environment: StrictEnvironment) -> str:
    """Return SHA-256 (hex) over the template and every file it extends, includes or imports.

    The folder of a kind is no part of it: a kind that moves makes the same documents.
    """
    pages, digest = PageSources(environment), hashlib.sha256()
    for each in pages.referenced(name):
        digest.update(f"{PurePath(each).name}\0{pages.source(each)}\0".encode())
    return digest.hexdigest()
