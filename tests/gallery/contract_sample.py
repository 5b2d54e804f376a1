"""样张协议: a paper that two sides sign, each in a box of its own."""

from schemas.ground.base import Part
from schemas.ground.fields import Day, LongText, Money, Rows, Text
from schemas.ground.kind import Audience, Header, KindSchema


class Side(Part):
    """One side."""

    name = Text("名称")
    representative = Text("代表人")


class Clause(Part):
    """One thing agreed."""

    text = LongText("约定")
    amount = Money("金额", optional=True)


class ContractSample(KindSchema):
    """What two sides agree, in clauses, and where they sign."""

    header = Header("样张协议", (Audience.contractor,), "signed_on", "展示协议版式。")
    sides = Rows("双方", Side, least=2, most=2)
    clauses = Rows("约定", Clause)
    signed_on = Day("签订日期")

    example = {
        "sides": [
            {"name": "示例市市场监督管理局", "representative": "何静远"},
            {"name": "示例市优企服务有限公司", "representative": "沈若溪"},
        ],
        "clauses": [
            {"text": "双方确认样张事项已经办结。"},
            {"text": "甲方支付本期费用", "amount": "3680.50"},
        ],
        "signed_on": "2026-07-10",
    }
