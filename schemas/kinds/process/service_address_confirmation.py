"""送达地址确认书 (PF-10): where papers reach somebody, and whether electronically too."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import (
    Code,
    Day,
    Flag,
    PartyName,
    Personal,
    PersonName,
    Phone,
    Text,
    When,
)
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.kinds.process.service.electronic import GROUP, ElectronicService
from schemas.kinds.process.service.served import ADDRESS, SERVICE

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class ServiceAddressConfirmation(ElectronicService):
    """One person's or unit's own word; whoever moves signs another one."""

    header = Header(
        title="送达地址确认书",
        also=("确认地址",),
        audience=(Audience.office,),
        dated_by="signed_on",
        summary="由受送达人确认送达地址，写明是否接受电子送达；变更地址的另签一份。不编文号。",
        form="PF-10",
        about=("addressee",),
    )

    sections = ("受送达人", GROUP, "签名")

    departures = (Departure(left_out="□", reason="选定的一项印☑，没有选定的印□。"),)

    blank = {"remark": ...}

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", "登记投诉时确认送达地址", ADDRESS),
            Follows("report_registration_form", "登记举报时确认送达地址", ADDRESS),
            Follows(
                "site_inspection_record",
                "检查时请当事人确认送达地址",
                ADDRESS,
                takes={"addressee": "party.business_name"},
            ),
            Follows("inspection_checklist", "检查时请当事人确认送达地址", ADDRESS),
            Follows("inquiry_record", "询问时确认送达地址", ADDRESS),
            Follows("case_filing_approval_form", "立案以后确认送达地址", ADDRESS),
            Follows("power_of_attorney", "代理人代为确认", ADDRESS),
            Follows("service_address_confirmation", "送达地址变更，书面告知", ADDRESS),
        ),
    )

    addressee = PartyName("受送达人", group="受送达人", role=Role.party, source=SERVICE)
    service_address = Text(
        "送达地址", longest=100, group=GROUP, own=True, personal=Personal.address, source=ADDRESS
    )
    service_receiver = PersonName("地址上的收件人", group=GROUP, own=True)
    service_receiver_phone = Phone("收件人联系电话", group=GROUP, own=True)
    postcode = Code("邮政编码", longest=6, group=GROUP, optional=True, own=True)
    agent_name = PersonName(
        "签名的委托代理人", group="签名", optional=True, own=True, role=Role.agent
    )
    agent_may_receive = Flag(
        "授权委托书有代收文书的权限", group="签名", optional=True, default=False, kept=True,
        own=True, source=SERVICE, applies=When("agent_name"),
        hint="送达可以由代理人签收，委托书应当写明。",
    )  # fmt: skip
    signed_on = Day("签名日期", group="签名", starts_as="today")
    remark = Text("备注", longest=300, group="签名", optional=True, own=True)

    @rule("受送达人所填的送达地址")
    def accounts_are_what_they_say(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An address for mail has its sign; a postcode six digits."""
        if value.email and not _MAIL.fullmatch(value.email):
            yield error("/email", "not_an_email", "「电子邮件地址」的格式不对，请核对。")
        if value.mobile and not Phone.is_mobile(value.mobile):
            yield error("/mobile", "not_a_mobile", "「手机号码」不像手机的号码，请核对。")
        if value.postcode and not re.fullmatch("[0-9]{6}", value.postcode):
            yield error("/postcode", "not_a_postcode", "邮政编码是六位数字，请核对。")

    @rule(SERVICE)
    def agent_may_sign(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An agent confirms with a mandate to receive, and is somebody else."""
        if value.agent_name and not value.agent_may_receive:
            yield error(
                "/agent_may_receive",
                "mandate_missing",
                "委托代理人签收文书、确认送达地址要有授权，请核对授权委托书。",
            )
        if value.agent_name and folded_name(value.agent_name) == folded_name(value.addressee):
            yield error(
                "/agent_name", "agent_is_party", "代理人就是受送达人，由本人签名，不填代理人。"
            )
        if not value.agent_name and value.agent_may_receive:
            yield notice(
                "/agent_name", "agent_unnamed", "选了代理人的签收权限，请填写代理人的姓名。"
            )

    example = {
        "addressee": "示例市优康商贸有限公司",
        "accepts_electronic": True,
        "mobile": "13900002061",
        "email": "songda@youkang.example",
        "service_address": "示例市示例区和平路88号",
        "service_receiver": "许文博",
        "service_receiver_phone": "0999-60020401",
        "postcode": "999900",
        "signed_on": "2026-07-06",
    }
