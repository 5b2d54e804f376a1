"""处置和整改: what is done about the problems found, what has to be put right, and by when."""

from collections.abc import Iterator
from datetime import date, timedelta

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.inspection.task.words import DISPOSED_OF
from schemas.parts.provisions import provision_findings

GROUP = "处置与整改"
# What the contract names for inspections on site, then what it adds off site; its list is open.
DISPOSITIONS = {
    "reminder": "当场提醒",
    "written_order": "书面责令改正",
    "transfer": "移送其他部门",
    "listing": "列入异常名录",
    "enforcement": "移送综合执法局立案处理",
    "at_once": "当场责令改正",
    "by_term": "限期整改",
    "penalty": "转行政处罚",
    "other": "其他",
}
TERM_DAYS = (7, 15, 30)
_TO_PUT_RIGHT = frozenset(("written_order", "at_once", "by_term"))


class Rectification(Part):
    """整改事项: one thing to put right, on which ground, within how many days or by a day."""

    matter = Text("整改事项", longest=300)
    basis = Text("依据", longest=300, hint="法律、法规、规章的条款。")
    term_days = Count("整改期限（日）", least=1, most=365, unit="日", optional=True)
    due_day = Day("整改期限届满日", optional=True, planned=True)
    special_term = Text(
        "法律规定的期限",
        longest=200,
        optional=True,
        hint="法律另有期限的，写明条款；它优先于合同的7、15、30日。",
    )

    @rule(DISPOSED_OF)
    def one_term_and_its_ground(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Days or a day, not both; what law sets is named with its article."""
        yield from provision_findings("/basis", self.label_of("basis"), value.basis)
        label = self.label_of("special_term")
        yield from provision_findings("/special_term", label, value.special_term)
        if value.term_days and value.due_day:
            yield error("/due_day", "two_terms", "填了整改日数的，不再填届满日，请删去一项。")


class RectificationLine(Part):
    """整改事项 as it is printed: the term in words, and the last day."""

    matter = Text("整改事项")
    basis = Text("依据")
    term = Text("整改期限")
    last_day = Day("到期日")


class Disposed(KindSchema):
    """A paper that says what follows from its conclusion; it is dated by its signing."""

    blank = {"rectification_lines": 2, "dispositions": ...}

    dispositions = Rows(
        "处置措施",
        Choice("措施", DISPOSITIONS),
        most=len(DISPOSITIONS),
        group=GROUP,
        optional=True,
        own=True,
        source=DISPOSED_OF,
    )
    other_disposition = Text("其他处置措施", longest=200, group=GROUP, optional=True, own=True)
    rectifications = Rows(
        "整改事项", Rectification, most=60, group=GROUP, optional=True, own=True, source=DISPOSED_OF
    )

    @derived(Rows("整改事项", RectificationLine), prints=("rectifications",))
    def rectification_lines(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """Each matter with its last day: days run from the signing, which does not count."""
        return tuple(
            Record({
                "matter": each.matter,
                "basis": each.basis,
                "term": _term(each),
                "last_day": last_day(each, self.dated(value), facts),
            })
            for each in value.rectifications
        )  # fmt: skip

    @rule(DISPOSED_OF)
    def problems_are_disposed_of(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A problem leads to something; where there is none, nothing is done."""
        taken = [*value.dispositions]
        if value.conclusion == "found" and not taken:
            yield error("/dispositions", "required", "发现问题的，请选择「处置措施」。")
        if value.conclusion == "none":
            for name in ("dispositions", "rectifications"):
                if value[name]:
                    yield error(
                        f"/{name}",
                        "nothing_found",
                        f"没有发现问题的，不填「{self.label_of(name)}」，请删去或者改正检查结果。",
                    )
        for index, each in enumerate(taken):
            if each in taken[:index]:
                yield error(f"/dispositions/{index}", "measure_repeated", "这项措施已经选了。")
        if ("other" in taken) != bool(value.other_disposition):
            yield error(
                "/other_disposition",
                "other_measure",
                "选了“其他”的，请写明「其他处置措施」；没有选的，请删去。",
            )

    @rule(DISPOSED_OF)
    def what_is_put_right_is_listed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is told to put something right is told what and until when."""
        to_put_right = not _TO_PUT_RIGHT.isdisjoint(value.dispositions)
        if value.conclusion == "found" and to_put_right != bool(value.rectifications):
            yield error(
                "/rectifications",
                "rectification_listed",
                "责令改正、限期整改的，逐项填写「整改事项」；没有选这些措施的，不填。",
            )
        if "penalty" in value.dispositions or "enforcement" in value.dispositions:
            return
        if "by_term" in value.dispositions and not any(
            each.term_days or each.due_day for each in value.rectifications
        ):
            yield error(
                "/rectifications", "term_missing", "限期整改的，至少一项要有整改期限，请填写。"
            )

    @rule(DISPOSED_OF)
    def terms_are_the_contracts(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Off site 7, 15 or 30 days, on site any day; the term of a law goes before."""
        for index, each in enumerate(value.rectifications):
            here, free = f"/rectifications/{index}", value.method == "on_site" or each.special_term
            if not free and each.due_day:
                yield error(
                    f"{here}/due_day",
                    "term_in_days",
                    "非现场检查的整改期限按日数填写，请改填日数。",
                )
            elif not free and each.term_days and each.term_days not in TERM_DAYS:
                known = "、".join(map(str, TERM_DAYS))
                yield error(
                    f"{here}/term_days",
                    "term_not_allowed",
                    f"非现场检查的整改期限只能是{known}日；法律另有规定的，填写「法律规定的期限」。",
                )
            last = last_day(each, self.dated(value), facts)
            if last < self.dated(value):
                yield error(f"{here}/due_day", "due_not_after", "整改期限早于签名日期，请核对。")
            elif facts.law.calendar.holiday_block(last):
                yield notice(
                    f"{here}/{'due_day' if each.due_day else 'term_days'}",
                    "due_on_holiday",
                    "整改期限的届满日是法定节假日，请改定期限，以免争议。",
                )


def last_day(rectification: Record, signed_on: date, facts: Facts) -> date:
    """Return the last day: as typed, so many natural (or working) days on, or the day itself."""
    if rectification.due_day:
        return date.fromisoformat(str(rectification.due_day))
    day, left = signed_on, rectification.term_days or 0
    working = facts.house.rectification_days == "working"
    while left:
        day += timedelta(days=1)
        left -= not working or facts.law.calendar.is_working_day(day)
    return day


def _term(rectification: Record) -> str:
    if rectification.term_days:
        return f"{rectification.term_days}日"
    return "限期" if rectification.due_day else "立即"
