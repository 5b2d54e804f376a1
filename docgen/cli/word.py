"""Commands about Word templates: make one from a short text, show it as text, bring it in order."""

from pathlib import Path
from typing import TextIO

import click

from docgen.cli.output import write_file
from docgen.errors import CatalogueError
from docgen.settings import Settings
from docgen.word.ending import closed
from docgen.word.master import Master, read_master
from docgen.word.notation import parse
from docgen.word.print import print_manuscript
from docgen.word.read import Readback, read_template
from docgen.word.sample import sample_of
from docgen.word.write import write_manuscript


@click.group(help="Word 模板：从几行文字做成、看成文字、恢复样板的格式。")
def word() -> None:
    """Group what is done to Word templates."""


@word.command(help="从一份文字稿做成完整的 Word 模板；TEXT 写成 - 时从标准输入读。")
@click.argument("text", type=click.File("r", encoding="utf-8"))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="写到哪里。")
def make(text: TextIO, output: Path) -> None:
    """Make a Word template from a text in notation."""
    master = read_master(_folder())
    write_file(
        output, write_manuscript(closed(parse(text.read(), master), master.paragraphs), master)
    )


@word.command(help="把一份 Word 模板打印成文字稿：可以看、比较、改了再做成 Word。")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def show(file: Path) -> None:
    """Print a Word template as a text in notation."""
    master = read_master(_folder())
    click.echo(_printed(file, _read(file, master), master), nl=False)


@word.command(
    help="按样板重写 Word 模板：在 Word 里改过之后，或者样板变了之后。不写文件名就是全部。"
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def tidy(files: tuple[Path, ...]) -> None:
    """Write templates anew with the master's styles, keeping what is their own."""
    master = read_master(_folder())
    changed = 0
    for file in files or sorted(_folder().rglob("*.docx")):
        back = _read(file, master)
        _printed(file, back, master)
        content = write_manuscript(closed(back.manuscript, master.paragraphs), master)
        for place, what in back.by_hand:
            click.echo(f"{file.name} {place}：去掉了直接设的{what}", err=True)
        if content != file.read_bytes():
            write_file(file, content)
            changed += 1
    click.echo(f"按样板重写了 {changed} 个文件。")


@word.command(help="列出样板里的页面、样式、表格和块；给出 -o 时写成一份可以在 Word 里看的样张。")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="样张写到哪里。")
def master(output: Path | None) -> None:
    """List what the master offers, or show it as a Word file."""
    known = read_master(_folder())
    if output:
        write_file(output, write_manuscript(sample_of(known), known))
        return
    click.echo(f"页面：{'、'.join(known.pages)}")
    click.echo(f"段落样式：{'、'.join(known.paragraphs)}")
    click.echo(f"文字样式：{'、'.join(known.runs)}")
    click.echo(f"表格样式：{'、'.join(known.tables)}")
    for block in known.blocks.values():
        given = "".join(f" {name}={value}" for name, value in block.parameters.items())
        click.echo(f"\n[块 {block.name}{given}]　{block.purpose}\n{block.text.strip()}")


def _folder() -> Path:
    return Settings.from_env().templates / "docx"


def _read(file: Path, known: Master) -> Readback:
    try:
        return read_template(file.read_bytes(), known)
    except (KeyError, OSError, ValueError) as fault:
        raise CatalogueError(f"{file.name} 不是能读的 Word 文件。") from fault


def _printed(file: Path, back: Readback, known: Master) -> str:
    """Return a file's text in notation, refusing a file that holds more than the notation says."""
    for place, what in back.foreign:
        raise CatalogueError(f"{file.name} {place}：文字稿写不出「{what}」，请先在 Word 里去掉。")
    text = print_manuscript(back.manuscript, known)
    if parse(text, known) != back.manuscript:
        raise CatalogueError(f"{file.name} 写成文字稿后读不回原样，请检查里面的方括号和竖线。")
    return text
