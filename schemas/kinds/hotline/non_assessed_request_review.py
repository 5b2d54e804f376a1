"""不纳入考核材料复核表 (our own layout): four angles on one request, then the client."""

from schemas.ground.fields import Code, Day, Moment, PersonName, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.roles import Role
from schemas.kinds.hotline.review.applied import RULE, AppliedRule
from schemas.kinds.hotline.review.reviewed import REVIEW, ReviewedMaterial
from schemas.kinds.hotline.review.submission import AUDIT, SUBMISSION, Submitted
from schemas.parts.registered import Registered


class NonAssessedRequestReview(Submitted, ReviewedMaterial, AppliedRule, Registered):
    """One order whose request is not to count; only a 同意 from outside leaves it out of rates."""

    header = Header(
        title="不纳入考核材料复核表",
        also=("剔除申请", "不计考核"),
        audience=(Audience.office,),
        dated_by="reviewed_on",
        summary="按当月规则从文字撰写、佐证资料、文件格式、类型四个角度复核申报材料，由甲方审核后申报，同意的移出考核基数。",
        about=("reviewed_order", "applied_type"),
        advises=True,
    )

    sections = ("登记", "诉求", RULE, REVIEW, AUDIT, SUBMISSION)

    reviewed_order = Code("复核的工单编号", longest=60, group="诉求", role=Role.complainant)
    request_class = Text("诉求类型", longest=60, group="诉求")
    order_received_on = Day("工单收到日期", group="诉求", own=True)
    order_due_at = Moment("工单到期时间", group="诉求", own=True, planned=True)
    submitting_unit = Text("报送科室（专班）", longest=60, group="诉求")
    seat_officer = PersonName("坐席员", group="诉求", personal=None)

    example = {
        "register_number": "FH-2026-0706-004",
        "reviewed_order": "SL20260701000160",
        "request_class": "投诉－预付消费",
        "order_received_on": "2026-07-01",
        "order_due_at": "2026-07-06T23:59",
        "submitting_unit": "消费者权益保护科",
        "seat_officer": "陆则安",
        "rule_month": "2026-07",
        "rule_item": "第1条第2项",
        "applied_type": "已进入诉讼程序",
        "closes_at": "2026-08-03T17:00",
        "angles": [
            {
                "angle": "wording",
                "requirement": "写明诉求、办理经过和不纳入的理由",
                "problem": "没有写明立案日期",
                "advice": "加上立案日期和案号",
                "after": "yes",
            },
            {
                "angle": "evidence",
                "requirement": "附法院受理通知书",
                "after": "yes",
            },
            {
                "angle": "format",
                "requirement": "PDF一份，不超过10页",
                "problem": "照片没有合并成一份",
                "advice": "合并为一份PDF",
                "after": "yes",
            },
            {
                "angle": "type",
                "requirement": "类型与佐证一致",
                "after": "yes",
            },
        ],
        "proofs": ["法院受理通知书1份2页", "与来电人的联系记录1份1页"],
        "review_advice": "ready",
        "reviewed_by": "苗雨",
        "reviewed_on": "2026-07-06",
        "client_audit": {
            "auditor": "何静远",
            "employed_by_authority": True,
            "decision": "agreed",
            "opinion": "同意申报。",
            "audited_on": "2026-07-06",
        },
        "submitted_at": "2026-07-06T16:30",
        "submission_result": "pending",
    }
