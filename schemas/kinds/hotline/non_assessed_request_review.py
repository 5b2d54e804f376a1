"""不纳入考核材料复核表 (our own layout): four angles on one request, then the client."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Code,
    Day,
    Flag,
    Group,
    Moment,
    PersonName,
    Rows,
    Text,
)
from schemas.ground.kind import Audience, Header
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.hotline.review.angles import ANGLES, REVIEWED, Angle
from schemas.kinds.hotline.review.rules import is_month, shipped
from schemas.parts.approvals import DECISIONS, contradicts
from schemas.parts.listed import Line, lines_of
from schemas.parts.registered import Registered

ADVICE = {"ready": "可申报", "amend": "修改后申报", "against": "不建议申报"}
OUTCOMES = {"agreed": "同意", "refused": "不同意", "pending": "待定"}


class ClientAudit(Part):
    """甲方审核: an officer of the bureau decides whether it is submitted."""

    auditor = PersonName("审核人", personal=None, role=Role.approver)
    employed_by_authority = Flag("审核人为本机关工作人员", kept=True)
    decision = Choice("审核决定", DECISIONS)
    opinion = Text("审核意见", longest=300)
    audited_on = Day("审核日期")

    @rule(REVIEWED)
    def auditor_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contractor reviews and advises; the client decides."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "auditor_not_official",
                "是否申报由甲方审核决定，审核人应当是本机关工作人员，请改由本机关人员审核。",
            )
        if contradicts(value.decision, value.opinion):
            yield error(
                "/opinion",
                "opinion_contradicts",
                "「审核意见」的意思与「审核决定」相反，请对照原件改正其中一项。",
            )


class NonAssessedRequestReview(Registered):
    """One order whose request is not to count; only a 同意 from outside leaves it out of rates."""

    header = Header(
        title="不纳入考核材料复核表",
        audience=(Audience.office,),
        dated_by="reviewed_on",
        summary="按当月规则从文字撰写、佐证资料、文件格式、类型四个角度复核申报材料，由甲方审核后申报，同意的移出考核基数。",
        about=("reviewed_order", "applied_type"),
        advises=True,
    )

    sections = ("登记", "诉求", "规则", "复核", "甲方审核", "申报和结果")
    blank = {
        "angles": [{"angle": each} for each in ANGLES],
        "proof_lines": 2,
        "client_audit": None,
        "leaves_base": ...,
    }

    reviewed_order = Code("复核的工单编号", longest=60, group="诉求", role=Role.complainant)
    request_class = Text("诉求类型", longest=60, group="诉求")
    order_received_on = Day("工单收到日期", group="诉求", own=True)
    order_due_at = Moment("工单到期时间", group="诉求", own=True, planned=True)
    submitting_unit = Text("报送科室（专班）", longest=60, group="诉求")
    seat_officer = PersonName("坐席员", group="诉求", personal=None)
    rule_month = Code("适用规则月份", longest=7, group="规则", own=True, hint="写成 2026-07。")
    rule_item = Text(
        "适用规则条目", longest=60, group="规则", own=True, hint="例如「第1条第2项」。"
    )
    applied_type = Text("拟申报类型", longest=100, group="规则", own=True)
    closes_at = Moment(
        "申报截止时间", group="规则", optional=True, own=True, planned=True,
        hint="平台当月的截止时间，已录入当月规则的不填；待甲方确认。",
    )  # fmt: skip
    angles = Rows("复核角度", Angle, most=len(ANGLES), group="复核", own=True, source=REVIEWED)
    proofs = Rows("佐证清单", Text("佐证", longest=100), most=30, group="复核", own=True)
    review_advice = Choice("复核意见", ADVICE, group="复核", own=True, source=REVIEWED)
    reviewed_by = PersonName("复核人", group="复核", own=True, personal=None, starts_as="me")
    reviewed_on = Day("复核日期", group="复核", own=True, starts_as="today")
    client_audit = Group(
        "甲方审核", ClientAudit, group="甲方审核", optional=True, own=True, source=REVIEWED
    )
    submitted_at = Moment("申报时间", group="申报和结果", optional=True, own=True)
    submission_result = Choice("申报结果", OUTCOMES, group="申报和结果", optional=True, own=True)
    result_on = Day("结果日期", group="申报和结果", optional=True, own=True)

    @derived(Rows("佐证清单", Line), prints=("proofs",))
    def proof_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Every proof, a line each."""
        return lines_of(value.proofs)

    @derived(Text("移出考核基数"))
    def leaves_base(self, value: Record, facts: Facts) -> str:
        """Only what was agreed to leaves the base of the rates."""
        return "是" if value.submission_result == "agreed" else "否"

    @rule(REVIEWED)
    def rule_is_of_the_orders_month(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The rules change every month: those of the month in which the order came hold."""
        if not is_month(value.rule_month):
            yield error("/rule_month", "month_form", "「适用规则月份」写成 2026-07 这样的年和月。")
            return
        if value.rule_month != f"{value.order_received_on:%Y-%m}":
            yield error(
                "/rule_month", "rule_of_another_month", "应当适用收到工单当月的规则，请改正月份。"
            )
        rules = shipped().get(value.rule_month)
        if rules and rules.types.get(value.rule_item) != value.applied_type:
            yield error(
                "/applied_type",
                "type_not_allowed",
                "当月规则的这一条目没有这个类型，请对照规则改正条目或者类型。",
                rules.source,
            )

    @rule(REVIEWED)
    def four_angles_answered(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every angle once, in the contract's order."""
        if [each.angle for each in value.angles] != [*ANGLES]:
            wanted = "、".join(ANGLES.values())
            yield error(
                "/angles", "angles_order", f"应当依次从{wanted}四个角度复核，请补全或者调整。"
            )

    @rule(REVIEWED)
    def advice_follows_from_the_angles(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Everything conforms and is ready; something does not and is amended or left."""
        conforms = all(each.after == "yes" for each in value.angles)
        if (value.review_advice == "ready") != conforms and value.review_advice != "against":
            yield error(
                "/review_advice",
                "advice_differs",
                "四个角度修改后都符合的，意见是可申报；还有不符合的，意见是修改后申报或者不建议申报。",
            )

    @rule(REVIEWED)
    def the_client_decides(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Audited after the review, by somebody else; submitted after the audit agreed."""
        audit = value.client_audit
        if audit and audit.audited_on < value.reviewed_on:
            yield error("/client_audit/audited_on", "audited_before", "审核早于复核，请核对。")
        if audit and folded_name(audit.auditor) == folded_name(value.reviewed_by):
            yield error(
                "/client_audit/auditor",
                "auditor_is_reviewer",
                "复核人不能审核自己的复核，请由甲方人员审核。",
            )
        if not value.submitted_at:
            return
        if not audit or audit.decision != "agreed":
            yield error(
                "/submitted_at", "submitted_unaudited", "甲方审核同意以后才能申报，请核对。"
            )
        elif value.submitted_at.date() < audit.audited_on:
            yield error("/submitted_at", "submitted_before", "申报早于甲方审核，请核对。")
        if value.review_advice == "amend":
            yield error(
                "/submitted_at",
                "submitted_unamended",
                "意见是修改后申报的，修改并再次复核以后才能申报。",
            )
        elif value.review_advice == "against":
            yield notice(
                "/submitted_at", "submitted_against", "复核不建议申报而已经申报，请核对甲方的意见。"
            )

    @rule(REVIEWED)
    def submitted_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The platform closes at an hour that the month's rules or the form says."""
        rules = shipped().get(value.rule_month)
        closes = (rules.closes_at if rules else None) or value.closes_at
        if closes and value.submitted_at and value.submitted_at > closes:
            yield error(
                "/submitted_at", "submitted_late", "申报晚于当月的截止时间，请核对申报时间。"
            )

    @rule(REVIEWED)
    def result_follows_the_submission(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was submitted has a result, pending or with its day; what was not has none."""
        if bool(value.submitted_at) != bool(value.submission_result):
            yield error(
                "/submission_result",
                "result_differs",
                "已经申报的，填写「申报结果」，没有结果的选待定；没有申报的不填。",
            )
        decided = value.submission_result in ("agreed", "refused")
        if decided != bool(value.result_on):
            yield error(
                "/result_on", "result_day", "已有结果的，填写「结果日期」；没有结果的不填。"
            )
        elif decided and value.submitted_at and value.result_on < value.submitted_at.date():
            yield error("/result_on", "result_before", "结果日期早于申报时间，请核对。")

    example = {
        "register_number": "FH-2026-0706-004",
        "reviewed_order": "SL20260701000160",
        "request_class": "投诉－预付消费",
        "order_received_on": "2026-07-01",
        "order_due_at": "2026-07-06T23:59",
        "submitting_unit": "消费者权益保护科",
        "seat_officer": "陆则安",
        "rule_month": "2026-07",
        "rule_item": "第1条第2项",
        "applied_type": "已进入诉讼程序",
        "closes_at": "2026-08-03T17:00",
        "angles": [
            {
                "angle": "wording",
                "requirement": "写明诉求、办理经过和不纳入的理由",
                "problem": "没有写明立案日期",
                "advice": "加上立案日期和案号",
                "after": "yes",
            },
            {
                "angle": "evidence",
                "requirement": "附法院受理通知书",
                "after": "yes",
            },
            {
                "angle": "format",
                "requirement": "PDF一份，不超过10页",
                "problem": "照片没有合并成一份",
                "advice": "合并为一份PDF",
                "after": "yes",
            },
            {
                "angle": "type",
                "requirement": "类型与佐证一致",
                "after": "yes",
            },
        ],
        "proofs": ["法院受理通知书1份2页", "与来电人的联系记录1份1页"],
        "review_advice": "ready",
        "reviewed_by": "苗雨",
        "reviewed_on": "2026-07-06",
        "client_audit": {
            "auditor": "何静远",
            "employed_by_authority": True,
            "decision": "agreed",
            "opinion": "同意申报。",
            "audited_on": "2026-07-06",
        },
        "submitted_at": "2026-07-06T16:30",
        "submission_result": "pending",
    }
