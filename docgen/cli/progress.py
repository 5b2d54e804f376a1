"""Show how far a batch is: a live line on a terminal, lines of JSON for a program."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Column

from docgen.batch.progress import Progress, Watch

PHASES = {
    "preparing": "准备",
    "rendering": "生成",
    "sealing": "封装移交包",
    "finished": "完成",
}
LINE_SECONDS = 2.0
# What it says matters more than the bar, on a terminal of eighty columns too.
BAR_WIDTH = 8


@contextmanager
def as_bar(console: Console) -> Iterator[Watch]:
    """Show a bar: done, failed, documents a second, time left, current kind."""
    # On a narrow terminal the facts are cut off at their end, which is the kind.
    facts = TextColumn(
        "{task.fields[facts]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    columns = (
        TextColumn("{task.description}"), BarColumn(BAR_WIDTH), MofNCompleteColumn(), facts,
    )  # fmt: skip
    with Bar(*columns, console=console, expand=True) as bar:
        task = bar.add_task(PHASES["preparing"], total=None, facts="")

        def watch(moment: Progress) -> None:
            bar.update(
                task, description=PHASES[moment.phase], total=moment.total,
                completed=moment.done + moment.failed, facts=_facts(moment),
            )  # fmt: skip

        yield watch


def _facts(moment: Progress) -> str:
    parts = []
    if moment.failed:
        parts.append(f"[red]未生成 {moment.failed}[/red]")
    if moment.rate:
        parts.append(f"{moment.rate:.1f} 份/秒")
    if moment.seconds_left is not None:
        parts.append(f"还需 {timedelta(seconds=round(moment.seconds_left))}")
    return "  ".join([*parts, moment.kind])


def as_lines(output: TextIO) -> Watch:
    """Write a line at every change of phase, and in between one every two seconds."""
    phase, at = "", 0.0

    def watch(moment: Progress) -> None:
        nonlocal phase, at
        now = time.monotonic()
        if moment.phase == phase and now - at < LINE_SECONDS:
            return
        phase, at = moment.phase, now
        output.write(json.dumps(moment.as_json(), ensure_ascii=False) + "\n")
        output.flush()

    return watch
