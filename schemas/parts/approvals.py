"""The bureau's own decision behind a document."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Day, Flag, PersonName, Text


class Approval(Part):
    """审批: the bureau's own decision behind a document; contractor staff may never give it."""

    approver = PersonName("审批人", personal=None, kept=True)
    post = Text("审批人职务", kept=True)
    employed_by_authority = Flag("审批人为本机关工作人员", kept=True)
    approved_on = Day("审批日期", kept=True)
    opinion = Text("审批意见", longest=500, kept=True)

    @rule()
    def approver_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Service contractors assist; they decide nothing."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "approver_not_official",
                "审批人应当是本机关工作人员，外包服务人员只能辅助，不得作出决定。",
            )
