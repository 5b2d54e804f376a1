"""不纳入考核规则: what a month's rules allow, as dated data files that the bureau fills.

They change every month, and no text of them is published: none is shipped. A bureau lays a file
`YEAR-MONTH.toml` into `schemas/assessment/`; where a month has one, its types are the only ones.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class MonthRules:
    """The rules of one month: their paper, the types by their items, the last hour."""

    month: str
    source: str
    types: Mapping[str, str]
    closes_at: datetime | None


def is_month(text: str) -> bool:
    """Tell whether a text is a month as the files are called: 2026-07."""
    return _MONTH.fullmatch(text) is not None


@cache
def shipped() -> Mapping[str, MonthRules]:
    """Return the rules of every month that the bureau has laid down."""
    return read_rules(files("schemas").joinpath("assessment").iterdir())


def read_rules(entries: Iterable[Traversable]) -> Mapping[str, MonthRules]:
    """Return the rules in some files by their months; files that are no month are passed over."""
    found = {}
    for entry in sorted(entries, key=lambda each: each.name):
        month = entry.name.removesuffix(".toml")
        if entry.name.endswith(".toml") and is_month(month):
            found[month] = _rules(month, tomllib.loads(entry.read_text(encoding="utf-8")))
    return found


def _rules(month: str, table: Mapping[str, Any]) -> MonthRules:
    return MonthRules(
        month=month,
        source=table["source"],
        types={each["item"]: each["type"] for each in table["types"]},
        closes_at=table.get("closes_at"),
    )
