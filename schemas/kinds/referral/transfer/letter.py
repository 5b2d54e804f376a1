"""What a referral letter hands over: the letter to one authority, its shop and its attachments."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Code, Group, LongText, Rows, Text
from schemas.ground.roles import Role
from schemas.guard.told import told_amiss
from schemas.parts.attachments import Attachments
from schemas.parts.blanks import FINAL_MARKS
from schemas.parts.businesses import Business

_A_CRIME = re.compile(
    "涉嫌[^。；]{0,10}(?:犯罪|罪)|刑事|刑责|判刑|坐牢|够得?上[^，。；]{0,6}(?:犯罪|罪|刑)|追诉标准|构成[^，。；]{0,8}罪|移送公安|入刑"
)
LETTER_FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》案件移送函"


class PlatformShop(Part):
    """网络交易信息: where on a platform the conduct was seen."""

    platform = Text("平台名称", longest=100)
    shop = Text("店铺名称", longest=100)
    operator = Text("店铺公示的经营者", longest=100, optional=True)
    order_numbers = Rows("订单号", Code("订单号", longest=40), optional=True)


class AuthorityLetter(Attachments):
    """One letter: to whom, about whom, what is known, and the material that goes with it."""

    blank = {"shop": None, "attachments": 4}

    addressee = Text(
        "受移送机关",
        longest=100,
        optional=True,
        hint="移送综合执法机关的可以不填，取内部设置；其他情形必须填写全称。",
    )
    party = Group("当事人", Business, role=Role.party)
    violation = Text(
        "涉嫌违法行为",
        longest=100,
        hint="接在当事人名称和“涉嫌”之后，例如「销售超过保质期的食品」。",
    )
    reason = Text(
        "移送原因",
        hint="填入“因……，不属于本局管辖”中间的文字，例如「当事人的实际经营地在东湖区」。",
    )
    shop = Group("网络交易信息", PlatformShop, optional=True)
    facts = LongText(
        "主要事实",
        factual=True,
        longest=8000,
        hint="线索日期和来源自动印在前面；只写反映和查到的事实，不写举报人的任何信息。",
    )
    verification = LongText("已开展的核查", longest=4000, optional=True, factual=True)
    findings = LongText("核查结果和初步认定", longest=4000, optional=True, factual=True)

    @derived(Text("受移送机关"), prints=("addressee",))
    def addressed_to(self, value: Record, facts: Facts) -> str:
        """The authority named, or the enforcement body of the house."""
        return str(value.addressee or facts.house.enforcement_body)

    @derived(Text("涉嫌违法行为"), prints=("violation",))
    def alleged(self, value: Record, facts: Facts) -> str:
        """The conduct as alleged: nothing is established before a decision."""
        return f"涉嫌{value.violation.removeprefix('涉嫌')}"

    @rule(LETTER_FORM)
    def reason_fits_the_sentence(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The reason stands between 因 and a comma."""
        if value.reason.startswith("因") or value.reason.endswith(FINAL_MARKS):
            yield error(
                "/reason",
                "reason_wording",
                "移送原因填在“因”和“，不属于本局管辖”之间，请去掉开头的“因”和末尾的标点。",
            )

    @rule("《市场监督管理行政处罚程序规定》第十四条")
    def reason_is_of_jurisdiction(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is handed over because others have more time for it."""
        yield from told_amiss("/reason", "transfer_reason", value.reason)

    @rule("《市场监督管理行政处罚程序规定》第十七条第二款")
    def no_crime_is_described(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Words of crime and addressees of criminal justice call for another form."""
        told = ("violation", "reason", "facts", "verification", "findings")
        said = next((name for name in told if _A_CRIME.search(value[name] or "")), None)
        if value.violation.endswith("罪"):
            said = "violation"
        if said or re.search("公安|检察院|监察委", value.addressed_to):
            yield notice(
                f"/{said or 'addressee'}",
                "crime_suspected",
                "内容或者受移送机关像是涉嫌犯罪的移送，请核对；涉嫌犯罪的应改用《涉嫌犯罪案件移送书》。",
            )

    @rule("《市场监督管理行政处罚程序规定》第十七条第一款")
    def others_decide(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who hands a case over leaves the decision on it to whom it is handed."""
        if re.search(
            "事实(?:成立|清楚)|证据(?:确凿|充分)|应予(?:以)?处罚|务必(?:立案|处罚)|从重|从严处罚|请[^，。；]{0,6}(?:立案|处罚)|(?:应当|决定|建议)[^，。；]{0,6}(?:罚款|没收|吊销|处罚)",
            value.findings or "",
        ):
            yield notice(
                "/findings",
                "decided_already",
                "移送的只是线索和初步认定，是否处罚由受移送机关决定，请核对有关文字。",
            )

    @rule(LETTER_FORM)
    def party_can_be_found(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The receiving authority needs to know exactly whom the letter is about."""
        if not (value.party.credit_code or value.party.registration_number):
            yield notice(
                "/party/credit_code",
                "party_unidentified",
                "没有填写统一社会信用代码或者注册号，请核对；确未取得营业执照的，在主要事实中写明。",
            )
        if value.shop and value.shop.operator and value.shop.operator != value.party.name:
            yield notice(
                "/shop/operator",
                "operator_differs",
                "店铺公示的经营者与当事人名称不同，请核对，并在主要事实中说明两者的关系。",
            )
