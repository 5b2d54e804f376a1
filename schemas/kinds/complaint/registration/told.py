"""争议和请求: what whoever complains says happened, proves it by, and asks for."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, notice, rule
from schemas.ground.fields import Choice, LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.parts.taken_down import HandedIn, elsewhere_findings

REGULATION = "《市场监督管理投诉举报处理办法》"
CONTENT = f"{REGULATION}第十条"
FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样一"
REQUESTS = {
    "repair": "修理",
    "remake": "重作",
    "replace": "更换",
    "return": "退货",
    "supplement": "补足商品数量",
    "refund": "退还货款和服务费用",
    "compensation": "赔偿损失",
    "other": "其他",
}
_SOME_DAY = re.compile("[0-9一二三四五六七八九十〇]+[年月日号.]|昨|今|前天|上周|近日|春节|国庆")


class ToldDispute(HandedIn, KindSchema):
    """The facts with their day, what was handed in, and the request, on the form itself."""

    published_as = "complaint_registration_form"

    dispute_facts = LongText(
        "消费者权益争议事实依据",
        longest=6000,
        factual=True,
        group="争议和请求",
        source=CONTENT,
        hint="购买、使用商品或者接受服务的时间、地点、内容、涉及金额、争议情况；一段一行。",
    )
    materials_received = Rows(
        "证明材料",
        Text("材料", longest=80),
        most=40,
        group="争议和请求",
        optional=True,
        source=CONTENT,
    )
    requests = LongText(
        "投诉请求", longest=1000, group="争议和请求", source=CONTENT,
        hint="修理、重作、更换、退货、补足商品数量、退还货款和服务费用、赔偿损失等具体请求。",
    )  # fmt: skip
    request_kinds = Rows(
        "请求类别", Choice("类别", REQUESTS), most=len(REQUESTS),
        group="争议和请求", optional=True, kept=True, source=FORM,
    )  # fmt: skip

    @rule(CONTENT)
    def facts_are_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the article asks for stands on the form itself, not somewhere else."""
        for name in ("dispute_facts", "requests"):
            yield from elsewhere_findings(
                f"/{name}", self.label_of(name), value[name], self.header.title
            )
        if not _SOME_DAY.search(value.dispute_facts):
            yield notice(
                "/dispute_facts",
                "no_time_told",
                "事实依据没有写明购买、使用商品或者接受服务的时间，请向投诉人问明补记。",
            )
