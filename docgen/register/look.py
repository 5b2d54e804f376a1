"""Look at a register from outside, for `docgen doctor`: nothing is made, nothing changed."""

import os
from dataclasses import dataclass, field

from sqlalchemy import func, select

from docgen.clock import beijing_day
from docgen.errors import DocgenError
from docgen.register import migrations
from docgen.register.database import FILE_NAME, Register, open_register
from docgen.register.head import refuse_if_behind
from docgen.register.kept_sets import path_of
from docgen.register.probe import probe_store
from docgen.register.promotions import set_on, turns_in
from docgen.register.tables import documents, people
from docgen.register.witness import refuse_if_ahead
from docgen.sets import read_kept
from docgen.settings import Settings


@dataclass(slots=True)
class Look:
    """What is wrong with a register, and what is merely worth saying."""

    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def look_at(settings: Settings) -> Look:
    """Try the database and the folder of the settings."""
    found, home = Look(), settings.home.absolute()
    if not settings.database_url and not (home / FILE_NAME).exists():
        place = next(each for each in (home, *home.parents) if each.exists())
        if not os.access(place, os.W_OK | os.X_OK):
            found.wrong.append(f"数据文件夹 {home} 建立不了，请检查 {place} 的权限。")
        found.notes.append(
            f"{home} 里还没有登记簿，第一次启动时建立；应当已有的，请改正 DOCGEN_HOME。"
        )
        return found
    try:
        register = open_register(settings)
    except DocgenError as fault:
        found.wrong.append(fault.message)
        return found
    try:
        _try(register, found)
        if not found.wrong:
            _try_witness(register, settings.witness, found)
    finally:
        register.engine.dispose()
    return found


def _try(register: Register, found: Look) -> None:
    try:
        probe_store(register)
    except DocgenError as fault:
        found.wrong.append(fault.message)
    try:
        with register.reading() as connection:
            migrations.refuse_unless_current(connection)
            refuse_if_behind(connection, register.store)
            issued, known = (
                connection.scalar(select(func.count()).select_from(table)) or 0
                for table in (documents, people)
            )
            digest = set_on(turns_in(connection), beijing_day(register.now()))
        if digest:
            read_kept(path_of(register, digest))
            found.notes.append(f"今天的文书使用登记簿里启用的模板 {digest[:12]}。")
    except DocgenError as fault:
        found.wrong.append(fault.message)
        return
    found.notes.append(f"登记簿里有 {issued} 份文书、{known} 个账号。")
    if not issued and not known:
        found.notes.append(
            "这是一个空的登记簿；应当已有内容的，请核对 DOCGEN_HOME 和 DOCGEN_DATABASE_URL。"
        )


def _try_witness(register: Register, to: str, found: Look) -> None:
    try:
        refuse_if_ahead(register, to)
    except DocgenError as fault:
        found.wrong.append(fault.message)
