"""服务报告: the contractor's product for its client; the bureau numbers it once it adopts it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Code, Day, PersonName, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name
from schemas.law import DocumentNumberError

DELIVERED = "合同关于报告和材料编制的约定"
GROUP = "编制和报送"


class ServiceReport(KindSchema):
    """A report made for the client: it bears no number and no seal until the bureau adopts it."""

    report_to = Text("报送单位", longest=60, group=GROUP, optional=True, hint="不填时为本机关。")
    product_of = Text("编制单位", longest=60, group=GROUP, source=DELIVERED)
    compiled_by = PersonName("编制人", group=GROUP, own=True, personal=None, starts_as="me")
    reviewer = PersonName("审核人", group=GROUP, own=True, personal=None)
    adopted_number = Code(
        "采用文号",
        longest=60,
        group=GROUP,
        optional=True,
        own=True,
        hint="本机关采用为公文以后才填写；默认不编号。",
    )
    issued_on = Day("文书日期", group=GROUP, own=True, starts_as="today")

    @derived(Text("报送单位"), prints=("report_to",))
    def shown_addressee(self, value: Record, facts: Facts) -> str:
        """For whom it was made; the authority itself where nobody else is named."""
        return str(value.report_to or facts.house.authority.name)

    @rule(DELIVERED)
    def somebody_else_reviews(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody reviews a report of his own."""
        if folded_name(value.reviewer) == folded_name(value.compiled_by):
            yield error(
                "/reviewer", "reviewer_is_compiler", "编制人不能审核自己编制的报告，请由他人审核。"
            )

    @rule("GB/T 9704-2012 第7.2.5条")
    def adopted_under_a_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A number is the bureau's own, of the year of the report; the house may ask for one."""
        if not value.adopted_number:
            if facts.house.service_reports_numbered and facts.copy not in ("draft", "blank"):
                yield error(
                    "/adopted_number",
                    "number_missing",
                    "本机关的服务报告编号，请填写「采用文号」。",
                )
            return
        try:
            number = facts.law.number_class("gbt9704", "").read(value.adopted_number)
        except DocumentNumberError as fault:
            yield error("/adopted_number", "number_form", str(fault))
            return
        if number.prefix != facts.house.authority.number_prefix:
            yield error(
                "/adopted_number", "number_prefix", "采用文号的机关代字与内部设置的不同，请核对。"
            )
        if number.year != value.issued_on.year:
            yield error("/adopted_number", "number_year", "采用文号的年份与文书日期不同，请核对。")
