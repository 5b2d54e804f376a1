"""What falls due, by law and by contract; reminders, each given once and kept; their answers."""

from datetime import date, datetime, time
from typing import Any

import click

from docgen.cli.cases import json_option
from docgen.cli.door import console_actor, open_office
from docgen.cli.output import say_json
from docgen.cli.register_acts import by_option, named_actor
from docgen.clock import BEIJING
from docgen.engine import assemble
from docgen.register import reminding
from docgen.register.deadlines import REMINDERS, DueItem, due_list
from docgen.register.describe import describe_due, describe_reminder
from schemas.parts.reminding import CHANNELS

HELP = """列出未办结的期限：法定和合同两层、剩余天数；最后一天按时提醒。

\b
--remind 提醒并登记，同一时点只提醒一次，可以由定时任务在每个时点运行：
  热线工单在第5日 9、16、19、22 时提醒，案件在最后一天同样的时点提醒；
  错过的时点不补，到期仍未办结的向甲方负责人反馈一次。
写了 --today 的只列出那一天应当提醒的案件，不登记。
--log 列出一天里已经作出的提醒。到期提醒记录由 register compile 生成。
回应用 register answered 登记。
"""


@click.command(help=HELP)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="按这一天计算，默认今天。")
@click.option("--within", type=int, help="只列剩余天数不超过这么多的。")
@click.option("--remind", is_flag=True, help="作出此刻应当作出的提醒，并登记时间、方式和提醒人。")
@click.option(
    "--channel", type=click.Choice([*CHANNELS]), default="system", show_default=True,
    help="提醒方式：" + "、".join(f"{code} {words}" for code, words in CHANNELS.items()) + "。",
)  # fmt: skip
@click.option("--report-to", help="到期未办结的向谁反馈；默认取内部设置。")
@click.option("--by", metavar="账号", help="提醒人；不写的是运行这条命令的系统账号。")
@click.option("--log", "log", is_flag=True, help="列出当天已经作出的提醒。")
@click.option(
    "--at",
    "times",
    multiple=True,
    type=click.DateTime(["%H:%M"]),
    help=f"提醒时间，可重复。默认 {'、'.join(f'{each:%H:%M}' for each in REMINDERS)}。",
)
@json_option
def due(
    today: datetime | None, times: tuple[datetime, ...], remind: bool, as_json: bool, **asked: Any
) -> None:  # fmt: skip
    """List what falls due, remind of it, or list the reminders of a day."""
    at = tuple(each.time() for each in times) or REMINDERS
    day = today.date() if today else None
    log, within = asked.pop("log"), asked.pop("within")
    if log:
        _list_given(day, as_json)
    elif remind and not day:
        _remind(at, as_json, **asked)
    else:
        _list_due(day, within, at, remind, as_json)


@click.command("answered", help="登记承办人对最近一次提醒的回应。")
@click.argument("number", metavar="工单编号")
@click.argument("response", metavar="回应")
@by_option
def answered(number: str, response: str, by: str) -> None:
    """Enter what was answered to the last reminder of an order."""
    with open_office() as office:
        reminding.answer(office, number, response, actor=named_actor(office, by))
    click.echo("已登记。")


def _remind(
    at: tuple[time, ...], as_json: bool, *, channel: str, report_to: str | None, by: str | None
) -> None:
    with open_office() as office:
        actor = named_actor(office, by) if by else console_actor()
        given = reminding.remind(office, assemble(), channel, report_to, at, actor=actor)
    if as_json:
        say_json([describe_reminder(each) for each in given.now])
    else:
        for each in given.now:
            click.echo(_wanted_line(each))
    click.echo(f"提醒 {len(given.now)} 次，先前已经提醒过 {given.before} 次。", err=True)
    if given.unreported:
        click.echo(
            f"有 {given.unreported} 件到期未办结，还没有反馈：请用 --report-to 写明甲方负责人，"
            "或者在内部设置里填写 overdue_reported_to。",
            err=True,
        )


def _wanted_line(each: reminding.Wanted) -> str:
    what = "到期未办结，反馈" if each.reported else "提醒"
    return f"{each.subject}  {each.hour:%m-%d %H:%M}  {what} {each.told}"


def _list_given(day: date | None, as_json: bool) -> None:
    with open_office() as office:
        day = day or office.now().astimezone(BEIJING).date()
        found = [*reminding.given_between(office, day, day)]
    if as_json:
        say_json([describe_reminder(row) for row in found])
        return
    for row in found:
        hour, given = (each.astimezone(BEIJING) for each in (row.hour, row.given_at))
        what = "反馈" if row.reported else "提醒"
        response = f"，回应：{row.response}" if row.response else ""
        click.echo(
            f"{row.subject}  应 {hour:%H:%M}，{given:%m-%d %H:%M:%S} {CHANNELS[row.channel]}{what}"
            f" {row.told}（{row.given_by}）{response}"
        )
    click.echo(f"共 {len(found)} 次。", err=True)


def _list_due(
    day: date | None, within: int | None, at: tuple[time, ...], only_reminded: bool, as_json: bool
) -> None:  # fmt: skip
    with open_office() as office:
        now = office.now().astimezone(BEIJING)
        day = day or now.date()
        found = due_list(office, assemble(), day)
    moment = datetime.combine(day, now.time(), BEIJING)
    found = [
        item
        for item in found
        if item.falls_within(within) and (not only_reminded or item.to_remind(moment, at))
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
