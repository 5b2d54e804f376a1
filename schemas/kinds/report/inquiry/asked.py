"""Notices that ask somebody outside to come or to hand something in: to whom, about what."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, PartyName, Rows, Text
from schemas.ground.kind import KindSchema, NumberedKind
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.parts.blanks import blank_findings
from schemas.parts.listed import Line, lines_of

INVESTIGATION = "《市场监督管理行政处罚程序规定》第二十一条"
MATERIALS = "《市场监督管理行政处罚程序规定》第三十条"
FORMS = "《市场监督管理行政处罚文书格式范本（2021年修订版）》"
# What is still to be found out is not named as if it were found.
_PREJUDGED = re.compile(
    "(?<!涉嫌)(?:违法|违规)(?!线索)|处罚|罚款|没收|犯罪|构成[^，。；]{0,12}(?:行为|罪)|假货|坑害"
)


class Matter(KindSchema):
    """A paper about something that is being looked into, named so that nothing is prejudged."""

    investigated_matter = Text(
        "调查事项",
        longest=100,
        group="通知",
        source=INVESTIGATION,
        factual=True,
        hint="接在“为调查了解”之后，只写调查什么，例如「你单位销售的“香油”的进货和标价情况」。",
    )

    @rule(INVESTIGATION)
    def matter_is_neutral(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The words fit the sentence of the form and conclude nothing."""
        here, matter = "/investigated_matter", value.investigated_matter
        yield from blank_findings(here, matter, "为调查了解", "有关问题")
        if _PREJUDGED.search(matter):
            yield notice(
                here,
                "matter_prejudged",
                "「调查事项」只写调查什么，还没有查清的不作定性，请改成中性的写法。",
            )


class AskedOutside(Matter, NumberedKind):
    """A notice to one party, or to any other unit or person concerned, with a list of materials."""

    addressee = PartyName(
        "受送达人",
        group="通知",
        role=Role.party,
        source=FORMS,
        hint="当事人，或者其他有关单位、个人（例如电商平台）的全称。",
    )
    requested_materials = Rows(
        "需提供的材料",
        Text("材料", longest=100),
        most=30,
        group="通知",
        own=True,
        source=MATERIALS,
        hint="一行一项，例如「营业执照复印件」。",
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Rows("材料清单", Line), prints=("requested_materials",))
    def materials(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What is to be brought or handed in, a line each."""
        return lines_of(value.requested_materials)

    @rule(FORMS)
    def somebody_outside_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody of the bureau's own side gets such a notice."""
        house, asked = facts.house, folded_name(value.addressee)
        own = {house.authority.name, house.authority.seal_name, house.authority.department}
        suppliers = {each.supplier.name for each in house.contracts}
        if asked in {folded_name(each) for each in filter(None, own | suppliers)}:
            yield error(
                "/addressee",
                "addressee_is_ours",
                "受送达人应当是当事人或者其他有关单位、个人，不能是本机关或者服务承包人，请改填。",
            )

    @rule(MATERIALS)
    def materials_are_asked_for_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is asked for twice; the list sets its own marks."""
        asked = [folded_name(each) for each in value.requested_materials]
        for index, each in enumerate(asked):
            here = f"/requested_materials/{index}"
            if each in asked[:index]:
                yield error(here, "asked_twice", "这项材料已经列出，请删去一行。")
            yield from blank_findings(here, value.requested_materials[index])
