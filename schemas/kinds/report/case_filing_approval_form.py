"""立案/不予立案审批表 (PF-7): what was verified, and who decides whether to file a case."""

from schemas.ground.base import Facts, Record, derived
from schemas.ground.fields import Group, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.kinds.report.filing.grounds import FilingGrounds
from schemas.kinds.report.filing.officers import NamedOfficers
from schemas.kinds.report.filing.party import OF_AN_INSPECTION, FiledParty
from schemas.kinds.report.filing.period import DecidedInItsPeriod
from schemas.kinds.report.filing.verified import VERIFICATION, VerifiedClue
from schemas.parts.opinions import Opinion, Opinions
from schemas.parts.registered import Registered


class CaseFilingApprovalForm(
    DecidedInItsPeriod, NamedOfficers, VerifiedClue, Opinions, FilingGrounds, Registered
):
    """One clue decided on; first in the file the party may look into, so no reporter is in it."""

    header = Header(
        title="立案/不予立案审批表",
        also=("立案表", "不立案"),
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
    remark = Text("备注", longest=300, group="期限", optional=True, own=True)

    @derived(Group("办案机构负责人意见", Opinion), prints=("opinions",))
    def unit_head_opinion(self, value: Record, facts: Facts) -> Record:
        """The first opinion."""
        return Record(value.opinions[0])

    @derived(Group("部门负责人意见", Opinion, optional=True), prints=("opinions",))
    def authority_head_opinion(self, value: Record, facts: Facts) -> Record | None:
        """The opinion that decides; None where the unit's head refused."""
        return Record(value.opinions[1]) if len(value.opinions) > 1 else None

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
