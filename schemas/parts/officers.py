"""The officials of a case: who inspects, inquires, serves."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import ClassVar

from schemas.ground.base import Facts, Finding, Part, Record, error, notice, rule
from schemas.ground.fields import Code, Flag, PersonName
from schemas.guard.folding import folded_name, same_number

TWO_OFFICERS = "《市场监督管理行政处罚程序规定》第二十二条"


class Officer(Part):
    """执法人员: an official who holds an enforcement certificate (PP art. 22, APL art. 42)."""

    name = PersonName("姓名", personal=None, starts_as="officer")
    certificate_number = Code("执法证号", longest=30, starts_as="certificate")


class CertifiedOfficer(Officer):
    """An officer of the authority itself, `called` as the form does; nobody else may act so."""

    called: ClassVar[str] = "执法人员"
    instead: ClassVar[str] = "外包服务人员只能辅助"

    employed_by_authority = Flag("为本机关执法人员", kept=True, source=TWO_OFFICERS)

    @rule(TWO_OFFICERS)
    def officer_is_an_official(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Staff of a service contractor assist, led by officers; they never act for them."""
        if not value.employed_by_authority:
            yield error(
                "/employed_by_authority",
                "officer_not_official",
                f"{self.called}应当是本机关持证的执法人员；{self.instead}。",
            )
        if re.search("协管|辅|临时|实习|工作证|胸牌|借用", value.certificate_number):
            yield error(
                "/certificate_number",
                "not_a_certificate",
                "「执法证号」不像执法证件的编号，协管、辅助人员没有执法证，"
                f"不能作{self.called}，请核对。",
            )


def told_apart(officers: Sequence[Record], field: str, called: str) -> Iterator[Finding]:
    """Yield certificates of `field` that stand twice, and names that may be one person's."""
    numbers = [same_number(each.certificate_number) for each in officers]
    names = [folded_name(each.name) for each in officers]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield error(
                f"/{field}/{index}/certificate_number",
                "certificate_repeated",
                f"两名{called}的执法证号相同，请对照证件核对。",
            )
    for name, count in Counter(names).items():
        if count > 1:
            yield notice(
                f"/{field}/{names.index(name)}/name",
                "name_repeated",
                f"{called}中有同名的，请核对不是同一人填了两次。",
            )
