"""送达公告 (PF-51): whoever cannot be found is served by notice, thirty days after it appeared."""

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Day, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.restating import Order, Restates
from schemas.kinds.process.service.announcement import Announcement
from schemas.kinds.process.service.last_resort import GROUP, LastResort
from schemas.kinds.process.service.publication import Publication
from schemas.kinds.process.service.served import SERVICE, ServesAPaper, after_served
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine

SERVED_BY_NOTICE = (
    "rectification_order",
    "abnormal_operations_listing_decision",
    "evidence_submission_notice",
    "inquiry_notice",
    "mediation_termination_decision",
)


class PublicServiceNotice(
    Publication,
    Announcement,
    LastResort,
    ServesAPaper,
    CopiesLine,
    ContactLine,
    NumberedKind,
):
    """One paper, one addressee, read by everybody: it says no more than it must."""

    header = Header(
        title="送达公告",
        also=("公告送达",),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="受送达人下落不明或者其他方式无法送达的，公告送达；自公告发布之日起经过三十日视为送达。",
        form="PF-51",
        numbering=Numbering("penalty_form", "罚送告"),
        about=("addressee", "served_title"),
    )

    sections = ("文书", GROUP, "联系", "份数", "文号与日期")

    departures = (
        Departure(
            added="三十",
            left_out="六十",
            reason="式样印六十日，2021年修订的程序规定第八十二条第五项改为三十日，以规定为准。",
        ),
        Departure(
            left_out="下落不明/采取其他送达方式无法送达",
            reason="斜线表示择一，只印所选的一种。",
        ),
        Departure(
            left_out="（告知当事人陈述、申辩、复议、诉讼等权利）",
            reason="括号里是对填写内容的提示，由所告知的权利代替。",
        ),
        NONE_ELSEWHERE,
    )

    clocks = (Clock("PP-82", starts="notice_published_on"),)

    neighbours = Neighbours(
        follows=(
            *after_served("其他方式无法送达", SERVED_BY_NOTICE),
            Follows("service_receipt", "前面的送达没有成功", SERVICE),
            Follows("subject_information_sheet", "查明受送达人下落不明", SERVICE),
        ),
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("文书标题"))
    def title(self, value: Record, facts: Facts) -> str:
        """The form's title for papers of a penalty; others are no penalty's."""
        penalty = facts.copy == "blank" or "处罚" in value.served_title
        return "行政处罚文书送达公告" if penalty else "送达公告"

    @derived(Text("送达文书名称"), prints=("served_title",))
    def served_name(self, value: Record, facts: Facts) -> str:
        """The paper with its marks."""
        return f"《{value.served_title.strip('《》')}》"

    @derived(Text("送达文书"), prints=("served_title", "served_number"))
    def served_words(self, value: Record, facts: Facts) -> str:
        """The paper with its marks and number, as the first sentence names it."""
        number = f"（{value.served_number}）" if value.served_number else ""
        return f"{value.served_name}{number}"

    restated = (Restates(("service_account",), of="served_paper_on", order=Order.not_before),)

    example = {
        "document_number": "示市监罚送告〔2026〕3号",
        "served_title": "责令改正通知书",
        "served_number": "示市监责改〔2026〕27号",
        "served_paper_on": "2026-06-12",
        "addressee": "示例市昇翀健身服务有限公司",
        "notice_cause": "failed",
        "service_account": (
            "2026年6月15日到登记住所直接送达，人去楼空；6月16日邮寄，6月24日因查无此单位退回。"
        ),
        "gist": "你单位2026年6月8日在和平路12号销售的六种商品没有明码标价，限期改正",
        "rights_sort": "remedies",
        "posted_at": ["board", "website"],
        "notice_published_on": "2026-07-10",
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-09",
    }
