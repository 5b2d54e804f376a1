"""The head of a paper about a complaint: to whom it goes, what was received when, about what."""

import re
from collections.abc import Iterator
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Flag, Group, PartyName, PersonName, Rows, Text
from schemas.ground.kind import Departure, NumberedKind
from schemas.ground.neighbours import Follows
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.guard.told import told_amiss
from schemas.parts.approvals import Approval
from schemas.parts.basis import CitesRegulation
from schemas.parts.blanks import blank_findings
from schemas.parts.decisions import GROUP as APPROVAL
from schemas.parts.decisions import Approved, DecidedInTime
from schemas.parts.orders import FromOrders

GROUP = "投诉"
JOINT = "《市场监督管理投诉举报处理办法》第十二条"
ACCEPTANCE = "《市场监督管理投诉举报处理办法》第十五条"

# What a letter takes from the registration of its complaint: to whom it goes, or to both parties.
NAMED_COMPLAINANT = {"complainant_name": "complainant.name"}
NAMED_PARTIES = NAMED_COMPLAINANT | {"respondent_name": "respondent.name"}
REGISTERED_PARTIES = {"complaint_registration_form": NAMED_PARTIES}

# What waits for a decision on acceptance, whichever it will be.
AWAITING_ACCEPTANCE = (
    Follows(
        "complaint_registration_form",
        "登记的投诉应当决定是否受理",
        ACCEPTANCE,
        settles=True,
        takes=NAMED_COMPLAINANT,
    ),
)


SEVERAL_ADDRESSED = Departure(added="们", reason="共同投诉的，向几名投诉人称你们，式样只印你。")


_REPORT = re.compile(
    "(?<!投诉)(?:举报|检举)|(?:请求|要求|给予|依法)[^，。；]{0,8}(?:查处|处罚|立案|罚款|没收|吊销)|(?:对|将)[^，。；]{0,40}(?:立案(?:查处|调查)|(?:予以|依法|进行|从严)(?:查处|处罚)|查处)|奖励(?:举报|投诉)人|举报奖励"
)


_VAGUE = re.compile(
    "(?:有关|相关|一般|其他|消费者?|权益|合同|商品|服务|产品|质量|售后|退款|退货|价格|网购|买卖)*(?:纠纷|争议|问题|事项|情况|事宜|投诉|维权|一案|不满)*"
)


