"""经验: what other bodies do, with what effect, and where that is told."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Count, Day, LongText, Rows, Text
from schemas.ground.kind import KindSchema

COLLECTED = "合同关于收集优秀经验、做法和机制的约定"
# A case of somebody's is no experience of a body: who called, from where, under which number.
_OF_A_PERSON = re.compile(
    r"1[3-9][0-9]{9}|[0-9]{12,}|[\u4e00-\u9fff]某|(?:先生|女士|老人)家?(?:反映|投诉|来电)"
)
_FIGURE = re.compile("[0-9０-９]")


class Source(Part):
    """来源: which body, told where, when."""

    published_as = "best_practice_brief"

    unit = Text("单位", longest=60)
    told_in = Text("来源", longest=120, hint="文件、通报、报道的名称，或者交流会的名称。")
    told_on = Day("日期")


class Effect(Part):
    """成效: a claim as its source makes it; its figures are cited, not ours."""

    published_as = "best_practice_brief"

    claim = Text("成效", longest=300)
    source_number = Count("来源序号", least=1, most=30)


class Proposal(Part):
    """建议方案: what to take up, who does it, what that needs, by when."""

    published_as = "best_practice_brief"

    proposal = Text("建议", longest=300)
    unit = Text("责任科室", longest=60)
    condition = Text("条件", longest=200)
    due_on = Day("期限", planned=True)


class ToldExperience(KindSchema):
    """The practice of others; every claim cites a source, and no person stands in it."""

    practice_subject = Text("经验主题", longest=60, group="来源", own=True)
    practice_sources = Rows("经验来源", Source, most=30, group="来源", own=True, source=COLLECTED)
    practice = LongText("做法", longest=4000, group="经验", own=True)
    effects = Rows("成效", Effect, most=30, group="经验", own=True, source=COLLECTED)
    lessons = LongText("可借鉴之处", longest=2000, group="经验", own=True)
    proposals = Rows("建议方案", Proposal, most=30, group="建议", own=True, source=COLLECTED)

    @derived(Text("主题"), prints=("practice_subject",))
    def subject_line(self, value: Record, facts: Facts) -> str:
        """首次联系提速."""
        return str(value.practice_subject)

    @derived(Rows("成效", Text("成效")), prints=("effects",))
    def effect_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """Every claim with its source; a figure in it is marked as cited."""
        return tuple(
            f"{number}. {each.claim}（来源{each.source_number}"
            f"{'，引用的数字' if _FIGURE.search(each.claim) else ''}）"
            for number, each in enumerate(value.effects, start=1)
        )

    @rule(COLLECTED)
    def each_claim_has_its_source(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each source once; a claim names one by its number, and none is idle."""
        for index, each in enumerate(value.effects):
            if each.source_number > len(value.practice_sources):
                yield error(
                    f"/effects/{index}/source_number",
                    "no_such_source",
                    "没有这个序号的来源，请改正。",
                )
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(value.practice_sources):
            if (each.unit, each.told_in) in seen:
                yield error(
                    f"/practice_sources/{index}/told_in",
                    "source_repeated",
                    "这一来源前面已经有了，请删去。",
                )
            seen.add((each.unit, each.told_in))
            if each.told_on > value.issued_on:
                yield error(
                    f"/practice_sources/{index}/told_on",
                    "told_later",
                    "来源日期晚于文书日期，请核对。",
                )
        for index, each in enumerate(value.proposals):
            if each.due_on < value.issued_on:
                yield error(
                    f"/proposals/{index}/due_on", "due_before", "期限早于文书日期，请核对。"
                )

    @rule(COLLECTED)
    def nobody_of_a_case_is_in_it(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What others do is told without a case of our own in which a person can be known."""
        for name in ("practice", "lessons"):
            if _OF_A_PERSON.search(value[name]):
                yield error(
                    f"/{name}",
                    "case_of_a_person",
                    "不写具体个案的当事人、电话和工单编号，请改写。",
                )
        for index, each in enumerate(value.effects):
            if _OF_A_PERSON.search(each.claim):
                yield error(
                    f"/effects/{index}/claim",
                    "case_of_a_person",
                    "不写具体个案的当事人、电话和工单编号，请改写。",
                )
