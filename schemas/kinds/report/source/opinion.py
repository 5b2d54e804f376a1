"""案源处理意见: what the head of the unit has done about a clue."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Day, Flag, Group, LongText, PersonName
from schemas.ground.roles import Role
from schemas.guard.told import told_amiss
from schemas.kinds.report.source.providers import FORM


class UnitOpinion(Part):
    """案源处理意见: the head of the unit says what is done about the clue."""

    published_as = "case_source_registration_form"

    opinion = LongText("意见", longest=1000)
    signer = PersonName("办案机构负责人", personal=None, role=Role.approver)
    employed_by_authority = Flag("签名人为本机关工作人员", kept=True)
    signed_on = Day("签名日期")

    @rule("《市场监督管理行政处罚程序规定》第十八条")
    def clue_is_verified_first(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whether to file is decided by the bureau's head once the clue was verified."""
        yield from told_amiss("/opinion", "source_opinion", value.opinion)

    @rule(FORM)
    def signer_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Service contractors register; what is done the head of the unit says."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "signer_not_official",
                "案源处理意见由本机关的办案机构负责人签署，外包服务人员只能登记，请改由负责人签署。",
            )


class OpinionOfTheUnit(Part):
    """The opinion of the head of the unit, where it is there already."""

    unit_opinion = Group(
        "案源处理意见",
        UnitOpinion,
        group="案源处理意见",
        optional=True,
        own=True,
        hint="只由办案机构负责人签署；还没有签署的留空。",
    )
