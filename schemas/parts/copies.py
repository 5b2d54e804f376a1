"""The copies line that closes every penalty form: 本文书一式 n 份，n 份送达，一份归档."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Count, Text, When
from schemas.law import chinese_numeral

FORMS = "《市场监督管理行政处罚文书格式范本（2021年修订版）》"
GROUP = "份数"


class CopiesLine(Part):
    """How many copies are made, and where they go; one is always filed."""

    copies_total = Count(
        "一式份数",
        group=GROUP,
        least=2,
        most=99,
        unit="份",
        hint="送达份数、归档一份、另送份数之和。",
    )
    copies_delivered = Count("送达份数", group=GROUP, least=1, most=98, unit="份")
    copies_elsewhere = Count("另送份数", group=GROUP, least=1, most=97, unit="份", optional=True)
    copies_elsewhere_for = Text(
        "另送何处",
        group=GROUP,
        optional=True,
        longest=60,
        applies=When("copies_elsewhere"),
        hint="接在份数之后，例如「抄送示例市市场监督管理局」。",
    )

    @derived(Text("一式份数"), prints=("copies_total",))
    def total_in_words(self, value: Record, facts: Facts) -> str:
        """本文书一式两份."""
        return copies_in_words(value.copies_total)

    @derived(Text("送达份数"), prints=("copies_delivered",))
    def delivered_in_words(self, value: Record, facts: Facts) -> str:
        """一份送达."""
        return copies_in_words(value.copies_delivered)

    @derived(Text("另送份数"), prints=("copies_elsewhere",))
    def elsewhere_in_words(self, value: Record, facts: Facts) -> str | None:
        """一份抄送……; None where no copy goes elsewhere."""
        return copies_in_words(value.copies_elsewhere) if value.copies_elsewhere else None

    @rule(FORMS)
    def copies_add_up(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Delivered, filed and sent elsewhere make the total."""
        elsewhere, place = value.copies_elsewhere, value.copies_elsewhere_for
        if elsewhere and not place:
            yield error("/copies_elsewhere_for", "required", "有另送的份数，请填写「另送何处」。")
        if place and not elsewhere:
            yield error("/copies_elsewhere", "required", "填写了另送何处，请填写「另送份数」。")
        if value.copies_total != value.copies_delivered + 1 + (elsewhere or 0):
            yield error(
                "/copies_total",
                "copies_sum",
                "一式份数应当等于送达份数、归档一份与另送份数之和，请核对。",
            )


def copies_in_words(copies: int) -> str:
    """Return 一, 两, 三 … as they stand before 份, which is counted with 两, not 二."""
    return "两" if copies == 2 else chinese_numeral(copies)
