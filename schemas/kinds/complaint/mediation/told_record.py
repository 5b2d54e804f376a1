"""Whether a record of a mediation tells what is marked in it: how it ended, who was to withdraw."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.kind import KindSchema
from schemas.ground.walk import typed_values
from schemas.guard.answers import asks_for_recusal, hints_at_recusal
from schemas.kinds.complaint.mediation.mediators import MEDIATORS
from schemas.kinds.complaint.mediation.outcome import AGREED
from schemas.kinds.complaint.mediation.period import REGULATION

ON_SITE = f"{REGULATION}第二十四条"
_AGREED = re.compile(
    "(?<!未)(?<!未能)(?<!没有)(?<!无法)(?<!不能)(?<!难以)(?<!不)达成(?:了)?(?:一致|协议|调解协议)|双方(?:均)?(?:同意|接受)(?:上述|该|以下)?(?:方案|协议|调解)"
)
_NOT_AGREED = re.compile(
    "(?:未|没|无法|不|难|拒绝)[^，。；]{0,6}达成(?:一致|协议|调解)|(?:拒绝|不同意|不接受)[^，。；]{0,6}调解|不再调解|调解不成"
)
_ASSISTANTS_ACT = re.compile(
    "(?:协助人员|外包人员|辅助人员)[^，。；]{0,10}(?:提出|主持|建议|组织|调解|劝|说明|告知|宣布)"
)


class TellsWhatIsMarked(KindSchema):
    """A record with `outcome`, `outcome_account`, `recusal_request`, `rounds` and `mediators`."""

    @rule(ON_SITE)
    def account_tells_the_outcome(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where they agreed, the account tells so and the outcome says so."""
        agreed, not_agreed = (each.search(value.outcome_account) for each in (_AGREED, _NOT_AGREED))
        if value.outcome not in AGREED and agreed and not not_agreed:
            yield error(
                "/outcome_account",
                "outcome_contradicts",
                "「结果说明」写的是否达成协议，与「调解结果」相反，请照调解的经过改正其中一项。",
            )

    @rule(MEDIATORS)
    def recusal_that_is_asked_for_is_marked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever asks for a mediator to withdraw has asked for it, in whichever words."""
        if value.recusal_request != "none":
            return
        for pointer, field, text in typed_values(self, value):
            if not field.spoken:
                continue
            if asks_for_recusal(text, asked=False):
                yield error(
                    pointer,
                    "recusal_unmarked",
                    "当事人的话是申请调解人员回避，请把「回避申请」改为已经提出，并写明怎样决定。",
                )
            elif hints_at_recusal(text) and any(each.name in text for each in value.mediators):
                yield notice(
                    pointer,
                    "recusal_hinted",
                    "当事人的话提到与调解人员的关系，请问清是否申请回避并照原话记录。",
                )

    @rule(MEDIATORS)
    def assistants_only_help(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Proposals come from whoever mediates; who helps organises."""
        named = "|".join(re.escape(each.name) for each in value.get("assistants") or ())
        acts = (
            re.compile(f"(?:{named})[^，。；]{{0,8}}(?:提出|主持|建议|劝|宣布)") if named else None
        )
        for pointer, _, text in typed_values(self, value):
            if isinstance(text, str) and (
                _ASSISTANTS_ACT.search(text) or (acts and acts.search(text))
            ):
                yield notice(
                    pointer,
                    "assistant_acts",
                    "这里写了协助人员提出方案、主持调解，这些只能由调解人员进行，请核对并如实改写。",
                )
