"""复查事项: what was to be put right, what became of it, and whether it was late."""

from schemas.ground.base import Facts, Part, Record, derived
from schemas.ground.fields import Choice, Day, Rows, Text, When
from schemas.ground.kind import KindSchema, SeriesNumber
from schemas.kinds.inspection.task.words import DISPOSED_OF

GROUP = "复查事项"
ORIGINALS = {"order": "责令改正通知书", "checklist": "检查单"}
STATES_NOW = {"done": "已整改", "partly": "部分整改", "not_done": "未整改"}
NEXT_STEPS = {
    "closed": "结案",
    "ordered_again": "继续整改，另行责令改正",
    "transferred": "移送有权机关处理",
    "listed": "按规定列入经营异常名录",
}
_DONE = When("state_now", ("done", "partly"))


class Reviewed(Part):
    """复查事项: in the words of the order; its state and whether it was late are two things."""

    matter = Text("整改事项", longest=500)
    due_on = Day("整改期限", planned=True)
    observed = Text("复查情况", longest=500, factual=True)
    state_now = Choice("整改结果", STATES_NOW)
    done_on = Day("整改日期", optional=True, applies=_DONE, hint="企业哪天改好的；不知道的不填。")
    evidence_number = Text("证据编号", longest=40, optional=True, photographed="photos")


class ReviewedLine(Part):
    """复查事项 with what is reckoned: whether it was put right in time."""

    matter = Text("整改事项")
    due_on = Day("整改期限")
    observed = Text("复查情况")
    state_now = Choice("整改结果", STATES_NOW)
    overdue = Text("逾期")
    evidence_number = Text("证据编号", optional=True)


class ReviewsOrder(KindSchema):
    """A paper that looks at what another one asked for."""

    original = Choice("原文书", ORIGINALS, group=GROUP, own=True, source=DISPOSED_OF)
    original_number = SeriesNumber("原文书编号", longest=60, group=GROUP, own=True)
    original_on = Day("原文书日期", group=GROUP, own=True)
    reviewed = Rows("复查事项", Reviewed, most=60, group=GROUP, own=True, source=DISPOSED_OF)
    submitted = Text("企业提交的材料", longest=500, group=GROUP, optional=True, own=True)
    next_step = Choice("下一步", NEXT_STEPS, group=GROUP, own=True, source=DISPOSED_OF)

    @derived(Rows("复查事项", ReviewedLine), prints=("reviewed",))
    def review_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Each matter; it is overdue when it was done, or is still open, after its day."""
        return tuple(
            Record({
                "matter": each.matter,
                "due_on": each.due_on,
                "observed": each.observed,
                "state_now": each.state_now,
                "overdue": "是" if _is_late(each, value) else "否",
                "evidence_number": each.evidence_number,
            })
            for each in value.reviewed
        )  # fmt: skip

    @derived(Text("复查结论"))
    def conclusion_line(self, value: Record, facts: Facts) -> str:
        """How many of how many are done."""
        done = sum(each.state_now == "done" for each in value.reviewed)
        late = sum(_is_late(each, value) for each in value.reviewed)
        return f"共{len(value.reviewed)}项，已整改{done}项，逾期{late}项"


def _is_late(reviewed: Record, value: Record) -> bool:
    """Tell whether it was done after its day, or is not done although the day is over."""
    if reviewed.state_now == "done" and reviewed.done_on:
        return bool(reviewed.done_on > reviewed.due_on)
    return bool(reviewed.state_now != "done" and value.started_at.date() > reviewed.due_on)
