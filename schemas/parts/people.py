"""Natural persons of a case: with an identity document, as complainants."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import Choice, IdNumber, Personal, PersonName, Phone, Text
from schemas.ground.identity import ID_TYPES, is_valid_identity
from schemas.ground.roles import Role


class Identified(Part):
    """Somebody with an identity document, whose number is proved against its type."""

    id_type = Choice("证件类型", ID_TYPES, optional=True, kept=True)
    id_number = IdNumber("证件号码", optional=True, kept=True)

    @rule("GB 11643-1999", needs=("id_type", "id_number"))
    def identity_number_matches_its_type(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Type and number come together, and the check digit holds."""
        if value.id_number and not value.id_type:
            yield error("/id_type", "required", "填写了证件号码，请选择「证件类型」。")
        if (
            value.id_number
            and value.id_type
            and not is_valid_identity(value.id_type, value.id_number)
        ):
            yield error(
                "/id_number",
                "identity_check",
                "「证件号码」与证件类型不符或校验位不对，请对照证件核对。",
            )
        elif (
            value.id_number
            and value.id_type in ("passport", "other")
            and is_valid_identity("resident_card", value.id_number)
        ):
            yield error(
                "/id_type",
                "identity_type",
                "「证件号码」是居民身份证的号码，与证件类型不符，请对照证件改正。",
            )


class Complainant(Identified):
    """投诉人: real identity as Order 121 art. 10 ¶1(1) asks."""

    role = Role.complainant
    leading = ("name", "phone", "address")

    name = PersonName("投诉人", source="《市场监督管理投诉举报处理办法》第十条")
    phone = Phone("联系电话", source="《市场监督管理投诉举报处理办法》第十条")
    address = Text(
        "联系地址", personal=Personal.address, source="《市场监督管理投诉举报处理办法》第十条"
    )
