"""A mediation as it went: the complaint, the days, how and where, in what time."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, LongText, Text
from schemas.guard.folding import folded_name
from schemas.guard.told import told_amiss
from schemas.kinds.complaint.mediation.mediators import MEDIATORS
from schemas.kinds.complaint.mediation.parties import AGENTS, MediatedParties
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    law_changed,
    mediation_due,
    testing_findings,
)
from schemas.parts.orders import FromOrders

MEDIATION_PERIOD = f"{REGULATION}第二十三条"

NO_AGREEMENT = re.compile(
    "(?:拒绝|不同意|不接受|拒不参加)[^，。；]{0,4}调解|(?:未|没有|无法|不能)[^，。；]{0,4}达成(?:一致|协议|调解)"
)
NO_PLACE = re.compile("电话|微信|视频|线上|网络|网上|互联网|腾讯会议|短信")
MODES = {
    "on_site": "现场调解",
    "internet": "互联网调解",
    "telephone": "电话调解",
    "audio": "音频调解",
    "video": "视频调解",
}
RECUSAL_REQUESTS = {
    "none": "没有提出",
    "replaced": "提出后已更换调解人员",
    "rejected": "提出后决定不予回避",
    "pending": "已经提出，尚未决定",
}


class Mediation(FromOrders, MediatedParties):
    """One complaint under mediation, from its receipt to the day both sides agree.

    Who conducts it says `MediatedBy`, what is left out of its period `TestingLeftOut`: a kind puts
    both before this block.
    """

    complaint = LongText(
        "投诉内容及投诉请求",
        group="投诉",
        factual=True,
        longest=8000,
        hint="写明何时何地购买什么、争议是什么、请求什么；一段一行。",
    )
    received_on = Day("收到投诉日期", group="投诉", kept=True)
    accepted_on = Day("受理日期", group="投诉", kept=True, source=f"{REGULATION}第十五条")
    mode = Choice("调解方式", MODES, group="调解", kept=True, source=f"{REGULATION}第二十条")
    both_agreed = Flag("双方同意调解", group="调解", kept=True, source=f"{REGULATION}第十八条")
    notified_on = Day(
        "告知调解时间、地点、调解人员的日期",
        group="调解",
        kept=True,
        source=f"{REGULATION}第二十条",
    )
    mediated_on = Day(
        "现场调解日期", group="调解", kept=True, hint="双方在现场达成协议并签名的日期。"
    )
    place = Text("调解地点", group="调解", kept=True)
    recusal_request = Choice(
        "回避申请",
        RECUSAL_REQUESTS,
        group="调解",
        optional=True,
        default="none",
        kept=True,
        source=MEDIATORS,
    )

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def complaint_accuses_nobody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both sides read it: what the bureau suspects of who complains stays in the file."""
        yield from told_amiss("/complaint", "accused", value.complaint)

    @rule(
        f"{REGULATION}第二十条", needs=("received_on", "accepted_on", "mediated_on", "notified_on")
    )
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, accepted, mediated, with both parties told of the mediation before it."""
        if value.accepted_on < value.received_on:
            yield error(
                "/accepted_on",
                "before_receipt",
                "受理日期早于收到投诉日期，请核对。",
                f"{REGULATION}第十五条",
            )
        if value.mediated_on < value.accepted_on:
            yield error(
                "/mediated_on",
                "before_acceptance",
                "现场调解日期早于受理日期，请核对。",
                MEDIATION_PERIOD,
            )
        if value.notified_on > value.mediated_on:
            yield error(
                "/notified_on",
                "notified_late",
                "现场调解的时间、地点、调解人员应当提前告知双方，告知日期不能晚于调解日期。",
            )

    @rule(f"{REGULATION}第十八条")
    def both_parties_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is mediated against their will."""
        if not value.both_agreed:
            yield error(
                "/both_agreed",
                "mediation_not_agreed",
                "调解须经投诉人和被投诉人同意；一方不同意的，应当终止调解。",
            )

    @rule(f"{REGULATION}第十八条")
    def texts_say_the_same(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A complaint told to its end does not end in a refusal where both agreed."""
        if value.both_agreed and NO_AGREEMENT.search(value.complaint):
            yield notice(
                "/complaint",
                "agreement_contradicted",
                "这里写了拒绝调解或者没有达成一致，与双方同意调解、达成协议相反，请核对。",
            )

    @rule(f"{REGULATION}第二十条", needs=("mode", "place"))
    def place_fits_the_mode(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who mediates on the spot is in a place that one can go to."""
        if value.mode == "on_site" and NO_PLACE.search(value.place):
            yield notice(
                "/place",
                "place_not_on_site",
                "调解方式是现场调解，地点却是电话、网络一类，请核对调解方式。",
            )

    @rule(AGENTS)
    def mandates_cover_the_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every mandate runs on the day of the mediation, and nobody acts for both sides."""
        agents = [
            (f"/complainants/{index}/agent", each.agent)
            for index, each in enumerate(value.complainants)
        ]
        agents.append(("/respondent/agent", value.respondent.agent))
        for pointer, agent in agents:
            if agent is None:
                continue
            mandate = agent.mandate
            reversed_term = mandate.term_to < mandate.term_from
            if not (reversed_term or mandate.term_from <= value.mediated_on <= mandate.term_to):
                yield error(
                    f"{pointer}/mandate/term_to",
                    "mandate_term",
                    "委托期限没有包括现场调解当日，请补交委托书或者核对日期。",
                )
        complainants = {folded_name(each.name) for each in value.complainants}
        if value.respondent.agent and folded_name(value.respondent.agent.name) in complainants:
            yield error(
                "/respondent/agent/name",
                "agent_is_other_party",
                "被投诉人的委托代理人不能是投诉人，请核对代理人姓名。",
            )
        if value.respondent.agent and any(
            each.agent and _same_person(each.agent, value.respondent.agent)
            for each in value.complainants
        ):
            yield notice(
                "/respondent/agent",
                "agent_of_both",
                "投诉人和被投诉人由同一人代理，须经双方同意，请核对并留存同意材料。",
                "《中华人民共和国民法典》第一百六十八条",
            )

    @rule(MEDIATORS)
    def recusal_is_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A recusal request suspends the mediation until it is decided."""
        if value.recusal_request == "pending":
            yield error(
                "/recusal_request",
                "recusal_pending",
                "当事人提出回避申请的，应当中止调解并作出决定，决定之后才能达成协议。",
            )

    @rule(f"{REGULATION}第二十二条", needs=("accepted_on", "mediated_on", "testing"))
    def testing_lies_within_the_mediation(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Only days of testing while the mediation went on are left out of it."""
        yield from testing_findings(value, value.mediated_on, "达成协议")

    @rule(MEDIATION_PERIOD)
    def agreed_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The statutory period (D2); the contract's shows where it can still be kept: when due."""
        if not value.received_on <= value.accepted_on <= value.mediated_on or any(
            each.last < each.first for each in value.testing
        ):
            return
        due = mediation_due(value, facts, value.mediated_on)
        if value.mediated_on > due.due:
            yield notice(
                "/mediated_on",
                "statutory_deadline",
                f"{due.sentence}达成协议的日期已超过法定期限，请核对是否应当终止调解。",
                due.citation,
            )
        elif (written := value.get("issued_on")) and written > due.due:
            yield notice(
                "/issued_on",
                "written_after_period",
                f"{due.sentence}协议达成于期限之内，文书日期却在期限之后，请核对。",
                due.citation,
            )
        # Holidays can only move the end of the period: before its plain end they decide nothing.
        if due.provisional and value.mediated_on > due.plain_due:
            yield notice("/mediated_on", "provisional_calendar", due.sentence)

    @rule(f"{REGULATION}第十五条")
    def accepted_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The complaint was accepted within its own period (D1), long before this paper."""
        if value.accepted_on < value.received_on:
            return
        due = facts.law.due("D1", value.received_on, on=value.accepted_on)
        if value.accepted_on > due.due and not due.provisional:
            yield notice(
                "/accepted_on",
                "accepted_late",
                f"{due.sentence}受理日期已超过期限，请核对。",
                due.citation,
            )

    @rule(f"{REGULATION}第四十六条")
    def law_changed_since_acceptance(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Order 121 is silent on complaints pending on its day: a lawyer looks at those."""
        yield from law_changed(value, facts, value.mediated_on, "调解之日")


def _same_person(one: Record, other: Record) -> bool:
    # Agents' identity numbers are optional, so that name and phone together have to do.
    return bool((one.name, one.phone) == (other.name, other.phone))
