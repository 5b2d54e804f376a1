"""投诉调解通知书 (CF-7): one party is called to a mediation on site; the other gets its own."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Flag, Moment, Rows, Text
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.ground.walk import typed_values
from schemas.guard.folding import folded_name, same_number
from schemas.guard.numbers import personal_numbers
from schemas.guard.wording import REPORT, texts_matching
from schemas.kinds.complaint.mediation.course import NO_PLACE
from schemas.kinds.complaint.mediation.mediators import MEDIATORS, MediatedBy
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
    mediation_due,
)
from schemas.parts.basis import CitesRegulation
from schemas.parts.blanks import blank_findings
from schemas.parts.complaint import (
    ACCEPTANCE,
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.contact import ContactPhone
from schemas.parts.decisions import Delivered
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders

SUMMONS = f"{REGULATION}第二十条"
MATERIALS = "《市场监督管理部门处理投诉举报文书式样》文书式样七"
PARTIES = {"complainant": "投诉人", "respondent": "被投诉人"}
# What an agent brings besides the identity papers (CF-9, note 3).
MANDATE = "授权委托书原件和受托人的身份证明"
_BY_DAY = range(8, 19)
_PRINTED = re.compile("(?:您?本人|居民|有效)*身份证(?!明书)|授权委托书")


class MediationNotice(
    TestingLeftOut,
    MediatedBy,
    Accepted,
    FromOrders,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
    ContactPhone,
    CitesRegulation,
    Delivered,
    OnForm2026,
    NumberedKind,
):
    """One party of a complaint, called to one mediation; its letter names nobody else's data."""

    header = Header(
        title="投诉调解通知书",
        audience=(Audience.complainant, Audience.respondent),
        dated_by="issued_on",
        summary="提前告知一方现场调解的时间、地点、调解人员和申请回避的期限；投诉人、被投诉人各出一份。",
        form="CF-7",
        numbering=Numbering("complaint_form"),
        copies=2,
        about=("complaint_subject",),
    )

    basis_topic = "advance_notice"
    sections = ("投诉", "通知", "调解", "联系", "文号与日期", "审批与告知")

    departures = (
        Departure(
            added="时分",
            left_out="时",
            reason="调解不在整点开始的，写明几分；式样只印到时。",
        ),
        Departure(
            added="。",
            left_out="；2. ……",
            reason="式样以省略号表示其余材料，这里逐项列完、末尾加句号；没有其余材料的不印第二项。",
        ),
    )

    blank = {"mediation_hour": ..., "mediation_minutes": None}

    # Whoever was called may ask a mediator to withdraw, in days that run from the letter's receipt.
    clocks = (
        Clock("D1", starts="received_on", settled_by="accepted_on"),
        Clock("D2", starts="accepted_on", contract_starts="received_on", left_out="testing"),
        Clock("D8", days="recusal_days"),
    )

    neighbours = Neighbours(
        follows=(
            after_acceptance("受理的投诉组织现场调解，提前告知双方", SUMMONS),
            Follows("mediation_notice", "另一方也要提前告知，改期的重新告知双方", SUMMONS),
            Follows("mediation_record", "调解中止或者没有达成一致，再次组织调解", SUMMONS),
            Follows(
                "appraisal_entrustment",
                "鉴定、检测以后组织调解",
                f"{REGULATION}第二十二条",
                takes=TESTED,
            ),
        ),
        excludes=(
            Excludes(
                "mediation_termination_decision",
                "调解终止以后不再通知调解",
                f"{REGULATION}第二十三条",
                both_ways=False,
            ),
            Excludes(
                "mediation_agreement",
                "达成调解协议以后不再通知调解",
                f"{REGULATION}第二十四条",
                both_ways=False,
            ),
        ),
        recalls=REGISTERED_PARTIES,
    )

    addressed_to = Choice("通知哪一方", PARTIES, group="通知", own=True, source=SUMMONS)
    mediation_at = Moment("调解时间", group="通知", planned=True, source=SUMMONS)
    place = Text("调解地点", group="通知", source=SUMMONS)
    further_materials = Rows(
        "其他携带材料",
        Text("材料", longest=60),
        most=8,
        group="通知",
        optional=True,
        own=True,
        source=MATERIALS,
        hint="身份证明材料已经印好，不用再填；例如购物凭证、合同、检测报告。",
    )
    agent_comes = Flag(
        "委托他人参加调解",
        group="通知",
        optional=True,
        default=False,
        kept=True,
        own=True,
        source=f"{REGULATION}第十一条",
        hint="选是的，携带材料里加上授权委托书原件和受托人的身份证明。",
    )
    recusal_days = Count(
        "申请回避的期限（日）", least=1, most=30, unit="日", group="通知", source=MEDIATORS
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(
        Text("受送达人"),
        prints=("complainant_name", "joint_complainants", "respondent_name", "addressed_to"),
    )
    def addressees(self, value: Record, facts: Facts) -> str:
        """The party that this letter goes to."""
        if value.addressed_to == "respondent":
            return str(value.respondent_name)
        return "、".join((value.complainant_name, *value.joint_complainants))

    @derived(Flag("受送达的投诉人不止一名"))
    def several_addressed(self, value: Record, facts: Facts) -> bool:
        """Never: the form says 您, which it leaves as it is for several."""
        return False

    @derived(Day("调解日期"), prints=("mediation_at",))
    def mediation_day(self, value: Record, facts: Facts) -> date:
        """The day of the meeting; the form prints its hour apart."""
        day: date = value.mediation_at.date()
        return day

    @derived(Count("调解时间（时）"))
    def mediation_hour(self, value: Record, facts: Facts) -> int:
        """The hour of the meeting."""
        return int(value.mediation_at.hour)

    @derived(Text("调解时间（分）"))
    def mediation_minutes(self, value: Record, facts: Facts) -> str | None:
        """Minutes past the hour, for which the form has no room; None at the full hour."""
        return f"{value.mediation_at:%M}" if value.mediation_at.minute else None

    @derived(Text("其他携带材料"), prints=("further_materials",))
    def materials_from_two_on(self, value: Record, facts: Facts) -> str | None:
        """What is to be brought beside the identity papers: 购物凭证；3. 合同."""
        asked = [*([MANDATE] if value.agent_comes else []), *value.further_materials]
        numbered = [
            each if place == 2 else f"{place}. {each}" for place, each in enumerate(asked, 2)
        ]
        return "；".join(numbered) or None

    @derived(Text("调解人员"))
    def mediator_names(self, value: Record, facts: Facts) -> str:
        """Everybody who conducts the mediation."""
        return "、".join(each.name for each in value.mediators)

    @rule(ACCEPTANCE)
    def accepted_before_it_is_mediated(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, accepted, and only then called to a mediation."""
        if value.accepted_on < value.received_on:
            yield error("/accepted_on", "before_receipt", "受理日期早于收到投诉日期，请核对。")
        if value.issued_on < value.accepted_on:
            yield error(
                "/issued_on",
                "before_acceptance",
                "受理以后才组织调解，文书日期早于受理日期，请核对。",
            )

    @rule(SUMMONS)
    def told_before_the_meeting(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is called is told beforehand, of an hour at which one can come."""
        meeting, issued = value.mediation_at.date(), value.issued_on
        if meeting < issued:
            yield error(
                "/mediation_at",
                "meeting_before_notice",
                "调解的时间应当提前告知，不能早于文书日期，请核对。",
            )
        told = self.told_on(value)
        if told and told > meeting:
            yield error(
                "/delivery/delivered_on",
                "told_after_meeting",
                "告知日期晚于调解时间，没有提前告知的一方不能认定为无正当理由不参加，请另定时间。",
            )
        elif meeting in (issued, told):
            yield notice(
                "/mediation_at", "told_on_the_day", "当天才告知调解时间，请核对是否来得及参加。"
            )
        if value.mediation_at.hour not in _BY_DAY:
            yield notice(
                "/mediation_at", "unusual_hour", "调解时间不在通常的办公时间，请核对钟点。"
            )

    @rule(SUMMONS)
    def place_can_be_gone_to(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is called by this letter comes to a place; a call or a screen needs no letter."""
        if NO_PLACE.search(value.place):
            yield error(
                "/place",
                "place_not_on_site",
                "本通知书只用于现场调解，地点应当是可以到场的地方；电话、网络调解不用本通知书。",
            )
        yield from blank_findings("/place", value.place, "到", "参加调解")

    @rule(MEDIATORS)
    def recusal_can_still_be_asked_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The days to ask for recusal, which run from receipt, should end before the meeting."""
        received = self.told_on(value) or value.issued_on
        if received + timedelta(value.recusal_days) > value.mediation_at.date():
            yield notice(
                "/recusal_days",
                "recusal_after_meeting",
                "申请回避的期限届满在调解时间以后，请缩短期限或者推迟调解。",
            )

    @rule(f"{REGULATION}第二十三条")
    def meets_within_the_period(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A meeting behind the sixtieth day could only end in termination."""
        if value.accepted_on < value.received_on or any(
            each.last < each.first for each in value.testing
        ):
            return
        due = mediation_due(value, facts, value.issued_on)
        if value.mediation_at.date() > due.due:
            yield notice(
                "/mediation_at",
                "meeting_after_period",
                f"{due.sentence}调解时间已在期限届满以后，请提前。",
                due.citation,
            )

    @rule(MATERIALS)
    def materials_are_asked_for_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form prints the identity papers itself, and nothing is asked for twice."""
        asked = [folded_name(each) for each in value.further_materials]
        for index, each in enumerate(asked):
            here = f"/further_materials/{index}"
            if each in asked[:index] or _PRINTED.match(each):
                yield error(
                    here,
                    "asked_twice",
                    "这项材料已经印好或者列出，请删去；委托他人参加的，请选「委托他人参加调解」。",
                )
            yield from blank_findings(here, value.further_materials[index])

    @rule(f"{REGULATION}第三十七条")
    def tells_nothing_of_a_report(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both read of the same complaint: whether anybody reported it is told to neither."""
        for pointer in texts_matching(self, value, REPORT):
            yield error(
                pointer,
                "report_mentioned",
                "通知书也送被投诉人，不得写有关举报的任何情况，请删去。",
            )

    @rule("《中华人民共和国个人信息保护法》第六条")
    def tells_nobody_the_others_data(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A phone or an identity number in a sentence of the letter reaches the other side."""
        open_to_all = {same_number(value.shown_phone), same_number(facts.house.authority.phone)}
        for pointer, field, text in typed_values(self, value):
            if not isinstance(field, Text) or field.kept or field.personal or field.role:
                continue
            if pointer in ("/document_number", "/contact_phone"):
                continue
            if any(each.number not in open_to_all for each in personal_numbers(text)):
                yield error(
                    pointer,
                    "personal_number",
                    "通知书里不写当事人的电话、证件号码、账号等个人信息，请删去。",
                )

    @beside("mediation_notice", source=SUMMONS)
    def pair_says_the_same(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Both parties are called to one meeting: same hour, place, mediators, subject."""
        other_side = [each for each in others if each.says("addressed_to") != value.addressed_to]
        for each in others:
            if each.says("mediation_at") != value.mediation_at:
                continue
            if each not in other_side:
                yield error(
                    "/addressed_to",
                    "party_called_twice",
                    f"本案已有{each}通知这一方参加同一时间的调解，请改选另一方或者改正时间。",
                )
                continue
            for name in ("place", "complaint_subject"):
                if folded_name(each.says(name) or "") != folded_name(value[name]):
                    yield error(
                        f"/{name}",
                        "pair_differs",
                        f"「{self.label_of(name)}」与通知另一方的{each}不同，请改成一致。",
                    )
            theirs = {folded_name(one["name"]) for one in each.says("mediators") or ()}
            if theirs != {folded_name(one.name) for one in value.mediators}:
                yield error(
                    "/mediators",
                    "pair_differs",
                    f"调解人员与通知另一方的{each}不同，请改成一致。",
                )
        if other_side and other_side[-1].says("mediation_at") != value.mediation_at:
            yield notice(
                "/mediation_at",
                "pair_differs",
                f"调解时间与通知另一方的{other_side[-1]}不同，请核对；改期的，双方都要重新通知。",
            )

    example = {
        "document_number": "示市监﹝2026﹞第209号",
        "addressed_to": "complainant",
        "complainant_name": "林晓岚",
        "respondent_name": "示例市优康商贸有限公司",
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "received_on": "2026-06-10",
        "accepted_on": "2026-06-16",
        "mediation_at": "2026-07-03T10:00",
        "place": "示例市示例区市场监督管理局一楼消费调解室",
        "further_materials": ["预付款收据和付款记录", "与被投诉人签订的定制合同"],
        "recusal_days": 3,
        "mediators": [
            {"name": "陆则安", "affiliation": "authority", "declared_no_interest": True},
            {"name": "苗雨", "affiliation": "authority", "declared_no_interest": True},
        ],
        "contact_phone": "0999-60012315",
        "issued_on": "2026-06-24",
        "delivery": {"method": "sms", "delivered_on": "2026-06-24"},
    }
