"""样张审批表: an approval form, one opinion below the other."""

from schemas.ground.base import Part
from schemas.ground.fields import Choice, Day, Group, LongText, PersonName, Text
from schemas.ground.kind import Audience, Header, KindSchema


class Opinion(Part):
    """What somebody decided, and when."""

    decision = Choice("决定", {"agreed": "同意", "refused": "不同意"})
    remark = Text("意见", optional=True)
    signer = PersonName("签名")
    signed_on = Day("日期")


class ApprovalSample(KindSchema):
    """A request, the unit head's opinion and the one that is still wanting."""

    header = Header("样张审批表", (Audience.office,), "asked_on", "展示审批表版式。")
    matter = Text("审批事项")
    grounds = LongText("理由和依据")
    asker = PersonName("经办人")
    asked_on = Day("申请日期")
    unit = Group("经办机构负责人意见", Opinion)
    head = Group("部门负责人意见", Opinion, optional=True)

    example = {
        "matter": "样张事项延期办理",
        "grounds": "现场核查尚未完成，当事人约定的提交材料日期为2026年7月20日。",
        "asker": "沈若溪",
        "asked_on": "2026-07-10",
        "unit": {
            "decision": "agreed",
            "remark": "请在新的期限内办结。",
            "signer": "何静远",
            "signed_on": "2026-07-11",
        },
    }
