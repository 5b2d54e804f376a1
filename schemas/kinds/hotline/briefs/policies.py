"""政策: which papers are interpreted, from when they hold, and what they are about."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Rows, Text
from schemas.ground.kind import KindSchema

INTERPRETED = "合同关于新政策解析和优化工作细则的约定"
SORTS = {"interpretation": "新政策解析", "yearly_rules": "全年工作细则"}


class Policy(Part):
    """一份文件: its title, number, author, and from when it holds."""

    published_as = "policy_interpretation_brief"

    name = Text("文件名称", longest=120, hint="放在书名号里。")
    policy_number = Code("文号", longest=60)
    issued_by = Text("发布机关", longest=60)
    effective_on = Day("施行日期", planned=True)

    @rule(INTERPRETED)
    def it_has_a_title(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper is cited by its title."""
        if not re.fullmatch("《[^《》]+(?:〈[^〉]+〉[^《》]*)?》", value.name):
            yield error("/name", "title_form", "「文件名称」写全名并放在书名号里，请改正。")


class InterpretedPolicies(KindSchema):
    """A few papers by their titles, each once; what does not hold yet is told."""

    published_as = "policy_interpretation_brief"

    brief_sort = Choice("材料种类", SORTS, group="政策", own=True, source=INTERPRETED)
    brief_subject = Text(
        "主题", longest=60, group="政策", own=True, hint="例如「投诉举报处理新规」。"
    )
    policies = Rows("政策概要", Policy, most=20, group="政策", own=True, source=INTERPRETED)
    policy_summary = LongText("概要说明", longest=2000, group="政策", own=True)

    @derived(Text("主题"), prints=("brief_sort", "brief_subject"))
    def subject_line(self, value: Record, facts: Facts) -> str:
        """投诉举报处理新规; 2026年12345热线工作全年工作细则."""
        tail = SORTS["yearly_rules"] if value.brief_sort == "yearly_rules" else ""
        return f"{value.brief_subject}{tail}"

    @rule(INTERPRETED)
    def papers_stand_once_and_hold(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each paper once; what does not hold yet, or is of a past year, is told."""
        seen: set[str] = set()
        for index, each in enumerate(value.policies):
            here = f"/policies/{index}"
            if each.policy_number in seen:
                yield error(
                    f"{here}/policy_number", "policy_repeated", "这份文件前面已经有了，请删去。"
                )
            seen.add(each.policy_number)
            if each.effective_on > value.issued_on:
                yield notice(
                    f"{here}/effective_on",
                    "not_in_force",
                    "这份文件还没有施行，请在概要里写明施行日期。",
                )
            year = re.search("(20[0-9]{2})年", each.name)
            if (
                year
                and int(year[1]) < value.issued_on.year
                and re.search("计划|方案|要点", each.name)
            ):
                yield notice(
                    f"{here}/name",
                    "plan_of_a_past_year",
                    "这是以前年度的计划，请核对本年度是否仍然适用。",
                )
