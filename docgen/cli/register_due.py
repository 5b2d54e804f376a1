"""`docgen register due`: what falls due, by law and by contract, and whom to remind now."""

from datetime import date, datetime, time

import click

from docgen.cli.cases import json_option
from docgen.cli.door import open_office
from docgen.cli.output import say_json
from docgen.clock import BEIJING
from docgen.engine import assemble
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.describe import describe_due


@click.command(help="列出未办结的期限：法定和合同两层、剩余天数；最后一天按时提醒。")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="按这一天计算，默认今天。")
@click.option("--within", type=int, help="只列剩余天数不超过这么多的。")
@click.option(
    "--remind", is_flag=True, help="只列此刻应当提醒的：最后一天已到提醒时间，或者已经超期。"
)
@click.option(
    "--at",
    "times",
    multiple=True,
    type=click.DateTime(["%H:%M"]),
    help=f"最后一天的提醒时间，可重复。默认 {'、'.join(f'{each:%H:%M}' for each in REMINDERS)}。",
)
@json_option
def due(
    today: datetime | None, within: int | None, remind: bool, times: tuple[datetime, ...],
    as_json: bool,
) -> None:  # fmt: skip
    """List what falls due."""
    with open_office() as office:
        now = office.now().astimezone(BEIJING)
        day = today.date() if today else now.date()
        moment = datetime.combine(day, now.time(), BEIJING)
        found = due_list(office, assemble(), day)
    at = tuple(each.time() for each in times) or REMINDERS
    found = [
        item
        for item in found
        if item.falls_within(within) and (not remind or item.to_remind(moment, at))
    ]
    if as_json:
        say_json([describe_due(item, at) for item in found])
        return
    for item in found:
        click.echo(_due_line(item, day, at))
    click.echo(f"共 {len(found)} 项未办结。", err=True)


def _due_line(item: DueItem, day: date, times: tuple[time, ...]) -> str:
    place = item.case_ref or item.document_id or ""
    if item.problem:
        return f"{place}  {item.code}  {item.action}：{item.problem}"
    left = item.days_left or 0
    ends = "，".join(
        f"{words} {each.due}{'（暂定）' if each.provisional else ''}"
        for words, each in (("法定", item.statutory), ("合同", item.contract))
        if each
    )
    remaining = f"已超 {-left} 天" if left < 0 else f"剩 {left} 天"
    if item.due == day:
        remaining = f"今天到期，提醒 {'、'.join(f'{each:%H:%M}' for each in times)}"
    act = f"{item.action}（已作出，待告知）" if item.untold else item.action
    return f"{place}  {item.code}  {remaining}  {act}：{ends}"
