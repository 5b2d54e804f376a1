"""调解记录: how a mediation went, on site or not, where no agreement paper tells it."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Finding, Record, notice
from schemas.ground.fields import When
from schemas.ground.kind import Audience, Clock, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.ground.restating import Restates
from schemas.guard.folding import folded_name
from schemas.kinds.complaint.mediation.ending import CouldEndSo
from schemas.kinds.complaint.mediation.outcome import AGREED, ENDED, SessionOutcome
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    Accepted,
    TestingLeftOut,
    after_acceptance,
)
from schemas.kinds.complaint.mediation.session import (
    ASKED,
    ON_RECORD,
    SAID,
    WHERE,
    WHO,
    MediationSession,
)
from schemas.kinds.complaint.mediation.signing import SessionSigned
from schemas.kinds.complaint.mediation.told_record import TellsWhatIsMarked
from schemas.kinds.complaint.mediation.wording import SettlesTheDispute
from schemas.parts.complaint import (
    REGISTERED_PARTIES,
    AboutComplaint,
    ReceivedOnFile,
    ToBothParties,
)
from schemas.parts.orders import FromOrders


class MediationRecord(
    SessionOutcome,
    SessionSigned,
    CouldEndSo,
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
        also=("调解笔录",),
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

    restated = (
        Restates(("rounds.proposal",), of="complainant_statement"),
        Restates(("outcome_account",), of="started_at", until="ended_at"),
    )

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
