"""列入的事实: what was verified on which day, on which articles, and how it is cured."""

from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Day, LongText, Text
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.inspection.abnormal.grounds import BY_CODE, GROUNDS_SOURCE, GROUP, RULES
from schemas.kinds.inspection.abnormal.mailings import BY_MAIL
from schemas.parts.blanks import blank_findings


class ListedForAGround(KindSchema):
    """The facts behind one ground, certain on one day; nobody is listed twice on it."""

    listing_facts = LongText(
        "列入事由的事实",
        longest=1500,
        group=GROUP,
        own=True,
        factual=True,
        source=GROUNDS_SOURCE,
        hint="填入「经查，」之后的文字，末尾不加句号。",
    )
    verified_on = Day(
        "查实日期",
        group=GROUP,
        own=True,
        kept=True,
        source=BY_MAIL,
        hint="核实无法联系、查实弄虚作假之日；未公示年报、未按责令公示的，是期满之日。",
    )

    @derived(Text("依据"), prints=("listing_ground",))
    def listing_basis(self, value: Record, facts: Facts) -> str:
        """《企业经营异常名录管理办法》第四条第一款第（四）项、第九条."""
        ground = BY_CODE[value.listing_ground]
        return f"{RULES}第四条第一款第（{ground.item}）项、{ground.listed_by}"

    @derived(Text("移出的条件"))
    def cure(self, value: Record, facts: Facts) -> str:
        """What takes the enterprise off the list again."""
        return BY_CODE[value.listing_ground].cure

    @rule(GROUNDS_SOURCE)
    def report_was_due(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report may be published until the end of June of the next year."""
        year = value.report_year
        if year and value.verified_on < date(year + 1, 6, 30):
            yield error(
                "/report_year",
                "report_not_due",
                "这一年度的年度报告到次年6月30日才期满，还不属于列入的情形，请核对年度。",
                f"{RULES}第六条",
            )
        yield from blank_findings("/listing_facts", value.listing_facts, before="经查")

    @rule(BY_MAIL)
    def checked_before_it_was_certain(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A place is visited before anybody is sure that nobody is there."""
        if value.site_checked_on and value.site_checked_on > value.verified_on:
            yield error(
                "/site_checked_on",
                "checked_after",
                "现场核查在查实日期以后，请核对；核查以前还没有查实无法联系。",
            )

    @beside(
        "abnormal_operations_listing_decision",
        "abnormal_operations_removal_decision",
        by="party.credit_code",
        source=GROUNDS_SOURCE,
    )
    def not_listed_already(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Nobody is listed twice on one ground, unless taken off in between."""
        same = [each for each in others if each.says("listing_ground") == value.listing_ground]
        if same and same[-1].kind == "abnormal_operations_listing_decision":
            yield error(
                "/listing_ground",
                "listed_already",
                f"该企业已按同一事由列入，见{same[-1]}，移出之前不再列入。",
            )
