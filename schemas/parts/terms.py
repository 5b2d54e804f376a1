"""期限: by when somebody has to do what a paper asks: at once, by a day, or within days."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, When
from schemas.ground.kind import KindSchema

GROUP = "期限"
TERMS = {"at_once": "立即", "by_day": "限期"}


class DueDay(KindSchema):
    """A paper that asks for something by a day."""

    due_on = Day("期限届满日", group=GROUP, own=True, planned=True)

    @rule("文书所定的期限")
    def due_after_the_paper(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is asked has at least until the next day."""
        if value.due_on and value.due_on <= self.dated(value):
            yield error(
                "/due_on",
                "due_not_after",
                f"「期限届满日」应当晚于{self.label_of(self.header.dated_by)}，请核对。",
            )
        elif value.due_on and facts.law.calendar.holiday_block(value.due_on):
            yield notice(
                "/due_on",
                "due_on_holiday",
                "「期限届满日」是法定节假日，期间顺延到节后第一日，请改填，以免争议。",
            )


class AtOnceOrByDay(DueDay):
    """A paper that asks for something at once or by a day, and never both."""

    term = Choice("期限方式", TERMS, group=GROUP, own=True)
    due_on = Day(
        "期限届满日",
        group=GROUP,
        own=True,
        optional=True,
        planned=True,
        applies=When("term", ("by_day",)),
    )

    @rule("文书所定的期限")
    def one_term_is_set(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A day is named where one is set, and nowhere else."""
        if value.term == "by_day" and not value.due_on:
            yield error("/due_on", "required", "限期办理的，请填写「期限届满日」。")
        if value.term == "at_once" and value.due_on:
            yield error("/due_on", "due_not_wanted", "要求立即办理的不填期限届满日，请删去。")


class DaysFromReceipt(KindSchema):
    """A paper whose days run from its receipt: when they end is known when it was received."""

    term_days = Count("期限（日）", least=1, most=365, group=GROUP, own=True, unit="日")


class DaysFromTheDay(KindSchema):
    """A paper whose natural days run from the day that dates it, which does not count.

    `allowed_days` are the only lengths that may be chosen; empty: any.
    """

    allowed_days: ClassVar[tuple[int, ...]] = ()

    term_days = Count("期限（日）", least=1, most=365, group=GROUP, own=True, unit="日")

    @derived(Day("期限届满日"))
    def due_on(self, value: Record, facts: Facts) -> date:
        """The last day."""
        return self.dated(value) + timedelta(days=value.term_days)

    @rule("文书所定的期限")
    def length_is_allowed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where lengths are fixed, no other is asked."""
        if self.allowed_days and value.term_days not in self.allowed_days:
            known = "、".join(map(str, self.allowed_days))
            yield error("/term_days", "term_not_allowed", f"期限只能是 {known} 日，请改选。")
