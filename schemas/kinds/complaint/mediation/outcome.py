"""How a session of a mediation ended: what was agreed, how it was kept, and who was told of it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, Group, LongText, Moment, Text, When
from schemas.ground.kind import KindSchema
from schemas.guard.wording import texts_matching
from schemas.kinds.complaint.mediation.course import NO_AGREEMENT
from schemas.kinds.complaint.mediation.period import REGULATION, mediation_due
from schemas.kinds.complaint.mediation.session import ON_RECORD

CLUES = f"{REGULATION}第二十七条"
PERIOD = f"{REGULATION}第二十三条"
TOLD = "服务合同关于调解结果分别告知双方的约定"
ENDED = "结果和告知"
SIDES = {"complainant": "投诉人", "respondent": "被投诉人"}

OUTCOMES = {
    "performed": "达成一致并即时履行",
    "waived": "达成一致，双方同意不制作调解书",
    "to_write": "达成一致，拟制作调解书",
    "no_agreement": "未达成一致",
    "refused": "一方拒绝调解或者不参加调解",
    "withdrawn": "投诉人撤回投诉",
    "settled": "双方自行和解",
    "costs": "鉴定、检测费用的承担协商不成",
    "suspended": "因回避申请中止，待作出决定",
    "to_continue": "本次没有结果，另行调解",
}
# Agreed, and nothing more has to be written: the mediation is over.
AGREED_WITHOUT_PAPER = ("performed", "waived")
AGREED = (*AGREED_WITHOUT_PAPER, "to_write")
# Nothing has ended yet.
GOING_ON = ("suspended", "to_continue")
CLUE = re.compile(
    "举报|检举|涉嫌违(?:法|反)|违法(?:行为)?线索|案件线索|立案(?:调查|查处|处罚)?|移送|行政处罚|查处"
)


class Informed(Part):
    """结果告知: when and in which words a side was told how the mediation ended."""

    at = Moment("告知时间")
    words = LongText("告知内容", longest=1000)


class SessionOutcome(KindSchema):
    """How one session ended; where and when it was held says `MediationSession`."""

    outcome = Choice(
        "调解结果",
        OUTCOMES,
        group=ENDED,
        own=True,
        source=ON_RECORD,
        hint="现场达成协议的制作调解书，已经履行或者双方同意不制作的除外。",
    )
    outcome_account = LongText(
        "结果说明",
        longest=3000,
        factual=True,
        group=ENDED,
        own=True,
        hint="达成一致的，写明谁在何时以什么方式履行什么；没有达成的，写明双方的意见。",
    )
    agreed_on = Day(
        "达成一致的日期",
        group=ENDED,
        optional=True,
        kept=True,
        own=True,
        applies=When("outcome", AGREED_WITHOUT_PAPER),
        source=PERIOD,
    )
    performance = LongText(
        "履行情况",
        longest=1000,
        group=ENDED,
        optional=True,
        own=True,
        applies=When("outcome", ("performed",)),
        source=ON_RECORD,
    )
    complainant_informed = Group("告知投诉人结果", Informed, group=ENDED, optional=True, own=True)
    respondent_informed = Group("告知被投诉人结果", Informed, group=ENDED, optional=True, own=True)
    recording = Code(
        "录音录像编号",
        longest=100,
        group=ENDED,
        optional=True,
        own=True,
        hint="非现场调解没有签名，以录音录像证明双方口头同意。",
    )
    unsigned_note = Text(
        "未签名的说明",
        longest=200,
        group=ENDED,
        optional=True,
        own=True,
        applies=When("mode", ("on_site",)),
        hint="现场调解有一方不签名的，写明哪一方、为什么。",
    )
    clue_found_on = Day(
        "发现违法线索的日期",
        group=ENDED,
        optional=True,
        kept=True,
        own=True,
        source=CLUES,
        hint="只留卷；线索另行登记、核查，记录里不写。",
    )

    blank = {
        "rounds": 3,
        "assistants": 1,
        "on_site": True,
        "recusal_decision": None,
        "platform": None,
        "unsigned_note": None,
        "complainant_informed": None,
        "respondent_informed": None,
        "performance": None,
        "recording": None,
    }

    @rule(ON_RECORD)
    def outcome_has_its_particulars(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What was agreed has its day, what was performed how; a paper is made on site alone."""
        for name in ("agreed_on", "performance"):
            wanted = self.fields[name].applies.holds(value.outcome)  # type: ignore[attr-defined]
            if wanted and not value[name]:
                detail = f"所选的调解结果须写明「{self.label_of(name)}」，请填写。"
                yield error(f"/{name}", "particulars_missing", detail)
            if value[name] and not wanted:
                detail = f"所选的调解结果没有「{self.label_of(name)}」，请删去或者改选调解结果。"
                yield error(f"/{name}", "particulars_of_another_outcome", detail)
        if value.outcome == "to_write" and value.mode != "on_site":
            yield error(
                "/outcome",
                "mode_not_on_site",
                "只有现场调解达成协议的才制作调解书，请改选调解结果。",
            )
        if value.agreed_on and value.agreed_on != value.ended_at.date():
            detail = "达成一致的日期不是本次调解结束的日期，请核对。"
            yield error("/agreed_on", "agreed_another_day", detail)
        if value.outcome in AGREED and NO_AGREEMENT.search(value.outcome_account):
            detail = "结果说明写了没有达成一致，与所选的调解结果相反，请改正其中一项。"
            yield error("/outcome_account", "agreement_contradicted", detail)

    @rule(PERIOD)
    def agreed_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Behind the sixtieth day the mediation should have been ended."""
        if value.accepted_on < value.received_on or any(
            each.last < each.first for each in value.testing
        ):
            return
        due = mediation_due(value, facts, self.dated(value))
        if value.ended_at.date() > due.due:
            yield notice(
                "/ended_at",
                "statutory_deadline",
                f"{due.sentence}调解已在期限届满以后，请核对是否应当终止调解。",
                due.citation,
            )

    @rule(TOLD)
    def both_were_told_how_it_ended(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever is not at the table is told; and nobody before it ended."""
        for side, words in SIDES.items():
            told = value[f"{side}_informed"]
            if told and told.at < value.ended_at:
                yield error(
                    f"/{side}_informed/at", "told_before_end", "告知时间早于调解结束，请核对。"
                )
            elif not told and value.mode != "on_site" and value.outcome not in GOING_ON:
                yield notice(
                    f"/{side}_informed",
                    "not_informed",
                    f"非现场调解结束的，请把结果告知{words}并记录时间和内容。",
                )
        if value.mode != "on_site" and not value.recording:
            yield notice(
                "/recording",
                "recording_missing",
                "非现场调解没有签名，请填写录音录像编号，证明双方口头同意。",
            )

    @rule(CLUES)
    def clues_stand_elsewhere(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both sides read the record: what is to be verified is told in a file of its own."""
        for pointer in texts_matching(self, value, CLUE):
            yield error(
                pointer,
                "clue_in_record",
                "调解记录由双方阅看，不写举报、违法线索和查处的情况，请删去；"
                "发现线索的，填写「发现违法线索的日期」并另行登记核查。",
            )
