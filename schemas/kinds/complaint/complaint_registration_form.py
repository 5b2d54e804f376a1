"""投诉登记表 (CF-1): what somebody who complains by phone, letter or visit says, taken down."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    Day,
    Flag,
    Group,
    LongText,
    Rows,
    Text,
    When,
)
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.guard.folding import folded_name, same_number
from schemas.kinds.complaint.registration.goods import GoodsDetails
from schemas.kinds.complaint.registration.parties import JointlyRegistered, RegisteredParties
from schemas.parts.complaint import ACCEPTANCE, ReceivedOnFile
from schemas.parts.forms import OnForm2026
from schemas.parts.orders import FromOrders
from schemas.parts.registered import Registered, RegisteringUnit
from schemas.parts.taken_down import TakenDown, elsewhere_findings

REGULATION = "《市场监督管理投诉举报处理办法》"
CONTENT = f"{REGULATION}第十条"
SEPARATE = f"{REGULATION}第九条"
OTHER_WAYS = f"{REGULATION}第四十四条"
FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样一"

REQUESTS = {
    "repair": "修理",
    "remake": "重作",
    "replace": "更换",
    "return": "退货",
    "supplement": "补足商品数量",
    "refund": "退还货款和服务费用",
    "compensation": "赔偿损失",
    "other": "其他",
}
# What is brought as a complaint and is none.
OTHER_MATTERS = {
    "enquiry": "咨询",
    "disclosure": "政府信息公开申请",
    "reconsideration": "行政复议申请",
    "discipline": "纪检监察检举控告",
}
_OF_A_REPORT = re.compile("(?<!投诉)(?:举报|检举)|查处|(?:行政)?处罚|罚款|吊销|立案|奖励")
_SOME_DAY = re.compile("[0-9一二三四五六七八九十〇]+[年月日号.]|昨|今|前天|上周|近日|春节|国庆")


class ComplaintRegistrationForm(
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

    complaint_subject = Text(
        "投诉事项",
        group="投诉",
        optional=True,
        kept=True,
        hint="填入「关于……的投诉」中间的文字，后续文书取用，例如「某超市销售过期牛奶」。",
    )
    dispute_facts = LongText(
        "消费者权益争议事实依据",
        longest=6000,
        factual=True,
        group="争议和请求",
        source=CONTENT,
        hint="购买、使用商品或者接受服务的时间、地点、内容、涉及金额、争议情况；一段一行。",
    )
    materials_received = Rows(
        "证明材料",
        Text("材料", longest=80),
        most=40,
        group="争议和请求",
        optional=True,
        source=CONTENT,
    )
    requests = LongText(
        "投诉请求", longest=1000, group="争议和请求", source=CONTENT,
        hint="修理、重作、更换、退货、补足商品数量、退还货款和服务费用、赔偿损失等具体请求。",
    )  # fmt: skip
    request_kinds = Rows(
        "请求类别", Choice("类别", REQUESTS), most=len(REQUESTS),
        group="争议和请求", optional=True, kept=True, source=FORM,
    )  # fmt: skip
    reports_too = Flag(
        "材料同时含有举报内容", group="其他登记事项", optional=True, default=False, kept=True,
        source=SEPARATE, hint="选是的，举报另填举报登记表，分别处理。",
    )  # fmt: skip
    other_matter = Choice(
        "不适用投诉程序的事项", OTHER_MATTERS, group="其他登记事项", optional=True, kept=True,
        source=OTHER_WAYS, hint="咨询、信息公开等，告知通过相应途径提出，不作是否受理的决定。",
    )  # fmt: skip
    other_way_told_on = Day(
        "告知其他途径的日期", group="其他登记事项", optional=True, kept=True,
        applies=When("other_matter"), source=OTHER_WAYS,
    )  # fmt: skip
    goods = Group(
        "商品和协商情况", GoodsDetails, group="其他登记事项", optional=True, kept=True,
        hint="服务合同要求登记的内容，都可以不填，缺少的不得作为不予受理的理由。",
    )  # fmt: skip

    @derived(Text("证明材料"), prints=("materials_received",))
    def materials_line(self, value: Record, facts: Facts) -> str | None:
        """What was handed in, in the box of the facts; None where nothing was."""
        listed = "；".join(value.materials_received)
        return f"证明材料：{listed}。" if listed else None

    @derived(Text("投诉人签字"))
    def signing_note(self, value: Record, facts: Facts) -> str | None:
        """Why nobody signs: who complains from elsewhere need not (note 2); None where one does."""
        return None if value.channel == "visit" else "（无须签字）"

    blank = {"materials_line": None, "signing_note": None}

    @rule(ACCEPTANCE)
    def days_are_in_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Told, received, taken down; the time to decide is not over before it is."""
        if value.lodged_at and value.received_on < value.lodged_at.date():
            yield error("/received_on", "before_lodging", "收到投诉日期早于提出时间，请核对。")
        if value.registered_on < value.received_on:
            yield error("/registered_on", "before_receipt", "登记日期早于收到投诉日期，请核对。")
            return
        decide = facts.law.due("D1", value.received_on, on=value.registered_on)
        if value.registered_on > decide.due:
            detail = f"{decide.sentence}登记日期已超过期限，请核对收到投诉日期。"
            yield notice("/registered_on", "registered_late", detail, decide.citation)

    @rule(CONTENT)
    def facts_are_told(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the article asks for stands on the form itself, not somewhere else."""
        for name in ("dispute_facts", "requests"):
            yield from elsewhere_findings(
                f"/{name}", self.label_of(name), value[name], self.header.title
            )
        if not _SOME_DAY.search(value.dispute_facts):
            yield notice(
                "/dispute_facts",
                "no_time_told",
                "事实依据没有写明购买、使用商品或者接受服务的时间，请向投诉人问明补记。",
            )

    @rule(SEPARATE)
    def a_report_is_registered_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper that complains and reports is two matters, each with a form of its own."""
        told = [name for name in ("dispute_facts", "requests") if _OF_A_REPORT.search(value[name])]
        if told and not value.reports_too:
            yield notice(
                f"/{told[0]}",
                "report_in_complaint",
                "这里含有举报或者要求查处的内容，应当另填举报登记表、分别处理，请选「材料同时含有举报内容」。",
            )

    @rule(OTHER_WAYS)
    def other_matters_are_told_their_way(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is no complaint is answered with where it belongs."""
        if value.other_way_told_on and not value.other_matter:
            yield error(
                "/other_matter",
                "required",
                "填写了告知其他途径的日期，请选择「不适用投诉程序的事项」。",
            )
        if value.other_matter and not value.other_way_told_on:
            yield notice(
                "/other_way_told_on",
                "other_way_not_told",
                "咨询、信息公开、复议等事项，请告知通过相应途径提出并填写告知日期。",
            )
        if value.other_way_told_on and value.other_way_told_on < value.received_on:
            yield error(
                "/other_way_told_on", "before_receipt", "告知其他途径的日期早于收到之日，请核对。"
            )

    @rule(CONTENT)
    def parties_are_told_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """One phone for both sides is one typed twice, or nobody's complaint."""
        theirs = value.respondent.phone
        if theirs and same_number(theirs) == same_number(value.complainant.phone):
            yield notice(
                "/respondent/phone",
                "phone_of_both",
                "投诉人和被投诉人的电话相同，请核对是否填错。",
            )
        if value.respondent.contact_name and folded_name(
            value.respondent.contact_name
        ) == folded_name(value.complainant.name):
            yield notice(
                "/respondent/contact_name",
                "contact_is_complainant",
                "被投诉人的联系人就是投诉人，请核对是否填错。",
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
