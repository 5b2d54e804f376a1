"""A command's options from a form of `schemas/parts`: one for each field."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, Described, EvidenceFile

Command = TypeVar("Command", bound=Callable[..., Any])


def form_options(form: Part) -> Callable[[Command], Command]:
    """Give a command one option for each field of a form; a file is one on the disk."""

    def decorate(command: Command) -> Command:
        for name, field in reversed(form.fields.items()):
            if not isinstance(field, Described):
                continue
            sort: Any = str
            if isinstance(field, Choice):
                sort = click.Choice([*field.options])
            elif isinstance(field, Day):
                sort = click.DateTime(["%Y-%m-%d"])
            elif isinstance(field, EvidenceFile):
                sort = click.Path(exists=True, dir_okay=False, path_type=Path)
            words = f"{field.label}。{field.hint}"
            option = f"--{name.replace('_', '-')}"
            command = click.option(option, name, type=sort, required=field.required, help=words)(
                command
            )
        return command

    return decorate


def typed(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return what was given as a form has it, and the files it names."""
    given: dict[str, Any] = {}
    files: dict[str, bytes] = {}
    for name, value in said.items():
        if isinstance(value, Path):
            given[name], files[value.name] = value.name, value.read_bytes()
        elif value is not None:
            given[name] = value.date().isoformat() if isinstance(value, datetime) else value
    return given, files
