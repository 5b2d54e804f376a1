"""The contact line of a letter: who answers, by which phone, at which address."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Flag, PersonName, Phone, Text
from schemas.ground.roles import Role
from schemas.guard.addresses import is_home
from schemas.guard.folding import folded_name, same_number
from schemas.guard.said_words import is_another_door
from schemas.guard.told import told_amiss

GROUP = "联系"


class ContactPhone(Part):
    """A letter that names a phone: its own, or the authority's."""

    blank = {"contact_phone": None}

    contact_phone = Phone(
        "联系电话",
        group=GROUP,
        optional=True,
        personal=None,
        role=Role.contact,
        hint="不填时取本机关电话。",
    )

    @derived(Text("联系电话"), prints=("contact_phone",))
    def shown_phone(self, value: Record, facts: Facts) -> str:
        """The contact's phone, or the authority's."""
        return str(value.contact_phone or facts.house.authority.phone)

    @rule("文书所载联系方式")
    def phone_is_of_the_office(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads the letter calls the authority: no contractor, and nobody's own mobile."""
        phone = value.contact_phone
        if not phone:
            return
        suppliers = [each.supplier.phone for each in facts.house.contracts]
        if same_number(phone) in {same_number(each) for each in suppliers if each}:
            yield error(
                "/contact_phone",
                "contact_phone_of_contractor",
                "「联系电话」是服务承包人的电话，请改填本机关的办公电话。",
            )
        elif Phone.is_mobile(phone):
            yield notice(
                "/contact_phone",
                "contact_phone_mobile",
                "「联系电话」像是个人手机，请改填办公电话；确系公务手机的，核对后可以使用。",
            )


class ContactAddress(Part):
    """A letter that names an address: its own, or the authority's."""

    blank = {"contact_address": None}

    contact_address = Text("联系地址", group=GROUP, optional=True, hint="不填时取本机关地址。")

    @derived(Text("联系地址"), prints=("contact_address",))
    def shown_address(self, value: Record, facts: Facts) -> str:
        """The contact's address, or the authority's."""
        return str(value.contact_address or facts.house.authority.address)

    @rule("文书所载联系方式")
    def address_is_of_the_office(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is sent to the contractor."""
        given = folded_name(value.contact_address or "")
        suppliers = [each.supplier for each in facts.house.contracts]
        addresses = {folded_name(each.address) for each in suppliers if each.address}
        named = any(folded_name(each.name) in given for each in suppliers)
        if given and (given in addresses or named):
            yield error(
                "/contact_address",
                "contact_address_of_contractor",
                "「联系地址」是服务承包人的地址，请改填本机关的地址。",
            )
        elif is_home(given):
            yield notice(
                "/contact_address",
                "contact_address_home",
                "「联系地址」像是住宅的地址，请改填本机关的地址。",
            )
        elif given and is_another_door(given, facts.house.authority.address):
            yield notice(
                "/contact_address",
                "contact_address_next_door",
                "「联系地址」与本机关的地址在同一条街，门牌号不同，请核对是否写错。",
            )

    @rule("文书所载联系方式")
    def address_is_all_it_says(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads the letter finds the office by it: nothing is asked or promised there."""
        yield from told_amiss("/contact_address", "address", value.contact_address)


class ContactPerson(Part):
    """A letter that names who answers for it."""

    contact_name = PersonName(
        "联系人", group=GROUP, personal=None, starts_as="me", role=Role.contact
    )


class ContactLine(ContactAddress, ContactPhone, ContactPerson):
    """联系人, 联系电话, 联系地址, as the penalty forms print them."""


class OfficialContact(ContactPhone, ContactPerson):
    """联系人 and 联系电话 where the form means the official who handles the matter."""

    contact_is_official = Flag("联系人为本机关工作人员", group=GROUP, kept=True)

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def contact_is_of_the_authority(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The note of the form: the staff of the authority, not of its contractor."""
        if not value.contact_is_official:
            yield error(
                "/contact_is_official",
                "contact_not_official",
                "联系人应当是本机关负责处理投诉的工作人员，请改填；外包服务人员不作联系人。",
            )
