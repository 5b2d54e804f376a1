"""Read the tables that are shipped beside this package."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

PACKAGE = "schemas.law"


def read_table(name: str) -> dict[str, Any]:
    """Return the content of the shipped TOML file `name`, for example `"grounds.toml"`."""
    return parsed(PACKAGE, name)


def parsed(package: str, name: str) -> dict[str, Any]:
    """Return the content of a TOML file shipped beside `package`."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def shipped_calendars() -> tuple[str, ...]:
    """Return the text of every shipped calendar file, oldest year first."""
    folder = files(PACKAGE).joinpath("calendars")
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        entry.read_text(encoding="utf-8") for entry in entries if entry.name.endswith(".toml")
    )
