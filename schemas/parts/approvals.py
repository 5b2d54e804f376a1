"""The bureau's own decision behind a document."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, PersonName, Text
from schemas.ground.roles import Role
from schemas.guard.answers import agrees, refuses
from schemas.guard.told import told_amiss
from schemas.parts.given_by_act import Consent

_OF_A_CONTRACTOR = re.compile("公司|外包|承包|服务商|派遣|第三方|临时聘用|实习|志愿|坐席|驻场")
_DECIDES_NOTHING = re.compile(
    "(?<!主任)科员|经办|承办|办事员|工勤|书记员|协管|协理|试用|职员|文员|见习|司机|内勤|联络员|助理|秘书"
)
_NO_OPINION = re.compile("(?:已?阅|圈阅|阅处|知悉|知道了|收到|已收|传阅|呈阅|转办)[。.]?")
DECISIONS = {"agreed": "同意", "refused": "不同意"}


def contradicts(decision: str, opinion: str) -> bool:
    """Tell whether an opinion says the contrary of the decision beside it."""
    return refuses(opinion) if decision == "agreed" else agrees(opinion)


def decision_in(opinion: str) -> str | None:
    """Return the decision that an opinion itself says, None where it says neither."""
    return "refused" if refuses(opinion) else "agreed" if agrees(opinion) else None


class Approval(Part):
    """审批: the bureau's own decision behind a document; contractor staff may never give it."""

    approver = PersonName("审批人", personal=None, kept=True, role=Role.approver)
    post = Text("审批人职务", kept=True)
    employed_by_authority = Flag("审批人为本机关工作人员", kept=True)
    approved_on = Day("审批日期", kept=True)
    decision = Choice(
        "审批决定",
        DECISIONS,
        optional=True,
        kept=True,
        hint="不同意的，文书只能出草稿。意见里已经写明同意或者不同意的，可以不选。",
    )
    opinion = Text("审批意见", longest=500, kept=True)

    @classmethod
    def by_act(cls, _typed: Any, consents: Sequence[Consent], /) -> dict[str, Any] | None:
        """Return the block as whoever decided last gave it; nothing of it is typed."""
        if not consents:
            return None
        last = consents[-1]
        return {
            "approver": last.signer, "post": last.post, "employed_by_authority": True,
            "approved_on": last.given_on.isoformat(), "decision": "agreed",
            "opinion": last.opinion,
        }  # fmt: skip

    @rule()
    def approver_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Service contractors assist; they decide nothing."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "approver_not_official",
                "审批人应当是本机关工作人员，外包服务人员只能辅助，不得作出决定。",
            )
        elif _OF_A_CONTRACTOR.search(value.post):
            yield error(
                "/post",
                "approver_not_official",
                "「审批人职务」是外包服务人员的岗位，他们只能辅助，请由本机关有权的人审批。",
            )
        elif _DECIDES_NOTHING.search(value.post):
            yield notice(
                "/post",
                "post_cannot_decide",
                "「审批人职务」是承办人员的岗位，决定由办案机构负责人、部门负责人作出，请核对。",
            )

    @rule()
    def approver_agreed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was refused does not go out, and an opinion says what was decided."""
        decision = value.decision or decision_in(value.opinion)
        if decision is None:
            yield error(
                "/decision", "required", "「审批意见」没有写明是否同意，请选择「审批决定」。"
            )
        elif contradicts(decision, value.opinion):
            yield error(
                "/opinion",
                "opinion_contradicts",
                "「审批意见」的意思与「审批决定」相反，请对照审批原件改正其中一项。",
            )
        elif _NO_OPINION.fullmatch(value.opinion):
            yield notice(
                "/opinion",
                "opinion_says_nothing",
                "「审批意见」没有写意见，请照审批原件写明同意或者不同意什么。",
            )
        elif decision == "refused":
            say = notice if facts.copy == "draft" else error
            yield say(
                "/decision" if value.decision else "/opinion",
                "approval_refused",
                "审批不同意的，文书不得出具，请按审批意见修改后重新报批。",
            )

    @rule()
    def opinion_rests_on_what_is_done(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who approves decides himself, in the law's time, on what was accepted and invoiced."""
        yield from told_amiss("/opinion", "opinion", value.opinion)
