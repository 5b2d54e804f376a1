"""移送: which case or clue goes to which police, with a copy to whose procuratorate."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Day, Text
from schemas.ground.kind import KindSchema
from schemas.parts.blanks import blank_findings

CRIME = "《市场监督管理行政处罚程序规定》第十七条第二款"
COMPLAINANTS = "《市场监督管理投诉举报处理办法》第四十二条"
PROCURATORATE = "人民检察院"
_JUSTICE = re.compile("公安|海警|检察院")
# 某市公安局示例分局, 示例县公安局: the district that it is of.
_DISTRICT = re.compile("([\u4e00-\u9fff]{2})(?:分局|[区县]公安局)$")
_DISTRICTS = re.compile(f"([\u4e00-\u9fff]{{2}})[区县]{PROCURATORATE}$")
_OF_COMPLAINANTS = re.compile("投诉人|举报人|骗取赔偿|敲诈|职业索赔|恶意投诉|打假")


class ReferredCrime(KindSchema):
    """One suspected crime, ours to refer, to those who prosecute crimes and who watch them."""

    criminal_authority = Text(
        "受移送的司法机关", longest=100, group="移送", own=True, source=CRIME,
        hint="一般是有管辖权的公安机关，写全称。",
    )  # fmt: skip
    crime_case_name = Text(
        "案件或者线索名称",
        longest=120,
        group="移送",
        own=True,
        hint="填入「一案」「案件线索」前面的文字，例如「某食品店涉嫌销售有毒、有害食品」。",
    )
    filed_on = Day(
        "立案日期",
        group="移送",
        optional=True,
        hint="已立案的填写；未立案的不填，正文写案件线索。",
    )
    procuratorate = Text(
        "抄送的人民检察院", longest=60, group="移送", own=True, hint="与受移送机关同级，写全称。"
    )

    @derived(Text("一案或者案件线索"), prints=("filed_on",))
    def case_words(self, value: Record, facts: Facts) -> str:
        """One of the two that the form offers; the blank edition prints both."""
        if facts.copy == "blank":
            return "一案/案件线索"
        return "一案" if value.filed_on else "案件线索"

    @derived(Text("抄送"), prints=("procuratorate",))
    def procuratorate_of(self, value: Record, facts: Facts) -> str:
        """Whose procuratorate it is: the form prints the rest."""
        return str(value.procuratorate.removesuffix(PROCURATORATE))

    @rule(CRIME)
    def goes_to_criminal_justice(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """To the police, with a copy to the procuratorate, and for crimes alone."""
        if not _JUSTICE.search(value.criminal_authority):
            detail = (
                "涉嫌犯罪案件应当移送司法机关，一般是公安机关，请核对；移送其他机关的用案件移送函。"
            )
            yield error("/criminal_authority", "not_criminal_justice", detail)
        if not value.procuratorate.endswith(PROCURATORATE) or value.procuratorate == PROCURATORATE:
            detail = "涉嫌犯罪案件移送书抄送同级人民检察院，请写明全称。"
            yield error("/procuratorate", "not_a_procuratorate", detail)
        yield from blank_findings("/crime_case_name", value.crime_case_name, "", "一案")
        yield from blank_findings("/crime_case_name", value.crime_case_name, "", "案件线索")

    @rule(CRIME)
    def copy_goes_to_the_same_district(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The police of a district are watched by its procuratorate."""
        district = _DISTRICT.search(value.criminal_authority)
        beside = _DISTRICTS.search(value.procuratorate)
        if district and beside and beside[1] != district[1]:
            yield notice(
                "/procuratorate",
                "another_district",
                "抄送的人民检察院与受移送的公安机关不在同一区县，请核对移送和抄送的机关。",
            )

    @rule(CRIME)
    def it_is_ours_to_refer(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Where others impose the penalties, others refer the crimes."""
        if not facts.house.refers_crimes and facts.copy not in ("draft", "blank"):
            detail = (
                "内部设置写明涉嫌犯罪案件不由本机关移送，请交有行政处罚权的机关移送，或者改正设置。"
            )
            yield error("", "not_ours_to_refer", detail)

    @rule(COMPLAINANTS)
    def not_for_who_complains(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who extorts by complaints is no party of an enforcement case (art. 42)."""
        if _OF_COMPLAINANTS.search(value.crime_case_name):
            detail = "以投诉骗取赔偿、敲诈勒索的，另用函件移交公安机关，不用本文书。"
            yield error("/crime_case_name", "not_a_party", detail)

    @rule("《市场监督管理行政处罚文书格式范本（2021年修订版）》涉嫌犯罪案件移送书")
    def procuratorate_has_its_copy(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The copy for the procuratorate is among those that are made."""
        if not value.copies_elsewhere:
            detail = "抄送人民检察院的一份没有计入，请填写「另送份数」和「另送何处」。"
            yield error("/copies_elsewhere", "procuratorate_not_counted", detail)
