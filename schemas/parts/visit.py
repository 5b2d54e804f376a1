"""Who takes part in an on-site inspection, and what is taken down beside the findings."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import (
    Choice,
    CreditCode,
    Described,
    Flag,
    IdNumber,
    LongText,
    Moment,
    Personal,
    PersonName,
    Phone,
    Text,
    When,
)
from schemas.ground.identity import ID_TYPES
from schemas.ground.roles import Role
from schemas.parts.officers import Officer
from schemas.parts.people import Identified

TWO_OFFICERS = "《市场监督管理行政处罚程序规定》第二十二条"
SITE_RECORD = "《市场监督管理行政处罚程序规定》第二十八条"
UNSIGNED = "《市场监督管理行政处罚程序规定》第四十三条"
RECUSAL = "《市场监督管理行政处罚程序规定》第四条"
SOURCE_OF_EVIDENCE = "《市场监督管理行政处罚程序规定》第二十四条"
MEASURES = "《市场监督管理行政处罚程序规定》第三十七条"

NOT_VERIFIED, NOT_APPLICABLE = "无法核实", "/"

PARTY_TYPES = {
    "enterprise": "企业或者其他组织",
    "individual_business": "个体工商户",
    "natural_person": "自然人",
    "unknown": "身份不明",
}
# What must be known of each type, and which types a field is for.
_REQUIRED = {
    "enterprise": ("business_name", "licence_name", "credit_code", "address", "representative"),
    "individual_business": ("business_name", "licence_name", "address", "representative"),
    "natural_person": ("person_name", "id_number", "home_address"),
    "unknown": (),
}
_BUSINESS = When("party_type", ("enterprise", "individual_business", "unknown"))
_INDIVIDUAL = When("party_type", ("individual_business", "unknown"))
_PERSON = When("party_type", ("natural_person", "unknown"))


def label_of(part: Part, name: str) -> str:
    """Return the words a form prints beside a field, for a sentence about it."""
    field = part.fields[name]
    return field.label if isinstance(field, Described) else name


class Inspector(Officer):
    """检查人员: an officer of the authority itself; nobody else may inspect."""

    role = Role.inspector

    employed_by_authority = Flag("为本机关执法人员", kept=True, source=TWO_OFFICERS)

    @rule(TWO_OFFICERS)
    def inspector_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Staff of a service contractor assist, led by officers; they never inspect."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "officer_not_official",
                "检查人员应当是本机关持证的执法人员；外包服务人员请填到「协助人员」。",
            )


class Assistant(Part):
    """协助人员: helps with photos and notes, led by the officers, and signs nothing for them."""

    role = Role.assistant

    name = PersonName("协助人员")
    employer = Text("所属单位", longest=60)


class InspectedParty(Identified):
    """当事人 as the form asks for it: an enterprise, an individual business or a person."""

    role = Role.party
    leading = ("party_type", "business_name", "person_name")

    party_type = Choice("当事人类型", PARTY_TYPES, kept=True)
    business_name = Text(
        "名称（字号）", longest=100, optional=True, applies=_BUSINESS, hint="与营业执照一致。"
    )
    person_name = PersonName("姓名", optional=True, applies=_PERSON, hint="仅限自然人。")
    licence_name = Text(
        "主体资格证照名称",
        longest=60,
        optional=True,
        applies=_BUSINESS,
        hint="例如「营业执照」。",
    )
    credit_code = CreditCode(optional=True, applies=_BUSINESS)
    registration_number = Text(
        "注册号",
        longest=15,
        optional=True,
        applies=_INDIVIDUAL,
        hint="仅限尚未换照的个体工商户 15 位注册号。",
    )
    address = Text("住所（经营场所）", optional=True, applies=_BUSINESS, hint="证照上的地址。")
    home_address = Text(
        "住址", optional=True, applies=_PERSON, personal=Personal.address, hint="仅限自然人。"
    )
    representative = PersonName("法定代表人（负责人、经营者）", optional=True, applies=_BUSINESS)
    id_type = Choice("证件类型", ID_TYPES, optional=True)
    id_number = IdNumber("身份证件号码", optional=True)
    phone = Phone("联系电话", optional=True)
    unverified_reason = Text(
        "无法核实的原因",
        longest=300,
        optional=True,
        hint="有必填项无法核实时写明原因，没有填写的项印成「无法核实」。",
    )

    @derived(Text("当事人"), prints=("business_name", "person_name"))
    def name_line(self, value: Record, facts: Facts) -> str:
        """The party's name."""
        return _given(value, value.business_name, value.person_name)

    @derived(Text("主体资格证照名称"), prints=("licence_name",))
    def licence_line(self, value: Record, facts: Facts) -> str:
        """The licence that gives the party its capacity."""
        return _given(value, value.licence_name, own=value.party_type != "natural_person")

    @derived(Text("统一社会信用代码"), prints=("credit_code", "registration_number"))
    def code_line(self, value: Record, facts: Facts) -> str:
        """The credit code, or the old registration number, named as such."""
        old = value.registration_number and f"注册号{value.registration_number}"
        return _given(value, value.credit_code, old, own=value.party_type != "natural_person")

    @derived(Text("住所（住址）"), prints=("address", "home_address"))
    def address_line(self, value: Record, facts: Facts) -> str:
        """The licensed premises, or the home of a natural person."""
        return _given(value, value.address, value.home_address)

    @derived(Text("法定代表人（负责人、经营者）"), prints=("representative",))
    def representative_line(self, value: Record, facts: Facts) -> str:
        """Who stands for the party in law."""
        return _given(value, value.representative, own=value.party_type != "natural_person")

    @derived(Text("身份证件号码"), prints=("id_type", "id_number"))
    def identity_line(self, value: Record, facts: Facts) -> str:
        """The identity number; a document other than the resident card is named."""
        if value.id_number and value.id_type and value.id_type != "resident_card":
            return f"{value.id_number}（{ID_TYPES[value.id_type]}）"
        return _given(value, value.id_number, own=value.party_type in ("natural_person", "unknown"))

    @derived(Text("联系电话"), prints=("phone",))
    def phone_line(self, value: Record, facts: Facts) -> str:
        """The party's phone."""
        return _given(value, value.phone)

    @rule(SITE_RECORD)
    def party_is_identified(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form asks of this type of party is known, or the record says why it is not."""
        if value.party_type == "unknown" and not value.unverified_reason:
            yield error(
                "/unverified_reason", "required", "当事人身份不明的，请写明「无法核实的原因」。"
            )
        if not value.unverified_reason:
            for name in _REQUIRED[value.party_type]:
                if not value[name]:
                    yield error(
                        f"/{name}",
                        "required",
                        f"请填写当事人的「{label_of(self, name)}」；"
                        "确实无法核实的，写明「无法核实的原因」。",
                    )
            if value.party_type == "individual_business" and not (
                value.credit_code or value.registration_number
            ):
                yield error(
                    "/credit_code",
                    "required",
                    "请填写「统一社会信用代码」；尚未换照的填写 15 位注册号。",
                )
        for name, field in self.fields.items():
            when = field.applies if isinstance(field, Described) else None
            if value[name] and when and not when.holds(value.party_type):
                yield error(
                    f"/{name}",
                    "not_for_party_type",
                    "这一项不适用于所选的当事人类型，请改选类型或者删去这一项。",
                )

    @rule("GS 15-2006")
    def old_number_has_fifteen_digits(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An individual business that has not changed its licence bears fifteen digits."""
        number = value.registration_number
        if number and not (number.isascii() and number.isdigit() and len(number) == 15):
            yield error(
                "/registration_number",
                "registration_number_form",
                "「注册号」应为 15 位数字，请对照营业执照核对。",
            )


def _given(value: Record, *words: str | None, own: bool = True) -> str:
    """Return what is known, or why nothing stands here: not verified, or not asked of the party."""
    known = "、".join(word for word in words if word)
    return known or (NOT_VERIFIED if value.unverified_reason and own else NOT_APPLICABLE)


PRESENCE = {"present": "到场", "absent": "通知后未到场", "unreachable": "无法通知"}
_PRESENT = When("state", ("present",))


class Presence(Part):
    """通知当事人到场情况 (PP art. 28): whether the party came, who came for it, how it was told."""

    state = Choice("到场情况", PRESENCE)
    account = Text("通知情况", longest=500, hint="何时、用什么方式通知，当事人怎样到场。")
    attendee_name = PersonName(
        "在场人",
        optional=True,
        applies=_PRESENT,
        role=Role.attendee,
        hint="代表当事人在场并回答的人。",
    )
    attendee_post = Text(
        "在场人身份",
        longest=40,
        optional=True,
        applies=_PRESENT,
        hint="例如「经营者」「店长」。",
    )

    @rule(SITE_RECORD)
    def somebody_is_there(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A party that is present is present in a person."""
        if value.state == "present" and not value.attendee_name:
            yield error("/attendee_name", "required", "当事人到场的，请写明「在场人」是谁。")


RECUSAL_OUTCOMES = {
    "rejected": "驳回申请，检查继续进行",
    "granted": "准许申请，更换检查人员后检查继续进行",
    "pending": "已向负责人报告，回避决定作出之前不停止检查",
}

_DECIDED = When("outcome", ("rejected", "granted"))


class RecusalHandling(Part):
    """回避申请的处理 (PP art. 4): whom, why, and what the bureau's head decided."""

    officer = PersonName("被申请回避的检查人员", personal=None)
    reason = Text("申请回避的理由", longest=300)
    outcome = Choice("处理结果", RECUSAL_OUTCOMES, source=RECUSAL)
    decided_by = PersonName("决定人", personal=None, optional=True, applies=_DECIDED)
    decided_at = Moment("决定时间", optional=True, applies=_DECIDED)

    @rule(RECUSAL)
    def decision_names_who_and_when(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A decision has an author and a time; until then the investigation goes on."""
        if value.outcome == "pending":
            yield notice(
                "/outcome",
                "recusal_pending",
                "回避申请还没有决定，请在决定作出后另行记录并入卷。",
            )
            return
        for name in ("decided_by", "decided_at"):
            if not value[name]:
                yield error(
                    f"/{name}", "required", "对回避申请已经作出决定的，请写明决定人和决定时间。"
                )


class Measures(Part):
    """行政强制措施 told on the spot, and what the party said to it (PP art. 37)."""

    told = LongText("告知的理由、依据、权利和救济途径", longest=3000)
    defence = LongText("当事人的陈述和申辩", longest=3000, spoken=True)

    @rule(MEASURES)
    def only_who_may_take_them(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Not every bureau has this power, and each measure needs a decision of its own."""
        yield notice(
            "",
            "measures_taken",
            "实施行政强制措施的，请核对本机关有权实施、已经批准或者将在二十四小时内补办批准，"
            "并当场交付决定书和清单。",
        )


class Evidence(Part):
    """取证清单: one thing taken or copied on the spot, with its source (PP art. 24)."""

    name = Text("证据名称", longest=100)
    quantity = Text("数量", longest=30)
    origin = Text("来源和提取方式", longest=200, source=SOURCE_OF_EVIDENCE)


class Witness(Part):
    """见证人: somebody from neither side who saw what happened (PP art. 43)."""

    role = Role.witness

    name = PersonName("见证人")
    position = Text("见证人身份", longest=60, hint="单位和职务，例如「和平路社区网格员」。")
    phone = Phone("联系电话", optional=True, kept=True)


class Unsigned(Part):
    """未签名情况 (PP art. 43): why the party's signature is missing, and what recorded it."""

    reason = LongText("情况注明", longest=1000, source=UNSIGNED)
    recording = Text("录音录像编号", longest=100, source=UNSIGNED)
