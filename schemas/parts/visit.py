"""A visit on the spot: its time and place, and who went there for the bureau."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Flag, Moment, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name, same_number
from schemas.parts.officers import Officer

GROUP = "时间、地点和事项"
# To show certificates, look, write down, read over and sign takes longer.
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=12)
TWO_OFFICERS = "《市场监督管理行政处罚程序规定》第二十二条"


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
                "从开始到结束只有几分钟，来不及出示证件、检查、核对和签名，请核对起止时间。",
            )


class Inspector(Officer):
    """检查人员: an officer of the authority itself; nobody else may inspect."""

    role = Role.inspector

    employed_by_authority = Flag("为本机关执法人员", kept=True, source=TWO_OFFICERS)

    @rule(TWO_OFFICERS)
    def inspector_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Staff of a service contractor assist, led by officers; they never inspect."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "officer_not_official",
                "检查人员应当是本机关持证的执法人员；外包服务人员请填到「协助人员」。",
            )
        if re.search("协管|辅|临时|实习|工作证|胸牌|借用", value.certificate_number):
            yield error(
                "/certificate_number",
                "not_a_certificate",
                "「执法证号」不像执法证件的编号，协管、辅助人员没有执法证，不能作检查人员，请核对。",
            )


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
        called = self.label_of("inspectors")
        numbers = [same_number(each.certificate_number) for each in value.inspectors]
        names = [folded_name(each.name) for each in value.inspectors]
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                yield error(
                    f"/inspectors/{index}/certificate_number",
                    "certificate_repeated",
                    f"两名{called}的执法证号相同，请对照证件核对。",
                )
        for name, count in Counter(names).items():
            if count > 1:
                yield notice(
                    f"/inspectors/{names.index(name)}/name",
                    "name_repeated",
                    f"{called}中有同名的，请核对不是同一人填了两次。",
                )


def people_of_the_bureau(value: Record) -> list[str]:
    """Return who was there for the bureau, by name: officers first, then who helped them."""
    return [each.name for each in (*value.get("inspectors", ()), *value.get("assistants", ()))]
