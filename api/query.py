"""Parameters of a query: what each may be, read strictly and published from the same lines."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Request

from api.errors import RequestError

# A text in an address: one line, without what a database or a log could stumble over.
_LINE = re.compile(r"[^\x00-\x1f\x7f\ufffd]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its meaning, its JSON Schema, and how its text is read.

    `read` raises ValueError for what it cannot read. Only what is required has an `example`, since
    the reference page fills examples in: a filter nobody chose would show an empty ledger.
    """

    words: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: str = ""

    @property
    def required(self) -> bool:
        """Whether a request has to have it."""
        return bool(self.example)


def line(words: str, longest: int = 80, *, example: str = "") -> Parameter:
    """Return a parameter that is one line of text; with an example it is required."""
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    schema["pattern"] = r"^[^\u0000-\u001f\u007f\ufffd]+$"
    return Parameter(words, schema, lambda text: _line(text, longest), example)


def one_of(words: str, *options: str, default: str | None = None) -> Parameter:
    """Return a parameter that is one of a few words."""
    schema: dict[str, Any] = {"type": "string", "enum": [*options]}
    if default:
        schema["default"] = default
    return Parameter(words, schema, lambda text: _one_of(text, options))


def day(words: str) -> Parameter:
    """Return a parameter that is a day, written 2026-07-10."""
    return Parameter(words, {"type": "string", "format": "date"}, _day)


def flag(words: str) -> Parameter:
    """Return a parameter that is true or false."""
    names = {"true": True, "false": False}
    return Parameter(words, {"type": "boolean"}, lambda text: names[text])


def whole(words: str, least: int, most: int, *, default: int | None = None) -> Parameter:
    """Return a parameter that is a whole number."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    if default is not None:
        schema["default"] = default
    return Parameter(words, schema, lambda text: _whole(text, least, most))


def read_query(request: Request, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """Return the parameters of a request that were given, by name.

    A misspelt filter must not yield every document, nor a repeated one either of two answers.
    Errors: `RequestError`.
    """
    if request.args.keys() - known.keys():
        names = "、".join(known) or "（无）"
        raise RequestError(f"地址中有不认识的参数，可以用的是：{names}。")
    for name, parameter in known.items():
        if parameter.required and name not in request.args:
            raise RequestError(f"地址中缺少参数 {name}（{parameter.words}），请补上。")
    read = {}
    for name, texts in request.args.lists():
        if len(texts) > 1:
            raise RequestError(f"参数 {name} 只能写一次，请删去多余的。")
        try:
            read[name] = known[name].read(texts[0])
        except (ValueError, KeyError):
            raise RequestError(f"参数 {name} 写法有误（{known[name].words}），请改正。") from None
    return read


def _line(text: str, longest: int) -> str:
    if len(text) > longest or not _LINE.fullmatch(text):
        raise ValueError
    return text


def _one_of(text: str, options: tuple[str, ...]) -> str:
    if text not in options:
        raise ValueError
    return text


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return date.fromisoformat(text)


def _whole(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise ValueError
    return int(text)
