"""询问人: the two officers at least who ask (PP art. 22)."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, rule
from schemas.ground.fields import Rows
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.parts.officers import TWO_OFFICERS, CertifiedOfficer, told_apart

INQUIRY = "《市场监督管理行政处罚程序规定》第二十九条"


class Inquirer(CertifiedOfficer):
    """One officer who asks, with the certificate that was shown."""

    role = Role.inspector
    called = "询问人"


class Inquirers(KindSchema):
    """A paper of an inquiry: who asks, two officers at least."""

    inquirers = Rows("询问人", Inquirer, least=2, most=4, group="人员", source=TWO_OFFICERS)

    @rule(TWO_OFFICERS)
    def inquirers_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Two officers are two people."""
        yield from told_apart(value.inquirers, "inquirers", self.label_of("inquirers"))
