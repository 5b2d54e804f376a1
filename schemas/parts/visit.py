"""A visit on the spot: its time and place, and who went there for the bureau."""

from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Moment, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.parts.officers import TWO_OFFICERS, CertifiedOfficer, told_apart

GROUP = "时间、地点和事项"
# To show certificates, look, write down, read over and sign takes longer.
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=12)


class Visit(KindSchema):
    """A record of what went on from one minute to another in one place."""

    started_at = Moment("开始时间", group=GROUP, own=True)
    ended_at = Moment("结束时间", group=GROUP, own=True)
    place = Text("地点", group=GROUP)

    @rule("记录的起止时间")
    def time_runs_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is recorded ends after it began, normally on the same day."""
        if value.ended_at <= value.started_at:
            yield error("/ended_at", "time_reversed", "结束时间应当晚于开始时间，请核对。")
        elif value.ended_at.date() != value.started_at.date():
            yield notice("/ended_at", "spans_days", "起止时间跨了日期，请核对。")
        elif value.ended_at - value.started_at > LONGEST:
            yield notice("/ended_at", "visit_long", "起止时间超过十二小时，请核对开始和结束时间。")
        elif value.ended_at - value.started_at < SHORTEST:
            yield notice(
                "/ended_at",
                "visit_short",
                "从开始到结束只有几分钟，来不及出示证件、告知权利、核对和签名，请核对起止时间。",
            )


class Inspector(CertifiedOfficer):
    """检查人员: an officer of the authority itself; nobody else may inspect."""

    role = Role.inspector
    called = "检查人员"
    instead = "外包服务人员请填到「协助人员」"


class Assistant(Part):
    """协助人员: helps with photos and notes, led by the officers, and signs nothing for them."""

    role = Role.assistant

    name = PersonName("协助人员")
    employer = Text("所属单位", longest=60)


class Visitors(KindSchema):
    """Two officers at least, and who helps them; nobody is both."""

    inspectors = Rows("检查人员", Inspector, least=2, most=6, group="人员", source=TWO_OFFICERS)
    assistants = Rows("协助人员", Assistant, most=10, group="人员", optional=True)

    @rule(TWO_OFFICERS)
    def people_have_one_part(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Certificates are unique, and two of one name are looked at."""
        yield from told_apart(value.inspectors, "inspectors", self.label_of("inspectors"))


def people_of_the_bureau(value: Record) -> list[str]:
    """Return who was there for the bureau, by name: officers first, then who helped them."""
    return [each.name for each in (*value.get("inspectors", ()), *value.get("assistants", ()))]
