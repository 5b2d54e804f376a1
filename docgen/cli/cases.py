"""Commands about one case: look at a kind, check a payload, render it."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from docgen.case.payload import read_payload
from docgen.cli.output import as_rows, say_json, show_findings, write_file
from docgen.engine import COPIES, FORMATS, SHEET, Engine, assemble, open_catalogue
from docgen.errors import CatalogueError, PayloadError
from docgen.house import in_own_name, read_house
from docgen.kinds.catalogue import Catalogue
from docgen.kinds.json_schema import json_schema
from docgen.photo.folder import FolderPhotos
from docgen.proof.opening import known_flaws, open_engine, prove
from docgen.proof.records import Records
from docgen.sets import FOLDER
from docgen.settings import STORE_NAME, Settings

json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
copy_option = click.option(
    "--copy",
    type=click.Choice([*COPIES]),
    default="delivery",
    show_default=True,
    help="、".join(f"{code} {name}" for code, name in COPIES.items()) + "。",
)


@click.command(help="列出可以生成的文书。")
@json_option
def kinds(as_json: bool) -> None:
    """List the kinds."""
    settings = Settings.from_env()
    catalogue = open_catalogue(settings)
    flaws = known_flaws(settings, catalogue)
    rows = [_row(catalogue, name, flaws.get(name, "")) for name in catalogue]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        click.echo(f"{row['kind']:<26}{row['title']}（{row['workflow']}）")
        click.echo(f"{'':<26}{row['summary']}")
        if row["flaw"]:
            click.echo(f"{'':<26}不能使用：{row['flaw']}")


def _row(catalogue: Catalogue, name: str, flaw: str) -> dict[str, str]:
    """Return what is said of a kind; of one that cannot be read, its name and why."""
    row = {"kind": name, "title": name, "workflow": "", "form": "", "summary": "", "flaw": flaw}
    with suppress(CatalogueError):
        kind = catalogue[name]
        header = kind.header
        row |= {"title": header.title, "workflow": kind.workflow, "form": header.form}
        row["summary"] = header.summary
    return row


@click.command(help="打印一份完整的示例案件数据，可以直接生成文书。")
@click.argument("kind")
def example(kind: str) -> None:
    """Print a kind's example."""
    settings = Settings.from_env()
    example = open_catalogue(settings, only=(kind,))[kind].schema.example
    say_json(in_own_name(example, read_house(settings.house)))


@click.command(help="打印一种文书的 JSON Schema：每一项的名称、含义、格式和是否必填。")
@click.argument("kind")
def schema(kind: str) -> None:
    """Print a kind's JSON Schema, and on stderr what is wrong with the kind."""
    engine = assemble()
    say_json(json_schema(engine.catalogue[kind]))
    try:
        prove(engine, kind, Records(engine.settings, engine.catalogue))
    except CatalogueError as fault:
        click.echo(f"这种文书现在不能使用：{fault.message}", err=True)


@click.command(
    help="列出一种文书的模板可以使用的名称：含义、是否必须打印、示例印出来是什么。"
    "-o 名称.html 写成一页，可以打印。"
)
@click.argument("kind")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写成 HTML 文件。")
def names(kind: str, output: Path | None) -> None:
    """List the names that a kind's templates may use."""
    from docgen.look.names import names_of, names_sheet  # noqa: PLC0415 - no other command needs it

    engine = assemble(only=(kind,))
    if output:
        write_file(output, names_sheet(engine, engine.catalogue[kind]).encode())
        click.echo(f"已写出 {output}，用浏览器打开或打印。", err=True)
        return
    for each in names_of(engine, engine.catalogue[kind]):
        missing = "，可能没有" if each.optional else ""
        shown = f"，例如：{each.example}" if each.example else ""
        more = f"，另有 {'、'.join(each.more)}" if each.more else ""
        place = "  " * each.depth
        sort = f"{each.sort}；" if each.sort else ""
        click.echo(f"{place}{each.written}  {each.label}（{sort}{each.use}{missing}{more}）{shown}")


