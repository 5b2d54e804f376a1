"""Show the house facts to whoever looks after them: label, words, what is still a default."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.case.words import describe_house
from docgen.errors import SettingsError
from docgen.house import check_house
from schemas.ground.base import Part, Record
from schemas.ground.fields import Described, Group, Rows
from schemas.ground.house import House


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: `by_default` when the file does not state it; a part or its rows are `below`."""

    label: str
    hint: str
    words: str
    by_default: bool = False
    below: tuple[tuple["Entry", ...], ...] = ()


def house_entries(house: Record, file: Path | None) -> tuple[Entry, ...]:
    """Return every house fact in its order; `file` is where they were read, None: as shipped."""
    stated = tomllib.loads(file.read_text("utf-8")) if file else None
    return tuple(_entries(House(), describe_house(house), stated))


def read_values(content: bytes) -> Mapping[str, Any]:
    """Return what an office's file says, once it is right.

    Errors: `SettingsError` naming the entry.
    """
    try:
        values = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError("文件不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None
    except tomllib.TOMLDecodeError as fault:
        raise SettingsError(f"文件不符合 TOML 写法：{fault}。") from None
    check_house(values, "house.toml")
    return values


def changed_by(values: Mapping[str, Any], house: Record) -> tuple[str, ...]:
    """Return the labels of the facts that values would change.

    Errors: `SettingsError` naming the entry.
    """
    wanted, fields = check_house(values, "house.toml"), House().fields
    return tuple(
        field.label
        for name, field in fields.items()
        if isinstance(field, Described) and wanted[name] != house[name]
    )


def _entries(part: Part, words: Mapping[str, Any], stated: Any) -> Iterator[Entry]:
    for name, field in part.fields.items():
        if not isinstance(field, Described):
            continue
        said = stated.get(name) if isinstance(stated, Mapping) else None
        missing = isinstance(stated, Mapping) and name not in stated
        yield _entry(field, words[name], said, missing)


def _entry(field: Described, words: Any, stated: Any, missing: bool) -> Entry:
    if words is None or words == ():
        return Entry(field.label, field.hint, "未填写", missing)
    if isinstance(field, Group):
        return Entry(
            field.label, field.hint, "", missing, (tuple(_entries(field.below, words, stated)),)
        )
    if isinstance(field, Rows) and field.below:
        rows = stated if isinstance(stated, list) else [None] * len(words)
        below = tuple(
            tuple(_entries(field.below, row, said)) for row, said in zip(words, rows, strict=True)
        )
        return Entry(field.label, field.hint, f"{len(below)} 项", missing, below)
    text = (
        {True: "是", False: "否"}.get(words, str(words)) if isinstance(words, bool) else str(words)
    )
    return Entry(field.label, field.hint, text, missing)
