"""联系记录: every contact with one side of a matter, so that nobody was left without an answer."""

import re
from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, PartyName, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.roles import Role
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.guard.wording import tells_of_a_report
from schemas.kinds.complaint.contact.call import ON_RECORD, Contact
from schemas.parts.complaint import ACCEPTANCE, NAMED_PARTIES
from schemas.parts.orders import FromOrders
from schemas.parts.report import NAMED_REPORTER

REGULATION = "《市场监督管理投诉举报处理办法》"
SIDES = {
    "complainant": "投诉人",
    "respondent": "被投诉人",
    "reporter": "举报人",
    "reported": "被举报人",
    "other": "其他",
}
# The field that names each side; nobody needs to know an anonymous reporter's.
NAMES = {
    "complainant": "complainant_name",
    "respondent": "respondent_name",
    "reporter": "reporter_name",
    "reported": "reported_name",
    "other": "other_name",
}
# Whoever told the bureau, by what he did or by what he is.
_POINTED_AT = re.compile(
    "来电|来信|来访|打(?:来)?电话|反映|告发|线索|匿名|姓[^，。；名]{1,2}的|有人(?:说|讲|告|拍)"
)
TOLD_REPORTER = ("told_received", "told_evidence_ways", "told_result_later")
WHOM, CALLS, END = "联系对象", "联系过程", "记录"


