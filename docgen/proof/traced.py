"""Words that remember where in a case they come from, so that whoever prints them is found out."""

from typing import Any

from markupsafe import Markup

from docgen.case.words import Passage


class Said(str):
    """A word of a case and its path there, as the lint writes paths: `parties.name`."""

    path: str


class SaidPassage(Passage):
    """A long text of a case; each of its paragraphs counts as the whole."""

    path: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs, numbered: all of them must be printed."""
        parts = super().paragraphs
        return tuple(_said(Said, each, f"{self.path}#{at}") for at, each in enumerate(parts))


def traced(value: Any, path: str = "") -> Any:
    """Return the words of a case with every one of them knowing its path."""
    if type(value) is dict:
        prefix = f"{path}." if path else ""
        return {name: traced(below, f"{prefix}{name}") for name, below in value.items()}
    if isinstance(value, Markup):
        return value
    if isinstance(value, Passage):
        return _said(SaidPassage, value, path)
    if isinstance(value, str):
        return _said(Said if type(value) is str else type(value), value, path)
    if isinstance(value, tuple):
        below = [traced(row, f"{path}[{at}]") for at, row in enumerate(value)]
        rows = tuple.__new__(type(value), below)
        if attributes := getattr(value, "__dict__", None):
            rows.__dict__.update(attributes)
            _trace_attributes(rows, path)
        return rows
    return value


def _said(kind: type[Any], value: str, path: str) -> Any:
    said = str.__new__(kind, value)
    said.__dict__.update(getattr(value, "__dict__", {}))
    _trace_attributes(said, path)
    said.path = path
    return said


def _trace_attributes(owner: Any, path: str) -> None:
    for name, below in [*owner.__dict__.items()]:
        if name not in ("path", "code", "chart"):
            owner.__dict__[name] = traced(below, f"{path}.{name}")
