"""授权委托书: one party names who acts for it, in what, with which powers, from when to when."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, rule
from schemas.ground.fields import Day, Flag, PersonName
from schemas.ground.kind import Audience, Header, KindSchema
from schemas.ground.neighbours import Follows, Neighbours
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.mandate.parties import MANDATE, MandatedParties
from schemas.kinds.complaint.mandate.powers import INQUIRY, NamedPowers


class PowerOfAttorney(NamedPowers, MandatedParties, KindSchema):
    """One mandate, signed by who gives it; the bureau hands out the form and checks it."""

    header = Header(
        title="授权委托书",
        also=("委托书", "代理"),
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

    signed_on = Day("签名日期", group="签名", starts_as="today")
    original_received = Flag("已收授权委托书原件", group="核对", own=True, source=MANDATE)
    id_copy_received = Flag("已收受托人身份证明", group="核对", own=True, source=MANDATE)
    checked_by = PersonName("核对人", group="核对", own=True, personal=None, starts_as="me")

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
