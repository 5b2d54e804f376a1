"""Whether a meeting to which a party is called can be held: told before it, in time, at a place."""

from collections.abc import Iterator
from datetime import timedelta

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.kinds.complaint.mediation.course import NO_PLACE
from schemas.kinds.complaint.mediation.mediators import MEDIATORS
from schemas.kinds.complaint.mediation.period import REGULATION, mediation_due
from schemas.kinds.complaint.mediation.summons import SUMMONS
from schemas.parts.blanks import blank_findings
from schemas.parts.complaint import ACCEPTANCE
from schemas.parts.decisions import Delivered

_BY_DAY = range(8, 19)


class MeetingAhead(Delivered):
    """A letter with `mediation_at`, `place` and `recusal_days`, once a complaint was accepted."""

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
