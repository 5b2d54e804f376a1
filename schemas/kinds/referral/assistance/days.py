"""期限: the fifteen working days of the law, or those that the letter asks for."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Count, Text, When
from schemas.ground.kind import KindSchema
from schemas.guard.told_days import days_told
from schemas.kinds.referral.assistance.addressee import ASSISTANCE, OF_THE_MARKET

WORKING_DAYS = 15
# What makes a day a last day: 7月20日前, 7月20日以前.
_LAST = re.compile("(?:之|以)?前|止|内")
_OTHERS = When("addressee_sort", ("other_authority",))


class AskedInDays(KindSchema):
    """Days of the sort of the addressee, from receipt; no text asks for an earlier one."""

    reply_days = Count(
        "完成期限（工作日）",
        least=1,
        most=60,
        unit="个工作日",
        optional=True,
        group="期限",
        own=True,
        applies=OF_THE_MARKET,
        source=ASSISTANCE,
        hint="程序规定第四十五条第二款定为十五个工作日，自对方收到本函起算。",
    )
    asked_days = Count(
        "请求反馈的期限（工作日）",
        least=1,
        most=60,
        unit="个工作日",
        optional=True,
        group="期限",
        own=True,
        applies=_OTHERS,
        source=ASSISTANCE,
        hint="法律没有为其他机关规定天数，由本机关提出。",
    )

    @derived(Text("反馈期限"), prints=("reply_days", "asked_days"))
    def days_shown(self, value: Record, facts: Facts) -> str:
        """15个工作 before the form's own 日."""
        return f"{value.reply_days or value.asked_days}个工作"

    @rule(ASSISTANCE)
    def days_are_those_of_the_addressee(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Article 45 ¶2 sets fifteen working days for one sort, and none for the other."""
        wanted, other = ("reply_days", "asked_days")
        if value.addressee_sort == "other_authority":
            wanted, other = other, wanted
        if not value[wanted]:
            yield error(
                f"/{wanted}", "required", f"请按协助机关的类别填写「{self.label_of(wanted)}」。"
            )
        if value[other]:
            yield error(
                f"/{other}",
                "days_of_another",
                f"所选类别的协助机关填「{self.label_of(wanted)}」，请删去这一项。",
            )
        if wanted == "reply_days" and (value.reply_days or WORKING_DAYS) != WORKING_DAYS:
            yield error(
                "/reply_days",
                "days_not_of_the_law",
                "市场监督管理部门自接到协助调查函之日起十五个工作日内完成，请填 15；"
                "对方需要延期的，由对方在届满前告知。",
            )

    @rule(ASSISTANCE)
    def no_other_day_is_asked_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The days run from receipt: a text that names an earlier last day takes some away."""
        days = value.reply_days
        if not days:
            return
        due = facts.law.due("D10", value.issued_on, days=days).due
        for name in ("assistance_matters", "assistance_reason"):
            for told in days_told(value[name], value.issued_on.year):
                after = told.text[told.end : told.end + 4]
                asked = told.exact and _LAST.match(after) and told.day >= value.issued_on
                if asked and told.day < due:
                    yield notice(
                        f"/{name}",
                        "day_before_the_period",
                        "这里写的最后日期早于「完成期限」届满的日子，期限自对方收到本函起算，请删去日期，只写工作日。",
                    )
