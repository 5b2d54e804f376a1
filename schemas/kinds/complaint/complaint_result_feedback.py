"""投诉举报办理结果反馈单: what a matter came to, and the one answer that stands everywhere."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Day, Flag, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.ordered import ToOrder
from schemas.ground.restating import Order, Restates
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.feedback.answer import OneAnswer
from schemas.kinds.complaint.feedback.hotline import ToldTheHotline
from schemas.kinds.complaint.feedback.outcome import FEEDBACK, OutcomeOfTheMatter
from schemas.parts.listed import Line
from schemas.parts.matters import MATTERS
from schemas.parts.orders import SOURCES, OrderReference
from schemas.parts.registered import Registered


class ComplaintResultFeedback(ToldTheHotline, OneAnswer, OutcomeOfTheMatter, Registered):
    """One matter fed back to whoever sent the order; a mixed one has two slips."""

    header = Header(
        title="投诉举报办理结果反馈单",
        also=("办结反馈", "答复", "回复单"),
        audience=(Audience.office,),
        dated_by="fed_back_on",
        summary="向派单单位反馈一件投诉或者举报的办理结果；答复、各系统录入和卷内是同一内容。",
        about=("matter",),
        of_report=When("matter_sort", ("report",)),
    )

    sections = ("登记", "投诉", "办理", "答复", "录入", "反馈")
    blank = {"entries": 2, "hotline": True}

    # What was sent down is fed back once the bureau below has reported on it.
    clocks = (Clock("CF-3", settled_by="fed_back_on"),)

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "登记的投诉办结以后反馈", FEEDBACK),
            Follows("report_registration_form", "登记的举报办结以后反馈", FEEDBACK),
            Follows("work_order_dispatch_slip", "分派的工单办结以后反馈", FEEDBACK, settles=True),
            Follows(
                "complaint_report_distribution_notice",
                "下级报告处理结果以后反馈",
                FEEDBACK,
                settles=True,
            ),
            Follows("non_acceptance_notice", "不予受理的反馈结果", FEEDBACK),
            Follows("mediation_agreement", "达成调解协议的反馈结果", FEEDBACK),
            Follows("mediation_record", "调解的结果应当反馈", FEEDBACK),
            Follows("mediation_termination_decision", "终止调解的反馈结果", FEEDBACK),
            Follows("contact_record", "撤回投诉、自行和解的反馈结果", FEEDBACK),
            Follows("case_filing_approval_form", "是否立案的决定应当反馈", FEEDBACK),
            Follows("referral_letter", "移送的反馈结果", FEEDBACK),
            Follows("complaint_result_feedback", "同一材料含投诉和举报的，分别反馈", FEEDBACK),
        ),
        recalls={
            "complaint_registration_form": {
                "matter": "complaint_subject",
                "facts_reported": "dispute_facts",
            },
            "report_registration_form": {
                "matter": "report_subject",
                "facts_reported": "clues_and_facts",
            },
        },
    )

    to_order = ToOrder(
        references="order_references",
        gives={
            "result": "result",
            "reply": "reply",
            "closed_at": "replied_at",
            "solved": "solved",
            "satisfied": "satisfied",
        },
        words={"solved": ("解决", "未解决"), "satisfied": ("满意", "不满意")},
    )

    matter_sort = Choice("件别", MATTERS, group="登记", own=True, source=FEEDBACK)
    matter = Text("事项", longest=120, group="登记", hint="例如「某店拒退订金」。")
    order_references = Rows("来源工单", OrderReference, group="投诉")
    handler = PersonName("经办人", group="反馈", own=True, personal=None, starts_as="me")
    reviewer = PersonName("审核人", group="反馈", own=True, personal=None)
    reviewer_is_official = Flag("审核人为本机关工作人员", group="反馈", kept=True, own=True)
    fed_back_on = Day("反馈日期", group="反馈", starts_as="today")

    @derived(Rows("来源工单", Line), prints=("order_references",))
    def orders(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The number of each platform, a line each."""
        return tuple(
            Record({"label": SOURCES[each.system], "text": each.number})
            for each in value.order_references
        )

    @rule(FEEDBACK)
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Answered, entered, fed back."""
        if value.replied_at.date() > value.fed_back_on:
            yield error("/fed_back_on", "before_reply", "反馈日期早于答复时间，请核对。")
        for index, each in enumerate(value.entries):
            if each.entered_at.date() > value.fed_back_on:
                yield error(
                    f"/entries/{index}/entered_at",
                    "entered_after",
                    "录入时间晚于反馈日期，请核对。",
                )

    @rule(FEEDBACK)
    def an_official_confirms(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Contractors enter; the bureau's own people confirm, and not their own work."""
        if not value.reviewer_is_official:
            yield error(
                "/reviewer_is_official",
                "reviewer_not_official",
                "审核人应当是本机关工作人员，外包服务人员只能录入。",
            )
        if folded_name(value.reviewer) == folded_name(value.handler):
            yield error(
                "/reviewer", "reviewer_is_handler", "经办人不能审核自己办理的件，请由他人审核。"
            )

    restated = (Restates(("process",), of="replied_at", order=Order.not_after),)

    example = {
        "register_number": "FK-2026-0706-031",
        "matter_sort": "complaint",
        "matter": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [
            {"system": "hotline_12345", "number": "BJ20260610094201"},
            {"system": "national_12315", "number": "1999900002026061000204"},
        ],
        "facts_reported": "5月2日预付按摩椅款3,000.00元，商家没有送货，拒绝退款。",
        "process": "6月16日受理，7月3日现场调解，双方没有达成一致，7月6日决定终止调解。",
        "result": "terminated",
        "reply": "经调解双方没有达成一致，已依法终止调解，可以通过诉讼、仲裁等途径解决。",
        "replied_at": "2026-07-06T15:20",
        "replied_by": "周启明",
        "reply_way": "telephone",
        "entries": [
            {
                "system": "hotline_12345",
                "entered_at": "2026-07-06T16:00",
                "entered": (
                    "经调解双方没有达成一致，已依法终止调解，可以通过诉讼、仲裁等途径解决。"
                ),
            },
            {
                "system": "national_12315",
                "entered_at": "2026-07-06T16:05",
                "entered": (
                    "经调解双方没有达成一致，已依法终止调解，可以通过诉讼、仲裁等途径解决。"
                ),
            },
        ],
        "responded": True,
        "solved": False,
        "satisfied": False,
        "handler": "霍青",
        "reviewer": "周启明",
        "reviewer_is_official": True,
        "fed_back_on": "2026-07-06",
    }
