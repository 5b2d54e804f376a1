"""授权委托书: one party names who acts for it, in what, with which powers, from when to when."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Day,
    Flag,
    Group,
    IdNumber,
    LongText,
    PartyName,
    Personal,
    PersonName,
    Phone,
    RegistrationNumber,
    Rows,
    Text,
    When,
)
from schemas.ground.identity import ID_TYPES
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.parts.businesses import Licensed
from schemas.parts.people import Identified

MANDATE = "《市场监督管理投诉举报处理办法》第十一条"
INQUIRY = "《市场监督管理行政处罚程序规定》第二十九条"
SORTS = {"person": "个人", "organisation": "单位"}
POWERS = {
    "lodge": "代为提出投诉",
    "state": "代为陈述事实、提供材料",
    "attend": "代为参加调解",
    "answer": "代表单位接受询问",
    "receive": "代为签收文书",
    "change": "代为变更投诉请求",
    "waive": "代为放弃投诉请求",
    "settle": "代为达成调解协议并签署调解书",
}
_PERSON, _ORGANISATION = When("sort", ("person",)), When("sort", ("organisation",))
_SETTLING = re.compile("(?:达成|签署|签订|订立)[^，。；]{0,8}(?:协议|调解书)|(?:代为|可以)和解")
_IN_FULL = re.compile("全权|一切(?:事宜|事项|权利)|所有(?:事宜|事项|权利)")
_OF_COURTS = re.compile("诉讼|起诉|上诉|反诉|开庭|承认[^，。；]{0,6}请求")


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


class PowerOfAttorney(KindSchema):
    """One mandate, signed by who gives it; the bureau hands out the form and checks it."""

    header = Header(
        title="授权委托书",
        audience=(Audience.office,),
        dated_by="signed_on",
        summary="委托他人代为投诉、参加调解、接受询问的，写明委托事项、权限和期限，由委托人签名。",
        about=("principal.name", "attorney.name"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "登记以后委托他人参加处理", MANDATE),
            Follows("complaint_acceptance_decision", "受理以后委托他人参加调解", MANDATE),
            Follows("mediation_notice", "通知的一方委托他人参加调解", MANDATE),
            Follows("inquiry_notice", "单位委托他人接受询问", INQUIRY),
            Follows("power_of_attorney", "另一方也可以委托代理人", MANDATE),
        )
    )

    principal = Group("委托人", Principal, group="委托人", own=True, source=MANDATE)
    attorney = Group("受托人", Attorney, group="受托人", own=True, source=MANDATE)
    matters = LongText("委托事项", longest=1000, group="委托", own=True, source=MANDATE)
    powers = Rows(
        "委托权限", Choice("权限", POWERS), most=len(POWERS),
        group="委托", own=True, source=MANDATE,
        hint="变更、放弃请求和达成协议须逐项写明，写全权的不算。",
    )  # fmt: skip
    term_from = Day("委托期限自", group="委托", own=True, planned=True, source=MANDATE)
    term_to = Day("委托期限至", group="委托", own=True, planned=True, source=MANDATE)
    signed_on = Day("签名日期", group="签名", starts_as="today")
    original_received = Flag("已收授权委托书原件", group="核对", own=True, source=MANDATE)
    id_copy_received = Flag("已收受托人身份证明", group="核对", own=True, source=MANDATE)
    checked_by = PersonName("核对人", group="核对", own=True, personal=None, starts_as="me")

    @rule(MANDATE)
    def mandate_has_a_term(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """It runs forward, from its signature or later, and is not over when it is given."""
        if value.term_to < value.term_from:
            yield error("/term_to", "term_reversed", "委托期限的终止日早于起始日，请核对。")
        elif value.term_to < value.signed_on:
            yield error("/term_to", "term_over", "委托期限在签名以前就已届满，请核对日期。")
        if value.term_from < value.signed_on:
            yield notice(
                "/term_from",
                "term_before_signing",
                "委托期限从签名以前开始，此前的行为要由委托人追认，请核对日期。",
            )

    @rule(MANDATE)
    def powers_are_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each power is named once; a mandate in full names none."""
        for index, power in enumerate(value.powers):
            if power in value.powers[:index]:
                detail = "这项委托权限已经选过，请删去重复的。"
                yield error(f"/powers/{index}", "power_repeated", detail)
        if _SETTLING.search(value.matters) and "settle" not in value.powers:
            yield error(
                "/powers",
                "power_not_ticked",
                "委托事项写了达成调解协议，委托权限里没有选，请由委托人改正其中一项。",
            )
        if _IN_FULL.search(value.matters):
            yield notice(
                "/matters",
                "powers_in_full",
                "委托事项写了全权一类，应当逐项写明权限，请委托人改写。",
            )
        if _OF_COURTS.search(value.matters):
            yield notice(
                "/matters",
                "court_wording",
                "委托事项是诉讼的用语，本委托书只用于投诉、调解和接受询问，请核对。",
            )

    @rule(INQUIRY)
    def nobody_testifies_for_another(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An agent answers for a unit; what a person knows only that person can say."""
        if "answer" in value.powers and value.principal.sort == "person":
            yield error(
                f"/powers/{value.powers.index('answer')}",
                "inquiry_is_personal",
                "接受询问只能由单位委托，个人应当本人接受询问，请删去这项权限。",
            )

    @rule(MANDATE)
    def attorney_is_somebody_else(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is his own agent, and who works for the bureau acts for no party."""
        attorney = value.attorney
        if folded_name(attorney.name) == folded_name(value.principal.name):
            yield error(
                "/attorney/name", "agent_is_party", "受托人就是委托人，不用委托，请核对姓名。"
            )
        suppliers = {folded_name(each.supplier.name) for each in facts.house.contracts}
        if attorney.employer and folded_name(attorney.employer) in suppliers:
            yield error(
                "/attorney/employer",
                "contractor_as_agent",
                "服务承包人的工作人员不能作当事人的受托人，请由当事人另行委托。",
            )

    @rule(MANDATE)
    def original_is_in_hand(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The original and the agent's proof of identity come with it."""
        for name in ("original_received", "id_copy_received"):
            if not value[name]:
                yield error(
                    f"/{name}",
                    "original_missing",
                    "应当收取授权委托书原件和受托人的身份证明，收到以后再入卷。",
                )

    example = {
        "principal": {
            "sort": "organisation",
            "name": "示例市优康商贸有限公司",
            "phone": "0999-60020401",
            "credit_code": "91999900MA1XG6125M",
            "representative": "罗敬之",
            "address": "示例市示例区建设路88号一层",
        },
        "attorney": {
            "name": "方可欣",
            "phone": "13900002062",
            "id_type": "resident_card",
            "id_number": "999999199309180118",
            "employer": "示例市优康商贸有限公司客户服务部",
            "address": "示例市示例区建设路88号一层",
        },
        "matters": "代为处理林晓岚按摩椅预付款投诉，参加调解，达成调解协议。",
        "powers": ["state", "attend", "receive", "settle"],
        "term_from": "2026-06-25",
        "term_to": "2026-12-31",
        "signed_on": "2026-06-25",
        "original_received": True,
        "id_copy_received": True,
        "checked_by": "周启明",
    }
