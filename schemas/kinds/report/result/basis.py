"""告知的依据: a law that orders the notice, or the contract that asks for it."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.fields import Choice, Count, Text, When
from schemas.ground.kind import KindSchema
from schemas.law import chinese_numeral
from schemas.parts.report import REGULATION

TOLD = f"{REGULATION}第三十六条"
FORM = "《市场监督管理部门处理投诉举报文书式样》文书式样十"
BASES = {
    "law": "法律、法规、规章规定应当告知",
    "contract": "合同约定告知具名举报人",
}
_TITLE = re.compile("《[^《》]+》")
_ITSELF = re.compile("投诉举报处理(?:暂行)?办法")


class ToldOnABasis(KindSchema):
    """A law is named with its article and orders the notice itself; the contract cites none."""

    published_as = "report_result_notice"

    notice_basis = Choice("告知的依据", BASES, group="依据和结果", kept=True, own=True, source=TOLD)
    law_title = Text(
        "规定应当告知的法律、法规、规章",
        longest=80,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("notice_basis", ("law",)),
        source=TOLD,
        hint="写全称，加书名号；要有明文规定应当把结果告知举报人的条款，请对照原文。",
    )
    law_article = Count(
        "条",
        least=1,
        most=999,
        group="依据和结果",
        optional=True,
        own=True,
        applies=When("notice_basis", ("law",)),
    )

    @derived(Text("告知的依据"), prints=("law_title", "law_article"))
    def law_line(self, value: Record, facts: Facts) -> str | None:
        """《…》第…条 that orders the notice; None where only the contract asks for it."""
        if value.notice_basis != "law" or not (value.law_title and value.law_article):
            return None
        return f"{value.law_title}第{chinese_numeral(value.law_article)}条规定"

    @rule(FORM)
    def basis_is_what_orders_the_notice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Note 1: the form is for notices that a law orders; Order 121 itself orders none."""
        for name in ("law_title", "law_article"):
            if value.notice_basis == "law" and not value[name]:
                detail = (
                    f"依法告知的，请填写「{self.label_of(name)}」；没有明文规定的，改选合同约定。"
                )
                yield error(f"/{name}", "required", detail)
            if value.notice_basis == "contract" and value[name]:
                detail = "只依合同约定答复的，不引用法律条款，请删去或者改选依法告知。"
                yield error(f"/{name}", "law_for_a_contract", detail)
        title = value.law_title or ""
        if title and not _TITLE.fullmatch(title):
            detail = "请写规定的全称并加书名号，例如《中华人民共和国食品安全法》。"
            yield error("/law_title", "not_a_title", detail)
        elif _ITSELF.search(title):
            detail = "这部办法只是指向其他规定，本身没有要求告知结果，请填写明文要求告知的规定。"
            yield error("/law_title", "orders_no_notice", detail, TOLD)
