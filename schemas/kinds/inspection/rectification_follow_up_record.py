"""整改复查记录 (our own layout): what became of each thing that was to be put right."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Group
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.kinds.inspection.checking.review import GROUP, ReviewsOrder
from schemas.kinds.inspection.task.inspected import Conducted
from schemas.kinds.inspection.task.words import DISPOSED_OF
from schemas.parts.inspected_party import SITE_RECORD, InspectedParty
from schemas.parts.photo_annex import PhotoAnnex
from schemas.parts.signatures import SignedByParty, Witnessed
from schemas.parts.signed_on_the_spot import SignedOnTheSpot
from schemas.parts.visit import Visit, Visitors
from schemas.samples import sample_photo

_ONLY_STATE = re.compile("(?:已经?|未|部分|没有|全部)(?:完成)?(?:整改|改正)(?:到位|完毕|完成)?。?")


class RectificationFollowUpRecord(
    PhotoAnnex,
    SignedByParty,
    SignedOnTheSpot,
    Witnessed,
    ReviewsOrder,
    Visitors,
    Visit,
    Conducted,
):
    """One look at one order; it ends what the order began, or leads to the next step."""

    header = Header(
        title="整改复查记录",
        also=("复查", "回头看"),
        audience=(Audience.inspected_party,),
        dated_by="ended_at",
        summary="逐项记录整改结果和是否逾期，全部已整改的结案，没有改好的写明下一步；每页签名。不编文号。",
        copies=2,
        about=("party.business_name", "party.person_name", "original_number"),
    )

    sections = ("时间、地点和事项", "任务", "人员", "当事人", GROUP, "核对和签名", "现场照片")
    blank = {"review_lines": 5, "conclusion_line": ...}

    clocks = (Clock("C-RECTIFY", settled_by="ended_at"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "rectification_order",
                "责令改正的期限已到，复查是否改正",
                DISPOSED_OF,
                settles=True,
                needed=True,
                takes={"original_number": "document_number", "original_on": "issued_on"},
            ),
            Follows(
                "inspection_checklist",
                "检查单写明的整改期限已到，复查是否改正",
                DISPOSED_OF,
                settles=True,
                needed=True,
                takes={"original_on": "signed_on"},
            ),
        ),
    )

    party = Group("当事人", InspectedParty, group="当事人", source=SITE_RECORD)

    @rule(DISPOSED_OF)
    def looked_at_after_the_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """First it is ordered, then it is looked at; normally once the term is over."""
        day = value.started_at.date()
        if day < value.original_on:
            yield error("/started_at", "before_the_order", "复查早于原文书日期，请核对。")
            return
        for index, each in enumerate(value.reviewed):
            if each.due_on < value.original_on:
                yield error(
                    f"/reviewed/{index}/due_on",
                    "due_before_order",
                    "整改期限早于原文书日期，请照原文书核对。",
                )
            if each.done_on and not value.original_on <= each.done_on <= day:
                yield error(
                    f"/reviewed/{index}/done_on",
                    "done_outside",
                    "整改日期应当在原文书日期和复查日期之间，请核对。",
                )
        if all(each.due_on > day and each.state_now != "done" for each in value.reviewed):
            yield notice(
                "/started_at", "before_the_term", "复查时整改期限都还没有到，请核对是否提前复查。"
            )

    @rule(DISPOSED_OF)
    def each_state_is_what_was_seen(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each matter once; what is not done was not done on a day."""
        matters = [each.matter for each in value.reviewed]
        for index, each in enumerate(value.reviewed):
            if _ONLY_STATE.fullmatch(each.observed):
                yield notice(
                    f"/reviewed/{index}/observed",
                    "state_repeated",
                    "只重复了整改结果，请写明复查时看见了什么。",
                )
        for index, each in enumerate(value.reviewed):
            if each.matter in matters[:index]:
                yield error(
                    f"/reviewed/{index}/matter", "matter_repeated", "这一项前面已经有了，请删去。"
                )
            if each.state_now == "not_done" and each.done_on:
                yield error(
                    f"/reviewed/{index}/done_on", "not_done", "未整改的，不填整改日期，请改正。"
                )

    @rule(DISPOSED_OF)
    def all_done_is_closed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The matter is closed when everything is done, and only then."""
        all_done = all(each.state_now == "done" for each in value.reviewed)
        if all_done != (value.next_step == "closed"):
            yield error(
                "/next_step",
                "step_differs",
                "全部已整改的结案；有没有改好的，选继续整改、移送等下一步，延长期限要另行责令。",
            )

    @beside("rectification_order", source=DISPOSED_OF)
    def order_is_the_one_that_stands(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """It names an order of its case, with the day and the term of that order."""
        if value.original != "order" or not others:
            return
        order = next(
            (each for each in others if each.document_number == value.original_number), None
        )
        if order is None:
            yield error(
                "/original_number",
                "order_unknown",
                f"本案没有这个文号的责令改正通知书，请核对；本案有{others[-1]}。",
            )
        elif order.dated_on != value.original_on:
            yield error("/original_on", "order_day", f"与{order}的日期不同，请核对。")
        elif (due := order.says("due_on")) and all(each.due_on != due for each in value.reviewed):
            yield notice(
                "/reviewed",
                "term_differs",
                f"整改期限与{order}定的不同，延长期限要另行责令，请核对。",
            )

    restated = (
        Restates(("reviewed.matter",), of="reviewed.due_on"),
        Restates(("submitted",), of="reviewed.observed", counted="页"),
        Restates(("reviewed.observed",), of="started_at", until="ended_at"),
        Restates(("place",), of="party.address"),
    )

    example = {
        "method": "on_site",
        "started_at": "2026-07-09T14:00",
        "ended_at": "2026-07-09T14:40",
        "place": "示例市示例区和平路88号一层",
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
            "phone": "0999-60096100",
        },
        "original": "order",
        "original_number": "示市监责改〔2026〕27号",
        "original_on": "2026-06-25",
        "reviewed": [
            {
                "matter": "对在售商品逐一明码标价",
                "due_on": "2026-07-08",
                "observed": "一层六排货架的商品均有价签，抽查二十种与收银系统一致。",
                "state_now": "done",
                "done_on": "2026-07-06",
                "evidence_number": "照片1",
            },
            {
                "matter": "将标价清单交本局备查",
                "due_on": "2026-07-08",
                "observed": "复查时当场交来标价清单一份三页。",
                "state_now": "done",
                "done_on": "2026-07-09",
            },
        ],
        "submitted": "标价清单1份3页",
        "next_step": "closed",
        "party_comment": "复查情况属实。",
        "photos": [
            {
                "file": sample_photo("price_tags.jpg"),
                "shows": "一层货架商品均有价签",
                "taken_at": "2026-07-09T14:12",
                "place": "一层货架",
                "photographer": "沈嘉木",
                "device": "执法手机03号",
            }
        ],
        "photos_comment": "照片与现场一致。",
    }
