"""典型经验和做法 (our own layout): what others do well, and what to take up."""

from schemas.ground.kind import Audience, Header
from schemas.ground.restating import Restates
from schemas.kinds.hotline.briefs.experience import ToldExperience
from schemas.kinds.hotline.reports.report import ServiceReport


class BestPracticeBrief(ToldExperience, ServiceReport):
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

    restated = (Restates(("proposals.proposal",), of="proposals.due_on"),)

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
