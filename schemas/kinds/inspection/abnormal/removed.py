"""移出事由: which listing is ended or corrected, who asked for it, and what was verified."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, Text, When
from schemas.ground.kind import KindSchema, SeriesNumber
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.inspection.abnormal.grounds import BY_CODE, RULES
from schemas.parts.blanks import blank_findings

GROUP = "移出"
REMOVED = f"{RULES}第十条"
CORRECTED = f"{RULES}第十六条"
# A listing that was wrong is taken back; it was no listing that has been cured.
WAYS = {"removal": "移出", "correction": "更正（列入有误）"}
YEARS = 3


class EndsAListing(KindSchema):
    """One listing of its case: cured within three years and asked to end, or never right."""

    published_as = "abnormal_operations_removal_decision"

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
        told = re.search("[〔﹝]([0-9]{4})[〕﹞]", value.listing_number)
        if (told and int(told[1]) != value.listed_on.year) or "责改" in value.listing_number:
            yield notice(
                "/listing_number",
                "listing_number_differs",
                "「列入决定书文号」的年份或者类别与列入决定不符，请照列入决定书核对。",
            )
        if value.applied_on and value.applied_on > value.issued_on:
            yield error("/applied_on", "applied_after", "「申请移出日期」晚于决定日期，请核对。")

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
