"""举报处理结果告知书 (CF-10): what became of a report, told to whoever reported by name."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, LongText, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.law import chinese_numeral
from schemas.parts.forms import OnForm2026
from schemas.parts.report import NAMED_REPORTER, REGULATION, ReportLetter, ReportReceivedOnFile

TOLD = f"{REGULATION}第三十六条"
FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样十"
AGREED = "合同关于举报结果告知的约定"
BASES = {
    "law": "法律、法规、规章规定应当告知",
    "contract": "合同约定告知具名举报人",
}
RESULTS = {
    "filed": "决定立案",
    "not_filed": "决定不予立案",
    "referred": "不予立案，线索移送有处理权限的机关",
    "penalised": "已作出行政处罚决定",
    "other": "其他处理结果",
}
NOTES = (
    "注：1. 本告知书适用于市场监督管理部门依据法律、法规、规章的明确规定，"
    "将举报处理结果告知举报人。",
    "2. 本告知书可以通过互联网、电话、短信、电子邮件、信函等方式告知。",
)
_SENTENCES = {
    "filed": "经核查，我局决定立案调查。",
    "not_filed": "经核查，我局决定不予立案。",
    "referred": "经核查，该事项不属于我局处理权限，我局不予立案，线索已移送{}处理。",
    "penalised": "我局收到处理结果，{}已对该事项作出行政处罚决定。",
}
_OF_OTHERS = ("referred", "penalised")
_TITLE = re.compile("《[^《》]+》")
_ITSELF = re.compile("投诉举报处理(?:暂行)?办法")
_FIVE_DAYS = re.compile("(?:五|5)个工作日")


class ReportResultNotice(ReportLetter, ReportReceivedOnFile, OnForm2026):
    """One result; where no law orders the notice, the paper claims none and is not form ten."""

    header = Header(
        title="举报处理结果告知书",
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

    notice_basis = Choice("告知的依据", BASES, group="依据和结果", kept=True, own=True, source=TOLD)
    law_title = Text(
        "规定应当告知的法律、法规、规章",
        longest=80,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("notice_basis", ("law",)),
        source=TOLD,
        hint="写全称，加书名号；要有明文规定应当把结果告知举报人的条款，请对照原文。",
    )
    law_article = Count(
        "条",
        least=1,
        most=999,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("notice_basis", ("law",)),
    )
    report_result = Choice("处理结果", RESULTS, group="依据和结果", own=True, source=AGREED)
    other_authority = Text(
        "受移送或者作出处罚的机关",
        longest=100,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("report_result", _OF_OTHERS),
    )
    filing_decided_on = Day(
        "是否立案的决定日期",
        group="依据和结果",
        optional=True,
        kept=True,
        applies=When("report_result", ("filed", "not_filed", "referred")),
        source=AGREED,
    )
    result_details = LongText(
        "处理结果的说明", longest=3000, group="依据和结果", optional=True, own=True, factual=True
    )
    not_filed_reasons = LongText(
        "不予立案的理由",
        longest=3000,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("report_result", ("not_filed", "referred")),
        source=AGREED,
    )

    @derived(Text("告知的依据"), prints=("law_title", "law_article"))
    def law_line(self, value: Record, facts: Facts) -> str | None:
        """《…》第…条 that orders the notice; None where only the contract asks for it."""
        if value.notice_basis != "law" or not (value.law_title and value.law_article):
            return None
        return f"{value.law_title}第{chinese_numeral(value.law_article)}条规定"

    @derived(Text("处理结果"), prints=("report_result", "other_authority"))
    def result_sentence(self, value: Record, facts: Facts) -> str | None:
        """The result as a sentence; None where the explanation alone says it."""
        sentence = _SENTENCES.get(value.report_result)
        return sentence.format(value.other_authority or "有关机关") if sentence else None

    @derived(Rows("注", Text("注")))
    def form_notes(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """The notes of the form, to whoever fills it in: on the blank edition alone."""
        return NOTES if facts.copy == "blank" else ()

    @rule(FORM)
    def basis_is_what_orders_the_notice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Note 1: the form is for notices that a law orders; Order 121 itself orders none."""
        for name in ("law_title", "law_article"):
            if value.notice_basis == "law" and not value[name]:
                detail = (
                    f"依法告知的，请填写「{self.label_of(name)}」；没有明文规定的，改选合同约定。"
                )
                yield error(f"/{name}", "required", detail)
            if value.notice_basis == "contract" and value[name]:
                detail = "只依合同约定答复的，不引用法律条款，请删去或者改选依法告知。"
                yield error(f"/{name}", "law_for_a_contract", detail)
        title = value.law_title or ""
        if title and not _TITLE.fullmatch(title):
            detail = "请写规定的全称并加书名号，例如《中华人民共和国食品安全法》。"
            yield error("/law_title", "not_a_title", detail)
        elif _ITSELF.search(title):
            detail = "这部办法只是指向其他规定，本身没有要求告知结果，请填写明文要求告知的规定。"
            yield error("/law_title", "orders_no_notice", detail, TOLD)

    @rule(TOLD)
    def nothing_repealed_is_promised(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The five working days to tell came with the repealed order: no letter speaks of them."""
        for name in ("result_details", "not_filed_reasons"):
            if _FIVE_DAYS.search(value[name] or ""):
                detail = "五个工作日内告知结果是已废止的规定，告知书里不写这一期限，请删去。"
                yield error(f"/{name}", "repealed_period", detail)

    @rule(AGREED)
    def result_is_said_and_explained(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Not filing has its reasons, another authority its name, any other result its words."""
        result = value.report_result
        if result in ("not_filed", "referred") and not value.not_filed_reasons:
            yield error("/not_filed_reasons", "required", "不予立案的，请填写「不予立案的理由」。")
        elif value.not_filed_reasons and result not in ("not_filed", "referred"):
            detail = "处理结果不是不予立案，请删去「不予立案的理由」或者改正处理结果。"
            yield error("/not_filed_reasons", "reasons_of_another_result", detail)
        if result in _OF_OTHERS and not value.other_authority:
            yield error("/other_authority", "required", "请写明移送给哪个机关、由哪个机关处罚。")
        elif value.other_authority and result not in _OF_OTHERS:
            detail = "处理结果与其他机关无关，请删去机关名称或者改正处理结果。"
            yield error("/other_authority", "authority_of_another_result", detail)
        if result == "other" and not value.result_details:
            detail = "选了其他处理结果，请填写「处理结果的说明」。"
            yield error("/result_details", "required", detail)

    @rule(AGREED)
    def told_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Within five working days of not filing and within the time to verify."""
        decided = value.filing_decided_on
        if decided and not value.report_received_on <= decided <= value.issued_on:
            detail = "是否立案的决定日期应当在收到举报之后、告知日期当日或之前，请核对。"
            yield error("/filing_decided_on", "decision_date", detail)
            return
        dues = [facts.law.due("C-RPT-15", value.report_received_on)]
        if decided and value.report_result in ("not_filed", "referred"):
            dues.append(facts.law.due("D13", decided))
        first = min(dues, key=lambda each: each.due)
        if value.issued_on > first.due:
            detail = f"{first.sentence}告知日期已超过合同期限，请核对是否已批准延长。"
            yield notice("/issued_on", "told_late", detail, first.citation)

    @beside("case_filing_approval_form", source=AGREED)
    def tells_what_was_decided(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What is told is what the case decided."""
        told = {"filed": "filed", "not_filed": "not_filed", "referred": "not_filed"}
        wanted = told.get(value.report_result)
        if wanted and others and others[-1].says("filing_decision") != wanted:
            yield error(
                "/report_result",
                "another_decision",
                "处理结果与本案立案审批表的决定不同，请核对。",
            )

    @beside("referral_feedback_slip", "case_filing_approval_form", source=AGREED)
    def penalty_was_fed_back(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """A penalty is told as the authority that imposed it has fed it back."""
        slips = [each for each in others if each.kind == "referral_feedback_slip"]
        if value.report_result == "penalised" and not any(
            each.says("handling_result") for each in slips
        ):
            yield notice(
                "/report_result",
                "penalty_not_fed_back",
                "本案的登记里没有写明处理结果的移送回执，行政处罚的结果以作出机关反馈的为准，请核对。",
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
