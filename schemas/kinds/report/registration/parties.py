"""Who reports whom: by name with a paper, or not at all."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Group,
    IdNumber,
    PartyName,
    Personal,
    PersonName,
    Phone,
    RegistrationNumber,
    Text,
    When,
)
from schemas.ground.roles import Role
from schemas.guard.reporters import CONFIDENTIALITY
from schemas.parts.businesses import Licensed
from schemas.parts.people import Identified

REGULATION = "《市场监督管理投诉举报处理办法》"
CLUES = f"{REGULATION}第二十八条"
FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样二"
NAMING = {"named": "具名举报", "anonymous": "匿名举报"}
GROUP = "举报人"


class Reporter(Identified):
    """举报人 who gives a name; the form asks for an identity number and no kind of paper."""

    role = Role.reporter
    leading = ("name", "phone", "address")

    name = PersonName("姓名")
    phone = Phone("联系电话", optional=True)
    address = Text("联系地址", optional=True, personal=Personal.address)
    id_number = IdNumber("身份证件号码", optional=True)


class Reported(Licensed):
    """被举报人 as it was told; what else is known stays in the file."""

    role = Role.party
    leading = ("name", "address")

    name = PartyName("名称（姓名）", longest=100)
    address = Text("地址", optional=True)
    phone = Phone("联系电话", optional=True, kept=True)
    credit_code = CreditCode(optional=True, excused=True, kept=True)
    registration_number = RegistrationNumber(optional=True, kept=True)

    shop = Text("网络店铺", optional=True, kept=True, hint="平台和店铺的名称、网址。")


class RegisteredReporter(Part):
    """Who reports: whoever stays anonymous has no field for a name, a paper or an address."""

    reporter_kind = Choice("是否具名", NAMING, group=GROUP, kept=True, own=True, source=CLUES)
    reporter = Group(
        "具名举报人",
        Reporter,
        group=GROUP,
        optional=True,
        own=True,
        applies=When("reporter_kind", ("named",)),
        source=CONFIDENTIALITY,
    )
    callback_phone = Phone(
        "回拨电话",
        group=GROUP,
        optional=True,
        own=True,
        role=Role.reporter,
        applies=When("reporter_kind", ("anonymous",)),
        hint="匿名举报的来电号码可以记录，只用于核实，不得用来查明身份。",
    )

    @derived(Text("姓名"), prints=("reporter",))
    def reporter_line(self, value: Record, facts: Facts) -> str:
        """The name, or that none was given."""
        return value.reporter.name if value.reporter else "匿名"

    @derived(Text("联系电话"), prints=("reporter", "callback_phone"))
    def reporter_phone_line(self, value: Record, facts: Facts) -> str:
        """The phone that was left, whoever left it."""
        return (value.reporter and value.reporter.phone) or value.callback_phone or "/"

    @derived(Text("联系地址"), prints=("reporter",))
    def reporter_address_line(self, value: Record, facts: Facts) -> str:
        """The address of whoever gave a name."""
        return (value.reporter and value.reporter.address) or "/"

    @derived(Text("身份证件号码"), prints=("reporter",))
    def reporter_identity_line(self, value: Record, facts: Facts) -> str:
        """The number of the paper of whoever gave a name."""
        return (value.reporter and value.reporter.id_number) or "/"

    blank = {
        "reporter_line": ...,
        "reporter_phone_line": ...,
        "reporter_address_line": ...,
        "reporter_identity_line": ...,
    }

    @rule(FORM)
    def who_gives_no_name_has_none(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Note 2: anonymous, or with true particulars; nothing in between."""
        if value.reporter_kind == "named":
            if not value.reporter:
                yield error("/reporter/name", "required", "具名举报的，请填写举报人的「姓名」。")
            elif not (value.reporter.phone or value.reporter.address):
                yield notice(
                    "/reporter/phone",
                    "no_way_to_answer",
                    "举报人没有留联系方式，处理结果无法告知，请问明补记；确实不留的，可以不填。",
                )
            if value.callback_phone:
                yield error(
                    "/callback_phone",
                    "phone_of_the_named",
                    "「回拨电话」只用于匿名举报，请填入举报人的「联系电话」。",
                )
        elif value.reporter:
            yield error(
                "/reporter",
                "anonymous_with_identity",
                "匿名举报不登记姓名、证件号码和地址，请删去举报人信息；愿意具名的，改选「具名举报」。",
            )
