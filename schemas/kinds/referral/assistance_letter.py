"""协助调查函 (PF-17): another authority is asked to look into what lies in its own district."""

from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.referral.assistance.addressee import ASSISTANCE, AsksAnAuthority
from schemas.kinds.referral.assistance.days import AskedInDays
from schemas.kinds.referral.assistance.matter import AskedMatter
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Delivered


class AssistanceLetter(
    AskedInDays, AskedMatter, AsksAnAuthority, Delivered, CopiesLine, ContactLine, NumberedKind
):
    """One letter to one authority; a shop or a platform company is asked by 限期提供材料通知书.

    The time for verifying a clue runs on: waiting for a reply is not among what art. 18 leaves out.
    """

    header = Header(
        title="协助调查函",
        also=("协查函",),
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="请店铺、平台等所在地的机关协助调查；市场监督管理部门自收到之日起十五个工作日完成。",
        form="PF-17",
        numbering=Numbering("penalty_form", "协查"),
        copies=2,
        about=("assisting_authority", "case_name"),
    )

    sections = ("协助的机关", "调查事项", "期限", "联系", "份数", "文号与日期", "审批与告知")

    departures = (
        Departure(
            left_out=(
                "《中华人民共和国行政处罚法》第二十六条、"
                "《市场监督管理行政处罚程序规定》第四十五条的规定/依据"
            ),
            reason="式样中“/”表示二选一：办理行政处罚案件的引用前一种，其余的写明所依据的规定。",
        ),
        NONE_ELSEWHERE,
    )

    # Market supervision authorities have the days of art. 45; others those that the letter asks.
    clocks = (Clock("D10", days="reply_days"), Clock("PF-17", days="asked_days"))

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "线索涉及外地，请所在地协助核查", ASSISTANCE),
            Follows(
                "case_source_registration_form", "线索涉及外地的，请所在地协助核查", ASSISTANCE
            ),
            Follows("subject_information_sheet", "主体在外地的，请所在地协助核查", ASSISTANCE),
            Follows("site_inspection_record", "检查中查到上家在外地的", ASSISTANCE),
            Follows("case_filing_approval_form", "立案以后需要外地协助", ASSISTANCE),
            Follows("assistance_letter", "还要请其他机关协助", ASSISTANCE),
        ),
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    restated = (
        Restates(("assistance_matters", "assistance_reason"), of="reply_days"),
        Restates(("assistance_matters", "assistance_reason"), of="asked_days"),
    )

    example = {
        "document_number": "示市监协查〔2026〕3号",
        "addressee_sort": "market_supervision",
        "assisting_authority": "东湖市市场监督管理局",
        "case_stage": "filed",
        "case_name": "示例区悦邻生鲜便利店涉嫌销售未标明生产日期的“香油”",
        "assistance_reason": "该商品的供货商东湖市谷丰粮油有限公司的住所在你局辖区",
        "assistance_matters": (
            "1. 东湖市谷丰粮油有限公司的主体资格和食品生产、经营许可情况；\n"
            "2. 该公司是否于2026年5月向示例区悦邻生鲜便利店供应500毫升装“香油”，数量和单价；\n"
            "3. 该批商品出厂时的标签，以及销售台账、付款记录。"
        ),
        "reply_days": 15,
        "contact_name": "沈嘉木",
        "contact_phone": "0999-60012315",
        "contact_address": "示例市示例区和平路18号",
        "issued_on": "2026-07-06",
        "copies_total": 2,
        "copies_delivered": 1,
        "delivery": {"method": "post", "delivered_on": "2026-07-09"},
    }
