"""投诉调解书 (CF-9): what complainant and respondent agreed in a mediation on site."""

from schemas.ground.fields import Day
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.kinds.complaint.mediation.agreed import FORM, WrittenAgreement
from schemas.kinds.complaint.mediation.course import Mediation
from schemas.kinds.complaint.mediation.items import AGREEMENT
from schemas.kinds.complaint.mediation.mediators import MediatedBy
from schemas.kinds.complaint.mediation.parties import REGISTERED_AT_THE_TABLE
from schemas.kinds.complaint.mediation.period import (
    REGULATION,
    TESTED,
    TestingLeftOut,
    after_acceptance,
)
from schemas.kinds.complaint.mediation.signing import AgreementSigned
from schemas.kinds.complaint.mediation.wording import SettlesTheDispute
from schemas.parts.basis import CitesRegulation
from schemas.parts.forms import OnForm2026


class MediationAgreement(
    WrittenAgreement,
    AgreementSigned,
    TestingLeftOut,
    MediatedBy,
    SettlesTheDispute,
    Mediation,
    CitesRegulation,
    OnForm2026,
    NumberedKind,
):
    """One complaint settled face to face, in the words both parties sign."""

    header = Header(
        title="投诉调解书",
        also=("调解协议", "和解协议", "协议书"),
        audience=(Audience.complainant, Audience.respondent),
        dated_by="issued_on",
        summary="现场调解达成协议后制作，双方签字后生效，双方各执一份，本机关留存一份。",
        form="CF-9",
        numbering=Numbering("complaint_form"),
        copies=3,
        about=("complainants.name", "respondent.name"),
    )

    basis_topic = "mediation_agreement"

    departures = (
        Departure(
            added="（代表人）",
            reason=(
                "共同投诉推选代表人的，标明谁代表签名（第121号令第十二条）；"
                "几人各签一行的，写明是谁、代谁签名；式样只留一名投诉人。"
            ),
        ),
        Departure(
            added="、，金额（），最迟于履行，履行方式：。",
            reason="协议内容逐项写明义务人、金额大小写、期限和方式，式样此处留白。",
        ),
        Departure(
            added="以上应付合计（）。",
            reason="一方有几笔款项的，写明合计，便于核对，式样此处留白。",
        ),
        Departure(
            added="委托代理人",
            reason="由特别授权的代理人签名的，签名行写明其身份，代替本人签名行（式样注3）。",
        ),
        Departure(added="年月日", reason="签名旁写明签名日期，式样只有落款一处日期。"),
    )

    # The statute counts the mediation from acceptance, the service contract from receipt.
    clocks = (
        Clock("D1", starts="received_on", settled_by="accepted_on"),
        Clock(
            "D2",
            starts="accepted_on",
            contract_starts="received_on",
            settled_by="mediated_on",
            left_out="testing",
        ),
        Clock("D8", settled_by="mediated_on"),
    )

    neighbours = Neighbours(
        follows=(
            after_acceptance("受理的投诉经调解达成协议", f"{REGULATION}第十八条", settles=True),
            Follows("mediation_notice", "通知双方的现场调解达成协议", f"{REGULATION}第二十条"),
            Follows("mediation_record", "调解达成一致，制作调解书", AGREEMENT),
        ),
        excludes=(
            Excludes(
                "mediation_termination_decision",
                "调解不能既达成协议又终止",
                f"{REGULATION}第二十三条、第二十四条",
            ),
        ),
        recalls={
            "complaint_registration_form": REGISTERED_AT_THE_TABLE,
            "appraisal_entrustment": TESTED,
        },
    )

    issued_on = Day("文书日期", group="文号与日期", starts_as="today", source=FORM)

    example = {
        "document_number": "示市监﹝2026﹞第206号",
        "complainants": [
            {
                "name": "沈若棠",
                "phone": "13900002061",
                "address": "示例市示例区梧桐里7号楼2单元301室",
                "id_type": "resident_card",
                "id_number": "999999199205120022",
            }
        ],
        "respondent": {
            "name": "示例市跃动健身服务有限公司",
            "credit_code": "91999900MA1XG6125M",
            "representative": "贺明川",
            "phone": "0999-60020601",
            "address": "示例市示例区体育场路21号二层",
            "agent": {
                "name": "方可欣",
                "phone": "13900002062",
                "address": "示例市示例区体育场路21号二层",
                "mandate": {
                    "matters": "代为参加投诉调解，承认、变更、放弃请求，达成并签收调解协议",
                    "authority": "special",
                    "term_from": "2026-06-25",
                    "term_to": "2026-07-31",
                    "original_received": True,
                    "id_copy_received": True,
                },
            },
        },
        "complaint": (
            "投诉人于2025年9月6日在被投诉人门店购买健身年卡（4,800.00元）和20节私教课"
            "（6,000.00元）。2026年6月1日起该门店停业装修，复业日期不明，"
            "年卡剩余3个月、私教课剩余8节未能使用。\n"
            "投诉人请求：退还年卡剩余费用1,200.00元和私教课剩余费用2,400.00元。"
        ),
        "order_references": [{"system": "national_12315", "number": "1999900002026061900206"}],
        "received_on": "2026-06-19",
        "accepted_on": "2026-06-23",
        "mode": "on_site",
        "both_agreed": True,
        "notified_on": "2026-07-03",
        "mediated_on": "2026-07-10",
        "place": "示例市示例区市场监督管理局一楼消费调解室",
        "mediators": [
            {"name": "陆则安", "affiliation": "authority", "declared_no_interest": True},
            {"name": "苗雨", "affiliation": "authority", "declared_no_interest": True},
        ],
        "agreement_items": [
            {
                "obligor": "respondent",
                "action": "退还投诉人健身年卡剩余3个月的费用",
                "amount": "1200.00",
                "due_on": "2026-07-20",
                "method": "原路退回投诉人的支付账户",
            },
            {
                "obligor": "respondent",
                "action": "退还投诉人私教课剩余8节的费用",
                "amount": "2400.00",
                "due_on": "2026-07-31",
                "method": "原路退回投诉人的支付账户",
            },
            {
                "obligor": "complainant",
                "action": "在收到上述款项后交回健身年卡",
                "due_on": "2026-08-05",
            },
        ],
        "stated_total": "3600.00",
        "issued_on": "2026-07-10",
    }
