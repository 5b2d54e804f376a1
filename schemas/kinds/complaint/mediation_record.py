"""调解记录: how a mediation went, on site or not, where no agreement paper tells it."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, Group, LongText, Text, When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.guard.wording import texts_matching
from schemas.kinds.complaint.mediation.course import NO_AGREEMENT
from schemas.kinds.complaint.mediation.parties import AGENTS
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
    mediation_due,
)
from schemas.kinds.complaint.mediation.record import (
    AGREED,
    AGREED_WITHOUT_PAPER,
    CLUE,
    CONSENT,
    GOING_ON,
    OUTCOMES,
    Informed,
)
from schemas.kinds.complaint.mediation.session import (
    ASKED,
    ON_RECORD,
    SAID,
    WHERE,
    WHO,
    MediationSession,
)
from schemas.kinds.complaint.mediation.told_record import TellsWhatIsMarked
from schemas.kinds.complaint.mediation.wording import SettlesTheDispute
from schemas.parts.complaint import (
    ACCEPTANCE,
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.orders import FromOrders

CLUES = f"{REGULATION}第二十七条"
PERIOD = f"{REGULATION}第二十三条"
TOLD = "服务合同关于调解结果分别告知双方的约定"
ENDED = "结果和告知"
SIDES = {"complainant": "投诉人", "respondent": "被投诉人"}


class MediationRecord(
    TestingLeftOut,
    TellsWhatIsMarked,
    MediationSession,
    SettlesTheDispute,
    Accepted,
    FromOrders,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
):
    """One session of a mediation: signed where both sit at the table, taped where they do not."""

    header = Header(
        title="调解记录",
        audience=(Audience.complainant, Audience.respondent, Audience.office),
        dated_by="started_at",
        summary="没有制作调解书的，记录调解的过程和结果备查；现场调解由双方签名，非现场的留录音录像。",
        about=("complaint_subject",),
    )

    sections = ("投诉", WHERE, "调解", WHO, ASKED, SAID, ENDED)

    # A clue found here is verified in a file of its own, from the day on which it was found.
    clocks = (
        Clock("D1", starts="received_on", settled_by="accepted_on"),
        Clock(
            "D2",
            starts="accepted_on",
            contract_starts="received_on",
            settled_by="agreed_on",
            left_out="testing",
        ),
        Clock("D8", settled_by="started_at"),
        Clock("D4", starts="clue_found_on"),
    )

    neighbours = Neighbours(
        follows=(
            after_acceptance("受理的投诉进行调解，做好记录", ON_RECORD),
            Follows("mediation_notice", "通知的现场调解已经进行", ON_RECORD, settles=True),
            Follows("mediation_record", "中止或者没有结果的，再次调解另作记录", ON_RECORD),
            Follows("contact_record", "电话联系以后进行调解", ON_RECORD),
            Follows(
                "appraisal_entrustment",
                "鉴定、检测以后继续调解",
                f"{REGULATION}第二十二条",
                takes=TESTED,
            ),
        ),
        excludes=(
            Excludes(
                "mediation_termination_decision",
                "调解已经达成一致的，不再终止调解",
                f"{REGULATION}第二十三条、第二十四条",
                When("outcome", AGREED),
            ),
            Excludes(
                "mediation_agreement",
                "双方同意不制作调解书的，不再制作",
                ON_RECORD,
                When("outcome", ("waived",)),
            ),
        ),
        recalls=REGISTERED_PARTIES,
    )

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

    @beside("mediation_notice", source=f"{REGULATION}第二十条")
    def conducted_by_whom_the_parties_were_told(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """Who was called to a meeting of that day knows who conducts it."""
        for each in others:
            if each.says("mediation_at").date() != value.started_at.date():
                continue
            told = {folded_name(one["name"]) for one in each.says("mediators") or ()}
            for index, mediator in enumerate(value.mediators):
                if folded_name(mediator.name) not in told:
                    yield notice(
                        f"/mediators/{index}/name",
                        "mediator_not_announced",
                        f"调解人员不在{each}里，请核对；临时更换的，应当告知双方可以申请回避。",
                    )
            return

    example = {
        "complainant_name": "林晓岚",
        "respondent_name": "示例市优康商贸有限公司",
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "received_on": "2026-06-10",
        "accepted_on": "2026-06-16",
        "started_at": "2026-07-03T10:00",
        "ended_at": "2026-07-03T11:20",
        "mode": "on_site",
        "place": "示例市示例区市场监督管理局一楼消费调解室",
        "mediators": [
            {"name": "陆则安", "affiliation": "authority", "declared_no_interest": True},
            {"name": "苗雨", "affiliation": "authority", "declared_no_interest": True},
        ],
        "assistants": [{"name": "霍青", "employer": "示例市诚办信息服务有限公司"}],
        "complainant_attendance": {"name": "林晓岚", "capacity": "self"},
        "respondent_attendance": {
            "name": "方可欣",
            "capacity": "agent",
            "authority": "special",
            "mandate_received": True,
        },
        "complainant_consent": {"answer": "agreed", "said_on": "2026-06-17", "way": "telephone"},
        "respondent_consent": {"answer": "agreed", "said_on": "2026-06-18", "way": "telephone"},
        "recusal_told": True,
        "recusal_request": "none",
        "complainant_statement": (
            "5月2日付了3,000.00元预付款，约定5月20日送货，至今没有送来，要求退款。"
        ),
        "respondent_statement": "厂家停产，同款没有货，愿意换同价位的其他型号。",
        "rounds": [
            {
                "at": "2026-07-03T10:25",
                "put_to": "respondent",
                "proposal": "全额退还预付款3,000.00元。",
                "reply": "公司规定预付款不退，可以换货。",
            },
            {
                "at": "2026-07-03T10:50",
                "put_to": "both",
                "proposal": "换同价位型号并免费延长保修一年，或者退款2,700.00元。",
                "reply": "投诉人不接受换货；被投诉人不接受退款。",
            },
        ],
        "outcome": "no_agreement",
        "outcome_account": "投诉人坚持全额退款，被投诉人只同意换货，双方当场表示不再调解。",
    }
