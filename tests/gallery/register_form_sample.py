"""样张登记表: a form of the register, boxed, with every option printed."""

from schemas.ground.base import Part
from schemas.ground.fields import (
    Choice,
    Count,
    Day,
    Flag,
    Group,
    LongText,
    PersonName,
    Phone,
    Rows,
    Text,
)
from schemas.ground.kind import Audience, Header, KindSchema


class Applicant(Part):
    """Who applies."""

    name = PersonName("姓名")
    phone = Phone("联系电话")
    address = Text("联系地址")
    public = Flag("是否同意公示", optional=True)


class RegisterFormSample(KindSchema):
    """A form with a group under a vertical label, boxes and a place to sign."""

    header = Header("样张登记表", (Audience.office,), "registered_on", "展示登记表版式。")
    serial = Count("编号", least=1)
    registered_on = Day("登记日期")
    applicant = Group("申请人", Applicant)
    source = Choice("来源", {"visit": "上门", "letter": "信函", "phone": "电话"}, optional=True)
    topics = Rows("事项类别", Choice("类别", {"price": "价格", "food": "食品", "ads": "广告"}))
    account = LongText("情况说明")

    example = {
        "serial": 12,
        "registered_on": "2026-07-10",
        "applicant": {
            "name": "林晓岚",
            "phone": "13900002061",
            "address": "示例市示例区和平路18号",
        },
        "source": "visit",
        "topics": ["price", "food"],
        "account": "申请人说明：货架标价与结算价格不一致，差额3.50元。\n申请人提交购物小票1张。",
    }