class ContactRecord(FromOrders, KindSchema):
    """The contacts with one side; the other side's stand on a sheet of their own."""

    header = Header(
        title="联系记录",
        also=("电话记录", "通话记录"),
        audience=(Audience.office,),
        dated_by="recorded_on",
        summary="逐次记录与一方的电话等联系：何时、由谁、联系谁、是否联系上、说了什么；一方一张。",
        about=("matter",),
        of_report=When("side", ("reporter",)),
    )

    sections = ("投诉", WHOM, CALLS, END)

    # Withdrawn before acceptance, a complaint is owed no decision; a result told is told.
    clocks = (
        Clock("D1", settled_by="withdrawn_on"),
        Clock("D13", settled_by="result_told_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "登记的投诉应当联系核实", ON_RECORD),
            Follows("identity_proof_request_notice", "身份证明材料可以电话催办", ON_RECORD),
            Follows("complaint_acceptance_decision", "受理以后联系双方", f"{REGULATION}第十八条"),
            Follows("non_acceptance_notice", "不予受理的决定可以电话告知", ACCEPTANCE),
            Follows("mediation_notice", "调解的时间可以电话确认", f"{REGULATION}第二十条"),
            Follows("mediation_record", "调解以后可以回访", f"{REGULATION}第二十六条"),
            Follows(
                "mediation_termination_decision",
                "终止调解的决定可以电话告知",
                f"{REGULATION}第二十三条",
            ),
            Follows("report_registration_form", "登记的举报应当联系核实", ON_RECORD),
            Follows("contact_record", "另一方的联系另作一张", ON_RECORD),
        ),
        recalls={
            "complaint_registration_form": NAMED_PARTIES,
            "report_registration_form": NAMED_REPORTER | {"reported_name": "reported.name"},
        },
    )

    matter = Text("事项", longest=120, group=WHOM, hint="例如「关于某店拒退订金的投诉」。")
    side = Choice("联系对象", SIDES, group=WHOM, own=True, source=ON_RECORD)
    complainant_name = PersonName(
        "投诉人", group=WHOM, optional=True, applies=When("side", ("complainant",)),
        role=Role.complainant,
    )  # fmt: skip
    respondent_name = PartyName(
        "被投诉人名称（姓名）", group=WHOM, optional=True, applies=When("side", ("respondent",)),
        role=Role.respondent,
    )  # fmt: skip
    reporter_name = PersonName(
        "举报人", group=WHOM, optional=True, own=True, applies=When("side", ("reporter",)),
        role=Role.reporter, source=CONFIDENTIALITY, hint="匿名举报的不填。",
    )  # fmt: skip
    reported_name = PartyName(
        "被举报人名称（姓名）", group=WHOM, optional=True, applies=When("side", ("reported",))
    )
    other_name = Text("其他对象", group=WHOM, optional=True, applies=When("side", ("other",)))
    contacts = Rows("联系过程", Contact, most=60, group=CALLS, own=True, source=ON_RECORD)
    told_received = Flag(
        "已告知收到举报", group=END, optional=True, own=True, applies=When("side", ("reporter",))
    )
    told_evidence_ways = Flag(
        "已告知补充证据的途径", group=END, optional=True, own=True,
        applies=When("side", ("reporter",)),
    )  # fmt: skip
    told_result_later = Flag(
        "已告知结果另行答复", group=END, optional=True, own=True,
        applies=When("side", ("reporter",)),
    )  # fmt: skip
    withdrawn_on = Day(
        "撤回投诉的日期", group=END, optional=True, kept=True, own=True,
        applies=When("side", ("complainant",)),
        hint="受理以前撤回的，不再作是否受理的决定；受理以后撤回的，另作终止调解决定。",
    )  # fmt: skip
    result_told_on = Day(
        "告知举报人结果的日期", group=END, optional=True, kept=True, own=True,
        applies=When("side", ("reporter",)),
    )  # fmt: skip
    recorder = PersonName("记录人", group=END, own=True, personal=None, starts_as="me")
    recorded_on = Day("记录日期", group=END, starts_as="today")

    blank = {"contacts": 3, "party_named": ..., "told_line": None}

    @derived(Text("联系对象名称"), prints=tuple(NAMES.values()))
    def party_named(self, value: Record, facts: Facts) -> str:
        """Who the side is; a reporter who gave no name is anonymous."""
        return str(value[NAMES[value.side]] or "匿名")

    @derived(Text("对举报人的告知"), prints=TOLD_REPORTER)
    def told_line(self, value: Record, facts: Facts) -> str | None:
        """What a reporter was told, as the contract lists it; None for any other side."""
        if value.side != "reporter":
            return None
        words = ("收到举报", "补充证据的途径", "结果另行答复")
        return "　".join(
            f"{'☑' if value[name] else '□'}{each}"
            for name, each in zip(TOLD_REPORTER, words, strict=True)
        )

    @rule(ON_RECORD)
    def one_sheet_is_of_one_side(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The side is named, unless a reporter gave no name."""
        named = NAMES[value.side]
        if value.side != "reporter" and not value[named]:
            yield error(f"/{named}", "required", f"请填写「{self.label_of(named)}」。")
        for name in (*TOLD_REPORTER, "result_told_on"):
            if value[name] and value.side != "reporter":
                detail = f"联系对象不是举报人，请删去「{self.label_of(name)}」。"
                yield error(f"/{name}", "told_another_side", detail)
        if value.withdrawn_on and value.side != "complainant":
            yield error(
                "/withdrawn_on",
                "told_another_side",
                "只有投诉人可以撤回投诉，请删去「撤回投诉的日期」或者改正联系对象。",
            )

    @rule(CONFIDENTIALITY)
    def no_reporter_on_anothers_sheet(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever else was called was told nothing of a report, and neither does the sheet."""
        if value.side == "reporter":
            return
        if value.reporter_name:
            yield error(
                "/reporter_name",
                "reporter_on_sheet",
                "与举报人的联系另作一张，这里不得有举报人的姓名，请删去。",
            )
        for index, each in enumerate(value.contacts):
            if value.side != "complainant" and tells_of_a_report(each.content):
                yield error(
                    f"/contacts/{index}/content",
                    "report_told",
                    "联系这一方时不得透露举报和举报人的任何情况，只说了解有关情况，请改正。",
                )
            elif value.side == "reported" and _POINTED_AT.search(each.content):
                yield notice(
                    f"/contacts/{index}/content",
                    "reporter_pointed_at",
                    "这里写的像是告诉对方是谁、怎样反映的，举报人的信息应当保密，请核对并改正做法。",
                )

    @rule(ON_RECORD)
    def contacts_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One after the other, none after the sheet was closed."""
        for index, (before, after) in enumerate(pairwise(value.contacts), start=1):
            if after.at < before.at:
                yield error(
                    f"/contacts/{index}/at", "contact_order", "联系时间早于上一次，请按先后填写。"
                )
        if value.contacts[-1].at.date() > value.recorded_on:
            yield error(
                "/recorded_on", "recorded_before_contact", "记录日期早于最后一次联系，请核对。"
            )
        days = {each.at.date() for each in value.contacts}
        if len(value.contacts) < 2 and value.contacts[0].result != "reached":
            yield notice(
                "/contacts",
                "called_once",
                "只联系了一次、没有联系上，请换时间再联系，不能算作无法联系。",
            )
        elif len(days) == 1 and all(each.result != "reached" for each in value.contacts):
            yield notice(
                "/contacts", "called_on_one_day", "几次都在同一天没有联系上，请换一天再联系。"
            )

    @rule(ON_RECORD)
    def what_was_settled_was_said(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A withdrawal, a result told stand in a contact of that day that reached somebody."""
        for name, purpose in (("withdrawn_on", "withdrawal"), ("result_told_on", "result")):
            if value[name] and not any(
                each.at.date() == value[name]
                and each.purpose == purpose
                and each.result in ("reached", "sent")
                for each in value.contacts
            ):
                yield error(
                    f"/{name}",
                    "not_in_contacts",
                    f"联系过程里没有这一天的相应联系，请核对「{self.label_of(name)}」或者补记。",
                )

    @rule(ON_RECORD)
    def reporter_is_told_three_things(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reports hears that it came in, how to add evidence, that an answer follows."""
        if value.side != "reporter" or all(each.result != "reached" for each in value.contacts):
            return
        for name in TOLD_REPORTER:
            if not value[name]:
                label = self.label_of(name)
                yield notice(
                    f"/{name}", "reporter_not_told", f"联系上举报人的，请告知并选「{label}」。"
                )

    example = {
        "matter": "关于示例市优康商贸有限公司拒绝退还按摩椅预付款的投诉",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "side": "respondent",
        "respondent_name": "示例市优康商贸有限公司",
        "contacts": [
            {
                "at": "2026-06-17T09:30",
                "way": "telephone",
                "contacted_by": "霍青",
                "contacted_by_unit": "示例市诚办信息服务有限公司",
                "calling_number": "0999-60012315",
                "number": "0999-60020401",
                "result": "unanswered",
                "purpose": "consent",
                "content": "拨打门店电话，响铃一分钟无人接听。",
                "next_step": "下午再拨。",
            },
            {
                "at": "2026-06-18T14:05",
                "way": "telephone",
                "contacted_by": "周启明",
                "contacted_by_unit": "消费者权益保护科",
                "calling_number": "0999-60012315",
                "number": "0999-60020401",
                "result": "reached",
                "minutes": 6,
                "answered_by": "罗敬之",
                "answered_as": "店长",
                "purpose": "consent",
                "content": "告知投诉已经受理，询问是否同意调解，说明调解自愿。",
                "reply": "同意调解，由公司委托方可欣参加。",
                "next_step": "发调解通知书。",
                "recording": "LY-2026-0618-021",
            },
        ],
        "recorder": "周启明",
        "recorded_on": "2026-06-18",
    }
