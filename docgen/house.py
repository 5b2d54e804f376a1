"""Read the house facts: what one bureau has decided and the law has not."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import marshmallow

from docgen.case.case import examine
from docgen.case.findings import flatten
from docgen.errors import SettingsError
from schemas.ground.base import Finding, Record
from schemas.ground.house import House


def read_house(path: Path | None) -> Record:
    """Read and check the house facts; None gives the invented bureau that ships with docgen.

    Errors: `SettingsError` naming the file and the entry.
    """
    try:
        text = (
            path.read_text("utf-8")
            if path
            else files("schemas.ground").joinpath("house.toml").read_text("utf-8")
        )
        values = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(f"读不了内部设置文件 {path}：{fault}") from None
    return check_house(values, str(path or "house.toml"))


def is_invented(house: Record) -> bool:
    """Tell whether the facts are those of the bureau that ships with docgen, which nobody is."""
    return bool(house.authority.name == shipped_house().authority.name)


@cache
def shipped_house() -> Record:
    """Return the facts of the invented bureau, whose the examples and the corpus are."""
    return read_house(None)


def in_own_name(payload: Any, house: Record) -> Any:
    """Return a payload of the invented bureau with the 机关代字 of this office in its numbers.

    An example is shown to be tried: with another bureau's numbers it would be refused.
    """
    if isinstance(payload, Mapping):
        return {name: in_own_name(below, house) for name, below in payload.items()}
    if isinstance(payload, list | tuple):
        return [in_own_name(below, house) for below in payload]
    theirs = shipped_house().authority.number_prefix
    if isinstance(payload, str) and payload.startswith(theirs):
        return house.authority.number_prefix + payload.removeprefix(theirs)
    return payload


def check_house(values: Mapping[str, object], name: str) -> Record:
    """Return the house facts in `values` as a record, or raise `SettingsError`."""
    record, findings = judge_house(values)
    if record is None:
        raise SettingsError(f"内部设置文件 {name} 的 {findings[0].pointer}：{findings[0].detail}")
    return record


def judge_house(values: Mapping[str, object]) -> tuple[Record | None, list[Finding]]:
    """Return the house facts in `values` as a record, or None and all that is wrong with them."""
    schema = House()
    try:
        loaded = schema.load(values)
    except marshmallow.ValidationError as refusal:
        return None, [*flatten(refusal.messages, schema)]
    record, findings = examine(schema, loaded, None)
    return (None, findings) if findings else (record, [])


def house_toml(values: Mapping[str, Any], place: str = "") -> str:
    """Return house facts as the text of a file that `read_house` reads; values are a payload's."""
    here = [f"{name} = {_plain(each)}\n" for name, each in values.items() if not _is_table(each)]
    below = []
    for name, each in values.items():
        path = f"{place}.{name}" if place else name
        if isinstance(each, Mapping):
            below.append(f"\n[{path}]\n{house_toml(each, path)}")
        elif _is_table(each):
            below += [f"\n[[{path}]]\n{house_toml(row, path)}" for row in each]
    return "".join([*here, *below])


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and bool(value))


def _plain(value: Any) -> str:
    # Texts are written as JSON writes them, which TOML reads alike but for one character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
