"""Whether the party came to an inspection, what it was told and what it answered."""

import re
from collections.abc import Iterator
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Flag, Group, Moment, PersonName, Text, When
from schemas.ground.kind import KindSchema
from schemas.ground.roles import Role
from schemas.ground.walk import typed_values
from schemas.guard.answers import asks_for_recusal, did_not_see, hints_at_recusal, waives_recusal
from schemas.guard.attendance import (
    only_others_came,
    party_was_not_reached,
    party_was_reached,
    party_was_there,
)
from schemas.guard.folding import folded_name
from schemas.parts.inspected_party import SITE_RECORD
from schemas.parts.officers import TWO_OFFICERS

RECUSAL = "《市场监督管理行政处罚程序规定》第四条"
GROUP = "告知和回答"

PRESENCE = {"present": "到场", "absent": "通知后未到场", "unreachable": "无法通知"}
_NOT_OF_THE_PARTY = re.compile("顾客|消费者|买家|客户|路人|邻居|居民|投诉|举报|来访|陪同|见证")
_PRESENT = When("state", ("present",))


class Presence(Part):
    """通知当事人到场情况 (PP art. 28): whether the party came, who came for it, how it was told."""

    blank = {"state": "present"}

    state = Choice("到场情况", PRESENCE)
    account = Text(
        "通知情况", longest=500, factual=True, hint="何时、用什么方式通知，当事人怎样到场。"
    )
    attendee_name = PersonName(
        "在场人",
        optional=True,
        applies=_PRESENT,
        role=Role.attendee,
        hint="代表当事人在场并回答的人。",
    )
    attendee_post = Text(
        "在场人身份",
        longest=40,
        optional=True,
        applies=_PRESENT,
        hint="例如「经营者」「店长」。",
    )

    @rule(SITE_RECORD)
    def somebody_is_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that is present is present in a person."""
        if value.state == "present" and not value.attendee_name:
            yield error("/attendee_name", "required", "当事人到场的，请写明「在场人」是谁。")
        if value.attendee_post and _NOT_OF_THE_PARTY.search(value.attendee_post):
            yield notice(
                "/attendee_post",
                "attendee_not_of_party",
                "在场人不像是代表当事人的人，请核对；不能代表当事人的，当事人没有到场。",
            )

    @rule(SITE_RECORD, needs=("state", "account"))
    def account_says_what_is_marked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who is marked as present came, and who is not did not: the account says the same."""
        there, marked = party_was_there(value.account), PRESENCE[value.state]
        somebody = there or only_others_came(value.account)
        if (there is False and not somebody) if value.state == "present" else there:
            yield error(
                "/account",
                "presence_contradicts",
                f"「通知情况」写的与「到场情况」的“{marked}”相反，请照当时的情况改正其中一项。",
            )
        elif value.state == "absent" and party_was_not_reached(value.account):
            yield notice(
                "/account",
                "party_not_reached",
                "写的是没有通知到当事人，「到场情况」像是“无法通知”，请核对。",
            )
        elif value.state == "unreachable" and party_was_reached(value.account):
            yield notice(
                "/account",
                "party_was_reached",
                "写的是通知到了当事人，「到场情况」却是“无法通知”，请核对。",
            )
        elif value.state != "present" and there is None and somebody:
            yield notice(
                "/account",
                "somebody_was_there",
                "写了有人在场，请核对其能否代表当事人；能代表的，当事人到场。",
            )


RECUSAL_OUTCOMES = {
    "rejected": "驳回申请，检查继续进行",
    "granted": "准许申请，更换检查人员后检查继续进行",
    "pending": "已向负责人报告，回避决定作出之前不停止检查",
}

_DECIDED = When("outcome", ("rejected", "granted"))


