"""What a paper owes its reader: which values of a case must be printed, and which were not."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

_ROW = re.compile(r"\[\d+\]")
_LAST_ROW = re.compile(r"\[\d+\]$")


def unprinted(
    words: Mapping[str, Any], owed: Mapping[str, tuple[str, ...]], printed: Collection[str]
) -> Iterator[str]:
    """Yield the path of each value that must be printed and is not, rows numbered: `lines[0].sum`.

    `words` are traced (`traced`), `owed` is what `printed_paths` gives: the paths that must be
    printed, with those of derived values that may stand in; where these say nothing, nothing is
    owed. A choice is printed by its boxes too.
    """
    heads = {head for path in printed for head in _heads(path)}
    for place, path, beside in _leaves(words, owed):
        stand_ins = [name for each in owed[path][1:] if (name := each.rpartition(".")[2])]
        if stand_ins and not any(beside.get(name) for name in stand_ins):
            continue
        parent = place.rpartition(".")[0]
        spoken = [place, *(f"{parent}.{name}" if parent else name for name in stand_ins)]
        boxes = f"{_LAST_ROW.sub('', place)}.boxes"
        if boxes not in heads and not any(each in heads for each in spoken):
            yield place


def _heads(path: str) -> Iterator[str]:
    """Yield a path and every path above it."""
    yield path
    for mark in re.finditer(r"[.\[#]", path):
        yield path[: mark.start()]
        if path[mark.start()] == "[":
            yield path[: path.index("]", mark.start()) + 1]


def _leaves(
    words: Mapping[str, Any], owed: Mapping[str, Any]
) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield place, path and neighbours of every value of a case that is owed and says something."""
    waiting: list[tuple[Any, str, Mapping[str, Any]]]
    waiting = [(below, name, words) for name, below in words.items()]
    while waiting:
        value, place, beside = waiting.pop()
        if type(value) is dict:
            waiting += [(below, f"{place}.{name}", value) for name, below in value.items()]
        elif isinstance(value, tuple):
            waiting += [(row, f"{place}[{at}]", beside) for at, row in enumerate(value)]
        elif isinstance(value, str) and value and (path := _ROW.sub("", place)) in owed:
            yield place, path, beside


def spoken(printed: Collection[str]) -> set[str]:
    """Return the paths of what was printed, rows and paragraphs no longer told apart."""
    return {_ROW.sub("", path.partition("#")[0]) for path in printed}
