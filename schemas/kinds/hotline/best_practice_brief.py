"""典型经验和做法 (our own layout): what others do well, and what to take up."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Count, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.hotline.reports.report import ServiceReport

COLLECTED = "合同关于收集优秀经验、做法和机制的约定"
# A case of somebody's is no experience of a body: who called, from where, under which number.
_OF_A_PERSON = re.compile(
    r"1[3-9][0-9]{9}|[0-9]{12,}|[\u4e00-\u9fff]某|(?:先生|女士|老人)家?(?:反映|投诉|来电)"
)
_FIGURE = re.compile("[0-9０-９]")


class Source(Part):
    """来源: which body, told where, when."""

    unit = Text("单位", longest=60)
    told_in = Text("来源", longest=120, hint="文件、通报、报道的名称，或者交流会的名称。")
    told_on = Day("日期")


class Effect(Part):
    """成效: a claim as its source makes it; its figures are cited, not ours."""

    claim = Text("成效", longest=300)
    source_number = Count("来源序号", least=1, most=30)


class Proposal(Part):
    """建议方案: what to take up, who does it, what that needs, by when."""

    proposal = Text("建议", longest=300)
    unit = Text("责任科室", longest=60)
    condition = Text("条件", longest=200)
    due_on = Day("期限", planned=True)


class BestPracticeBrief(ServiceReport):
    """The practice of other bodies; no case of a person stands in it."""

    header = Header(
        title="典型经验和做法",
        audience=(Audience.office, Audience.contractor),
        dated_by="issued_on",
        summary="收集其他区和委办局的经验、做法、机制：来源、做法、成效逐项注明出处，提出可借鉴之处和建议方案。",
        copies=2,
        about=("practice_subject",),
        advises=True,
    )

    sections = ("来源", "经验", "建议", "编制和报送")
    blank = {"practice_sources": 2, "effect_lines": 3, "proposals": 3}

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

    example = {
        "practice_subject": "首次联系提速",
        "practice_sources": [
            {
                "unit": "示例市云山区市场监督管理局",
                "told_in": "市接诉即办工作简报第6期",
                "told_on": "2026-06-12",
            },
            {
                "unit": "示例市交通委员会",
                "told_in": "热线工作交流会发言",
                "told_on": "2026-06-20",
            },
        ],
        "practice": "夜班设一名联系专员，到达即联系。\n同一主体的工单合并由一人联系。",
        "effects": [
            {"claim": "首次联系平均用时由95分钟降到32分钟", "source_number": 1},
            {"claim": "来电人重复来电明显减少", "source_number": 2},
        ],
        "lessons": "联系专员可以由现有夜班人员兼任，不增加编制。",
        "proposals": [
            {
                "proposal": "夜班人员兼任联系专员，试行一个月",
                "unit": "热线专班",
                "condition": "排班表增加联系专员一栏",
                "due_on": "2026-07-20",
            }
        ],
        "product_of": "示例市启明治理咨询有限公司",
        "compiled_by": "苗雨",
        "reviewer": "霍青",
        "issued_on": "2026-07-03",
    }