class RecusalHandling(Part):
    """回避申请的处理 (PP art. 4): whom, why, and what the bureau's head decided."""

    officer = PersonName("被申请回避的人员", personal=None)
    reason = Text("申请回避的理由", longest=300, factual=True)
    outcome = Choice("处理结果", RECUSAL_OUTCOMES, source=RECUSAL, hint="负责人对回避申请的决定。")
    decided_by = PersonName(
        "决定人", personal=None, optional=True, applies=_DECIDED, role=Role.approver
    )
    decided_at = Moment("决定时间", optional=True, applies=_DECIDED)

    @rule(RECUSAL)
    def decision_names_who_and_when(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A decision has an author and a time; until then the investigation goes on."""
        if value.decided_by and folded_name(value.decided_by) == folded_name(value.officer):
            yield error(
                "/decided_by",
                "decided_by_recused",
                "被申请回避的人不能决定自己是否回避，请报负责人决定并改填「决定人」。",
            )
        if value.outcome == "pending":
            yield notice(
                "/outcome",
                "recusal_pending",
                "回避申请还没有决定，请在决定作出后另行记录并入卷。",
            )
            return
        for name in ("decided_by", "decided_at"):
            if not value[name]:
                yield error(
                    f"/{name}", "required", "对回避申请已经作出决定的，请写明决定人和决定时间。"
                )


class RightsTold(KindSchema):
    """What officers show and tell before they begin, and the answers, as they were given.

    `officers` names the field with the officers who may be asked to withdraw, `answering` is what
    the paper calls whoever answers, `acting` what the officers do.
    """

    officers: ClassVar[str] = "inspectors"
    answering: ClassVar[str] = "当事人"
    acting: ClassVar[str] = "检查"

    id_shown_answer = Text(
        "是否看清执法证件的回答",
        group=GROUP,
        optional=True,
        own=True,
        spoken=True,
        source=TWO_OFFICERS,
        hint="照原话记录，例如「看清楚了。」",
    )
    recusal_requested = Flag(
        "申请回避", group=GROUP, optional=True, own=True, default=False, source=RECUSAL
    )
    recusal_answer = Text(
        "是否申请回避的回答",
        group=GROUP,
        optional=True,
        own=True,
        spoken=True,
        source=RECUSAL,
        hint="照原话记录，例如「不申请。」",
    )
    recusal = Group(
        "回避申请的处理",
        RecusalHandling,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("recusal_requested"),
        source=RECUSAL,
    )

    @property
    def _called(self) -> str:
        return self.label_of(self.officers)

    @rule(RECUSAL)
    def recusal_is_dealt_with(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What became of a request is written down; until it is decided the work goes on."""
        if value.recusal_requested and not value.recusal:
            yield error(
                "/recusal",
                "recusal_undecided",
                f"{self.answering}申请回避，请报负责人决定，并填写「回避申请的处理」。",
            )
        if value.recusal and not value.recusal_requested:
            yield error(
                "/recusal",
                "recusal_without_request",
                f"{self.answering}没有申请回避，请删去「回避申请的处理」或者改正申请情况。",
            )
        if (
            value.recusal
            and value.recusal.outcome == "granted"
            and value.recusal.officer in [each.name for each in value[self.officers]]
        ):
            yield error(
                "/recusal/officer",
                "recused_officer_inspects",
                f"准许回避的人员不能再列为{self._called}，请更换{self._called}后再制作笔录。",
            )

    @rule(RECUSAL)
    def recusal_is_of_an_inspector(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whom somebody asks to withdraw is there, and what was decided was so by then."""
        handled = value.recusal
        if not (handled and value.recusal_requested):
            return
        names = [each.name for each in value[self.officers]]
        if handled.outcome != "granted" and handled.officer not in names:
            yield error(
                "/recusal/officer",
                "recused_officer_unknown",
                f"被申请回避的人没有列在「{self._called}」里，请核对申请回避的是哪一名。",
            )
        asked = [each for each in names if each in (value.recusal_answer or "")]
        if asked and handled.officer not in asked and handled.officer in names:
            yield error(
                "/recusal/officer",
                "recused_officer_differs",
                f"{self.answering}的回答申请另一人回避，请照原话改正「被申请回避的人员」。",
            )
        if handled.decided_at and not (value.started_at <= handled.decided_at <= value.ended_at):
            yield error(
                "/recusal/decided_at",
                "recusal_decided_outside",
                f"回避决定的时间不在{self.acting}的起止时间里，笔录不能记载以后的决定，请核对。",
            )

    @rule(RECUSAL)
    def answers_say_what_is_marked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever asks for recusal has asked for it, in whichever answer it is said."""
        answer = value.recusal_answer
        if value.recusal_requested:
            if answer and waives_recusal(answer):
                yield error(
                    "/recusal_answer",
                    "recusal_answer_contradicts",
                    "回答是不申请回避，与「申请回避」相反，请照原话改正其中一项。",
                )
            return
        for pointer, field, text in typed_values(self, value):
            if not field.spoken:
                continue
            if asks_for_recusal(text, asked=pointer == "/recusal_answer"):
                yield error(
                    pointer,
                    "recusal_unmarked",
                    f"{self.answering}的话是申请回避，请把「申请回避」选为是，"
                    "并填写「回避申请的处理」。",
                )
            elif pointer == "/recusal_answer" and not (
                waives_recusal(text) or hints_at_recusal(text)
            ):
                yield notice(
                    pointer,
                    "recusal_answer_open",
                    "这里没有回答是否申请回避，请问清并照原话补记。",
                )
            elif hints_at_recusal(text):
                yield notice(
                    pointer,
                    "recusal_hinted",
                    f"{self.answering}的话提到与{self._called}的关系或者不信任，"
                    "请问清是否申请回避并照原话记录。",
                )

    @rule(TWO_OFFICERS)
    def certificate_was_seen(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Officers show their certificates until whoever they visit has seen them."""
        if value.id_shown_answer and did_not_see(value.id_shown_answer):
            yield error(
                "/id_shown_answer",
                "certificate_not_seen",
                f"回答是没有看清执法证件，请再次出示后照原话补记；"
                f"{self.answering}不看的，写明经过。",
            )
