"""当事人 as the form asks for it: a unit, or an individual business and a person."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Described, Phone, RegistrationNumber, Text
from schemas.parts.inspected_party import InspectedParty

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》立案/不予立案审批表"
_REQUIRED = {
    "enterprise": ("business_name", "address"),
    "individual_business": ("business_name", "address"),
    "natural_person": ("person_name", "home_address"),
    "unknown": (),
}
# What the case knows of the party from its inspection, field by field.
OF_AN_INSPECTION = {
    f"party.{name}": f"party.{name}"
    for name in (
        "party_type",
        "business_name",
        "person_name",
        "id_type",
        "id_number",
        "credit_code",
        "address",
        "home_address",
        "representative",
    )
}


class FiledParty(InspectedParty):
    """The party of a case: one of the two blocks is filled, the other struck."""

    licence_name = Text("主体资格证照名称", longest=60, optional=True, kept=True)
    registration_number = RegistrationNumber(optional=True, kept=True)
    phone = Phone("联系电话", optional=True, kept=True)
    unverified_reason = Text("无法核实的原因", longest=300, optional=True, kept=True)

    @derived(Text("名称"), prints=("business_name", "credit_code", "representative"))
    def unit_name(self, value: Record, facts: Facts) -> str:
        """The name of an enterprise or organisation."""
        return self._of(value, "enterprise", value.business_name)

    @derived(Text("统一社会信用代码"))
    def unit_code(self, value: Record, facts: Facts) -> str:
        """Its credit code."""
        return self._of(value, "enterprise", value.credit_code)

    @derived(Text("法定代表人(负责人)"))
    def unit_head(self, value: Record, facts: Facts) -> str:
        """Who stands for it."""
        return self._of(value, "enterprise", value.representative)

    @derived(Text("字号名称"))
    def trade_name(self, value: Record, facts: Facts) -> str:
        """The name of an individual business."""
        return self._of(value, "individual_business", value.business_name)

    @derived(Text("统一社会信用代码"))
    def trade_code(self, value: Record, facts: Facts) -> str:
        """Its credit code, or the old number, named as such."""
        old = value.registration_number and f"注册号{value.registration_number}"
        return self._of(value, "individual_business", value.credit_code or old)

    @derived(Text("姓名"), prints=("person_name",))
    def individual(self, value: Record, facts: Facts) -> str:
        """The person, or who runs the individual business."""
        if value.party_type == "enterprise":
            return "/"
        unknown = "身份不明" if value.party_type == "unknown" else "/"
        return str(value.person_name or value.representative or unknown)

    @derived(Text("身份证件号码"), prints=("id_type", "id_number"))
    def individual_identity(self, value: Record, facts: Facts) -> str:
        """The number of the person's paper."""
        return str(value.id_number or "/") if value.party_type != "enterprise" else "/"

    def _of(self, value: Record, party_type: str, text: str | None) -> str:
        return str(text or "/") if value.party_type == party_type else "/"

    @rule(FORM)
    def party_is_identified(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the block of this type of party asks for is known, and nothing of the other."""
        for name in _REQUIRED[value.party_type]:
            if not value[name]:
                label = self.label_of(name)
                yield error(f"/{name}", "required", f"请填写当事人的「{label}」。")
        for name, field in self.fields.items():
            when = field.applies if isinstance(field, Described) else None
            if value[name] and when and not when.holds(value.party_type):
                yield error(
                    f"/{name}",
                    "not_for_party_type",
                    "这一项不适用于所选的当事人类型，请改选类型或者删去这一项。",
                )
