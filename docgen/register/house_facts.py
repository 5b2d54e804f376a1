"""机关设置 as an office changes them: a dated file for each state; none is ever altered."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from docgen.clock import BEIJING
from docgen.house import check_house, house_toml
from docgen.register import audit
from docgen.register.actor import Actor
from docgen.register.database import Register
from docgen.register.issued import allow
from docgen.register.rights import Act
from docgen.register.tables import audit as entries
from docgen.settings import HOUSES

SAVED = "house_saved"
MOST = 20


@dataclass(frozen=True, slots=True)
class SavedHouse:
    """One state of the house facts: its file, when and by whom it was saved, what it changed."""

    file: str
    at: datetime
    by: str
    changed: tuple[str, ...]


def save_house(
    register: Register,
    home: Path,
    values: Mapping[str, Any],
    changed: tuple[str, ...],
    *,
    actor: Actor,
) -> Path:
    """Keep house facts as a new file of `home`; a program that starts reads the newest.

    `values` are those of a payload, `changed` the labels of what they change.
    Errors: `NotAllowedError`, `SettingsError`.
    """
    allow(Act.administer, actor)
    check_house(values, "house.toml")
    at = register.now().astimezone(BEIJING)
    head = f"# 机关设置。{at:%Y-%m-%d %H:%M:%S}，{actor.name} 在页面上保存。\n"
    content = (head + house_toml(values)).encode()
    check_house(tomllib.loads(content.decode()), "house.toml")
    folder = home / HOUSES
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with register.writing() as connection:
        # Once nobody else writes: a name that is there already would be another state.
        taken = len([*folder.glob(f"{at:%Y-%m-%dT%H%M%S}*.toml")])
        path = folder / f"{at:%Y-%m-%dT%H%M%S}-{taken:02}.toml"
        digest = hashlib.sha256(content).hexdigest()
        detail = {"file": path.name, "sha256": digest, "changed": list(changed)}
        audit.record(connection, register, actor, SAVED, None, detail)
        partial = path.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(path)
    return path


def saved_houses(register: Register) -> list[SavedHouse]:
    """Return the last states that were saved, the newest first."""
    asked = (
        select(entries.c.at, entries.c.actor, entries.c.detail)
        .where(entries.c.act == SAVED)
        .order_by(entries.c.sequence.desc())
        .limit(MOST)
    )
    with register.reading() as connection:
        return [
            SavedHouse(each.detail["file"], each.at, each.actor, tuple(each.detail["changed"]))
            for each in connection.execute(asked)
        ]
