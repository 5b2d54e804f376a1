"""The party of an inspection as the forms ask for it: an enterprise, a business or a person."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Described,
    Group,
    IdNumber,
    PartyName,
    Personal,
    PersonName,
    Phone,
    RegistrationNumber,
    Text,
    When,
)
from schemas.ground.identity import ID_TYPES
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.parts.businesses import Licensed
from schemas.parts.people import Identified

SITE_RECORD = "《市场监督管理行政处罚程序规定》第二十八条"
SITE_RECORD_FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》现场笔录"

NOT_VERIFIED, NOT_APPLICABLE = "无法核实", "/"

PARTY_TYPES = {
    "enterprise": "企业或者其他组织",
    "individual_business": "个体工商户",
    "natural_person": "自然人",
    "unknown": "身份不明",
}
# What must be known of each type, and which types a field is for.
_REQUIRED = {
    "enterprise": ("business_name", "licence_name", "credit_code", "address", "representative"),
    "individual_business": ("business_name", "licence_name", "address", "representative"),
    "natural_person": ("person_name", "id_number", "home_address"),
    "unknown": (),
}
_BUSINESS = When("party_type", ("enterprise", "individual_business", "unknown"))
_INDIVIDUAL = When("party_type", ("individual_business", "unknown"))
_PERSON = When("party_type", ("natural_person", "unknown"))


class InspectedParty(Licensed, Identified):
    """当事人 as the form asks for it: an enterprise, an individual business or a person."""

    role = Role.party
    leading = (
        "party_type",
        "business_name",
        "person_name",
        "id_type",
        "id_number",
        "licence_name",
    )
    blank = {"unverified_reason": None}

    party_type = Choice("当事人类型", PARTY_TYPES, kept=True)
    business_name = PartyName(
        "名称（字号）", longest=100, optional=True, applies=_BUSINESS, hint="与营业执照一致。"
    )
    person_name = PersonName("姓名", optional=True, applies=_PERSON, hint="仅限自然人。")
    licence_name = Text(
        "主体资格证照名称",
        longest=60,
        optional=True,
        applies=_BUSINESS,
        hint="例如「营业执照」。",
    )
    credit_code = CreditCode(optional=True, excused=True, applies=_BUSINESS)
    registration_number = RegistrationNumber(optional=True, applies=_INDIVIDUAL)
    address = Text("住所（经营场所）", optional=True, applies=_BUSINESS, hint="证照上的地址。")
    home_address = Text(
        "住址", optional=True, applies=_PERSON, personal=Personal.address, hint="仅限自然人。"
    )
    representative = PersonName(
        "法定代表人（负责人、经营者）", optional=True, applies=_BUSINESS, role=Role.representative
    )
    id_type = Choice("证件类型", ID_TYPES, optional=True)
    id_number = IdNumber("身份证件号码", optional=True)
    phone = Phone("联系电话", optional=True)
    unverified_reason = Text(
        "无法核实的原因",
        factual=True,
        longest=300,
        optional=True,
        hint="有必填项无法核实时写明原因，没有填写的项印成「无法核实」。",
    )

    @derived(Text("当事人"), prints=("business_name", "person_name"))
    def name_line(self, value: Record, facts: Facts) -> str:
        """The party's name."""
        return _given(value, value.business_name, value.person_name)

    @derived(Text("主体资格证照名称"), prints=("licence_name",))
    def licence_line(self, value: Record, facts: Facts) -> str:
        """The licence that gives the party its capacity."""
        return _given(value, value.licence_name, own=value.party_type != "natural_person")

    @derived(Text("统一社会信用代码"), prints=("credit_code", "registration_number"))
    def code_line(self, value: Record, facts: Facts) -> str:
        """The credit code, or the old registration number, named as such."""
        old = value.registration_number and f"注册号{value.registration_number}"
        return _given(value, value.credit_code, old, own=value.party_type != "natural_person")

    @derived(Text("住所（住址）"), prints=("address", "home_address"))
    def address_line(self, value: Record, facts: Facts) -> str:
        """The licensed premises, or the home of a natural person."""
        return _given(value, value.address, value.home_address)

    @derived(Text("法定代表人（负责人、经营者）"), prints=("representative",))
    def representative_line(self, value: Record, facts: Facts) -> str:
        """Who stands for the party in law."""
        return _given(value, value.representative, own=value.party_type != "natural_person")

    @derived(Text("身份证件号码"), prints=("id_type", "id_number"))
    def identity_line(self, value: Record, facts: Facts) -> str:
        """The identity number; a document other than the resident card is named."""
        if value.id_number and value.id_type and value.id_type != "resident_card":
            return f"{value.id_number}（{ID_TYPES[value.id_type]}）"
        return _given(value, value.id_number, own=value.party_type in ("natural_person", "unknown"))

    @derived(Text("联系电话"), prints=("phone",))
    def phone_line(self, value: Record, facts: Facts) -> str:
        """The party's phone."""
        return _given(value, value.phone)

    @rule(SITE_RECORD_FORM)
    def party_is_identified(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form asks of this type of party is known, or the record says why it is not."""
        if value.party_type == "unknown" and not value.unverified_reason:
            yield error(
                "/unverified_reason", "required", "当事人身份不明的，请写明「无法核实的原因」。"
            )
        if not value.unverified_reason:
            for name in _REQUIRED[value.party_type]:
                if not value[name]:
                    yield error(
                        f"/{name}",
                        "required",
                        f"请填写当事人的「{self.label_of(name)}」；"
                        "确实无法核实的，写明「无法核实的原因」。",
                    )
            if value.party_type == "individual_business" and not (
                value.credit_code or value.registration_number
            ):
                yield error(
                    "/credit_code",
                    "required",
                    "请填写「统一社会信用代码」；尚未换照的填写 15 位注册号。",
                )
        for name, field in self.fields.items():
            when = field.applies if isinstance(field, Described) else None
            if value[name] and when and not when.holds(value.party_type):
                yield error(
                    f"/{name}",
                    "not_for_party_type",
                    "这一项不适用于所选的当事人类型，请改选类型或者删去这一项。",
                )


class AddressedParty(InspectedParty):
    """The same party as a letter names it: what else tells it apart stays in the file."""

    licence_name = Text("主体资格证照名称", longest=60, optional=True, kept=True, applies=_BUSINESS)
    credit_code = CreditCode(optional=True, excused=True, kept=True, applies=_BUSINESS)
    registration_number = RegistrationNumber(optional=True, kept=True, applies=_INDIVIDUAL)
    address = Text("住所（经营场所）", optional=True, kept=True, applies=_BUSINESS)
    home_address = Text(
        "住址", optional=True, kept=True, applies=_PERSON, personal=Personal.address
    )
    representative = PersonName(
        "法定代表人（负责人、经营者）",
        optional=True,
        kept=True,
        applies=_BUSINESS,
        role=Role.representative,
    )
    id_type = Choice("证件类型", ID_TYPES, optional=True, kept=True)
    id_number = IdNumber("身份证件号码", optional=True, kept=True)
    phone = Phone("联系电话", optional=True, kept=True)
    unverified_reason = Text("无法核实的原因", factual=True, longest=300, optional=True, kept=True)


class ToInspectedParty(KindSchema):
    """A letter to the party of an inspection, known by its licence or its identity document."""

    party = Group("当事人", AddressedParty, group="当事人", source=SITE_RECORD)

    @derived(Text("受送达人"), prints=("party",))
    def addressee(self, value: Record, facts: Facts) -> str:
        """The party as its licence names it, or the person."""
        return str(value.party.name_line)

    @rule("文书的受送达人")
    def addressee_is_known(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody can be given a letter whom nobody has identified."""
        if not (value.party.business_name or value.party.person_name):
            yield error(
                "/party", "addressee_unknown", "文书要写明受送达人，请填写当事人的名称或者姓名。"
            )


def _given(value: Record, *words: str | None, own: bool = True) -> str:
    """Return what is known, or why nothing stands here: not verified, or not asked of the party."""
    known = "、".join(word for word in words if word)
    return known or (NOT_VERIFIED if value.unverified_reason and own else NOT_APPLICABLE)
