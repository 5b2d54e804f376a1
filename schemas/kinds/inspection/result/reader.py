"""告知对象: the party that was inspected, or the unit that assigned the task."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Flag, PartyName, Text, When
from schemas.ground.kind import KindSchema

FED_BACK = "合同关于检查结果反馈的约定"
GROUP = "检查结果"
READERS = {"party": "检查对象", "unit": "任务分派部门"}
_TO_THE_UNIT = When("reader", ("unit",))


class ToldToOneReader(KindSchema):
    """One reader: the party gets a sealed paper, the unit one that a head of unit signs."""

    published_as = "inspection_result_notice"

    reader = Choice("告知对象", READERS, group=GROUP, own=True, kept=True, source=FED_BACK)
    assigning_unit = PartyName(
        "任务分派部门", group=GROUP, optional=True, own=True, applies=_TO_THE_UNIT
    )
    unit_head = Text(
        "反馈部门负责人", longest=50, group=GROUP, optional=True, own=True, applies=_TO_THE_UNIT
    )

    @derived(Text("受文者"), prints=("assigning_unit",))
    def told_to(self, value: Record, facts: Facts) -> str:
        """The party, or the unit that assigned the task."""
        return str(value.assigning_unit or value.addressee)

    @derived(Flag("反馈任务分派部门"), prints=("reader",))
    def to_the_unit(self, value: Record, facts: Facts) -> bool:
        """Whether it stays inside: no seal, the head of the unit signs."""
        return bool(value.reader == "unit")

    @rule(FED_BACK)
    def reader_is_one_of_two(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The unit is named where it reads, with the head who signs."""
        for name in ("assigning_unit", "unit_head"):
            if (value.reader == "unit") != bool(value[name]):
                yield error(
                    f"/{name}",
                    "reader_differs",
                    f"反馈任务分派部门的，请填写「{self.label_of(name)}」；告知检查对象的，不填。",
                )
