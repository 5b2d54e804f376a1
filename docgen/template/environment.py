"""The strict Jinja environments every template runs in: nothing missing, nothing unescaped."""

import re
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
TAB_IN_WORD = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
# What a value may hold that is no letter: it steers, or XML has no place for it.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class StrictEnvironment(ImmutableSandboxedEnvironment):
    """A sandbox in which a missing name, a None and a bare flag are errors, never blanks."""

    def __init__(self, finalize: Callable[[Any], Any], templates: Path | None = None) -> None:
        super().__init__(
            autoescape=True,
            undefined=StrictUndefined,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            # Editors of Windows write a byte order mark.
            loader=FileSystemLoader(templates, "utf-8-sig") if templates else None,
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
    if type(value) is str and not _STEERING.search(value):
        return value  # by far the most common, and nothing else needs to be asked
    if isinstance(value, Room):
        return value.on_page() if line_break is LINE_BREAK_ON_PAGE else value.in_word()
    _refuse_unprintable(value)
    if isinstance(value, Markup) or not isinstance(value, str) or not _STEERING.search(value):
        return value
    if found := _ILLEGAL.search(value):
        code = f"U+{ord(found[0]):04X}"
        raise RenderError(f"要打印的内容里有文书里不能有的控制字符（{code}），请去掉。")
    lines = (escape(line) for line in value.split("\n"))
    if line_break is LINE_BREAK_IN_WORD:
        lines = (TAB_IN_WORD.join(line.split("\t")) for line in lines)
    return line_break.join(lines)
