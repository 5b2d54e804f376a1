"""限期提供身份证明材料通知书 (CF-4): who complained proves by a day who he is."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Rows
from schemas.ground.kind import Audience, Clock, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.parts.basis import CitesRegulation
from schemas.parts.complaint import ACCEPTANCE, NAMED_COMPLAINANT, ReceivedOnFile, ToComplainants
from schemas.parts.contact import ContactAddress, ContactPhone
from schemas.parts.decisions import Delivered
from schemas.parts.forms import OnForm2026
from schemas.parts.listed import Line, lines_of
from schemas.parts.orders import FromOrders
from schemas.parts.terms import DueDay

IDENTITY = "《市场监督管理投诉举报处理办法》第十条"
LACKING = "投诉没有真实身份信息的，要求提供证明材料"

# Identity alone may be asked for: what art. 10 para. 3 and, of an agent, art. 11 name.
MATERIALS = {
    "complainant_identity": "投诉人的身份证明材料",
    "mandate": "授权委托书原件",
    "agent_identity": "受托人的身份证明",
}


class IdentityProofRequestNotice(
    FromOrders,
    ReceivedOnFile,
    ToComplainants,
    DueDay,
    ContactAddress,
    ContactPhone,
    CitesRegulation,
    Delivered,
    OnForm2026,
    NumberedKind,
):
    """One complaint whose complainant has not shown who he is; the time to decide runs on."""

    header = Header(
        title="限期提供身份证明材料通知书",
        also=("补正通知书", "补正身份材料"),
        audience=(Audience.complainant,),
        dated_by="issued_on",
        summary="请投诉人在限期内提供身份证明材料；作出是否受理决定的七个工作日照常计算。",
        form="CF-4",
        numbering=Numbering("complaint_form"),
        copies=2,
    )

    basis_topic = "materials"
    sections = ("投诉", "材料与期限", "联系", "文号与日期", "审批与告知")

    clocks = (
        Clock("D1", starts="received_on"),
        Clock("D7", starts="issued_on", until="due_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows("complaint_registration_form", LACKING, IDENTITY, takes=NAMED_COMPLAINANT),
        ),
        excludes=(
            Excludes(
                "complaint_acceptance_decision", "受理以后不再要求核验身份", IDENTITY,
                both_ways=False,
            ),
            Excludes(
                "non_acceptance_notice", "不予受理以后不再要求核验身份", IDENTITY, both_ways=False
            ),
        ),
    )  # fmt: skip

    identity_materials = Rows(
        "身份证明材料",
        Choice("材料", MATERIALS),
        group="材料与期限",
        most=len(MATERIALS),
        own=True,
        source=IDENTITY,
        hint="只能要求身份证明；其他材料没有补正程序，请电话联系。",
    )
    due_on = Day("期限届满日", group="材料与期限", own=True, planned=True, source=IDENTITY)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Rows("身份证明材料清单", Line), prints=("identity_materials",))
    def materials(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """What has to be brought, a line each."""
        return lines_of([MATERIALS[each] for each in value.identity_materials])

    @rule(IDENTITY)
    def each_material_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing is asked for twice, and an agent's mandate comes with who he is."""
        asked = [*value.identity_materials]
        for index, material in enumerate(asked):
            if material in asked[:index]:
                yield error(
                    f"/identity_materials/{index}", "asked_twice", "这项材料已经列出，请删去一行。"
                )
        if ("mandate" in asked) != ("agent_identity" in asked):
            yield notice(
                "/identity_materials",
                "agent_half_proved",
                "委托他人投诉的，授权委托书和受托人的身份证明都要提供，请核对是否漏列。",
                "《市场监督管理投诉举报处理办法》第十一条",
            )

    @rule(IDENTITY)
    def asked_before_the_day(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whom the letter reaches behind its day was given no time to prove anything."""
        told = self.told_on(value)
        if told and told >= value.due_on:
            say = error if told > value.due_on else notice
            yield say(
                "/delivery/delivered_on",
                "told_after_due",
                "通知送达时期限已经届满或者当日届满，不能以逾期没有提供身份证明材料为由不予受理，请另定「期限届满日」重新通知。",
            )

    @rule(ACCEPTANCE)
    def asked_within_the_time_to_decide(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Nothing says that the seven working days wait for the proof."""
        if value.issued_on < value.received_on:
            yield error("/issued_on", "before_receipt", "文书日期早于收到投诉日期，请核对。")
            return
        decide = facts.law.due("D1", value.received_on, on=value.issued_on)
        if value.due_on > decide.due:
            yield notice(
                "/due_on",
                "proof_after_decision",
                f"{decide.sentence}要求提供材料不使这一期限中止，请把「期限届满日」提前到届满之前。",
                decide.citation,
            )

    example = {
        "document_number": "示市监﹝2026﹞第203号",
        "complainant_name": "林晓岚",
        "received_on": "2026-06-10",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000204"}],
        "identity_materials": ["complainant_identity"],
        "due_on": "2026-06-16",
        "contact_phone": "0999-60012315",
        "contact_address": "示例市示例区和平路18号",
        "issued_on": "2026-06-11",
        "delivery": {"method": "sms", "delivered_on": "2026-06-11"},
    }
