"""投诉登记表 (CF-1): what somebody who complains by phone, letter or visit says, taken down."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.ordered import FromOrder
from schemas.ground.restating import Restates
from schemas.kinds.complaint.registration.apart import OTHER_WAYS, OtherMatters
from schemas.kinds.complaint.registration.parties import JointlyRegistered, RegisteredParties
from schemas.kinds.complaint.registration.told import CONTENT, REGULATION, ToldDispute
from schemas.parts.complaint import ACCEPTANCE, ReceivedOnFile
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import ITS_NUMBER, FromOrders
from schemas.parts.registered import Registered, RegisteringUnit
from schemas.parts.taken_down import TakenDown


class ComplaintRegistrationForm(
    OtherMatters,
    ToldDispute,
    JointlyRegistered,
    RegisteredParties,
    FromOrders,
    ReceivedOnFile,
    TakenDown,
    RegisteringUnit,
    Registered,
    OnForm2026,
):
    """One complaint as it was told; whatever the form does not print stays in the register."""

    header = Header(
        title="投诉登记表",
        also=("投诉单", "接诉登记"),
        audience=(Audience.office, Audience.complainant),
        dated_by="registered_on",
        summary="登记电话、信函、上门等方式提出的投诉；自收到之日起七个工作日内决定是否受理。",
        form="CF-1",
        about=("complainant.name", "respondent.name"),
    )

    sections = ("登记", "投诉", "投诉人", "被投诉人", "争议和请求", "其他登记事项")

    departures = (
        Departure(added="☑", left_out="□", reason="答复了的一项打勾，没有答复的留空框。"),
    )

    # Passing a complaint on inside the authority does not start the period again.
    clocks = (Clock("D1", starts="received_on", settled_by="other_way_told_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "power_of_attorney", "受托人提交授权委托书原件，代为投诉", f"{REGULATION}第十一条"
            ),
        ),
        excludes=(
            Excludes("complaint_registration_form", "一件投诉只登记一次，另一件另立案卷", CONTENT),
            Excludes(
                "complaint_acceptance_decision",
                "不适用投诉程序的事项不作受理决定",
                OTHER_WAYS,
                When("other_matter"),
            ),
            Excludes(
                "non_acceptance_notice",
                "不适用投诉程序的事项不作不予受理决定",
                OTHER_WAYS,
                When("other_matter"),
            ),
        ),
    )

    from_order = FromOrder(
        types=("投诉",),
        takes=ITS_NUMBER
        | {
            "lodged_at": ("received_at",),
            "received_on": ("received_at",),
            "complaint_subject": ("title",),
            "complainant.name": ("caller",),
            "complainant.phone": ("caller_phone",),
            "respondent.name": ("enterprise",),
            "respondent.address": ("district", "street"),
            "dispute_facts": ("text",),
        },
    )

    complaint_subject = Text(
        "投诉事项",
        group="投诉",
        optional=True,
        kept=True,
        hint="填入「关于……的投诉」中间的文字，后续文书取用，例如「某超市销售过期牛奶」。",
    )

    @derived(Text("投诉人签字"))
    def signing_note(self, value: Record, facts: Facts) -> str | None:
        """Why nobody signs: who complains from elsewhere need not (note 2); None where one does."""
        return None if value.channel == "visit" else "（无须签字）"

    blank = {"signing_note": None}

    @rule(ACCEPTANCE)
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Told, received, taken down; the time to decide is not over before it is."""
        if value.lodged_at and value.received_on < value.lodged_at.date():
            yield error("/received_on", "before_lodging", "收到投诉日期早于提出时间，请核对。")
        yield from self.received_when_told(
            value,
            "received_on",
            "来访、来电提出的，当日即为收到；收到投诉日期晚于提出时间，请核对；经平台转来的，填写来源工单。",
            ACCEPTANCE,
        )
        if value.registered_on < value.received_on:
            yield error("/registered_on", "before_receipt", "登记日期早于收到投诉日期，请核对。")
            return
        decide = facts.law.due("D1", value.received_on, on=value.registered_on)
        if value.registered_on > decide.due:
            detail = f"{decide.sentence}登记日期已超过期限，请核对收到投诉日期。"
            yield notice("/registered_on", "registered_late", detail, decide.citation)

    restated = (
        Restates(("requests",), of="dispute_facts"),
        Restates(("requests",), of="goods.price"),
    )

    example = {
        "register_number": "2026-0610-017",
        "registering_unit": "示例区市场监督管理局消费者权益保护科",
        "channel": "telephone",
        "lodged_at": "2026-06-10T09:42",
        "handler": "周启明",
        "received_on": "2026-06-10",
        "registered_on": "2026-06-10",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "complaint_subject": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "complainant": {
            "name": "林晓岚",
            "phone": "13900002041",
            "address": "示例市示例区文昌巷12号4单元602室",
            "id_type": "resident_card",
            "id_number": "999999199003070020",
        },
        "agree_publicity": True,
        "agree_entrusted_mediation": False,
        "respondent": {
            "name": "示例市优康商贸有限公司",
            "contact_name": "罗店长",
            "phone": "0999-60020401",
            "address": "示例市示例区建设路88号一层",
        },
        "dispute_facts": (
            "投诉人于2026年5月2日在被投诉人建设路门店订购按摩椅一台，价款12,800.00元，"
            "当日预付3,000.00元，约定5月20日送货。\n"
            "被投诉人至今没有送货，6月8日答复货源不足、只能更换其他型号；"
            "投诉人要求退还预付款，被投诉人拒绝。"
        ),
        "materials_received": ["预付款收据照片1张", "与店员的聊天记录截图4张"],
        "requests": "解除订购，退还预付款3,000.00元。",
        "request_kinds": ["refund"],
    }
