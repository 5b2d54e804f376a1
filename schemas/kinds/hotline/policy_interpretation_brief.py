"""新政策解析 (our own layout): what a new paper changes, and how the work is done from now on."""

from schemas.ground.base import Part
from schemas.ground.fields import LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.restating import Restates
from schemas.kinds.hotline.briefs.changes import ToldChanges
from schemas.kinds.hotline.briefs.policies import InterpretedPolicies
from schemas.kinds.hotline.reports.report import ServiceReport


class Question(Part):
    """问答: one question somebody at the desk will ask, and its answer."""

    question = Text("问", longest=200)
    answer = LongText("答", longest=600)


class PolicyInterpretationBrief(ToldChanges, InterpretedPolicies, ServiceReport):
    """One or a few papers; the rules of a whole year are a variant of it."""

    header = Header(
        title="新政策解析",
        audience=(Audience.office, Audience.contractor),
        dated_by="issued_on",
        summary="解析每月一题和市中心工作要求等新政策：概要、逐项变化和条款、影响、工作细则优化；也用于全年工作细则。",
        copies=2,
        about=("brief_subject",),
        advises=True,
    )

    sections = ("政策", "解析", "编制和报送")
    blank = {"policies": 2, "policy_changes": 3, "step_adjustments": 3, "questions": 2}

    questions = Rows("政策问答", Question, most=30, group="解析", optional=True, own=True)

    restated = (Restates(("step_adjustments.adjusted",), of="step_adjustments.due_on"),)

    example = {
        "brief_sort": "interpretation",
        "brief_subject": "投诉举报处理新规",
        "policies": [
            {
                "name": "《市场监督管理投诉举报处理办法》",
                "policy_number": "国家市场监督管理总局令第121号",
                "issued_by": "国家市场监督管理总局",
                "effective_on": "2026-04-15",
            }
        ],
        "policy_summary": "规范投诉的受理、调解和举报的核查、告知，投诉和举报分别处理。",
        "policy_changes": [
            {
                "matter": "末日遇节假日的顺延",
                "before": "本单位原做法：末日遇周末的顺延到周一。",
                "after": (
                    "“期间届满的最后一日是法定节假日的，以法定节假日后的第一日为期间届满的日期。”"
                ),
                "provision": "第四十五条",
            }
        ],
        "impact": "普通周末到期的工单不再顺延，专班人员按系统列出的到期日提醒。",
        "step_adjustments": [
            {
                "step": "到期提醒",
                "now": "按周一计算到期日",
                "adjusted": "按系统列出的到期日提醒，周末照常",
                "person": "热线专班组长",
                "due_on": "2026-07-15",
            }
        ],
        "product_of": "示例市启明治理咨询有限公司",
        "compiled_by": "苗雨",
        "reviewer": "霍青",
        "issued_on": "2026-07-03",
    }
