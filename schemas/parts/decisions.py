"""What decisions share: they are approved, made in time, and told to whom they are for."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, Group, Text
from schemas.ground.kind import Clock, KindSchema
from schemas.guard.answers import act_in, acts_agreed_to
from schemas.parts.approvals import Approval
from schemas.parts.delivery import Delivery

GROUP = "审批与告知"
PROCEDURE = "本机关的审批程序"


class Approved(KindSchema):
    """A document that goes out on the bureau's own approval.

    `approved_since` names the fields with the days of what is approved: no approval precedes them.
    """

    approved_since: ClassVar[tuple[str, ...]] = ()

    approval = Group("审批", Approval, group=GROUP, source=PROCEDURE, kept=True)

    @rule(PROCEDURE)
    def approval_comes_between(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was not there cannot have been approved, nor is a paper approved after its day."""
        days = {name: value[name] for name in self.approved_since if value[name]}
        first, last = max(days.values(), default=date.min), self.dated(value)
        if first <= last and not first <= value.approval.approved_on <= last:
            begun = "、".join(self.label_of(name) for name in days)
            yield error(
                "/approval/approved_on",
                "approval_date",
                f"「{self.label_of('approval')}」的日期应当{f'不早于{begun}、' if begun else ''}"
                f"不晚于{self.label_of(self.header.dated_by)}，请核对。",
            )

    @rule(PROCEDURE)
    def approved_is_what_is_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An opinion that agrees to another act is the approval of another paper."""
        act, agreed = act_in(self.header.title), acts_agreed_to(value.approval.opinion)
        if act and agreed and act not in agreed:
            named = "、".join(sorted(agreed))
            yield error(
                "/approval/opinion",
                "opinion_of_another_act",
                f"「审批意见」同意的是{named}，本文书是{self.header.title}，请对照审批原件核对。",
            )


class Told(KindSchema):
    """A document whose payload may state when it reached somebody, in groups of `Delivery`."""

    def tellings(self, value: Record) -> dict[str, date]:
        """Return the days on which somebody was told, by the name of the group that says so."""
        return {
            name: value[name].delivered_on
            for name, field in self.fields.items()
            if isinstance(field, Group) and isinstance(field.below, Delivery) and value[name]
            if value[name].delivered_on
        }

    @rule("本机关的告知记录")
    def told_what_is_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is told of a decision that is not made yet."""
        for name, told_on in self.tellings(value).items():
            if told_on < self.dated(value):
                yield error(
                    f"/{name}/delivered_on",
                    "told_before_decision",
                    f"告知日期早于{self.label_of(self.header.dated_by)}，请核对。",
                )


class Delivered(Told):
    """A document whose first telling or delivery its payload may state."""

    delivery = Group("告知", Delivery, group=GROUP, optional=True, kept=True)

    def told_on(self, value: Record) -> date | None:
        """Return the day on which the addressee was told; None while nobody says so."""
        return self.tellings(value).get("delivery")


class ToldBothParties(Told):
    """A document that both parties are told of, within a period from its day: a clock `told`."""

    complainant_told = Group("告知投诉人", Delivery, group=GROUP, optional=True, kept=True)
    respondent_told = Group("告知被投诉人", Delivery, group=GROUP, optional=True, kept=True)

    @rule("期限所依据的条款")
    def both_told_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each party is told within the period; who was not told yet the register knows."""
        clock = next(each for each in self.clocks if each.told)
        due = facts.law.due(clock.code, value[clock.starts])
        for name, told_on in self.tellings(value).items():
            here = f"/{name}/delivered_on"
            if told_on > due.due:
                detail = f"{due.sentence}告知日期已超过期限，请核对。"
                yield notice(here, "told_late", detail, due.citation)
            elif due.provisional and told_on > due.plain_due:
                yield notice(here, "provisional_calendar", due.sentence, due.citation)


class DecidedInTime(Delivered):
    """A decision within a period of the law: the first of the kind's clocks that starts and ends.

    Its `starts` is the day the period counts from, its `settled_by` the day of the act.
    """

    issued_on = Day("决定日期", group="文号与日期", starts_as="today")
    late_reason = Text(
        "逾期说明",
        group="文号与日期",
        optional=True,
        kept=True,
        factual=True,
        own=True,
        longest=500,
        hint="超过期限作出决定时，说明原因，留卷备查。",
    )

    @classmethod
    def period(cls) -> Clock:
        """Return the clock that the decision both starts and settles."""
        return next(each for each in cls.clocks if each.starts and each.settled_by)

    @rule("期限所依据的条款")
    def decided_and_told_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Beginning, act and telling follow each other within the period."""
        clock, told_on = self.period(), self.told_on(value)
        start, act, here = value[clock.starts], value[clock.settled_by], f"/{clock.settled_by}"
        due = facts.law.due(clock.code, start, on=act)
        label = self.label_of(clock.settled_by)
        if act < start:
            begun = self.label_of(clock.starts)
            yield error(here, "before_receipt", f"{label}早于{begun}，请核对。", due.citation)
            return
        if act > due.due:
            say = notice if value.late_reason or due.provisional else error
            yield say(
                here,
                "statutory_deadline",
                f"{due.sentence}{label}已超过期限，请核对；确已逾期的，填写「逾期说明」。",
                due.citation,
            )
        elif clock.told and told_on and told_on > due.due:
            yield notice(
                "/delivery/delivered_on",
                "told_late",
                f"{due.sentence}告知日期已超过期限，请核对。",
                due.citation,
            )
        if due.provisional:
            yield notice(here, "provisional_calendar", due.sentence, due.citation)
