"""调查事项: of which case, why, on which rule, and what is to be looked into."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, LongText, Text, When
from schemas.ground.kind import KindSchema
from schemas.kinds.referral.assistance.addressee import ASSISTANCE
from schemas.parts.blanks import blank_findings

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》协助调查函"
STAGES = {"filed": "已经立案", "verifying": "立案前核查"}


class AskedMatter(KindSchema):
    """What is asked, in the sentence of the form, on a basis that fits the stage of the case."""

    published_as = "assistance_letter"

    case_stage = Choice("办理阶段", STAGES, group="调查事项", kept=True, source=FORM)
    case_name = Text(
        "案件名称",
        longest=100,
        group="调查事项",
        source=FORM,
        hint="接在“本局在办理”之后、“一案中”之前；立案前写线索的名称，不写举报人。",
    )
    assistance_reason = Text(
        "请求协助的原因",
        longest=200,
        group="调查事项",
        own=True,
        source=FORM,
        hint="填入“因……，依据”中间的文字，例如「供货商的住所在你局辖区」。",
    )
    other_rule = Text(
        "所依据的其他规定",
        longest=200,
        optional=True,
        group="调查事项",
        own=True,
        applies=When("case_stage", ("verifying",)),
        source=FORM,
        hint="立案前填写所依据的规定和条款；不填的，引用行政处罚法和程序规定。",
    )
    assistance_matters = LongText(
        "请求协助调查的事项",
        longest=3000,
        group="调查事项",
        own=True,
        source=FORM,
        hint="写明店铺、商品和要查的事实，一行一项；不写举报人、买家和订单的信息。",
    )

    @derived(Text("依据"), prints=("other_rule",))
    def request_basis(self, value: Record, facts: Facts) -> str:
        """The two articles of the form, or the rule named instead; the empty form offers both."""
        topics = ("assistance_request", "assistance_letter")
        cited = "、".join(facts.law.basis(each, on=value.issued_on).text for each in topics)
        if facts.copy == "blank":
            return f"{cited}的规定/依据{'　' * 12}"
        return str(value.other_rule or cited)

    @rule(ASSISTANCE)
    def basis_fits_the_stage(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Both articles speak of penalty cases: before one is filed another rule may be needed."""
        if value.case_stage == "filed" and value.other_rule:
            yield error(
                "/other_rule",
                "basis_of_another_stage",
                "已经立案的协助请求引用行政处罚法第二十六条和程序规定第四十五条，请删去其他规定。",
            )
        elif value.case_stage == "verifying" and not value.other_rule:
            yield notice(
                "/other_rule",
                "basis_before_filing",
                "立案前核查的协助请求是否引用程序规定第四十五条待本机关法制机构确认；"
                "另有规定的，请填写「所依据的其他规定」。",
            )
        if value.other_rule and not re.search("《.+》", value.other_rule):
            yield error(
                "/other_rule",
                "basis_unnamed",
                "请写明协助所依据的规定的名称，用书名号括起，并写到条款。",
            )

    @rule(FORM)
    def words_fit_the_sentence(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The form prints what stands before and behind its blanks."""
        yield from blank_findings("/case_name", value.case_name, "办理", "一案")
        yield from blank_findings("/assistance_reason", value.assistance_reason, "因")
        yield from blank_findings("/other_rule", value.other_rule, "依据", "的规定")
