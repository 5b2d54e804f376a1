"""What the office enters in a register of its own: which unit, under which number, on which day."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Code, Text
from schemas.ground.kind import KindSchema

GROUP = "登记"


class Registered(KindSchema):
    """A paper that bears the number of a register kept by the office, and no document number."""

    register_number = Code(
        "编号",
        longest=60,
        group=GROUP,
        optional=True,
        own=True,
        hint="本单位登记簿的编号；草稿可以不填，正式文书必须有。",
    )

    @derived(Text("编号"), prints=("register_number",))
    def shown_number(self, value: Record, facts: Facts) -> str:
        """The number; a draft has none yet."""
        return "" if facts.copy == "draft" else str(value.register_number or "")

    @rule("本单位登记簿的编号")
    def entered_under_a_number(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What goes out can be found again in the register."""
        if not value.register_number and facts.copy not in ("draft", "blank"):
            yield error(
                "/register_number", "number_missing", "请填写登记簿的「编号」；预览请选草稿。"
            )


class RegisteringUnit(KindSchema):
    """A paper that names the unit which enters it."""

    registering_unit = Text(
        "登记单位", longest=60, group=GROUP, optional=True, hint="不填时取本机关全称。"
    )

    @derived(Text("登记单位"), prints=("registering_unit",))
    def shown_unit(self, value: Record, facts: Facts) -> str:
        """The unit, or the authority itself."""
        return str(value.registering_unit or facts.house.authority.name)
