"""The businesses of a case, as their licences name them."""

from schemas.ground.base import Part
from schemas.ground.fields import CreditCode, PartyName, PersonName, Phone, Text
from schemas.ground.roles import Role


class Business(Part):
    """经营者: an enterprise, individual business or other organisation as its licence names it."""

    name = PartyName("名称（姓名）")
    credit_code = CreditCode(optional=True)
    registration_number = Text(
        "注册号", longest=30, optional=True, hint="仅限尚未换照的个体工商户 15 位注册号。"
    )
    representative = PersonName("法定代表人（负责人）", optional=True, role=Role.representative)
    phone = Phone("联系电话", optional=True)
    address = Text("地址（经营场所）")
