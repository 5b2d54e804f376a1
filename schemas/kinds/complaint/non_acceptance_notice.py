"""投诉不予受理决定书 (CF-6): the bureau decides not to accept a complaint, and says why."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, Group, LongText, PersonName, Rows, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.roles import Role
from schemas.law import NotInForceError, chinese_numeral
from schemas.parts.approvals import Approval
from schemas.parts.delivery import Delivery
from schemas.parts.orders import OrderReference

# The closed list of what may be missing: no other paper is a ground for turning a complaint away.
MATERIALS = {
    "complainant_identity": "投诉人的姓名、电话号码、通讯地址等真实身份信息",
    "respondent_name": "被投诉人的名称（姓名）、地址",
    "request_and_facts": "具体的投诉请求以及相应的消费者权益争议事实依据",
    "mandate": "授权委托书原件以及受托人身份证明",
    "false": "提供虚假材料",
}

JOINT = "《市场监督管理投诉举报处理办法》第十二条"
ACCEPTANCE = "《市场监督管理投诉举报处理办法》第十五条"
GROUNDS = "《市场监督管理投诉举报处理办法》第十六条"
CONSENT = "《市场监督管理投诉举报处理办法》第十八条"
FACTORS = "《市场监督管理投诉举报处理办法》第十七条第一款"


class NonAcceptanceNotice(NumberedKind):
    """One complaint that the bureau does not accept."""

    header = Header(
        title="投诉不予受理决定书",
        audience=(Audience.complainant,),
        dated_by="issued_on",
        summary="决定不受理投诉，告知理由和其他解决途径；自收到投诉之日起七个工作日内作出。",
        form="CF-6",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=2,
    )

    departures = (
        Departure(
            added="不予受理的理由：",
            reason="第121号令第十五条要求告知不予受理的理由，文书式样六只印情形清单。",
        ),
        Departure(
            added=(
                "：与经营者协商和解；请求消费者协会或者依法成立的其他调解组织调解；"
                "向其他有关行政部门投诉；根据与经营者达成的仲裁协议提请仲裁机构仲裁；"
                "向人民法院提起诉讼"
            ),
            reason="第121号令第十五条要求告知消费者权益保护法第三十九条的其他途径，逐项写明以免当事人另查。",
        ),
        Departure(
            added="前述其他情形的依据是：。",
            reason="以兜底项不予受理的，应当写明所依据的规定，式样没有留位置。",
        ),
        Departure(added="你可以向反映。", reason="第一项告知有处理权限的部门，便于投诉人。"),
        Departure(
            added=(
                "如不服本决定，可以自收到本决定书之日起六十日内向申请行政复议，"
                "也可以自收到本决定书之日起六个月内依法向提起行政诉讼。"
            ),
            reason="由设置决定是否附复议、诉讼告知，默认不附，待法制机构确认。",
        ),
    )

    # The decision is made and told within one period, and with it no mediation is owed any more.
    clocks = (
        Clock("D1", starts="received_on", settled_by="issued_on", told=True),
        Clock("D2", settled_by="issued_on"),
    )

    neighbours = Neighbours(
        follows=(
            Follows(
                "complaint_registration_form",
                "登记的投诉应当决定是否受理",
                ACCEPTANCE,
                settles=True,
            ),
            Follows(
                "complaint_report_distribution_notice",
                "分送来的投诉应当决定是否受理",
                ACCEPTANCE,
                settles=True,
            ),
            Follows(
                "identity_proof_request_notice",
                "逾期没有提供身份证明材料或者提供虚假材料的，依法不予受理",
                "《市场监督管理投诉举报处理办法》第十条、第十六条",
                settles=True,
            ),
        ),
        excludes=(
            Excludes("non_acceptance_notice", "同一投诉只作一次不予受理决定", ACCEPTANCE),
            Excludes("complaint_acceptance_decision", "同一投诉只能受理或者不予受理", ACCEPTANCE),
            Excludes("mediation_notice", "不予受理的投诉不作调解", CONSENT),
            Excludes("mediation_termination_decision", "不予受理的投诉没有调解可以终止", CONSENT),
            Excludes("mediation_agreement", "不予受理的投诉不作调解", CONSENT),
        ),
    )

    complainant_name = PersonName("投诉人", group="投诉", role=Role.complainant)
    joint_complainants = Rows(
        "其他共同投诉人",
        PersonName("姓名"),
        group="投诉",
        optional=True,
        role=Role.complainant,
        source=JOINT,
    )
    received_on = Day("收到投诉日期", group="投诉", source=ACCEPTANCE)
    complaint_subject = Text(
        "投诉事项",
        group="投诉",
        hint="填入「关于……的投诉」中间的文字，例如「某超市销售过期牛奶」。",
    )
    order_references = Rows("来源工单", OrderReference, group="投诉", optional=True, kept=True)
    ground_item = Count(
        "不予受理情形（第几项）",
        least=1,
        most=7,
        items_of="non_acceptance",
        group="不予受理理由",
        source=GROUNDS,
    )
    ground_factors = Rows(
        "第三项的判断因素（第几项）",
        Count("判断因素", least=1, most=5, items_of="non_acceptance_factors"),
        group="不予受理理由",
        optional=True,
        kept=True,
        applies=When("ground_item", (3,)),
        source=FACTORS,
    )
    missing_materials = Rows(
        "第五项所缺材料",
        Choice("所缺材料", MATERIALS),
        group="不予受理理由",
        optional=True,
        kept=True,
        applies=When("ground_item", (5,)),
        source=GROUNDS,
    )
    ground_seven_basis = Text(
        "兜底项所依据的规定",
        group="不予受理理由",
        optional=True,
        longest=200,
        applies=When("ground_item", (7,)),
        source=GROUNDS,
        hint="仅最后一项：写明法律、法规、规章的名称和条款，末尾不加句号。",
    )
    reasons = LongText(
        "不予受理的理由",
        group="不予受理理由",
        longest=2000,
        source=ACCEPTANCE,
        hint="写明认定的事实和对应的情形，不写推测。",
    )
    competent_body = Text(
        "可以反映的部门",
        group="不予受理理由",
        optional=True,
        longest=100,
        applies=When("ground_item", (1,)),
        hint="仅第一项：告知有处理权限的部门。",
    )
    issued_on = Day("决定日期", group="文号与日期", starts_as="today")
    late_reason = Text(
        "逾期说明",
        group="文号与日期",
        optional=True,
        kept=True,
        longest=500,
        hint="超过七个工作日作出决定时，说明原因，留卷备查。",
    )
    approval = Group("审批", Approval, group="审批与告知", kept=True)
    delivery = Group("告知", Delivery, group="审批与告知", optional=True, kept=True)

    @derived(Text("受送达的投诉人"), prints=("complainant_name", "joint_complainants"))
    def addressees(self, value: Record, facts: Facts) -> str:
        """Everybody who complains jointly (Order 121 art. 12), named in the order given."""
        return "、".join((value.complainant_name, *value.joint_complainants))

    @derived(Rows("不予受理情形", Text("情形")))
    def grounds(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """All items of the article in force on the day, as the form prints them."""
        grounds = facts.law.grounds("non_acceptance", value.issued_on)
        return tuple(f"{item.label}{item.text}" for item in grounds.items)

    @derived(Text("情形序号"), prints=("ground_item",))
    def ground_numeral(self, value: Record, facts: Facts) -> str:
        """The item's number as the form prints it: 第〔三〕项."""
        return chinese_numeral(value.ground_item)

    @derived(Text("依据的规章"))
    def regulation(self, value: Record, facts: Facts) -> str:
        """The regulation in force on the day, in title marks."""
        return facts.law.basis("non_acceptance_grounds", on=value.issued_on).instrument.name

    @derived(Text("依据的条"))
    def article(self, value: Record, facts: Facts) -> str:
        """The article that lists the grounds: 第十六条."""
        return facts.law.basis("non_acceptance_grounds", on=value.issued_on).place

    @rule("《市场监督管理部门处理投诉举报文书式样》文书式样六")
    def texts_fit_the_sentences_of_the_form(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What the form prints round a blank is not written into the blank once more."""
        subject = value.complaint_subject
        if subject.startswith("关于") or subject.endswith("的投诉"):
            yield error(
                "/complaint_subject",
                "words_of_the_form",
                "式样已印有「关于」和「的投诉」，请只填写中间的文字。",
            )
        for name in ("complaint_subject", "ground_seven_basis", "competent_body"):
            if value[name] and value[name][-1] in "。；，、：":
                yield error(f"/{name}", "final_mark", "句中填写的文字末尾不加标点，请删去。")

    @rule(GROUNDS)
    def ground_is_one_of_the_article(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The item exists in the text in force, and only the last one needs another provision."""
        grounds = facts.law.grounds("non_acceptance", value.issued_on)
        source = grounds.article.text
        last = len(grounds.items)
        if value.ground_item > last:
            yield error(
                "/ground_item",
                "no_such_ground",
                f"决定之日施行的规定只有 {last} 项情形，请重新选择。",
                source,
            )
            return
        if value.ground_item == last and not value.ground_seven_basis:
            yield error(
                "/ground_seven_basis",
                "basis_not_named",
                "以兜底项不予受理的，请写明法律、法规、规章的名称和条款。",
                source,
            )
        if value.ground_item != last and value.ground_seven_basis:
            yield error(
                "/ground_seven_basis",
                "basis_without_ground",
                "只有兜底项才另写依据，请改选情形或删去这一项。",
                source,
            )
        if value.competent_body and value.ground_item != 1:
            yield error(
                "/competent_body",
                "hint_without_ground",
                "只有第一项才告知可以反映的部门，请改选情形或删去这一项。",
                source,
            )

    @rule(GROUNDS)
    def only_listed_materials_may_be_missing(
        self, value: Record, facts: Facts
    ) -> Iterator[Finding]:
        """Item 5 names what is missing of the law's own list, and no other item does."""
        grounds = facts.law.grounds("non_acceptance", value.issued_on)
        source = grounds.citation(5).text
        if value.ground_item != 5:
            if value.missing_materials:
                yield error(
                    "/missing_materials",
                    "materials_without_ground",
                    "只有第五项才以材料不全为理由，请改选情形或删去所缺材料。",
                    source,
                )
            return
        if not value.missing_materials:
            yield error(
                "/missing_materials",
                "materials_not_named",
                "以第五项不予受理的，请指明缺少该项所列条款规定的哪些材料；"
                "其他材料不全不能作为不予受理的理由。",
                source,
            )
        if "虚假材料" not in grounds.ground(5).text and "false" in value.missing_materials:
            yield error(
                "/missing_materials",
                "false_materials_not_listed",
                "决定之日施行的规定没有把提供虚假材料列为第五项情形，请改选。",
                source,
            )

    @rule(FACTORS)
    def factors_belong_to_ground_three(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The factors of Order 121 art. 17 explain item 3 and nothing else."""
        try:
            facts.law.basis("non_acceptance_factors", on=value.issued_on)
        except NotInForceError as fault:
            if value.ground_factors:
                yield error("/ground_factors", "factors_not_in_force", str(fault))
            return
        if value.ground_factors and value.ground_item != 3:
            yield error(
                "/ground_factors",
                "factors_without_ground",
                "判断因素只用于第三项，请改选情形或删去判断因素。",
            )
        if value.ground_item == 3 and not value.ground_factors:
            yield notice(
                "/ground_factors",
                "factors_not_recorded",
                "以第三项不予受理的，建议记录第十七条的判断因素，留卷备查。",
            )

    @rule(ACCEPTANCE)
    def decided_and_told_in_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Receipt, approval, decision and telling follow each other within the period (D1)."""
        if value.issued_on < value.received_on:
            yield error("/issued_on", "before_receipt", "决定日期早于收到投诉日期，请核对。")
            return
        if not value.received_on <= value.approval.approved_on <= value.issued_on:
            yield error(
                "/approval/approved_on",
                "approval_date",
                "审批日期应当在收到投诉之后、决定日期当日或之前，请核对。",
            )
        due = facts.law.due("D1", value.received_on, on=value.issued_on)
        told_on = value.delivery.delivered_on if value.delivery else None
        if value.issued_on > due.due:
            say = notice if value.late_reason else error
            yield say(
                "/issued_on",
                "statutory_deadline",
                f"{due.sentence}决定日期已超过期限，请核对；确已逾期的，填写「逾期说明」。",
                due.citation,
            )
        elif told_on and told_on > due.due:
            yield notice(
                "/delivery/delivered_on",
                "told_late",
                f"{due.sentence}告知日期已超过期限，请核对。",
                due.citation,
            )
        if told_on and told_on < value.issued_on:
            yield error(
                "/delivery/delivered_on",
                "told_before_decision",
                "告知日期早于决定日期，请核对。",
            )
        if due.provisional:
            yield notice("/issued_on", "provisional_calendar", due.sentence)

    @rule("《市场监督管理投诉举报处理办法》第四十六条")
    def law_changed_since_receipt(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Order 121 is silent on complaints pending on its day: a lawyer looks at those."""
        decided = facts.law.basis("non_acceptance_grounds", on=value.issued_on)
        if value.received_on < decided.instrument.effective_from:
            yield notice(
                "/received_on",
                "law_changed",
                f"投诉收到于{decided.instrument.name}施行之前，该办法没有过渡规定；"
                "本决定书按决定之日施行的规定出具，请法制机构确认。",
            )

    example = {
        "document_number": "示市监﹝2026﹞第118号",
        "complainant_name": "林晓岚",
        "received_on": "2026-06-10",
        "complaint_subject": "示例市优康商贸有限公司拒绝退换三年前所购电动按摩椅",
        "order_references": [{"system": "national_12315", "number": "1999900002026061000123"}],
        "ground_item": 4,
        "reasons": (
            "经审查，你于2022年11月3日购买上述按摩椅，2022年12月即发现扶手开裂并与商家交涉，"
            "至2026年6月10日向我局投诉，自知道权益受到侵害之日起已超过三年，"
            "且未提供法律另有规定的情形。"
        ),
        "issued_on": "2026-06-17",
        "approval": {
            "approver": "何静远",
            "post": "消费者权益保护科科长",
            "employed_by_authority": True,
            "approved_on": "2026-06-16",
            "opinion": "同意不予受理。",
        },
        "delivery": {"method": "sms", "delivered_on": "2026-06-17"},
    }
