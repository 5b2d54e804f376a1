"""Find the values of a Word template that changed places with others, though no word beside did."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

# A name that is printed, a loop that gives names to rows, and what is not on the paper.
_TOKEN = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_LOOP = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s*for\s+(\w+)\s+in\s+([\w.]+)")


def changed_places(ours: str, theirs: str) -> Iterator[tuple[str, str, str]]:
    """Yield the words before a value that is another than ours, then ours and theirs.

    Two values that changed places in both templates are each still printed as often. Conditions
    do not count as words. Where words were changed, only a value between two of ours is compared:
    of a row of cells without words nobody can tell which is which.
    """
    (words, values), (other_words, other_values) = _read(ours), _read(theirs)
    same = words == other_words
    matcher = SequenceMatcher(None, words, other_words, autojunk=False)
    for one, other, size in matcher.get_matching_blocks():
        for step in range(size - 1):
            was, said = values[one + step], other_values[other + step]
            if was != said and (same or all(words[one + step : one + step + 2])):
                yield _before(other_words, other + step), was, said


def _before(words: list[str], at: int) -> str:
    before = next((each for each in reversed(words[: at + 1]) if each), "")
    return before[-12:] or "开头"


def _read(source: str) -> tuple[list[str], list[str]]:
    """Return the pieces of wording between values, and the values, rows called by their loop."""
    words, values = [""], list[str]()
    rows: dict[str, str] = {}
    for token in _TOKEN.split(re.sub(r"<[^>]+>", "", source)):
        if loop := _LOOP.match(token):
            rows[loop[1]] = _path(loop[2], rows)
        elif value := _VALUE.fullmatch(token):
            values.append(_path(value[1], rows))
            words.append("")
        elif not token.startswith(("{%", "{#")):
            words[-1] += re.sub(r"\s", "", token)
    return words, values


def _path(name: str, rows: dict[str, str]) -> str:
    head, dot, rest = name.partition(".")
    return f"{rows.get(head, head)}{dot}{rest}"
