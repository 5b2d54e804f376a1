"""Which commands there are and in which module: each is imported only when it is called.

`docgen kinds` must not wait for what reads PDFs, keeps accounts or draws tables.
"""

import importlib
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

# Each command's module, and the line `docgen --help` shows (a test holds it to the command's own).
COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "kinds": ("cases", "列出可以生成的文书。"),
    "example": ("cases", "打印一份完整的示例案件数据，可以直接生成文书。"),
    "schema": ("cases", "打印一种文书的 JSON Schema：每一项的名称、含义、格式和是否必填。"),
    "names": (
        "cases", "列出一种文书的模板可以使用的名称：含义、是否必须打印、示例印出来是什么。"
    ),
    "check": ("cases", "检查案件数据，列出错误和提示，不生成文书。"),
    "render": ("cases", "生成一份文书。"),
    "batch": ("batch", "把一大批案件做成归档文书，装入 BagIt 移交包。"),
    "verify": ("verify", "核验一份 PDF，或者一个移交包：齐全、未改动、能逐字节重新生成。"),
    "sheet": ("sheet", "写出一种文书的电子表格；CASES 是要先填进去的已有案件（JSON）。"),
    "word": ("word", "Word 模板：从几行文字做成、看成文字、恢复样板的格式。"),
    "templates": ("templates", "模板：改过之后先试用，看清会改变什么，再用于出具。"),
    "lint": ("office", "检查文书种类：名称、必填项、模板，并把示例和全部案例做一遍。"),
    "doctor": ("doctor", "体检：设置、系统库、字体、数据库和数据文件夹，缺什么、怎么补。"),
    "demo": ("office", "用随程序的案例生成全部种类的 Word、HTML 和 PDF，并逐份检查。"),
    "serve": ("office", "启动服务：网页在 /，接口说明在 /v1/docs；默认只在本机监听。"),
    "bench": ("bench", "实测速度、大小和内存，与原版引擎并排比较；哪一项未达到承诺会明说。"),
    "users": ("people", "账号：谁是本单位的人，能做什么。"),
    "keys": ("people", "接口密钥：程序以谁的名义、能做什么。"),
    "register": ("register", "登记簿：出具、作废、送达、期限、台账、备份。"),
})  # fmt: skip


class Later(click.Group):
    """A group that imports a command when somebody calls it.

    `places` gives each command's module in `docgen/cli/` and the command's name there.
    """

    def __init__(self, *given: Any, places: Mapping[str, tuple[str, str]], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of the table."""
        return [*self._places]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self._places:
            return None
        module, name = self._places[cmd_name]
        command: click.Command = getattr(importlib.import_module(f"docgen.cli.{module}"), name)
        return command


class Commands(Later):
    """The commands of `docgen` itself."""

    def __init__(self, *given: Any, **rest: Any) -> None:
        places = {name: (module, name) for name, (module, _) in COMMANDS.items()}
        super().__init__(*given, places=places, **rest)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])
