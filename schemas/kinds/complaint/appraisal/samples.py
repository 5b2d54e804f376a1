"""The goods that are handed over to be tested, and what is asked of them."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import LongText, Rows, Text
from schemas.kinds.complaint.appraisal.entrusted import FORM


class Sample(Part):
    """样品: one row of the form's table."""

    name = Text("样品名称", longest=60)
    model = Text("规格/型号", longest=40, optional=True)
    grade = Text("等级", longest=20, optional=True)
    batch = Text("生产日期/批号", longest=40, optional=True)
    standard = Text("适用标准或者规则", longest=80, optional=True)
    quantity = Text("样品数量", longest=30)
    tested_for = Text("检验项目", longest=80)
    remark = Text("备注", longest=60, optional=True)

    @rule(FORM)
    def quantity_is_a_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A sample that nobody counted cannot be handed over."""
        if not re.search("[0-9一二两三四五六七八九十]", value.quantity):
            yield error("/quantity", "quantity_open", "样品数量要写明是几件、多少，请填写数字。")


class Samples(Part):
    """The rows of the form's table with the question below it."""

    blank = {"samples": 4}

    samples = Rows("样品", Sample, most=40, group="样品", own=True, source=FORM)
    matters = LongText("委托事项", longest=2000, group="样品", own=True, source=FORM)

    @rule(FORM)
    def samples_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One row a sample: the same one twice was typed twice."""
        rows = [(each.name, each.model, each.batch, each.tested_for) for each in value.samples]
        for index, row in enumerate(rows):
            if row in rows[:index]:
                yield notice(
                    f"/samples/{index}", "sample_repeated", "这一行样品与上面相同，请核对是否重复。"
                )
