"""Compile the HTML templates: one self-contained page a document, its style inlined."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from jinja2 import Template, TemplateError, meta

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
    except TemplateError as fault:
        line = getattr(fault, "lineno", 1)
        where = getattr(fault, "name", None) or name
        raise CatalogueError(f"{where} 第 {line} 行：模板语法有误：{fault.message}") from None


def _digest(name: str, environment: StrictEnvironment) -> str:
    """Return SHA-256 (hex) over the template and every file it extends or includes.

    The folder of a kind is no part of it: a kind that moves makes the same documents.
    """
    names, digest = [name], hashlib.sha256()
    for each in names:
        source, _, _ = environment.loader.get_source(environment, each)  # type: ignore[union-attr]
        digest.update(f"{PurePath(each).name}\0{source}\0".encode())
        found = meta.find_referenced_templates(environment.parse(source))
        names += [below for below in found if below and below not in names]
    return digest.hexdigest()
