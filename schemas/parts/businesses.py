"""The businesses of a case, as their licences name them."""

from collections.abc import Iterator
from typing import ClassVar

from stdnum.cn import uscc

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import CreditCode, PartyName, PersonName, Phone, RegistrationNumber, Text
from schemas.ground.roles import Role

# How a business stands in the register of enterprises.
STATES = {
    "active": "存续（在营、开业）",
    "revoked": "吊销",
    "cancelled": "注销",
    "moved": "迁出",
    "not_found": "登记系统查无",
}


class Licensed(Part):
    """Whoever holds a licence, with its number; few genuine codes fail their check character."""

    credit_code = CreditCode(optional=True, excused=True)
    credit_code_reason = Text(
        "信用代码校验不符的说明",
        longest=300,
        optional=True,
        kept=True,
        hint="仅限执照上的代码校验位不符的：写明已对照执照原件核对，留卷备查。",
    )
    registration_number = RegistrationNumber(optional=True)

    @rule("GB 32100-2015", needs=("credit_code", "credit_code_reason"))
    def credit_code_holds(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The check character holds, or somebody says why the licence has another one."""
        if not value.credit_code:
            if value.credit_code_reason:
                yield error(
                    "/credit_code",
                    "required",
                    "写了校验不符的说明，请照执照填写「统一社会信用代码」或者删去说明。",
                )
            return
        if uscc.is_valid(value.credit_code):
            return
        if value.credit_code_reason:
            yield notice(
                "/credit_code",
                "credit_code_excused",
                "统一社会信用代码的校验位不符，已按说明采用，请再对照执照逐位核对。",
            )
        else:
            yield error(
                "/credit_code",
                "credit_code_check",
                "「统一社会信用代码」应为 18 位且校验位相符，请对照营业执照逐位核对；"
                "执照上确实如此的，填写「信用代码校验不符的说明」。",
            )


class Business(Licensed):
    """经营者: an enterprise, individual business or other organisation as its licence names it."""

    leading: ClassVar[tuple[str, ...]] = ("name",)

    name = PartyName("名称（姓名）")
    representative = PersonName("法定代表人（负责人）", optional=True, role=Role.representative)
    phone = Phone("联系电话", optional=True)
    address = Text("地址（经营场所）")
