"""Why a complaint is not accepted: the closed list of the regulation, and what each item asks."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Rows, Text, When
from schemas.law import NotInForceError, chinese_numeral
from schemas.parts.blanks import blank_findings
from schemas.parts.grounds import ListsGrounds, last_item_rests

GROUP = "不予受理理由"
GROUNDS = "《市场监督管理投诉举报处理办法》第十六条"
FACTORS = "《市场监督管理投诉举报处理办法》第十七条第一款"

# The closed list of what may be missing: no other paper is a ground for turning a complaint away.
MATERIALS = {
    "complainant_identity": "投诉人的姓名、电话号码、通讯地址等真实身份信息",
    "respondent_name": "被投诉人的名称（姓名）、地址",
    "request_and_facts": "具体的投诉请求以及相应的消费者权益争议事实依据",
    "mandate": "授权委托书原件以及受托人身份证明",
    "false": "提供虚假材料",
}


class NonAcceptanceGrounds(ListsGrounds):
    """One item of the list in force on the day, with what has to be recorded of it."""

    listed_grounds = "non_acceptance"

    ground_item = Count(
        "不予受理情形（第几项）",
        least=1,
        most=7,
        items_of="non_acceptance",
        group=GROUP,
        source=GROUNDS,
    )
    ground_factors = Rows(
        "第三项的判断因素（第几项）",
        Count("判断因素", least=1, most=5, items_of="non_acceptance_factors"),
        group=GROUP,
        optional=True,
        kept=True,
        applies=When("ground_item", (3,)),
        source=FACTORS,
    )
    missing_materials = Rows(
        "第五项所缺材料",
        Choice("所缺材料", MATERIALS),
        group=GROUP,
        optional=True,
        kept=True,
        applies=When("ground_item", (5,)),
        source=GROUNDS,
    )
    ground_seven_basis = Text(
        "兜底项所依据的规定",
        group=GROUP,
        optional=True,
        longest=200,
        applies=When("ground_item", (7,)),
        source=GROUNDS,
        hint="仅最后一项：写明法律、法规、规章的名称和条款，末尾不加句号。",
    )
    competent_body = Text(
        "可以反映的部门",
        group=GROUP,
        optional=True,
        longest=100,
        applies=When("ground_item", (1,)),
        hint="仅第一项：告知有处理权限的部门。",
    )

    @derived(Text("情形序号"), prints=("ground_item",))
    def ground_numeral(self, value: Record, facts: Facts) -> str:
        """The item's number as the form prints it: 第〔三〕项."""
        return chinese_numeral(value.ground_item)

    @rule("《市场监督管理部门处理投诉举报文书式样》文书式样六")
    def texts_fit_the_sentences_of_the_form(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form closes the sentences these texts stand in."""
        for name in ("ground_seven_basis", "competent_body"):
            yield from blank_findings(f"/{name}", value[name])

    @rule(GROUNDS)
    def ground_is_one_of_the_article(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The item exists in the text in force, and only the last one needs another provision."""
        grounds = facts.law.grounds("non_acceptance", self.dated(value))
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
        if value.ground_item == last:
            here, basis = "/ground_seven_basis", value.ground_seven_basis
            yield from last_item_rests(here, basis, grounds, facts, self.dated(value))
        if value.ground_item != last and value.ground_seven_basis:
            yield error(
                "/ground_seven_basis",
                "basis_without_ground",
                "只有兜底项才另写依据，请改选情形或删去这一项。",
                source,
            )
        own = (facts.house.authority.name, facts.house.authority.department)
        if value.competent_body and any(each in value.competent_body for each in own):
            yield error(
                "/competent_body",
                "competent_body_is_ours",
                "第一项告知的应当是有处理权限的其他部门，本机关有权处理的不能以此不予受理。",
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
        grounds = facts.law.grounds("non_acceptance", self.dated(value))
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
            facts.law.basis("non_acceptance_factors", on=self.dated(value))
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
