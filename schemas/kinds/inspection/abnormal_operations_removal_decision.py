"""移出经营异常名录决定书 (our own layout): what led to the listing is cured, or was never so."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, Text, When
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering, SeriesNumber
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.inspection.abnormal.grounds import BY_CODE, RULES, OfEnterprise
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Approved, DecidedInTime

GROUP = "移出"
REMOVED = f"{RULES}第十条"
CORRECTED = f"{RULES}第十六条"
# A listing that was wrong is taken back; it was no listing that has been cured.
WAYS = {"removal": "移出", "correction": "更正（列入有误）"}
YEARS = 3


class AbnormalOperationsRemovalDecision(
    CopiesLine, ContactLine, OfEnterprise, Approved, DecidedInTime, NumberedKind
):
    """One enterprise off the list, on the ground it was listed on; or the listing corrected."""

    header = Header(
        title="移出经营异常名录决定书",
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="列入的情形已经消除的，移出经营异常名录；列入有误的，予以更正；五个工作日内作出并公示。",
        numbering=Numbering("gbt9704", "移异"),
        approval=True,
        copies=2,
        about=("party.business_name", "listing_ground"),
    )

    approved_since = ("verified_on",)
    sections = ("当事人", "列入事由", GROUP, "联系", "份数", "文号与日期", "审批与告知")

    clocks = (Clock("D14-REMOVE", starts="verified_on", settled_by="issued_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "abnormal_operations_listing_decision",
                "列入的情形已经消除，或者列入有误",
                REMOVED,
                settles=True,
                needed=True,
                takes={"listing_number": "document_number", "listed_on": "issued_on"},
            ),
            Follows("subject_information_sheet", "核实登记的住所可以联系", f"{RULES}第十四条"),
            Follows("site_inspection_record", "现场核实可以联系", f"{RULES}第十四条"),
        ),
    )

    way = Choice("移出方式", WAYS, group=GROUP, own=True, kept=True, source=REMOVED)
    listing_number = SeriesNumber("列入决定书文号", longest=60, group=GROUP, own=True)
    listed_on = Day("列入日期", group=GROUP, own=True)
    applied_on = Day(
        "申请移出日期",
        group=GROUP,
        optional=True,
        own=True,
        applies=When("way", ("removal",)),
        source=REMOVED,
    )
    removal_facts = LongText(
        "移出事由的事实",
        longest=1500,
        group=GROUP,
        own=True,
        factual=True,
        source=REMOVED,
        hint="填入「经核实，」之后的文字，末尾不加句号。",
    )
    verified_on = Day(
        "查实日期", group=GROUP, own=True, kept=True, hint="补报、公示、更正之日，或者核实之日。"
    )
    published_on = Day("公示日期", group="文号与日期", optional=True, kept=True, own=True)

    @derived(Text("依据"), prints=("listing_ground",))
    def removal_basis(self, value: Record, facts: Facts) -> str:
        """《企业经营异常名录管理办法》第十四条, or 第十六条 where the listing was wrong."""
        ground = BY_CODE[value.listing_ground]
        return CORRECTED if value.way == "correction" else f"{RULES}{ground.removed_by}"

    @derived(Flag("列入有误"), prints=("way",))
    def was_wrong(self, value: Record, facts: Facts) -> bool:
        """Whether the listing is corrected rather than ended."""
        return bool(value.way == "correction")

    @rule(REMOVED)
    def removal_is_asked_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is to be removed has applied; what was wrong is corrected without that."""
        removal = value.way == "removal"
        if removal and not value.applied_on:
            yield error("/applied_on", "required", "移出要有企业的申请，请填写「申请移出日期」。")
        if not removal and value.applied_on:
            yield error(
                "/applied_on",
                "correction_not_applied",
                "列入有误予以更正的，不填申请移出日期，请删去。",
                CORRECTED,
            )
        yield from blank_findings("/removal_facts", value.removal_facts, before="经核实")

    @rule("文书所载日期")
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Listed, then applied and verified, then decided."""
        for name in ("applied_on", "verified_on"):
            if value[name] and value[name] < value.listed_on:
                yield error(
                    f"/{name}",
                    "before_the_listing",
                    f"「{self.label_of(name)}」早于列入日期，请核对。",
                )
        if value.applied_on and value.applied_on > value.issued_on:
            yield error("/applied_on", "applied_after", "「申请移出日期」晚于决定日期，请核对。")
        if value.published_on and value.published_on < value.issued_on:
            yield error("/published_on", "published_before", "公示日期早于决定日期，请核对。")

    @rule("严重违法失信名单的规定")
    def three_years_are_not_over(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """After three years other rules apply; nobody is simply taken off."""
        listed, issued = value.listed_on, value.issued_on
        later = (issued.year - YEARS, issued.month, issued.day)
        if value.way == "removal" and later > (listed.year, listed.month, listed.day):
            yield error(
                "/listed_on",
                "three_years_over",
                "列入已满三年，按其他规定处理，不用本决定书移出，请报法制机构。",
            )

    @beside("abnormal_operations_listing_decision", source=REMOVED)
    def listing_is_the_one_that_stands(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """It ends a listing of its case, on the ground of that listing."""
        if not others:
            return
        known = {each.document_number: each for each in others}
        listing = known.get(value.listing_number)
        if listing is None:
            yield error(
                "/listing_number",
                "listing_unknown",
                f"本案没有这个文号的列入决定书，请核对；本案有{others[-1]}。",
            )
            return
        if listing.says("listing_ground") != value.listing_ground:
            yield error(
                "/listing_ground", "ground_differs", f"列入事由与{listing}不同，请照其改正。"
            )
        if listing.dated_on != value.listed_on:
            yield error("/listed_on", "listing_day", f"列入日期与{listing}不同，请照其改正。")

    example = {
        "document_number": "示市监移异〔2026〕4号",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市鸿远信息咨询有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MADD272H4K",
            "address": "示例市示例区创业路21号3层305室",
            "representative": "段文渊",
        },
        "listing_ground": "unreachable",
        "way": "removal",
        "listing_number": "示市监列异〔2026〕2号",
        "listed_on": "2026-02-10",
        "applied_on": "2026-07-01",
        "removal_facts": (
            "你单位已于2026年6月30日办理住所变更登记，本局2026年7月3日在变更后的住所与你单位取得联系"
        ),
        "verified_on": "2026-07-03",
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-08",
        "approval": {
            "approver": "秦慕青",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-07",
            "decision": "agreed",
            "opinion": "同意移出经营异常名录。",
        },
    }
