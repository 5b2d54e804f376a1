"""Who gives a mandate and who takes it, each with the paper that proves who it is."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
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
from schemas.ground.roles import Role
from schemas.parts.businesses import Licensed
from schemas.parts.people import Identified

MANDATE = "《市场监督管理投诉举报处理办法》第十一条"
SORTS = {"person": "个人", "organisation": "单位"}
_PERSON, _ORGANISATION = When("sort", ("person",)), When("sort", ("organisation",))


class Principal(Licensed, Identified):
    """委托人: a person with a paper, or an organisation with who stands for it."""

    leading = ("sort", "name", "phone")
    blank = {"id_type": None}

    sort = Choice("委托人类别", SORTS)
    name = PartyName("委托人")
    phone = Phone("联系电话")
    id_type = Choice("证件类型", ID_TYPES, optional=True, applies=_PERSON)
    id_number = IdNumber("证件号码", optional=True, applies=_PERSON)
    credit_code = CreditCode(optional=True, excused=True, applies=_ORGANISATION)
    registration_number = RegistrationNumber(optional=True, kept=True, applies=_ORGANISATION)
    representative = PersonName(
        "法定代表人（负责人）", optional=True, applies=_ORGANISATION, role=Role.representative
    )
    address = Text("地址", personal=Personal.address)

    @rule(MANDATE)
    def principal_is_known(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A person is no organisation, and an organisation has somebody who stands for it."""
        person = value.sort == "person"
        for name in ("credit_code", "registration_number", "representative"):
            if person and value[name]:
                detail = f"委托人是个人，没有「{self.label_of(name)}」，请删去或者改正委托人类别。"
                yield error(f"/{name}", "of_an_organisation", detail)
        if not person and (value.id_type or value.id_number):
            detail = "委托人是单位，不填个人证件，请删去或者改正委托人类别。"
            yield error("/id_type" if value.id_type else "/id_number", "of_a_person", detail)
        if not person and not value.representative:
            detail = "委托人是单位的，请填写「法定代表人（负责人）」，由其签名或者盖章。"
            yield error("/representative", "required", detail)
        if not person and not (value.credit_code or value.registration_number):
            detail = "委托人是单位的，请照执照填写「统一社会信用代码」。"
            yield error("/credit_code", "required", detail)


class Attorney(Identified):
    """受托人 with the paper that proves who it is."""

    role = Role.agent
    leading = ("name", "phone")
    blank = {"id_type": None}

    name = PersonName("受托人")
    phone = Phone("联系电话")
    id_type = Choice("证件类型", ID_TYPES)
    id_number = IdNumber("证件号码")
    employer = Text("工作单位", longest=60, optional=True)
    address = Text("地址", personal=Personal.address)


class MandatedParties(Part):
    """A mandate between two, of whom one is a party of the case."""

    principal = Group("委托人", Principal, group="委托人", own=True, source=MANDATE)
    attorney = Group("受托人", Attorney, group="受托人", own=True, source=MANDATE)
