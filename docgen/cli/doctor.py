"""Whether the machine is fit: libraries, faces, database, folder; what is missing, how to mend it.

It must run where half of that is missing, so it imports what needs libraries only after a look.
"""

import sys
from collections.abc import Mapping
from typing import NoReturn

import click
from rich.console import Console
from rich.table import Table

from docgen.cli.cases import json_option
from docgen.cli.output import say_json
from docgen.errors import DocgenError, ExitCode
from docgen.health import installation_facts, lesser_faces, missing_libraries
from docgen.proof.opening import open_engine
from docgen.register.look import look_at
from docgen.render.font_sources import ROLE_TITLES, unusable_faces
from docgen.render.fonts import FaceSet, open_faces
from docgen.settings import Settings


@click.command(
    help="体检：设置、系统库、字体、数据库和数据文件夹，缺什么、怎么补。有问题时退出码不为零。"
)
@json_option
def doctor(as_json: bool) -> None:
    """Show what this machine has and lacks."""
    settings = Settings.from_env()
    wrong = missing_libraries()
    if wrong:
        _conclude(wrong, [], as_json)
    faces = None
    try:
        faces = ready_faces(settings)
        wrong += lesser_faces(faces)
    except DocgenError as fault:
        wrong.append(fault.message)
    unusable = [*unusable_faces(settings.fonts)]
    found = look_at(settings)
    wrong, notes = wrong + found.wrong, unusable + found.notes
    if faces is None:
        _conclude(wrong, notes, as_json)
    engine = open_engine(settings)
    facts = installation_facts(settings, engine)
    if settings.house is None:
        notes.append(
            "内部设置是随程序的示例机关，不能出具文书：请写好本机关的，设置 DOCGEN_HOUSE。"
        )
    if as_json:
        rows = [dict(face) for face in faces.report()]
        told = {"settings": facts, "faces": rows, "unusable_faces": unusable}
        say_json({**told, "wrong": wrong, "notes": notes})
        sys.exit(ExitCode.bad_settings if wrong else ExitCode.done)
    _show(facts, faces)
    _conclude(wrong, notes, as_json)


def ready_faces(settings: Settings) -> FaceSet:
    """Open the faces; where they have to be prepared, say how far that is.

    Errors: `FontsError`.
    """

    def tell(role: str, done: int, of: int) -> None:
        if not done:
            click.echo("准备字体：这台机器上只做一次，要一两分钟。", err=True)
        else:
            click.echo(f"准备字体 {done}/{of}：{ROLE_TITLES[role]}", err=True)

    return open_faces(settings.cache / "faces", settings.fonts, tell)


def _show(facts: Mapping[str, str], faces: FaceSet) -> None:
    table = Table(show_header=False, box=None)
    for name, value in facts.items():
        table.add_row(name, value)
    console = Console()
    console.print(table)
    shown = Table("用途", "字体", "字数", "文件", box=None, pad_edge=False)
    for face in faces.report():
        shown.add_row(
            ROLE_TITLES[face["role"]], face["source_family"], str(face["coverage"]), face["source"]
        )
    console.print(shown)


def _conclude(wrong: list[str], notes: list[str], as_json: bool) -> NoReturn:
    """Say what is wrong and end."""
    if as_json:
        say_json({"wrong": wrong, "notes": notes})
    else:
        for each in notes:
            click.echo(each)
        for each in wrong:
            click.echo(f"有问题：{each}", err=True)
        click.echo("可以使用。" if not wrong else f"有 {len(wrong)} 处问题。", err=bool(wrong))
    sys.exit(ExitCode.bad_settings if wrong else ExitCode.done)
