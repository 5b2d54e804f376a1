"""责令改正通知书 (PF-33): the bureau orders that something be put right, at once or by a day."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.inspection.task.words import DISPOSED_OF
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Approved, Delivered
from schemas.parts.inspected_party import ToInspectedParty
from schemas.parts.provisions import provision_findings
from schemas.parts.terms import AtOnceOrByDay

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》责令改正通知书"
WITH_A_PENALTY = "《中华人民共和国行政处罚法》第二十八条"
GROUP = "责令改正"

_OF_PENALTY_LAW = re.compile("《(?:中华人民共和国)?行政处罚法》")
_TITLE = re.compile("《[^《》]+》")
# What only a decision on a penalty may say; a provision on it may be named as what follows.
_PENALTY = re.compile(
    "罚款|没收|吊销|暂扣|降低资质|停产停业|停业|停产(?!品)|停止(?:营业|经营活动)|责令关闭|关停|歇业|关门|行政拘留|警告"
)
_REFUND = re.compile("退还|退款|退赔|多付价款|退回多收")
_NO_SENTENCE = re.compile("(?:涉嫌)?(?:违法|违规|不合格|不符合规定|有问题|存在问题)(?:经营)?")


class RectificationOrder(
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

    act_found_on = Day("发现违法行为的日期", group=GROUP, kept=True, own=True)
    violating_act = LongText(
        "违法行为",
        longest=1500,
        group=GROUP,
        own=True,
        factual=True,
        source=FORM,
        hint="填入「经查，你（单位）……的行为」中间的文字，写明何时、何处、做了什么。",
    )
    violated_provision = Text(
        "违反的规定", longest=300, group=GROUP, own=True, source=FORM, hint="写到条、款、项。"
    )
    empowering_provision = Text(
        "责令改正的依据",
        longest=300,
        group=GROUP,
        own=True,
        source=FORM,
        hint="授权责令改正的具体条款；行政处罚法第二十八条只用于实施行政处罚时。",
    )
    requirements = LongText(
        "改正内容及要求", longest=2000, group=GROUP, own=True, source=FORM, hint="逐项写明怎样改。"
    )
    consequence_provision = Text(
        "逾期不改的依据", longest=300, group=GROUP, optional=True, own=True, source=FORM
    )
    consequence = Text(
        "逾期不改的后果",
        longest=300,
        group=GROUP,
        optional=True,
        own=True,
        source=FORM,
        hint="填入「本局将依据……的规定，」之后的文字；没有条款规定后果的，两项都不填。",
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("立即改正"), prints=("term",))
    def at_once(self, value: Record, facts: Facts) -> str:
        """The form's first choice; the empty form offers both."""
        either = "/在　　　　年　　月　　日前改正" if facts.copy == "blank" else ""
        return f"立即予以改正{either}"

    @rule(FORM)
    def blanks_are_filled_as_the_form_has_them(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """The form prints the words around each blank, and its mark behind it."""
        yield from blank_findings(
            "/violating_act", value.violating_act, before="经查", after="的行为"
        )
        yield from blank_findings("/consequence", value.consequence, before="本局将")
        for name in ("violated_provision", "empowering_provision", "consequence_provision"):
            yield from provision_findings(f"/{name}", self.label_of(name), value[name])
        if _NO_SENTENCE.fullmatch(value.violating_act):
            yield error("/violating_act", "act_untold", "只写了结论，请写明何时、何处、做了什么。")

    @rule(WITH_A_PENALTY)
    def order_has_a_provision_of_its_own(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Art. 28 orders correction beside a penalty; an order alone needs what empowers it."""
        given = value.empowering_provision
        if _OF_PENALTY_LAW.search(given) and len(_TITLE.findall(given)) == 1:
            yield notice(
                "/empowering_provision",
                "general_provision",
                "行政处罚法第二十八条是实施行政处罚时责令改正，单独责令改正的，请写明授权的具体条款。",
            )

    # The form's second bracket falls away where no law says what follows (our own reading).
    @rule(FORM)
    def consequence_comes_with_its_provision(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """What nothing provides for is not threatened."""
        for name, other in (
            ("consequence", "consequence_provision"),
            ("consequence_provision", "consequence"),
        ):
            if value[other] and not value[name]:
                yield error(
                    f"/{name}",
                    "required",
                    f"填写了「{self.label_of(other)}」，请填写「{self.label_of(name)}」，"
                    "或者两项都不填。",
                )

    @rule(FORM)
    def no_penalty_and_no_refund(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Penalties and refunds have papers of their own (PF-34 for the refund of a price)."""
        if _PENALTY.search(value.requirements):
            yield error(
                "/requirements",
                "penalty_in_order",
                "责令改正通知书不作行政处罚，请删去处罚的内容；需要处罚的，移送有处罚权的机关。",
            )
        if _REFUND.search(value.requirements):
            yield notice(
                "/requirements",
                "refund_in_order",
                "责令退还多付价款用责令退款通知书，请核对这里要求的是不是退款。",
            )

    @rule("本机关的职权")
    def issued_by_whoever_may(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Which of two authorities orders correction, the bureau has to confirm."""
        if not facts.house.rectification_issued_here:
            yield error(
                "",
                "issued_elsewhere",
                "内部设置里本机关不作出责令改正，请移送有权的机关；已经授权的，先改内部设置。",
            )

    @rule("文书所载事实")
    def found_before_it_is_ordered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is to be put right before it was found."""
        if value.act_found_on > value.issued_on:
            yield error(
                "/act_found_on", "found_after", "「发现违法行为的日期」晚于文书日期，请核对。"
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
