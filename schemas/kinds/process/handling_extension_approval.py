"""延期办理审批表 (PF-8 for what the rules extend, our own title for orders): once, and in time."""

from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.kinds.process.extension.decision import DECISION, DecidedExtension
from schemas.kinds.process.extension.period import BY_LAW, GROUP, VERIFICATION, ExtendedPeriod
from schemas.parts.opinions import Opinions


class HandlingExtensionApproval(DecidedExtension, ExtendedPeriod, Opinions):
    """One extension of one period; the sixty days of a mediation cannot be extended at all."""

    header = Header(
        title="延期办理审批表",
        also=("延期申请", "延期"),
        audience=(Audience.office,),
        dated_by="decided_on",
        summary="期限届满前申请延长一次：线索核查可以延长十五个工作日，由部门负责人批准；调解期限不能延长。",
        form="PF-8",
        about=("case_name", "extension_matter"),
    )

    sections = (GROUP, DECISION)
    stations = ("unit_head", "authority_head")

    # Approved, the period of the law is over and the extended one runs, which ends on a day.
    clocks = (
        Clock("D4", settled_by="approved_on", when=BY_LAW),
        Clock("D4-EXT", starts="approved_on", until="extended_due_on", when=BY_LAW),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "report_registration_form",
                "核查期限内办不完",
                VERIFICATION,
                takes={"period_from_on": "report_received_on"},
            ),
            Follows("case_source_registration_form", "核查期限内办不完", VERIFICATION),
            Follows("mediation_record", "调解中发现线索，核查期限内办不完", VERIFICATION),
            Follows("complaint_acceptance_decision", "工单期限内办不完"),
            Follows("work_order_dispatch_slip", "工单期限内办不完"),
        ),
        excludes=(
            Excludes("handling_extension_approval", "只能延长一次", VERIFICATION),
            Excludes(
                "case_filing_approval_form", "已经决定是否立案", VERIFICATION, BY_LAW,
                both_ways=False,
            ),
        ),
    )  # fmt: skip

    restated = (Restates(("opinions.opinion", "extension_reason"), of="extended_due_on"),)

    example = {
        "extension_matter": "report_check",
        "case_name": "示例区悦邻生鲜便利店涉嫌销售过期食品",
        "period_from_on": "2026-06-08",
        "extended_due_on": "2026-07-21",
        "extension_reason": (
            "已于2026年6月15日现场检查并取得进货票据；供货商在外市，6月24日发出协助调查函，"
            "尚未回复。依据《市场监督管理行政处罚程序规定》第十八条，提请延长十五个工作日。"
        ),
        "handler": "周启明",
        "extension_asked_on": "2026-06-25",
        "opinions": [
            {
                "station": "unit_head",
                "decision": "agreed",
                "opinion": "情况属实，同意延长。",
                "signer": "何静远",
                "employed_by_authority": True,
                "signed_on": "2026-06-25",
            },
            {
                "station": "authority_head",
                "decision": "agreed",
                "opinion": "同意延长十五个工作日。",
                "signer": "秦慕青",
                "employed_by_authority": True,
                "signed_on": "2026-06-26",
            },
        ],
        "decided_on": "2026-06-26",
        "approved_on": "2026-06-26",
    }
