"""Whether a session could end as it did: accepted, consented to, agreed by whoever may agree."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, rule
from schemas.kinds.complaint.mediation.outcome import AGREED, SIDES
from schemas.kinds.complaint.mediation.parties import AGENTS
from schemas.kinds.complaint.mediation.period import REGULATION
from schemas.kinds.complaint.mediation.record import CONSENT
from schemas.parts.complaint import ACCEPTANCE


class CouldEndSo(Part):
    """A session with `outcome`, each side's attendance and consent, and `recusal_request`."""

    @rule(ACCEPTANCE)
    def accepted_before_it_is_mediated(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Received, accepted, and only then mediated."""
        if value.accepted_on < value.received_on:
            yield error("/accepted_on", "before_receipt", "受理日期早于收到投诉日期，请核对。")
        if value.started_at.date() < value.accepted_on:
            detail = "调解早于受理日期，没有受理的投诉不能调解，请核对。"
            yield error("/started_at", "before_acceptance", detail)

    @rule(CONSENT)
    def nobody_is_mediated_against_their_will(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Without the consent of both there was nothing to agree on."""
        for side, words in SIDES.items():
            refused = value[f"{side}_consent"].answer == "refused"
            if refused and value.outcome not in ("refused", "withdrawn"):
                yield error(
                    f"/{side}_consent/answer",
                    "mediation_not_agreed",
                    f"{words}不同意调解的，调解结果只能是拒绝调解，之后终止调解，请核对。",
                )

    @rule(AGENTS)
    def whoever_agreed_was_there_and_could(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both sides took part in what they agreed, an agent with the power to settle."""
        if value.outcome not in AGREED:
            return
        for side, words in SIDES.items():
            came = value[f"{side}_attendance"]
            if not came:
                yield error(
                    f"/{side}_attendance",
                    "required",
                    f"达成一致的，请写明{words}一方由本人还是委托代理人参加。",
                )
            elif came.capacity == "agent" and came.authority == "general":
                yield error(
                    f"/{side}_attendance/authority",
                    "settlement_not_authorised",
                    "一般授权的代理人不能达成调解协议，请补交特别授权的委托书或者由本人参加。",
                )

    @rule(f"{REGULATION}第二十一条")
    def a_request_for_recusal_suspends(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Until it is decided the mediation stands still, for no other cause."""
        if (value.recusal_request == "pending") != (value.outcome == "suspended"):
            yield error(
                "/outcome",
                "recusal_pending",
                "提出回避申请尚未决定的应当中止调解，中止只因回避申请，请改正申请情况或者调解结果。",
            )
