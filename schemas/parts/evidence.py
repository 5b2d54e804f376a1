"""What is taken down beside the findings: what was taken along, what measures were told."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, notice, rule
from schemas.ground.exhibits import Exhibited
from schemas.ground.fields import LongText, Text

SOURCE_OF_EVIDENCE = "《市场监督管理行政处罚程序规定》第二十四条"
MEASURES = "《市场监督管理行政处罚程序规定》第三十七条"


_COUNTED = re.compile("[0-9０-９一二三四五六七八九十两百千]")
_NO_ORIGIN = re.compile(
    "(?:现场|店内|检查|当事人|提取|提供|取得|复印|拍照|打印|收集|所得|依法|中|处)+"
)


class Measures(Part):
    """行政强制措施 told on the spot, and what the party said to it (PP art. 37)."""

    told = LongText("告知的理由、依据、权利和救济途径", longest=3000)
    defence = LongText("当事人的陈述和申辩", longest=3000, spoken=True)

    @rule(MEASURES)
    def only_who_may_take_them(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Not every bureau has this power, and each measure needs a decision of its own."""
        yield notice(
            "",
            "measures_taken",
            "实施行政强制措施的，请核对本机关有权实施、已经批准或者将在二十四小时内补办批准，"
            "并当场交付决定书和清单。",
        )


class Evidence(Part):
    """取证清单: one thing taken or copied on the spot, with its source (PP art. 24)."""

    exhibited = Exhibited("证据", "name", origin="origin", quantity="quantity")

    name = Text("证据名称", longest=100)
    quantity = Text("数量", longest=30)
    origin = Text("来源和提取方式", longest=200, factual=True, source=SOURCE_OF_EVIDENCE)

    @rule(SOURCE_OF_EVIDENCE)
    def evidence_is_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """How much was taken, whence and how, so that nobody can add to it."""
        if not _COUNTED.search(value.quantity):
            yield notice(
                "/quantity", "quantity_vague", "证据的数量没有数字，请写明几份几页、几件。"
            )
        if _NO_ORIGIN.fullmatch(value.origin):
            yield notice(
                "/origin",
                "origin_vague",
                "证据的来源和提取方式太简单，请写明由谁提供、怎样提取、何人确认。",
            )
