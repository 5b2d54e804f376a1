"""The mediation period (D2): from when it counts, which days are left out, under which law."""

from collections.abc import Iterator, Sequence
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Day, PartyName, Rows
from schemas.ground.neighbours import Follows, Standing, beside
from schemas.ground.roles import Role
from schemas.law import DueDate, Span
from schemas.parts.complaint import ACCEPTANCE

REGULATION = "《市场监督管理投诉举报处理办法》"


# Of the letter that entrusts it: from its day on the days are left out, until the report comes.
TESTED = {"testing.0.first": "issued_on", "testing.0.institution": "institution"}


class TestingPeriod(Part):
    """鉴定、检测期间: days that do not count towards the mediation period (art. 22)."""

    # pytest collects classes by their names; this one is no test.
    __test__ = False

    first = Day("鉴定、检测开始日期", kept=True)
    last = Day("鉴定、检测结束日期", kept=True)
    institution = PartyName("鉴定、检测机构", optional=True, kept=True, role=Role.institution)

    @rule(f"{REGULATION}第二十二条", needs=("first", "last"))
    def period_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The first day does not lie behind the last."""
        if value.last < value.first:
            yield error("/last", "term_reversed", "鉴定、检测的结束日期早于开始日期，请核对。")


class TestingLeftOut(Part):
    """A mediation whose days of appraisal and testing are left out of its period."""

    __test__ = False

    testing = Rows(
        "鉴定、检测期间",
        TestingPeriod,
        group="调解",
        optional=True,
        kept=True,
        source=f"{REGULATION}第二十二条",
    )


def testing_findings(value: Record, last: date, ends: str) -> Iterator[Finding]:
    """Yield the testing that no day of the mediation, ended on `last`, can be left out for."""
    for index, each in enumerate(value.testing):
        if each.first < value.accepted_on or each.last > last:
            yield notice(
                f"/testing/{index}",
                "testing_outside_mediation",
                f"鉴定、检测期间不在受理之后、{ends}之前，不能从调解期限里扣除，请核对。",
            )


class Accepted(Part):
    """A paper of a complaint that was accepted; its period counts from the day of the decision."""

    accepted_on = Day("受理日期", group="投诉", kept=True, source=ACCEPTANCE)

    @beside("complaint_acceptance_decision", source=ACCEPTANCE)
    def accepted_when_the_decision_says(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The period runs from the day of the decision that stands in the case."""
        if others and value.accepted_on not in {each.dated_on for each in others}:
            yield error(
                "/accepted_on",
                "acceptance_differs",
                "受理日期与本案受理决定书的决定日期不同，调解期限从受理之日起计算，请核对。",
            )


def after_acceptance(why: str, source: str, *, settles: bool = False) -> Follows:
    """Return the link of a paper that only a complaint which was accepted can have."""
    return Follows(
        "complaint_acceptance_decision",
        why,
        source,
        settles=settles,
        needed=True,
        takes={"accepted_on": "issued_on"},
    )


def mediation_due(value: Record, facts: Facts, on: date) -> DueDate:
    """Return the end of the mediation period by law, counted from acceptance.

    The law of the day `on` which the mediation ends governs: Order 121 leaves older complaints
    open.
    """
    return facts.law.due(
        "D2",
        value.accepted_on,
        excluded=[Span(each.first, each.last) for each in value.testing],
        on=on,
    )


def law_changed(value: Record, facts: Facts, on: date, day: str) -> Iterator[Finding]:
    """Yield a notice where the law changed between acceptance and the `day` that ends it, `on`."""
    governing = facts.law.basis("termination", on=on).instrument
    if value.accepted_on < governing.effective_from <= on:
        yield notice(
            "/accepted_on",
            "law_changed",
            f"投诉受理于{governing.name}施行之前，该办法没有过渡规定；"
            f"调解期限按{day}施行的规定计算，请法制机构确认。",
        )