class ToComplainants(Part):
    """A paper addressed to everybody who complains; its kind declares `SEVERAL_ADDRESSED`."""

    blank = {"joint_complainants": None}

    complainant_name = PersonName("投诉人", group=GROUP, role=Role.complainant)
    joint_complainants = Rows(
        "其他共同投诉人",
        PersonName("姓名"),
        group=GROUP,
        optional=True,
        role=Role.complainant,
        source=JOINT,
    )

    @rule(JOINT)
    def everybody_is_named_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A joint complaint has several complainants, not one of them twice."""
        names = [folded_name(each) for each in (value.complainant_name, *value.joint_complainants)]
        for index, name in enumerate(names[1:]):
            if name in names[: index + 1]:
                yield error(
                    f"/joint_complainants/{index}",
                    "complainant_repeated",
                    "共同投诉人里有同一个人填了两次，请删去重复的。",
                )

    @derived(Text("受送达的投诉人"), prints=("complainant_name", "joint_complainants"))
    def addressees(self, value: Record, facts: Facts) -> str:
        """Everybody who complains jointly (Order 121 art. 12), named in the order given."""
        return "、".join((value.complainant_name, *value.joint_complainants))

    @derived(Flag("受送达的投诉人不止一名"))
    def several_addressed(self, value: Record, facts: Facts) -> bool:
        """Whether the paper says 你们: the forms print 你, as to one."""
        return bool(value.joint_complainants)


class ToBothParties(ToComplainants):
    """A paper that tells whoever complains and whoever is complained of the same."""

    respondent_name = PartyName("被投诉人名称（姓名）", group=GROUP, role=Role.respondent)

    @derived(
        Text("受送达的双方"), prints=("complainant_name", "joint_complainants", "respondent_name")
    )
    def addressees(self, value: Record, facts: Facts) -> str:
        """Everybody who complains, in the order given, then the respondent."""
        names = (value.complainant_name, *value.joint_complainants, value.respondent_name)
        return "、".join(names)


class Received(Part):
    """A complaint received, on this day, by the bureau with authority over it."""

    received_on = Day("收到投诉日期", group=GROUP, source=ACCEPTANCE)


class ReceivedOnFile(Part):
    """The same of a paper that does not print the day; its periods count from it."""

    received_on = Day("收到投诉日期", group=GROUP, kept=True, source=ACCEPTANCE)


class AboutComplaint(Part):
    """What a complaint is about, as it stands in a sentence of the form.

    `subject_between` are the words the form prints before and after it.
    """

    subject_between: ClassVar[tuple[str, str]] = ("关于", "的投诉")

    complaint_subject = Text(
        "投诉事项",
        group=GROUP,
        hint="填入「关于……的投诉」中间的文字，例如「某超市销售过期牛奶」。",
    )

    @rule("《市场监督管理投诉举报处理办法》第九条")
    def subject_is_a_complaint(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A report in the same letter is handled apart, by papers of its own."""
        if _REPORT.search(value.complaint_subject):
            yield notice(
                "/complaint_subject",
                "report_in_complaint",
                "投诉和举报应当分别处理，这里只写投诉事项，举报另行登记，请核对。",
            )

    @rule("《市场监督管理投诉举报处理办法》第九条")
    def subject_settles_nothing(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whether the law was broken a complaint does not decide."""
        if "违法" in value.complaint_subject or "构成" in value.complaint_subject:
            yield notice(
                "/complaint_subject",
                "subject_concludes",
                "投诉和举报分别处理，「投诉事项」只写争议，不认定是否违法，请改写。",
            )

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def subject_is_the_matter_alone(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the bureau found out, or suspects of who complains, stays in the file."""
        here, subject = "/complaint_subject", value.complaint_subject
        yield from told_amiss(here, "accused", subject)
        yield from told_amiss(here, "printed_subject", subject, value.get("termination_item"))

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def subject_says_what_it_is(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever reads the paper knows by it which complaint is meant."""
        if _VAGUE.fullmatch(value.complaint_subject):
            yield notice(
                "/complaint_subject",
                "subject_vague",
                "「投诉事项」太笼统，看不出是哪一件投诉，请写明对谁、因什么事，例如「某超市拒绝退款」。",
            )

    @rule("《市场监督管理部门处理投诉举报文书式样》")
    def subject_fits_its_sentence(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form prints round the blank is not written into the blank once more."""
        yield from blank_findings(
            "/complaint_subject", value.complaint_subject, *self.subject_between
        )


class ComplaintDecision(
    FromOrders,
    AboutComplaint,
    Received,
    ToComplainants,
    CitesRegulation,
    DecidedInTime,
    Approved,
    NumberedKind,
):
    """What the bureau decides on a complaint and tells who complained; `basis_topic` governs it."""

    approved_since = ("received_on",)
    departures: ClassVar[tuple[Departure, ...]] = (SEVERAL_ADDRESSED,)

    approval = Group("审批", Approval, group=APPROVAL, source=ACCEPTANCE, kept=True)

    @rule("《市场监督管理投诉举报处理办法》第三条")
    def accepts_a_dispute_of_a_consumer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What is accepted is a dispute of a consumer: wages and loans are somebody else's."""
        if self.basis_topic == "acceptance":
            yield from told_amiss("/complaint_subject", "subject", value.complaint_subject)

    @rule("《市场监督管理投诉举报处理办法》第四十六条")
    def law_changed_since_receipt(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Order 121 is silent on complaints pending on its day: a lawyer looks at those."""
        decided = facts.law.basis(self.basis_topic, on=self.dated(value))
        if value.received_on < decided.instrument.effective_from:
            yield notice(
                "/received_on",
                "law_changed",
                f"投诉收到于{decided.instrument.name}施行之前，该办法没有过渡规定；"
                "本决定书按决定之日施行的规定出具，请法制机构确认。",
            )
