"""Who mediates: officials, or the staff of a body that both parties agreed to entrust."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Flag, Group, PersonName, Rows, Text
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name

ENTRUSTED = "《市场监督管理投诉举报处理办法》第十九条"
MEDIATORS = "《市场监督管理投诉举报处理办法》第二十一条"

AFFILIATIONS = {
    "authority": "本机关工作人员",
    "entrusted": "受委托组织工作人员",
    "contractor": "服务承包人的工作人员",
}
ENTRUSTED_BODIES = {
    "consumer_association": "消费者协会",
    "mediation_body": "依法成立的其他调解组织",
}


class Mediator(Part):
    """调解人员: an official or staff of an entrusted organisation, with no interest in the case."""

    role = Role.mediator

    name = PersonName("调解人员", personal=None, kept=True)
    affiliation = Choice("所属", AFFILIATIONS, kept=True)
    declared_no_interest = Flag(
        "已声明不是双方当事人的近亲属、没有其他利害关系", kept=True, source=MEDIATORS
    )

    @rule(MEDIATORS)
    def mediator_may_mediate(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Contractor staff assist; a relative or an interested person withdraws."""
        if value.affiliation == "contractor":
            yield error(
                "/affiliation",
                "mediator_not_entitled",
                "调解由本机关或者受委托组织的工作人员主持，外包服务人员只能协助，请改填主持人。",
            )
        if not value.declared_no_interest:
            yield error(
                "/declared_no_interest",
                "mediator_interested",
                "调解人员是一方近亲属或者有其他利害关系的应当回避，请更换调解人员后重新调解。",
            )


class EntrustedMediation(Part):
    """委托调解: the organisation that mediates in the bureau's name (Order 121 art. 19)."""

    organisation = Text("受委托组织名称", kept=True)
    body = Choice("受委托组织类别", ENTRUSTED_BODIES, kept=True)
    both_consented = Flag("双方当事人同意委托调解", kept=True)

    @rule(ENTRUSTED)
    def organisation_may_mediate(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A consumer association or a body founded to mediate; never the service contractor."""
        suppliers = {folded_name(each.supplier.name) for each in facts.house.contracts}
        if folded_name(value.organisation) in suppliers:
            yield error(
                "/organisation",
                "contractor_entrusted",
                "不能委托服务承包人调解，只能委托消费者协会或者依法成立的其他调解组织。",
            )
        elif "公司" in value.organisation:
            yield notice(
                "/organisation",
                "organisation_doubtful",
                "委托调解的应当是消费者协会或者依法成立的其他调解组织，请核对这家公司是不是。",
            )

    @rule(ENTRUSTED)
    def both_parties_consented(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A complaint is handed to another body only with both parties' consent."""
        if not value.both_consented:
            yield error(
                "/both_consented",
                "entrusting_not_agreed",
                "委托其他组织调解须经双方当事人同意，请取得同意或者改由本机关调解。",
            )


class MediatedBy(Part):
    """A mediation that these people conduct, the bureau's own or those of a body it entrusted."""

    mediators = Rows("调解人员", Mediator, most=10, group="调解", kept=True, source=MEDIATORS)
    entrusted = Group(
        "委托调解", EntrustedMediation, group="调解", optional=True, kept=True, source=ENTRUSTED
    )

    @rule(MEDIATORS)
    def mediators_are_several_people(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody is named twice."""
        names = [folded_name(each.name) for each in value.mediators]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield error(
                    f"/mediators/{index}/name",
                    "mediator_repeated",
                    "调解人员里有同一个人填了两次，请删去重复的。",
                )

    @rule(ENTRUSTED)
    def mediators_come_from_where_they_may(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Another organisation's staff mediate only under a recorded entrusting."""
        outside = [
            index for index, each in enumerate(value.mediators) if each.affiliation == "entrusted"
        ]
        if outside and not value.entrusted:
            yield error(
                f"/mediators/{outside[0]}/affiliation",
                "entrusting_not_recorded",
                "由受委托组织工作人员调解的，请填写「委托调解」和双方同意情况。",
            )
        if value.entrusted and not outside:
            yield notice(
                "/entrusted",
                "entrusted_without_mediator",
                "填写了委托调解，但调解人员中没有受委托组织工作人员，请核对。",
            )
