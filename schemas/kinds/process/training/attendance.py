"""签到: who was to come to a training, who came, and how many."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Count, PersonName, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.guard.folding import folded_name

TRAINED = "合同关于人员培训的约定"
GROUP = "签到"
ATTENDANCE = {"present": "到", "absent": "缺席"}


class Trainee(Part):
    """签到的一行: somebody who was to come; who came signs on the paper."""

    published_as = "training_record"

    name = PersonName("姓名", personal=None)
    unit = Text("单位", longest=60)
    post = Text("岗位", longest=30, optional=True)
    attendance = Choice("到场", ATTENDANCE, optional=True, default="present")
    remark = Text("备注", longest=60, optional=True)

    @derived(Text("备注"), prints=("remark", "attendance"))
    def remark_shown(self, value: Record, facts: Facts) -> str:
        """Who did not come is said to be absent."""
        absent = ATTENDANCE["absent"] if value.attendance == "absent" else ""
        return "；".join(filter(None, (absent, value.remark)))


class SignedIn(KindSchema):
    """Nobody is on the list twice, and no more came than were to come."""

    blank = {"trainees": 15}

    trainees = Rows("签到表", Trainee, most=300, group=GROUP, own=True, source=TRAINED)
    expected_count = Count("应到人数", least=1, most=999, unit="人", group=GROUP, own=True)

    @derived(Count("实到人数"))
    def present_count(self, value: Record, facts: Facts) -> int:
        """How many came."""
        return sum(each.attendance == "present" for each in value.trainees)

    @rule(TRAINED)
    def who_came_was_to_come(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is on the list twice, and no more came than were to come."""
        if value.present_count > value.expected_count:
            yield error("/expected_count", "more_than_expected", "实到人数多于应到人数，请核对。")
        elif len(value.trainees) > value.expected_count:
            yield error("/expected_count", "list_longer", "签到表列的人多于应到人数，请核对。")
        if value.present_count == 0:
            yield error("/trainees", "nobody_came", "没有人到场，没有可以记录的培训，请核对。")
        seen = set[tuple[str, str]]()
        for index, each in enumerate(value.trainees):
            known = folded_name(each.name), folded_name(each.unit)
            if known in seen:
                yield error(
                    f"/trainees/{index}/name", "trainee_repeated", "这个人前面已经列了，请删去。"
                )
            seen.add(known)
