"""线索: when it was found or received, whom it names, and what it says."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Part, Record, error
from schemas.ground.fields import Day, Group, LongText, PartyName, Phone, Text
from schemas.ground.neighbours import Standing, beside
from schemas.ground.roles import Role

PROCEDURE = "《市场监督管理行政处罚程序规定》第十八条"


class SourceParty(Part):
    """当事人 as the clue names it; who it is the verification finds out."""

    published_as = "case_source_registration_form"

    role = Role.party

    name = PartyName("名称(姓名)", longest=100)
    address = Text("住所(住址)", optional=True)
    phone = Phone("联系电话", optional=True)


class FoundClue(Part):
    """One clue as it came, on the day that the register of reports knows."""

    found_on = Day("发现线索或者收到材料日期", group="线索", source=PROCEDURE)
    party = Group("当事人", SourceParty, group="当事人", own=True)
    clue_content = LongText("案源内容", longest=6000, factual=True, own=True, group="案源内容")

    @beside("report_registration_form", source=PROCEDURE)
    def found_on_the_day_of_receipt(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A report's clue is found when the report comes in: one period, one beginning."""
        received = {each.says("report_received_on") for each in others}
        if value.case_source == "complaint_report" and others and value.found_on not in received:
            yield error(
                "/found_on",
                "not_the_day_of_receipt",
                "线索来自本案登记的举报，收到材料日期应当与举报登记表的收到举报日期相同，请核对。",
            )
