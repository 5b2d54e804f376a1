"""What was looked up of a subject, and how it was tried to reach it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, Code, Moment, PartyName, PersonName, Phone, Text
from schemas.ground.roles import Role
from schemas.parts.businesses import STATES, Licensed

CHECKED = "合同关于主体信息核查的约定"
SORTS = {"enterprise": "企业", "individual": "个体工商户", "other": "其他组织"}
SOURCES = {
    "credit_system": "国家企业信用信息公示系统",
    "registration": "登记注册系统",
    "platform": "网络交易平台公示信息",
    "licence": "营业执照",
    "other": "其他",
}
REACHED = {
    "reached": "已联系上",
    "unanswered": "无人接听",
    "off": "关机或者停机",
    "wrong": "号码不是该主体的",
}


class CheckedSubject(Licensed):
    """主体 as its licence and the register name it."""

    role = Role.party
    leading = ("name", "sort")

    name = PartyName("名称（姓名）")
    sort = Choice("类型", SORTS)
    representative = Text("法定代表人（负责人、经营者）", longest=50, optional=True)
    registered_address = Text("登记住所")
    phone = Phone("联系电话", optional=True, personal=None)
    state = Choice("登记状态", STATES)


class Shop(Part):
    """店铺: what a platform shows of whoever sells there."""

    platform = Text("网络交易平台", longest=60)
    shop = Text("店铺名称", longest=60)
    shown_address = Text("平台公示地址", optional=True)


class LookUp(Part):
    """查询: one source, its time, who looked, and the picture of what was seen."""

    source = Choice("来源", SOURCES)
    at = Moment("查询时间")
    looked_up_by = PersonName("查询人", personal=None, starts_as="me")
    capture = Code("截图编号", longest=60)
    seen = Text("查询结果", longest=300)


class Attempt(Part):
    """联系尝试: one number of the subject, dialled."""

    at = Moment("联系时间")
    number = Phone("号码", personal=None)
    result = Choice("联系情况", REACHED)
    remark = Text("说明", longest=200, optional=True)

    @rule(CHECKED)
    def who_was_wrong_is_said(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A number of somebody else's says whose it seemed to be."""
        if value.result == "wrong" and not value.remark:
            yield error("/remark", "required", "号码不是该主体的，请写明接听情况。")
