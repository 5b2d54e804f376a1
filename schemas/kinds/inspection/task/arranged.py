"""检查安排: what is looked at, when and where, by whom, and whether it is told before."""

import re
from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Count, Flag, Moment, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.inspection.task.words import CONDUCTED, TOLD_BEFORE
from schemas.parts.blanks import blank_findings
from schemas.parts.officers import TWO_OFFICERS, told_apart
from schemas.parts.provisions import provision_findings
from schemas.parts.visit import Inspector

GROUP = "检查安排"
_DAY, LONGEST = (6, 22), timedelta(days=2)
_NO_REASON = re.compile("(?:为了?)?(?:方便|需要|必要|工作需要|检查需要|领导要求|惯例|按惯例)。?")
PEOPLE = "人员"


class Sent(KindSchema):
    """A paper that names who is going to inspect: officers alone; who helps is only counted."""

    inspectors = Rows("检查人员", Inspector, least=2, most=6, group=PEOPLE, source=TWO_OFFICERS)

    @rule(TWO_OFFICERS)
    def officers_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Certificates are unique, and two of one name are looked at."""
        yield from told_apart(value.inspectors, "inspectors", self.label_of("inspectors"))


class Arranged(Sent):
    """A paper about an inspection that is still to come."""

    subject = Text(
        "检查事项",
        group=GROUP,
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    inspection_basis = Text(
        "检查依据", longest=300, group=GROUP, source=CONDUCTED, hint="法律、法规、规章的条款。"
    )
    planned_from = Moment("计划检查时间自", group=GROUP, planned=True)
    planned_to = Moment("计划检查时间至", group=GROUP, planned=True)
    place = Text("地点", group=GROUP)
    assistant_count = Count(
        "协助人员人数",
        most=10,
        group=PEOPLE,
        source=CONDUCTED,
        hint="事先确定；没有的填 0。协助人员在检查人员带领下到场，不行使检查职权。",
    )
    unannounced = Flag("不事先通知", group=GROUP, optional=True, default=False, source=TOLD_BEFORE)
    unannounced_reason = Text(
        "不事先通知的理由",
        longest=300,
        group=GROUP,
        optional=True,
        applies=When("unannounced"),
        source=TOLD_BEFORE,
    )

    @derived(Text("事先通知"), prints=("unannounced",))
    def announcing(self, value: Record, facts: Facts) -> str:
        """Whether the party is told before somebody comes."""
        return "不事先通知，现场送达" if value.unannounced else "事先通知"

    @rule(CONDUCTED)
    def inspection_is_lawful_and_to_come(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It rests on an article, and ends after it begins."""
        label = self.label_of("inspection_basis")
        yield from provision_findings("/inspection_basis", label, value.inspection_basis)
        yield from blank_findings("/subject", value.subject, before="依法就", after="进行现场检查")
        if value.planned_to <= value.planned_from:
            yield error("/planned_to", "time_reversed", "计划检查的结束时间应当晚于开始时间。")

    @rule(CONDUCTED)
    def inspection_is_by_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is inspected at night, or for days on end, without somebody looking at why."""
        begins, ends = value.planned_from, value.planned_to
        on_site = value.get("method") == "on_site"
        if on_site and not _DAY[0] <= begins.hour < _DAY[1]:
            yield notice("/planned_from", "at_night", "计划检查时间在夜间，请核对是否必要。")
        if on_site and ends - begins > LONGEST:
            yield notice("/planned_to", "visit_of_days", "计划检查的时间超过两天，请核对。")
        if value.unannounced_reason and _NO_REASON.fullmatch(value.unannounced_reason):
            yield notice(
                "/unannounced_reason",
                "reason_empty",
                "不事先通知要有具体的理由，例如通知后证据可能灭失，请写明。",
            )

    @rule(TOLD_BEFORE)
    def silence_has_a_reason(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is not told before is not told for a reason."""
        if value.unannounced != bool(value.unannounced_reason):
            yield error(
                "/unannounced_reason",
                "unannounced_reason",
                "不事先通知的，请写明理由；事先通知的，不填理由。",
            )
