"""One session of a mediation: who came, who agreed to it, what both said and were offered."""

from collections.abc import Iterator
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Flag, Group, LongText, Rows, Text, When
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.mediation.course import MODES, NO_PLACE, RECUSAL_REQUESTS
from schemas.kinds.complaint.mediation.mediators import MEDIATORS, MediatedBy
from schemas.kinds.complaint.mediation.period import REGULATION
from schemas.kinds.complaint.mediation.record import (
    CONSENT,
    Attendance,
    Consent,
    MediatorRecusal,
    Round,
)
from schemas.parts.visit import Assistant, Visit

ON_RECORD = f"{REGULATION}第二十四条"
ON_SITE = f"{REGULATION}第二十条"
WHERE, WHO, ASKED, SAID = "时间、地点和事项", "参加人", "同意和回避", "陈述和过程"
_PLACE = When("mode", ("on_site",))
_REMOTE = When("mode", tuple(each for each in MODES if each != "on_site"))


class MediationSession(MediatedBy, Visit):
    """What is taken down of a session, whatever it ends with."""

    mode = Choice("调解方式", MODES, group=WHERE, source=ON_SITE)
    place = Text("调解地点", group=WHERE, optional=True, applies=_PLACE, source=ON_SITE)
    platform = Text(
        "平台或者通话方式",
        longest=80,
        group=WHERE,
        optional=True,
        own=True,
        applies=_REMOTE,
        hint="例如「三方通话」「全国12315平台视频调解室」；不写当事人的号码。",
    )
    assistants = Rows("协助人员", Assistant, most=10, group="调解", optional=True)
    complainant_attendance = Group(
        "投诉人一方参加人",
        Attendance,
        group=WHO,
        optional=True,
        own=True,
        role=Role.complainant,
    )
    respondent_attendance = Group(
        "被投诉人一方参加人",
        Attendance,
        group=WHO,
        optional=True,
        own=True,
        role=Role.respondent,
    )
    complainant_consent = Group("投诉人同意调解的情况", Consent, group=ASKED, source=CONSENT)
    respondent_consent = Group("被投诉人同意调解的情况", Consent, group=ASKED, source=CONSENT)
    recusal_told = Flag("已告知申请回避的权利", group=ASKED, kept=True, own=True, source=MEDIATORS)
    recusal_request = Choice(
        "回避申请", RECUSAL_REQUESTS, group=ASKED, optional=True, default="none", source=MEDIATORS
    )
    recusal_decision = Group(
        "回避决定",
        MediatorRecusal,
        group=ASKED,
        optional=True,
        own=True,
        applies=When("recusal_request", ("replaced", "rejected")),
        source=MEDIATORS,
    )
    complainant_statement = LongText(
        "投诉人陈述", longest=4000, group=SAID, optional=True, own=True, spoken=True
    )
    respondent_statement = LongText(
        "被投诉人陈述", longest=4000, group=SAID, optional=True, own=True, spoken=True
    )
    rounds = Rows("调解过程", Round, most=60, group=SAID, own=True)

    @derived(Flag("现场调解"))
    def on_site(self, value: Record, facts: Facts) -> bool:
        """Whether both sit at the table and can sign."""
        return bool(value.mode == "on_site")

    @derived(Text("调解人员"))
    def mediator_names(self, value: Record, facts: Facts) -> str:
        """Everybody who conducted it, and the body in whose charge they did."""
        names = "、".join(each.name for each in value.mediators)
        return f"{names}（受委托：{value.entrusted.organisation}）" if value.entrusted else names

    @rule(ON_SITE, needs=("mode", "place", "platform"))
    def place_fits_the_mode(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who mediates on the spot is somewhere; who does not has a platform."""
        if value.mode == "on_site":
            if not value.place:
                yield error("/place", "required", "现场调解的，请填写「调解地点」。")
            elif NO_PLACE.search(value.place):
                yield notice(
                    "/place",
                    "place_not_on_site",
                    "调解方式是现场调解，地点却是电话、网络一类，请核对调解方式。",
                )
            if value.platform:
                yield error(
                    "/platform", "platform_on_site", "现场调解没有平台，请删去或者改选调解方式。"
                )
        elif value.place:
            yield error("/place", "place_remote", "非现场调解没有地点，请删去或者改选调解方式。")

    @rule(MEDIATORS)
    def recusal_is_told_and_decided(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both know that they may ask; what they ask for is decided."""
        if not value.recusal_told:
            yield error(
                "/recusal_told",
                "recusal_not_told",
                "没有告知双方可以申请调解人员回避的，请先告知再调解。",
            )
        decided = value.recusal_request in ("replaced", "rejected")
        if decided and not value.recusal_decision:
            yield error(
                "/recusal_decision",
                "recusal_undecided",
                "提出了回避申请的，请填写「回避决定」；还没有决定的，应当中止调解。",
            )
        if value.recusal_decision and not decided:
            yield error(
                "/recusal_decision",
                "recusal_without_request",
                "没有作出决定的回避申请，请删去「回避决定」或者改正申请情况。",
            )
        if value.recusal_decision and value.recusal_request == "replaced":
            replaced = folded_name(value.recusal_decision.mediator)
            if replaced in {folded_name(each.name) for each in value.mediators}:
                yield error(
                    "/recusal_decision/mediator",
                    "recused_mediator_mediates",
                    "已经更换的调解人员不能再列为调解人员，请核对。",
                )

    @rule("记录的起止时间")
    def rounds_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was proposed and answered lies within the session, in its order."""
        for index, each in enumerate(value.rounds):
            if not value.started_at <= each.at <= value.ended_at:
                yield error(
                    f"/rounds/{index}/at",
                    "round_outside",
                    "调解过程的时间不在开始时间和结束时间之间，请核对。",
                )
        for index, (before, after) in enumerate(pairwise(value.rounds), start=1):
            if after.at < before.at:
                yield error(
                    f"/rounds/{index}/at",
                    "round_order",
                    "调解过程的时间早于上一行，请按先后填写。",
                )

    @rule("记录的起止时间")
    def consent_comes_before(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nobody agrees to a mediation after it was held."""
        for name in ("complainant_consent", "respondent_consent"):
            if value[name].said_on > value.ended_at.date():
                yield error(f"/{name}/said_on", "consent_after", "答复日期晚于调解结束，请核对。")
