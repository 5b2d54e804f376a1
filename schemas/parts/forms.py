"""Papers that exist since a published set of forms does, and have no wording for earlier days."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.kind import KindSchema


class OnForm2026(KindSchema):
    """A paper in the wording of the complaint forms of April 2026."""

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def form_is_in_force(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is dated back behind the form it is written on."""
        if facts.law.in_force("forms_2026", self.dated(value)).id != "forms_2026":
            yield error(
                f"/{self.header.dated_by}",
                "form_not_in_force",
                "本文书按2026年4月印发的式样制作，不能用于此前的日期，"
                f"请核对{self.label_of(self.header.dated_by)}。",
            )
