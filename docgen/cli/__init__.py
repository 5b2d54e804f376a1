"""The command line: `docgen`, in Chinese, with exit codes a program can rely on."""

import sqlite3
import sys

import click

from docgen import __version__
from docgen.cli.commands import Commands
from docgen.cli.output import report
from docgen.errors import DiskError, DocgenError, ExitCode

EXIT_CODES = "\n".join(
    f"  {code:<3} {meaning}"
    for code, meaning in {
        ExitCode.done: "成功",
        ExitCode.failed: "未能完成，原因见提示",
        ExitCode.usage: "命令或输入的写法不对",
        ExitCode.invalid_case: "案件数据有需要改正的地方，没有生成文书",
        ExitCode.bad_catalogue: "文书种类或模板有问题",
        ExitCode.bad_settings: "设置有问题",
        ExitCode.not_found: "没有这种文书",
        ExitCode.render_failed: "渲染失败",
        ExitCode.busy: "正在生成的文书太多，稍后再试",
        ExitCode.deadline: "文书没有在规定的时间内生成",
        ExitCode.other_templates: "核验：由不同的模板或设置生成",
        ExitCode.other_fonts: "核验：由不同的字体生成",
        ExitCode.other_engine: "核验：由不同版本的程序生成",
        ExitCode.altered: "核验：内容被改动过，或者移交包有缺失、多余、不符",
        ExitCode.unprovable: "核验：缺少凭据，无法核验或不能重新生成",
        ExitCode.batch_incomplete: "批量：有的案件没有生成文书，见 errors.jsonl，其余都已归档",
        ExitCode.batch_changed: "批量：模板、字体、设置、程序或输入变了，没有继续",
        130: "按了 Ctrl-C；批量时再运行同一命令会接着做",
    }.items()
)


@click.group(
    cls=Commands,
    help="把案件数据变成合法的市场监管文书：Word 供编辑，PDF/A 供归档。",
    epilog=(
        "\b\n第一次使用：\n  docgen kinds\n"
        "  docgen example non_acceptance_notice > case.json\n"
        "  docgen render non_acceptance_notice case.json --format pdf -o 决定书.pdf\n\n"
        f"\b\n退出码：\n{EXIT_CODES}"
    ),
)
@click.version_option(__version__, prog_name="docgen")
def docgen() -> None:
    """Group every command."""


def main() -> None:
    """Run the command line; every error of ours ends here, in Chinese, with its exit code."""
    try:
        docgen(standalone_mode=False)
    except DocgenError as fault:
        report(fault)
        sys.exit(fault.exit_code)
    except click.exceptions.Exit as wanted:
        sys.exit(wanted.exit_code)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(ExitCode.usage)
    except (click.Abort, KeyboardInterrupt):
        click.echo("已停止。已经写好的文件都完整，可以重新运行同一命令。", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(ExitCode.failed)
    except (OSError, sqlite3.Error) as fault:  # A full disk, a folder that may not be written.
        told = DiskError.of(fault)
        report(told)
        sys.exit(told.exit_code)


__all__ = ["docgen", "main"]
