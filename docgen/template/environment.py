"""The strict Jinja environments every template runs in: nothing missing, nothing unescaped."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from docgen.case.room import Room
from docgen.errors import RenderError
from docgen.photo.picture import Picture
from schemas.law import chinese_numeral

# What a template that passed the lint can still do wrong when it runs: a bad filter argument.
MISHAPS = (TemplateError, TypeError, ValueError, LookupError)

LINE_BREAK_IN_WORD = Markup('</w:t><w:br/><w:t xml:space="preserve">')
LINE_BREAK_ON_PAGE = Markup("<br>")


class StrictEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which a missing name, a None and a bare flag are errors, never blanks."""

    def __init__(self, finalize: Callable[[Any], Any], templates: Path | None = None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            loader=FileSystemLoader(templates) if templates else None,
        )
        self.filters["numeral"] = chinese_numeral

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj.attribute`; of a group of words, the word of that name.

        Jinja asks a dict for its methods first: slow, and wrong for a field called `items`.
        """
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def page_environment(templates: Path) -> StrictEnvironment:
    """Return the environment of the HTML templates in `templates/html`."""
    return StrictEnvironment(_on_page, templates)


def word_environment() -> StrictEnvironment:
    """Return the environment of the XML parts of Word templates."""
    return StrictEnvironment(_in_word)


def _refuse_unprintable(value: Any) -> None:
    if value is None or isinstance(value, bool | dict | tuple):
        raise RenderError("模板要打印没有填写的项、一个是否值或整组字段，请改成打印具体的一项。")
    if isinstance(value, Picture):
        raise RenderError("照片在 HTML 模板里写成 <img>，在 Word 模板里写 drawing(宽, 高)。")


def _on_page(value: Any) -> Any:
    return _with_breaks(value, LINE_BREAK_ON_PAGE)


def _in_word(value: Any) -> Any:
    return _with_breaks(value, LINE_BREAK_IN_WORD)


def _with_breaks(value: Any, line_break: Markup) -> Any:
    if type(value) is str and "\n" not in value:
        return value  # by far the most common, and nothing else needs to be asked
    if isinstance(value, Room):
        return value.on_page() if line_break is LINE_BREAK_ON_PAGE else value.in_word()
    _refuse_unprintable(value)
    if isinstance(value, Markup) or not isinstance(value, str) or "\n" not in value:
        return value
    return line_break.join(escape(line) for line in value.split("\n"))
