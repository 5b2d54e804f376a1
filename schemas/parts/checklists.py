"""检查单模板: dated data files with the contents and items of checklists, each with its place."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class PresetItem:
    """One item: what is looked at, by which standard, and the article or file it is taken from."""

    content: str
    standard: str
    place: str


@dataclass(frozen=True, slots=True)
class PresetContent:
    """One heading with its items; none where its source names no items."""

    heading: str
    place: str
    items: tuple[PresetItem, ...]


@dataclass(frozen=True, slots=True)
class Preset:
    """A template of a checklist as it governs between two days, both included."""

    code: str
    title: str
    method: str
    effective_from: date
    effective_to: date | None
    contents: tuple[PresetContent, ...]

    def governs(self, on: date) -> bool:
        """Tell whether a checklist of that day may follow it."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


def read_presets() -> Mapping[str, Preset]:
    """Return every template shipped in `schemas/checklists/`, by its file's name."""
    entries = sorted(files("schemas").joinpath("checklists").iterdir(), key=lambda each: each.name)
    found = {}
    for entry in entries:
        if entry.name.endswith(".toml"):
            code = entry.name.removesuffix(".toml")
            found[code] = _preset(code, tomllib.loads(entry.read_text(encoding="utf-8")))
    return found


def _preset(code: str, table: Mapping[str, Any]) -> Preset:
    return Preset(
        code=code,
        title=table["title"],
        method=table["method"],
        effective_from=table["effective_from"],
        effective_to=table.get("effective_to"),
        contents=tuple(
            PresetContent(
                each["heading"],
                each["place"],
                tuple(PresetItem(**item) for item in each.get("items", ())),
            )
            for each in table["contents"]
        ),
    )
