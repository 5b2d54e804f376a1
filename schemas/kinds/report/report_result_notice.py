"""举报处理结果告知书 (CF-10): what became of a report, told to whoever reported by name."""

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Rows, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Order, Restates
from schemas.kinds.report.result.basis import TOLD, ToldOnABasis
from schemas.kinds.report.result.outcome import AGREED, OutcomeOfTheReport
from schemas.parts.forms import OnForm2026
from schemas.parts.report import NAMED_REPORTER, REGULATION, ReportLetter, ReportReceivedOnFile

NOTES = (
    "注：1. 本告知书适用于市场监督管理部门依据法律、法规、规章的明确规定，"
    "将举报处理结果告知举报人。",
    "2. 本告知书可以通过互联网、电话、短信、电子邮件、信函等方式告知。",
)


class ReportResultNotice(
    OutcomeOfTheReport, ToldOnABasis, ReportLetter, ReportReceivedOnFile, OnForm2026
):
    """One result; where no law orders the notice, the paper claims none and is not form ten."""

    header = Header(
        title="举报处理结果告知书",
        also=("举报答复", "举报反馈"),
        audience=(Audience.reporter,),
        dated_by="issued_on",
        summary="把举报的处理结果和理由告知具名的举报人；依据是法律规定应当告知，或者合同约定的答复。",
        form="CF-10",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=2,
        about=("report_subject",),
        of_report=True,
    )

    sections = ("举报", "依据和结果", "文号与日期", "审批与告知")
    blank = {
        "notice_basis": "law",
        "law_line": ...,
        "result_sentence": None,
        "not_filed_reasons": None,
    }

    departures = (
        Departure(
            left_out="《xx法/条例/办法》第xx条规定",
            reason="由所依据的规定填入；只依合同约定答复的，不印依据，也不是文书式样十。",
        ),
        Departure(left_out="根据", reason="只依合同约定答复的，没有法律依据可以写。"),
        Departure(
            added="现将办理结果告知如下：",
            reason="只依合同约定答复的用这一句，以免把约定写成法定的告知。",
        ),
        Departure(added="理由：", reason="合同要求把不予立案的理由告知举报人，式样没有留位置。"),
    )

    clocks = (Clock("D13", settled_by="issued_on", told=True),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "case_filing_approval_form",
                "决定是否立案以后告知具名举报人",
                AGREED,
                settles=True,
                needed=True,
            ),
            Follows(
                "report_registration_form",
                "登记的举报处理以后告知具名举报人",
                TOLD,
                takes=NAMED_REPORTER,
            ),
            Follows("referral_letter", "线索移送以后告知具名举报人", TOLD),
            Follows("referral_feedback_slip", "反馈的处理结果告知具名举报人", TOLD),
        ),
        excludes=(
            Excludes(
                "no_jurisdiction_notice",
                "不具备处理权限的举报没有处理结果可以告知",
                f"{REGULATION}第三十四条",
            ),
        ),
        recalls={"report_registration_form": NAMED_REPORTER},
    )

    @derived(Rows("注", Text("注")))
    def form_notes(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The notes of the form, to whoever fills it in: on the blank edition alone."""
        return NOTES if facts.copy == "blank" else ()

    restated = (
        Restates(
            ("not_filed_reasons",),
            of="report_received_on",
            done="(?:到|在|对)?[^，。；]{0,12}(?:现场检查|核查|检查)",
            order=Order.not_before,
        ),
    )

    example = {
        "document_number": "示市监﹝2026﹞第231号",
        "reporter_name": "柏以宁",
        "report_received_on": "2026-06-16",
        "report_subject": "示例市鲜客来食品超市涉嫌销售超过保质期的酸牛奶",
        "notice_basis": "contract",
        "report_result": "not_filed",
        "filing_decided_on": "2026-07-01",
        "not_filed_reasons": (
            "执法人员2026年6月22日现场检查，冷藏柜内没有超过保质期的酸牛奶，"
            "进货和报损记录显示该批次已于6月14日晚下架销毁；"
            "该行为系初次发生，没有售出记录，已及时改正。"
        ),
        "issued_on": "2026-07-02",
        "approval": {
            "approver": "何静远",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-07-02",
            "decision": "agreed",
            "opinion": "同意告知。",
        },
        "delivery": {"method": "sms", "delivered_on": "2026-07-02"},
    }
