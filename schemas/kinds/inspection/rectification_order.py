"""责令改正通知书 (PF-33): the bureau orders that something be put right, at once or by a day."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Order, Restates
from schemas.kinds.inspection.rectification.ordered import GROUP, OrderedRectification
from schemas.kinds.inspection.task.words import DISPOSED_OF
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Approved, Delivered
from schemas.parts.inspected_party import ToInspectedParty
from schemas.parts.terms import AtOnceOrByDay


class RectificationOrder(
    OrderedRectification,
    CopiesLine,
    ContactLine,
    AtOnceOrByDay,
    ToInspectedParty,
    Approved,
    Delivered,
    NumberedKind,
):
    """One order to one party; a penalty is another paper, and another authority's."""

    header = Header(
        title="责令改正通知书",
        also=("整改通知书", "责改"),
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="责令当事人立即或者在限期前改正违法行为，写明违反的规定、责令改正的依据和救济途径。",
        form="PF-33",
        numbering=Numbering("penalty_form", "责改"),
        approval=True,
        copies=2,
        about=("party.business_name", "party.person_name", "violating_act"),
    )

    sections = ("当事人", GROUP, "期限", "联系", "份数", "文号与日期", "审批与告知")
    approved_since = ("act_found_on",)

    departures = (
        Departure(
            left_out="立即予以改正/",
            reason="斜线表示择一，限期改正的只印日期。",
        ),
        Departure(
            left_out="/在年月日前改正",
            reason="斜线表示择一，立即改正的不印日期。",
        ),
        NONE_ELSEWHERE,
    )

    blank = {"term": "at_once"}
    clocks = (Clock("C-RECTIFY", starts="issued_on", until="due_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "inspection_checklist",
                "检查发现的问题需要责令改正",
                DISPOSED_OF,
                takes={"act_found_on": "signed_on", "due_on": "rectifications.0.due_day"},
            ),
            Follows("site_inspection_record", "现场检查发现的问题需要责令改正", DISPOSED_OF),
            Follows("on_site_reminder", "提示以后仍未改正"),
            Follows(
                "rectification_follow_up_record",
                "复查没有全部改正，另定期限",
                DISPOSED_OF,
                settles=True,
            ),
        ),
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("立即改正"), prints=("term",))
    def at_once(self, value: Record, facts: Facts) -> str:
        """The form's first choice; the empty form offers both."""
        either = "/在　　　　年　　月　　日前改正" if facts.copy == "blank" else ""
        return f"立即予以改正{either}"

    @rule("本机关的职权")
    def issued_by_whoever_may(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Which of two authorities orders correction, the bureau has to confirm."""
        if not facts.house.rectification_issued_here:
            yield error(
                "",
                "issued_elsewhere",
                "内部设置里本机关不作出责令改正，请移送有权的机关；已经授权的，先改内部设置。",
            )

    @beside("inspection_checklist", source=DISPOSED_OF)
    def term_is_the_checklists(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What the party signed and what it is ordered are one term."""
        rows = others[-1].says("rectifications") if others else ()
        days = {row["due_day"] for row in rows or () if row["due_day"]}
        if value.due_on and days and value.due_on not in days:
            yield notice(
                "/due_on",
                "term_differs",
                f"{others[-1]}写的整改期限与「期限届满日」不同，请核对，两份文书的期限应当一致。",
            )

    restated = (
        Restates(("requirements",), of="due_on"),
        Restates(("violating_act",), of="act_found_on", order=Order.not_after),
    )

    example = {
        "document_number": "示市监责改〔2026〕31号",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "act_found_on": "2026-07-06",
        "violating_act": (
            "2026年7月6日在和平路88号一层货架摆放销售的“舒逸”牌按摩枕等六种商品没有标明价格"
        ),
        "violated_provision": "《中华人民共和国价格法》第十三条第一款",
        "empowering_provision": "《中华人民共和国价格法》第四十二条",
        "requirements": (
            "1. 对在售商品逐一明码标价，标明品名、计价单位和价格；\n"
            "2. 将改正后的价签照片和标价清单交本局备查。"
        ),
        "term": "by_day",
        "due_on": "2026-07-20",
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-09",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-08",
            "decision": "agreed",
            "opinion": "同意责令限期改正。",
        },
    }
