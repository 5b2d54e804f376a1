"""The command that hands over what was issued: `docgen register bag`."""

from datetime import date
from pathlib import Path

import click

from docgen.archive.volumes import MOST, Merge
from docgen.batch.plan import RETENTION
from docgen.cli.door import console_actor, open_office
from docgen.engine import assemble
from docgen.register.bag import bag_of
from docgen.register.ledger import LedgerFilter


@click.command(
    help="把一个案卷或一年出具的文书做成移交包（BagIt），可用 docgen verify 核验。\n\n"
    "作废的和被代替的文书也在其中，元数据写明。登记簿里的一切保持不变。"
)
@click.option("--case", "case_ref", help="这个案卷的文书。")
@click.option("--year", type=click.IntRange(1949, 9999), help="文书日期在这一年的文书。")
@click.option(
    "--out", required=True, metavar="DIR", type=click.Path(path_type=Path), help="新文件夹。"
)
@click.option(
    "--merge", type=click.IntRange(1, MOST), metavar="N", help="另合订成卷，每卷至多 N 件。"
)
@click.option("--retention", default=RETENTION, show_default=True, help="移交清单所写的保管期限。")
@click.option("--faces", is_flag=True, help="带上自由字体（约 70 MB），多年后也能重新生成。")
def bag(  # noqa: PLR0917 - the options of the command
    case_ref: str | None,
    year: int | None,
    out: Path,
    merge: int | None,
    retention: str,
    faces: bool,
) -> None:
    """Write a bag of a case or a year."""
    if (case_ref is None) == (year is None):
        raise click.UsageError("请用 --case 指定案卷，或用 --year 指定年份，二者选一。")
    wanted = LedgerFilter(
        case_ref=case_ref,
        dated_from=date(year, 1, 1) if year else None,
        dated_to=date(year, 12, 31) if year else None,
    )
    with open_office() as office:
        sealed = bag_of(
            office,
            assemble(),
            wanted,
            out,
            actor=console_actor(),
            merge=Merge(merge) if merge else None,
            retention=retention,
            faces=faces,
        )
    click.echo(f"{sealed.documents} 份文书的移交包在 {out}。", err=True)
    click.echo(f"内容摘要 sha256:{sealed.content_sha256}")
