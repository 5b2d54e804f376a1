"""立案/不予立案审批表 (PF-7): what was verified, and who decides whether to file a case."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Flag, Group, LongText, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.kinds.report.filing.grounds import CONDITIONS_OF, PROCEDURE, FilingGrounds
from schemas.kinds.report.filing.party import OF_AN_INSPECTION, FiledParty
from schemas.law import DueDate
from schemas.parts.officers import CertifiedOfficer, told_apart
from schemas.parts.opinions import Opinion, Opinions
from schemas.parts.registered import Registered

VERIFICATION = f"{PROCEDURE}第十八条"


class CaseFilingApprovalForm(Opinions, FilingGrounds, Registered):
    """One clue decided on; first in the file the party may look into, so no reporter is in it."""

    header = Header(
        title="立案/不予立案审批表",
        audience=(Audience.office, Audience.inspected_party),
        dated_by="filing_decided_on",
        summary="核查线索以后提请决定是否立案，依次由办案机构负责人、部门负责人签署；自发现线索或者收到材料之日起十五个工作日内决定。",
        form="PF-7",
        about=("party.business_name", "party.person_name"),
    )

    sections = ("登记", "当事人", "线索", "核查", "决定", "审批意见", "期限")
    stations = ("unit_head", "authority_head")
    blank = {
        "unit_head_opinion": ...,
        "authority_head_opinion": ...,
        "officers_line": None,
        "ground_line": None,
        "remark": ...,
    }

    departures = (
        Departure(added="编号：", reason="式样没有编号的位置，印出登记簿的编号便于查找。"),
        Departure(
            left_out="立案/不予立案", reason="决定立案的和不予立案的各印一种，标题、理由栏相同。"
        ),
        Departure(
            added="指定办案人员：。",
            reason="立案的由办案机构负责人指定两名以上办案人员（第十九条）。",
        ),
    )

    clocks = (
        Clock("D4", starts="found_on", settled_by="filing_decided_on"),
        Clock("D4-EXT", settled_by="filing_decided_on"),
        Clock("D13", starts="filing_decided_on", when=When("tell_not_filed")),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "case_source_registration_form",
                "登记的线索核查以后决定是否立案",
                VERIFICATION,
                settles=True,
                takes={"party.business_name": "party.name", "party.address": "party.address"},
            ),
            Follows(
                "report_registration_form",
                "登记的举报核查以后决定是否立案",
                VERIFICATION,
                settles=True,
                takes={
                    "found_on": "report_received_on",
                    "party.business_name": "reported.name",
                    "party.address": "reported.address",
                    "party.credit_code": "reported.credit_code",
                },
            ),
            Follows(
                "site_inspection_record",
                "现场检查以后决定是否立案",
                VERIFICATION,
                takes=OF_AN_INSPECTION,
            ),
            Follows("inspection_checklist", "检查发现的问题决定是否立案", VERIFICATION),
            Follows("inquiry_record", "询问以后决定是否立案", VERIFICATION),
            Follows("assistance_letter", "协助调查以后决定是否立案", VERIFICATION),
            Follows("legal_consultation_note", "咨询以后决定是否立案", VERIFICATION),
        ),
        excludes=(
            Excludes("case_filing_approval_form", "一条线索只作一次是否立案的决定", VERIFICATION),
        ),
    )

    party = Group("当事人", FiledParty, group="当事人", own=True)
    case_cause = Text(
        "案由", longest=120, group="线索", own=True, hint="例如「涉嫌销售超过保质期的食品」。"
    )
    found_on = Day("发现线索或者收到材料日期", group="线索", source=VERIFICATION)
    verification = LongText(
        "核查情况", longest=6000, group="核查", own=True, factual=True, source=VERIFICATION
    )
    verifiers = Rows("核查人员", PersonName("姓名", personal=None), most=6, group="核查", own=True)
    checked_on = Day("核查日期", group="核查", own=True)
    case_officers = Rows(
        "办案人员",
        CertifiedOfficer,
        most=8,
        group="审批意见",
        optional=True,
        own=True,
        applies=When("filing_decision", ("filed",)),
        source=CONDITIONS_OF,
        hint="立案的，由办案机构负责人指定两名以上具有行政执法资格的办案人员。",
    )
    filing_decided_on = Day(
        "是否立案的决定日期", group="期限", kept=True, source=VERIFICATION,
        hint="部门负责人签署意见的日期。",
    )  # fmt: skip
    extended_on = Day(
        "批准延长核查期限的日期", group="期限", optional=True, kept=True, source=VERIFICATION
    )
    late_reason = Text(
        "逾期说明", group="期限", optional=True, kept=True, factual=True, own=True, longest=500,
        hint="超过期限作出决定时，说明原因，留卷备查。",
    )  # fmt: skip
    tell_not_filed = Flag(
        "不予立案的结果需要告知",
        group="期限",
        optional=True,
        default=False,
        kept=True,
        own=True,
        applies=When("filing_decision", ("not_filed",)),
        hint="有人具名并留有联系方式的选是；合同约定五个工作日内告知。",
    )
    remark = Text("备注", longest=300, group="期限", optional=True, own=True)

    @derived(Text("核查人员"), prints=("verifiers",))
    def verifiers_line(self, value: Record, facts: Facts) -> str:
        """Who verified, beside each other."""
        return "、".join(value.verifiers)

    @derived(Text("办案人员"), prints=("case_officers",))
    def officers_line(self, value: Record, facts: Facts) -> str | None:
        """Whom the head of the unit names, with their certificates; None where nobody is."""
        named = [
            f"{each.name}（执法证号{each.certificate_number}）" for each in value.case_officers
        ]
        return "、".join(named) or None

    @derived(Group("办案机构负责人意见", Opinion), prints=("opinions",))
    def unit_head_opinion(self, value: Record, facts: Facts) -> Record:
        """The first opinion."""
        return Record(value.opinions[0])

    @derived(Group("部门负责人意见", Opinion, optional=True), prints=("opinions",))
    def authority_head_opinion(self, value: Record, facts: Facts) -> Record | None:
        """The opinion that decides; None where the unit's head refused."""
        return Record(value.opinions[1]) if len(value.opinions) > 1 else None

    @rule(CONDITIONS_OF)
    def officers_are_named_for_a_case(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who files a case names two officers or more who investigate it."""
        if value.filing_decision != "filed":
            if value.case_officers:
                detail = "不予立案的，不指定办案人员，请删去。"
                yield error("/case_officers", "officers_without_a_case", detail)
            return
        if value.party.party_type == "unknown":
            detail = "当事人身份不明，没有可以立案调查的当事人，请先查明再决定是否立案。"
            yield notice("/party/party_type", "party_unknown", detail)
        if len(value.case_officers) < 2:
            detail = "决定立案的，请指定两名以上具有行政执法资格的办案人员。"
            yield error("/case_officers", "two_officers", detail)
        yield from told_apart(value.case_officers, "case_officers", "办案人员")

    @rule(VERIFICATION)
    def decided_is_what_the_head_agreed_to(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The head of the authority decides, on the day of the last signature."""
        last = value.opinions[-1]
        if last.decision == "refused":
            say = notice if facts.copy == "draft" else error
            yield say(
                f"/opinions/{len(value.opinions) - 1}/decision",
                "approval_refused",
                "不同意立案或者不予立案的，没有作出决定，请按意见核查后重新报批。",
            )
        elif value.filing_decided_on != last.signed_on:
            detail = "是否立案的决定日期应当是部门负责人签署意见的日期，请核对。"
            yield error("/filing_decided_on", "decision_day", detail)

    @rule(VERIFICATION)
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Found, verified, signed, within the period, or its extension that was approved in it."""
        found, checked, decided = value.found_on, value.checked_on, value.filing_decided_on
        if checked < found:
            detail = "核查日期早于发现线索或者收到材料日期，请核对。"
            yield error("/checked_on", "before_clue", detail)
        if value.opinions[0].signed_on < checked:
            detail = "核查以后才签署是否立案的意见，签名日期早于核查日期，请核对。"
            yield error("/opinions/0/signed_on", "signed_before_verification", detail)
        if decided < found:
            detail = "是否立案的决定日期早于发现线索或者收到材料日期，请核对。"
            yield error("/filing_decided_on", "before_clue", detail)
            return
        plain, due = self.dues(value, facts)
        if value.extended_on and not found <= value.extended_on <= plain.due:
            detail = f"{plain.sentence}延长应当在期限届满以前批准，请核对批准日期。"
            yield error("/extended_on", "extension_late", detail, plain.citation)
        if decided > due.due:
            say = notice if value.late_reason or due.provisional else error
            yield say(
                "/filing_decided_on",
                "statutory_deadline",
                f"{due.sentence}是否立案的决定已超过期限，请核对；确已逾期的，填写「逾期说明」。",
                due.citation,
            )

    def dues(self, value: Record, facts: Facts) -> tuple[DueDate, DueDate]:
        """Return the end of the period, and the end with the extension that was approved."""
        found, decided = value.found_on, value.filing_decided_on
        plain = facts.law.due("D4", found, on=decided)
        if not value.extended_on:
            return plain, plain
        return plain, facts.law.due("D4", found, on=decided, extended=True)

    @rule(VERIFICATION)
    def told_only_where_nothing_is_filed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The contract's five days run from a decision not to file."""
        if value.tell_not_filed and value.filing_decision == "filed":
            detail = "决定立案的，请删去「不予立案的结果需要告知」。"
            yield error("/tell_not_filed", "told_of_another_decision", detail)

    @beside("report_registration_form", "case_source_registration_form", source=VERIFICATION)
    def runs_from_the_day_of_the_clue(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """The period runs from the day that the case knows."""
        days = {each.says("report_received_on") or each.says("found_on") for each in others}
        if days and value.found_on not in days:
            yield error(
                "/found_on",
                "clue_day_differs",
                "收到材料日期与本案登记的线索日期不同，核查期限从那一天起算，请核对。",
            )

    example = {
        "register_number": "LA-2026-0701-003",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市鲜客来食品超市",
            "credit_code": "91999900MAK7R2BX4N",
            "representative": "祝怀瑾",
            "address": "示例市示例区文化路12号",
        },
        "case_cause": "涉嫌销售超过保质期的食品",
        "found_on": "2026-06-16",
        "verification": (
            "执法人员2026年6月22日现场检查，冷藏柜内没有超过保质期的酸牛奶；"
            "进货和报损记录显示生产日期2026年5月13日的一批二十杯已于6月14日晚下架销毁，没有售出记录。\n"
            "经查询，当事人此前没有同类违法记录。"
        ),
        "verifiers": ["周启明", "沈若溪"],
        "checked_on": "2026-06-29",
        "filing_decision": "not_filed",
        "conditions_met": ["evidence", "penalty", "ours", "in_time"],
        "not_filed_ground": "first",
        "opinions": [
            {
                "station": "unit_head",
                "decision": "agreed",
                "opinion": "同意不予立案，对当事人进行教育。",
                "signer": "江以宁",
                "employed_by_authority": True,
                "signed_on": "2026-06-30",
            },
            {
                "station": "authority_head",
                "decision": "agreed",
                "opinion": "同意不予立案。",
                "signer": "何静远",
                "employed_by_authority": True,
                "signed_on": "2026-07-01",
            },
        ],
        "filing_decided_on": "2026-07-01",
        "tell_not_filed": True,
    }