@click.command(help="检查案件数据，列出错误和提示，不生成文书。CASE 写 - 时从标准输入读取。")
@click.argument("kind")
@click.argument("case", type=click.Path(allow_dash=True, path_type=Path))
@copy_option
@json_option
def check(kind: str, case: Path, copy: str, as_json: bool) -> None:
    """Check one payload."""
    payload, files = read_case(case)
    engine = assemble()
    notices = engine.check(kind, payload, copy=copy, files=files).notices
    if as_json:
        say_json({"notices": as_rows(notices)})
        return
    click.echo(f"没有错误，有 {len(notices)} 条提示。" if notices else "没有错误，也没有提示。")
    show_findings(notices)


@click.command(
    help="生成一份文书。CASE 写 - 时从标准输入读取；照片放在 CASE 同一文件夹，"
    "-o 写 - 时输出到标准输出。--blank 不要 CASE，印一份空白的，供现场手写。"
)
@click.argument("kind")
@click.argument("case", type=click.Path(allow_dash=True, path_type=Path), required=False)
@click.option(
    "--format",
    "format_",
    type=click.Choice([*FORMATS, SHEET]),
    help="默认按 -o 的扩展名，否则 pdf；台账、清单还可以是 xlsx。",
)
@copy_option
@click.option("--blank", is_flag=True, help="印空白的，供手写：不编文号，不含案件数据。")
@click.option("-o", "--output", type=click.Path(allow_dash=True, path_type=Path), help="输出文件。")
def render(  # noqa: PLR0917 - one parameter an option
    kind: str,
    case: Path | None,
    format_: str | None,
    copy: str,
    blank: bool,
    output: Path | None,
) -> None:
    """Render one document, or a kind's blank edition."""
    if blank == (case is not None):
        raise click.UsageError("请写出 CASE；要空白的写 --blank，不写 CASE。")
    if blank and copy != "delivery":
        raise click.UsageError("空白的不分用途，请去掉 --copy。")
    suffix = output.suffix.lstrip(".").lower() if output else ""
    wanted = format_ or (suffix if suffix in (*FORMATS, SHEET) else "pdf")
    if blank and wanted == SHEET:
        raise click.UsageError("空白的只有 docx、html 和 pdf。")
    if case is None:
        from docgen.look.blank import blank_edition  # noqa: PLC0415 - who has a case waits for none

        document = blank_edition(engine_for(kind), kind, wanted)
    else:
        payload, files = read_case(case)
        engine = engine_for(kind, payload)
        document = engine.render(kind, payload, wanted, copy=copy, files=files)
    if output and str(output) == "-":
        sys.stdout.buffer.write(document.content)
    else:
        path = output or Path(document.name)
        write_file(path, document.content)
        click.echo(f"已生成 {path}（{len(document.content):,} 字节）。", err=True)
    show_findings(document.notices)


def engine_for(kind: str, payload: Any = None) -> Engine:
    """Open an engine on the templates of a payload's day, as the register at hand says.

    Where nobody promoted a set no register is opened: who renders a letter waits for none.
    Errors: those of `open_engine` and of `InForce.for_case`.
    """
    settings = Settings.from_env()
    engine = open_engine(settings, kinds=(kind,))
    if not (settings.home / STORE_NAME / FOLDER).is_dir():
        return engine
    from docgen.cli.door import open_office  # noqa: PLC0415 - a database takes its time to import
    from docgen.register.in_force import InForce  # noqa: PLC0415

    with open_office(settings, existing=True) as office:
        return InForce(engine, office).for_case(kind, payload).engine


def read_case(path: Path) -> tuple[dict[str, Any], Mapping[str, bytes]]:
    """Read a payload and the photos that lie beside it.

    Errors: `PayloadError` when the file cannot be read or is not clear JSON.
    """
    if str(path) == "-":
        return read_payload(sys.stdin.buffer.read()), {}
    try:
        payload = read_payload(path.read_bytes())
    except OSError as fault:
        raise PayloadError(f"读不了 {path}：{fault.strerror}。") from None
    return payload, FolderPhotos(path.parent)
