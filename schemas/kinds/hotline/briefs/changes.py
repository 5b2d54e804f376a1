"""解析: what changes by which article, what that means, and how the work is done from now on."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Day, LongText, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.hotline.briefs.policies import INTERPRETED

_PLACE = re.compile(
    "第[一二三四五六七八九十百零〇0-9]+[章节条款项点]|[（(][一二三四五六七八九十]+[）)]|附件"
)
_QUOTED = re.compile("[“「].+?[”」]")


class Change(Part):
    """一处变化: what held, what holds, and where that is written."""

    published_as = "policy_interpretation_brief"

    matter = Text("事项", longest=60)
    before = LongText(
        "原规定", longest=500, former=True, hint="照引原文的放在引号里；原来没有规定的写明。"
    )
    after = LongText("新规定", longest=500, hint="照引原文，放在引号里。")
    provision = Text("条款", longest=60, hint="例如「第十条第二款」。")

    @rule(INTERPRETED)
    def change_has_its_place(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What holds now is quoted, and has an article."""
        if not _PLACE.search(value.provision):
            yield error(
                "/provision", "provision_form", "「条款」要写明第几条、第几项，请照文件填写。"
            )
        if not _QUOTED.search(value.after):
            yield error("/after", "not_quoted", "「新规定」照引原文并放在引号里，解读写在影响里。")


class Adjustment(Part):
    """一处优化: which step is done otherwise from now on, by whom, from when."""

    published_as = "policy_interpretation_brief"

    step = Text("环节", longest=40)
    now = Text("现做法", longest=200, former=True)
    adjusted = Text("调整", longest=200)
    person = Text("责任人", longest=40, hint="岗位或者姓名。")
    due_on = Day("期限", planned=True)


class ToldChanges(KindSchema):
    """Changes quoted with their place, and the steps that are adjusted to them."""

    policy_changes = Rows("主要变化", Change, most=60, group="解析", own=True, source=INTERPRETED)
    impact = LongText("对本单位工作的影响", longest=2000, group="解析", own=True)
    step_adjustments = Rows(
        "工作细则和操作优化", Adjustment, most=60, group="解析", own=True, source=INTERPRETED
    )

    @rule(INTERPRETED)
    def each_matter_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A change is told once, and a step is adjusted from the day of the brief on."""
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(value.policy_changes):
            if (each.matter, each.provision) in seen:
                yield error(
                    f"/policy_changes/{index}/matter",
                    "change_repeated",
                    "这处变化前面已经有了，请删去。",
                )
            seen.add((each.matter, each.provision))
            if each.before == each.after:
                yield error(
                    f"/policy_changes/{index}/after",
                    "nothing_changed",
                    "新旧规定相同，不是变化，请核对。",
                )
        for index, each in enumerate(value.step_adjustments):
            if each.due_on < value.issued_on:
                yield error(
                    f"/step_adjustments/{index}/due_on", "due_before", "期限早于文书日期，请核对。"
                )
