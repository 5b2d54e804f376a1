"""The command that writes a kind's spreadsheet: `docgen sheet`."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import click
import marshmallow

from docgen.batch.sheet.produce import Given, write_csv, write_workbook
from docgen.case.findings import flatten
from docgen.cli.cases import read_case
from docgen.cli.output import write_file
from docgen.engine import open_catalogue
from docgen.errors import InvalidCaseError
from docgen.kinds.catalogue import Kind
from docgen.spreadsheet.raw import SheetError
from schemas.ground.fields import FileReference
from schemas.ground.walk import typed_values

WRITERS = {".xlsx": write_workbook, ".csv": write_csv}


@click.command(
    help="写出一种文书的电子表格；CASES 是要先填进去的已有案件（JSON）。\n\n"
    "\b\n"
    "xlsx：一列一项，一行一案；有多项的内容（如调解协议、检查人员、照片）各有一张表，\n"
    "      用「案件编号」对应。选项可下拉，证件号码等为文本格式，第一行是示例。\n"
    "csv： 只有一张表，有多项的内容占编号的列：第 2 名投诉人的电话是「投诉人2·联系电话」\n"
    "      （程序名 complainants.2.phone）；要更多项时照样加列。UTF-8 或 GB18030 编码。\n\n"
    "列按第二行的程序名识别，没有程序名的按标题识别；列的顺序不限，不用的选填列可以删去。"
    "照片与表格放在同一文件夹，表中只写文件名。"
)
@click.argument("kind")
@click.argument("cases", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="输出文件：.xlsx 或 .csv。",
)
def sheet(kind: str, cases: tuple[Path, ...], output: Path) -> None:
    """Write the spreadsheet of a kind."""
    write = WRITERS.get(output.suffix.lower())
    if write is None:
        raise SheetError("电子表格只能写成 .xlsx 或 .csv，请改正 -o 的扩展名。")

    def keep(content: bytes, suffix: str) -> str:
        name = f"{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        write_file(output.parent / name, content)
        return name

    found = open_catalogue(only=(kind,))[kind]
    write(output, found, _given(found, cases, output.parent), keep)
    click.echo(f"已生成 {output}，填好后运行：docgen batch {output} --out 文件夹", err=True)


def _given(kind: Kind, cases: tuple[Path, ...], folder: Path) -> Iterator[Given]:
    """Yield the cases to put into the sheet, their photos laid beside it."""
    for path in cases:
        payload, photos = read_case(path)
        try:
            values = kind.reader.load(payload)
        except marshmallow.ValidationError as refusal:
            raise InvalidCaseError(flatten(refusal.messages, kind.reader)) from None
        for _, _, value in typed_values(kind.reader, values):
            if not isinstance(value, FileReference) or (folder / value.name).exists():
                continue
            if value.name in photos:
                write_file(folder / value.name, photos[value.name])
        yield Given(path.stem, payload)
