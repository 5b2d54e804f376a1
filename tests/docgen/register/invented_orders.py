"""Invented orders of an office's autumn, as a platform exports them, and papers of their cases."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docgen.register.database import Register
from docgen.register.order_import import import_orders
from tests.docgen.register.accounts import CONSOLE
from tests.docgen.register.papers import open_case, put_document

TOPICS = ("消费->预付款->退款", "价格->标价", "广告->虚假宣传", "食品->标签", "计量->电子秤")
UNITS = ("消费者权益保护科", "广告监督管理科", "和平路市场监督管理所")
TYPES = ("投诉", "投诉", "举报", "咨询")
SOLVED = ("解决", "解决", "部分解决", "未解决", "")
SATISFIED = ("满意", "基本满意", "不满意", "未评价", "")


def invented(amount: int, first: datetime, every: timedelta) -> Iterator[dict[str, Any]]:
    """Yield orders one after the other; what differs from one to the next follows from its place.

    Some are still open, some were reached late or never, some assist others, some are of 京东.
    """
    for place in range(amount):
        received = first + every * place
        due = received + timedelta(days=7)
        closed = received + timedelta(days=3 + place % 6)
        yield {
            "工单编号": f"99{received:%Y%m%d}{place:06d}",
            "来电时间": f"{received:%Y-%m-%d %H:%M}",
            "工单类型": TYPES[place % 4],
            "工单性质": "协办" if place % 17 == 16 else "主办",
            "问题分类": TOPICS[place * place % 5],
            "企业名称": ("示例市优康商贸有限公司", "示例区悦邻生鲜便利店", "")[place % 3],
            "主办单位": UNITS[place % 3],
            "推送时间": f"{received + timedelta(minutes=20):%Y-%m-%d %H:%M}",
            "签收时间": f"{received + timedelta(minutes=20 + place * 7 % 200):%Y-%m-%d %H:%M}",
            "签收人": "苗雨",
            "承办人": "周启明",
            "回访时间": "" if place % 7 == 6 or place % 11 == 10
                else f"{closed + timedelta(hours=2):%Y-%m-%d %H:%M}",
            "回访次数": "" if place % 7 == 6 or place % 11 == 10 else 1 + place % 3,
            "回访结果": "" if place % 7 == 6 or place % 11 == 10
                else ("已联系", "已联系", "已联系", "错联", "未接通")[place % 5],
            "紧急程度": "紧急" if place % 9 == 8 else "一般",
            "办理期限": f"{due:%Y-%m-%d %H:%M}",
            "首次联系时间": "" if place % 13 == 12 else
                f"{received + timedelta(hours=place % 29 * 7):%Y-%m-%d %H:%M}",
            "办结时间": "" if place % 11 == 10 else f"{closed:%Y-%m-%d %H:%M}",
            "是否解决": SOLVED[place % 5],
            "是否满意": SATISFIED[place % 5],
            "涉及京东": ("否", "否", "否", "否", "是", "未判定")[place % 6],
        }  # fmt: skip


def import_invented(register: Register, amount: int = 60) -> list[dict[str, Any]]:
    """Import invented orders, one a day from the first of October; return their rows."""
    rows = [*invented(amount, datetime(2026, 10, 1, 9), timedelta(hours=24))]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            write = csv.DictWriter(file, [*rows[0]])
            write.writeheader()
            write.writerows(rows)
        import_orders(register, path, "hotline_12345", actor=CONSOLE)
    return rows


def fill_orders(register: Register, amount: int = 60) -> None:
    """Import invented orders; the ninth of them has a case with papers."""
    rows = import_invented(register, amount)
    reference = {"system": "hotline_12345", "number": rows[8]["工单编号"]}
    open_case(register, "C-9", order_references=[reference])
    for kind, number, day in (
        ("complaint_acceptance_decision", "示市监﹝2026﹞第9号", date(2026, 10, 12)),
        ("mediation_agreement", "示市监﹝2026﹞第10号", date(2026, 10, 15)),
    ):
        put_document(
            register, kind, {}, case_ref="C-9", dated_on=day, document_number=number,
            title="文书",
        )  # fmt: skip
