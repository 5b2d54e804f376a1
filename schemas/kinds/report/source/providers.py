"""案源提供人: who provided a clue, in the one block of the form that its source has."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import (
    Choice,
    Group,
    IdNumber,
    PartyName,
    Personal,
    PersonName,
    Phone,
    Rows,
    Text,
    When,
)
from schemas.ground.roles import Role
from schemas.parts.people import Identified

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》案件来源登记表"
SOURCES = {
    "inspection": "监督检查",
    "complaint_report": "投诉、举报",
    "transferred": "其他部门移送",
    "superior": "上级交办",
    "other": "其他",
}
GROUP = "案源提供人"
# The field of the block that each source fills; the blocks of the others are struck.
BLOCKS = {
    "inspection": "finders",
    "complaint_report": "provider",
    "transferred": "sender",
    "superior": "sender",
}


class Finder(Part):
    """监督检查人: who found it during an inspection."""

    role = Role.inspector

    name = PersonName("姓名", personal=None, starts_as="officer")
    unit = Text("所属单位", longest=60)


class Provider(Identified):
    """投诉人、举报人: a unit or a person; whoever stays anonymous has no entry."""

    role = Role.reporter
    leading = ("unit_name", "representative", "name")

    unit_name = PartyName("单位名称", optional=True, longest=100)
    representative = PersonName("法定代表人(负责人)", optional=True)
    name = PersonName("姓名", optional=True)
    id_number = IdNumber("身份证件号码", optional=True)
    phone = Phone("联系电话", optional=True)
    other_contact = Text("其他联系方式", optional=True, longest=60, personal=Personal.account)
    address = Text("联系地址", optional=True, personal=Personal.address)


class Sender(Part):
    """移送、交办部门: another authority, with whom to speak there."""

    name = Text("名称", longest=100)
    contact_name = PersonName("联系人", optional=True, personal=None)
    phone = Phone("联系电话", optional=True, personal=None)
    address = Text("联系地址", optional=True)


class SourceBoxes(Part):
    """What stands in the boxes of the three blocks."""

    finder = Text("姓名")
    finder_unit = Text("所属单位")
    second_finder = Text("姓名")
    second_finder_unit = Text("所属单位")
    unit_name = Text("名称")
    representative = Text("法定代表人(负责人)")
    name = Text("姓名")
    id_number = Text("身份证件号码")
    phone = Text("联系电话")
    other_contact = Text("其他联系方式")
    address = Text("联系地址")
    sender = Text("名称")
    sender_contact = Text("联系人")
    sender_phone = Text("联系电话")
    sender_address = Text("联系地址")


class FromSource(Part):
    """Where a clue came from: one source, and one block filled."""

    case_source = Choice("来源分类", SOURCES, group=GROUP, own=True, source=FORM)
    other_source = Text(
        "其他来源",
        longest=60,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("case_source", ("other",)),
    )
    finders = Rows(
        "监督检查人",
        Finder,
        most=2,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("case_source", ("inspection",)),
    )
    provider = Group(
        "投诉人、举报人",
        Provider,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("case_source", ("complaint_report",)),
        hint="匿名的不填。",
    )
    sender = Group(
        "移送、交办部门",
        Sender,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("case_source", ("transferred", "superior")),
    )

    blank = {"source_boxes": ..., "other_source": ...}

    @derived(Group(GROUP, SourceBoxes), prints=("finders", "provider", "sender"))
    def source_boxes(self, value: Record, facts: Facts) -> Record:
        """The boxes of the block that is filled; what does not apply is struck."""
        named = value.provider or Record({})
        sender = value.sender or Record({})
        anonymous = value.case_source == "complaint_report" and not value.provider
        finders = [*value.finders, Record({}), Record({})]
        boxes = {
            "finder": finders[0].get("name"),
            "finder_unit": finders[0].get("unit"),
            "second_finder": finders[1].get("name"),
            "second_finder_unit": finders[1].get("unit"),
            "sender": sender.get("name"),
            "sender_contact": sender.get("contact_name"),
            "sender_phone": sender.get("phone"),
            "sender_address": sender.get("address"),
            **{
                name: named.get(name)
                for name in (
                    "unit_name",
                    "representative",
                    "name",
                    "id_number",
                    "phone",
                    "other_contact",
                    "address",
                )
            },
        }
        if anonymous:
            boxes["name"] = "匿名"
        return Record({name: text or "/" for name, text in boxes.items()})

    @rule(FORM)
    def one_block_is_filled(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The block of the source, and no other."""
        own = BLOCKS.get(value.case_source)
        for name in ("finders", "provider", "sender"):
            label = self.label_of(name)
            if value[name] and name != own:
                detail = f"「来源分类」不是这一类，请删去「{label}」或者改选来源分类。"
                yield error(f"/{name}", "block_of_another_source", detail)
            elif name == own and not value[name] and name != "provider":
                yield error(f"/{name}", "required", f"请填写「{label}」。")
        if value.case_source == "other" and not value.other_source:
            yield error("/other_source", "required", "选了其他来源，请写明是什么来源。")
        elif value.other_source and value.case_source != "other":
            detail = "「来源分类」不是其他，请删去「其他来源」或者改选来源分类。"
            yield error("/other_source", "block_of_another_source", detail)

    @rule(FORM)
    def provider_is_somebody(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A unit or a person; whoever gave no name has no entry at all."""
        named = value.provider
        if named and not (named.unit_name or named.name):
            detail = "提供人没有名称或者姓名，匿名的不填「投诉人、举报人」，请补填或者删去。"
            yield error("/provider/name", "required", detail)
        elif named and named.unit_name and (named.name or named.id_number):
            detail = "提供人是单位的，只填单位的名称和负责人，请删去个人的姓名和证件号码。"
            yield error("/provider/name", "unit_and_person", detail)
