"""办案人员: who investigates a case that is filed."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Rows, Text, When
from schemas.kinds.report.filing.grounds import CONDITIONS_OF
from schemas.parts.officers import CertifiedOfficer, told_apart


class NamedOfficers(Part):
    """Two officers or more are named where a case is filed, and nobody where none is."""

    case_officers = Rows(
        "办案人员",
        CertifiedOfficer,
        most=8,
        group="审批意见",
        optional=True,
        own=True,
        applies=When("filing_decision", ("filed",)),
        source=CONDITIONS_OF,
        hint="立案的，由办案机构负责人指定两名以上具有行政执法资格的办案人员。",
    )

    @derived(Text("办案人员"), prints=("case_officers",))
    def officers_line(self, value: Record, facts: Facts) -> str | None:
        """Whom the head of the unit names, with their certificates; None where nobody is."""
        named = [
            f"{each.name}（执法证号{each.certificate_number}）" for each in value.case_officers
        ]
        return "、".join(named) or None

    @rule(CONDITIONS_OF)
    def officers_are_named_for_a_case(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who files a case names two officers or more who investigate it."""
        if value.filing_decision != "filed":
            if value.case_officers:
                detail = "不予立案的，不指定办案人员，请删去。"
                yield error("/case_officers", "officers_without_a_case", detail)
            return
        if value.party.party_type == "unknown":
            detail = "当事人身份不明，没有可以立案调查的当事人，请先查明再决定是否立案。"
            yield notice("/party/party_type", "party_unknown", detail)
        if len(value.case_officers) < 2:
            detail = "决定立案的，请指定两名以上具有行政执法资格的办案人员。"
            yield error("/case_officers", "two_officers", detail)
        yield from told_apart(value.case_officers, "case_officers", "办案人员")
