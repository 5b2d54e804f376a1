"""How many copies are made and who keeps them: the lines that close forms and contracts."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Count, Text, When
from schemas.ground.kind import Departure
from schemas.law import chinese_numeral

FORMS = "《市场监督管理行政处罚文书格式范本（2021年修订版）》"
GROUP = "份数"

NONE_ELSEWHERE = Departure(
    left_out="一份归档，。",
    added="一份归档。",
    reason="没有另送的份数时，末尾的空白不印。",
)


class CopiesLine(Part):
    """How many copies are made, and where they go; one is always filed."""

    copies_total = Count(
        "一式份数",
        group=GROUP,
        least=2,
        most=99,
        unit="份",
        own=True,
        hint="送达份数、归档一份、另送份数之和。",
    )
    copies_delivered = Count("送达份数", group=GROUP, least=1, most=98, unit="份", own=True)
    copies_elsewhere = Count(
        "另送份数", group=GROUP, least=1, most=97, unit="份", optional=True, own=True
    )
    copies_elsewhere_for = Text(
        "另送何处",
        group=GROUP,
        optional=True,
        own=True,
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


class CopiesOfParties(Part):
    """How many copies the two sides of a contract keep: 一式四份，甲方执三份，乙方执一份."""

    copies = Count("份数", least=2, most=20, group="文号与日期", optional=True, default=2, own=True)
    supplier_copies = Count(
        "其中乙方执", least=1, most=19, group="文号与日期", optional=True, default=1, own=True
    )

    @derived(Text("份数"), prints=("copies",))
    def copies_numeral(self, value: Record, facts: Facts) -> str:
        """All copies: 一式四份."""
        return copies_in_words(value.copies)

    @derived(Text("甲方执"))
    def buyer_numeral(self, value: Record, facts: Facts) -> str | None:
        """The buyer's copies: all that the supplier does not get."""
        left = value.copies - value.supplier_copies
        return copies_in_words(left) if left > 0 else None

    @derived(Text("乙方执"), prints=("supplier_copies",))
    def supplier_numeral(self, value: Record, facts: Facts) -> str:
        """The supplier's copies."""
        return copies_in_words(value.supplier_copies)

    @rule("合同文本条款")
    def both_parties_get_a_copy(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """At least one copy stays with the buyer."""
        if value.supplier_copies >= value.copies:
            yield error(
                "/supplier_copies", "copies_split", "甲方至少执一份，请减少乙方份数或增加总份数。"
            )


def copies_in_words(copies: int) -> str:
    """Return 一, 两, 三 … as they stand before 份, which is counted with 两, not 二."""
    return "两" if copies == 2 else chinese_numeral(copies)
