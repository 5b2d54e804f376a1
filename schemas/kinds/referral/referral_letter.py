"""案件移送函 / 违法线索移送函 (PF-4): hand a case or a clue to the authority it belongs to."""

from schemas.ground.fields import Day, Flag, When
from schemas.ground.kind import Audience, Clock, Header, Numbering
from schemas.ground.neighbours import Awaits, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.referral.transfer.clue import ReferredClue
from schemas.kinds.referral.transfer.form import FROM_THE_FORM
from schemas.kinds.referral.transfer.sub_letters import NumberedLetters
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine

# Whom the first letter is about: as the inspection, or the register of clues, has it.
OF_AN_INSPECTION = {
    "letters.0.party.name": "party.business_name",
    "letters.0.party.credit_code": "party.credit_code",
    "letters.0.party.address": "party.address",
}
OF_THE_SOURCE = {
    "letters.0.party.name": "party.name",
    "letters.0.party.address": "party.address",
}


class ReferralLetter(NumberedLetters, CopiesLine, ContactLine, ReferredClue):
    """One case or clue, referred by one letter or, for several shops, by numbered sub-letters."""

    sections = ("移送依据", "线索", "移送函", "联系", "份数", "文号与日期", "审批与告知")

    header = Header(
        title="案件移送函",
        also=("移交函", "转办函"),
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="把不属于本局管辖的案件或者立案前的违法线索移送有权处理的机关；多个店铺各成一函。",
        form="PF-4",
        numbering=Numbering("penalty_form", "案移"),
        approval=True,
        copies=2,
        about=("letters.party.name",),
    )

    departures = FROM_THE_FORM

    # A clue is verified until the case is filed or, before that, the clue has left the bureau.
    clocks = (
        Clock("D4", starts="found_on", settled_by="filed_on"),
        Clock("D4", settled_by="issued_on"),
    )

    blank = {"feedback_requested": True}

    neighbours = Neighbours(
        follows=(
            Follows(
                "case_source_registration_form", "登记的线索不属于本局管辖", takes=OF_THE_SOURCE
            ),
            Follows(
                "site_inspection_record",
                "检查发现的问题不属于本局管辖",
                needed=True,
                takes=OF_AN_INSPECTION,
            ),
            Follows(
                "inspection_checklist",
                "检查发现的问题不属于本局管辖",
                needed=True,
                takes=OF_AN_INSPECTION,
            ),
            Follows("case_filing_approval_form", "审批的案件不属于本局管辖", needed=True),
        ),
        awaits=(
            Awaits(
                "referral_feedback_slip",
                "移送的案件还没有反馈处理结果",
                "handling_result",
                When("feedback_requested"),
            ),
        ),
    )

    feedback_requested = Flag(
        "请求反馈处理情况",
        group="联系",
        optional=True,
        default=True,
        hint="反馈的工作日数取内部设置，待本机关确认；不需要时关闭。",
    )
    issued_on = Day("移送日期", group="文号与日期", starts_as="today")

    restated = (Restates(("letters.reason",), of="letters.party.address"),)

    example = {
        "document_number": "示市监案移〔2026〕23号",
        "situation": "market_supervision",
        "jurisdiction_rule": "platform_seller",
        "jurisdiction": "not_ours",
        "suspected_crime": False,
        "clue_source": "complaint",
        "found_on": "2026-07-01",
        "order_references": [{"system": "national_12315", "number": "1999900002026070100231"}],
        "order_returned": True,
        "letters": [
            {
                "addressee": "示例市东湖区市场监督管理局",
                "party": {
                    "name": "示例市东湖区鲜多多食品店",
                    "credit_code": "91999900MAFD1YM20E",
                    "representative": "石启明",
                    "address": "示例市东湖区湖滨路66号1层104",
                },
                "violation": "在网店销售超过保质期的食品",
                "reason": "当事人系平台内经营者，其实际经营地在示例市东湖区",
                "shop": {
                    "platform": "好买网",
                    "shop": "鲜多多零食铺",
                    "operator": "示例市东湖区鲜多多食品店",
                    "order_numbers": ["260628-7731905542"],
                },
                "facts": (
                    "消费者2026年6月28日在上述店铺购买“禾香”牌全麦饼干2袋，"
                    "订单金额59.80元，6月30日收到的商品包装标示生产日期2025年10月12日、"
                    "保质期8个月，收到时已超过保质期。\n"
                    "经查看店铺“证照信息”页面和商品详情页面，店铺公示的营业执照信息与当事人一致，"
                    "发货地址为示例市东湖区湖滨路66号。"
                ),
                "verification": "本局于2026年7月3日固定了店铺页面、订单页面和商品包装照片。",
                "findings": "当事人涉嫌违反《中华人民共和国食品安全法》第三十四条第十项的规定。",
                "attachments": [
                    {"name": "线索登记单", "copies": 1, "pages": 2},
                    {"name": "店铺公示信息和商品详情页面截图", "copies": 1, "pages": 5},
                    {"name": "订单页面和商品包装照片打印件", "copies": 1, "pages": 4},
                ],
            }
        ],
        "contact_name": "沈若溪",
        "contact_phone": "0999-60012318",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-10",
        "approval": {
            "approver": "何静远",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-09",
            "decision": "agreed",
            "opinion": "同意移送。",
        },
    }
