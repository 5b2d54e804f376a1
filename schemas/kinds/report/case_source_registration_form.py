"""案件来源登记表 (PF-1): where a clue came from, what it says, and what the office makes of it."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, error, notice, rule
from schemas.ground.fields import Day, PersonName, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header
from schemas.ground.neighbours import Excludes, Follows, Neighbours
from schemas.ground.restating import Restates
from schemas.ground.roles import Role
from schemas.kinds.report.source.clue import PROCEDURE, FoundClue
from schemas.kinds.report.source.opinion import OpinionOfTheUnit
from schemas.kinds.report.source.providers import FromSource
from schemas.parts.registered import Registered

REGULATION = "《市场监督管理投诉举报处理办法》"


class CaseSourceRegistrationForm(OpinionOfTheUnit, FoundClue, FromSource, Registered):
    """One clue from one source; it leads to the decision whether to file a case."""

    header = Header(
        title="案件来源登记表",
        also=("线索登记",),
        audience=(Audience.office,),
        dated_by="registered_on",
        summary="登记监督检查、投诉举报、移送、交办等来源的违法线索；自发现线索或者收到材料之日起十五个工作日内核查。",
        form="PF-1",
        about=("party.name",),
        of_report=When("case_source", ("complaint_report",)),
    )

    sections = ("登记", "线索", "案源提供人", "当事人", "案源内容", "案源处理意见")
    blank = {"unit_opinion": None, "remark": ...}

    departures = (Departure(left_out="□", reason="选定的一类来源打勾，其他来源留空框。"),)

    clocks = (Clock("D4", starts="found_on"),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "report_registration_form",
                "登记的举报作为案件来源登记",
                PROCEDURE,
                takes={
                    "found_on": "report_received_on",
                    "provider.name": "reporter.name",
                    "provider.id_type": "reporter.id_type",
                    "provider.id_number": "reporter.id_number",
                    "provider.phone": "reporter.phone",
                    "provider.address": "reporter.address",
                    "party.name": "reported.name",
                    "party.address": "reported.address",
                    "party.phone": "reported.phone",
                    "clue_content": "clues_and_facts",
                },
            ),
            Follows(
                "site_inspection_record",
                "检查发现的问题作为案件来源登记",
                PROCEDURE,
                takes={
                    "party.name": "party.business_name",
                    "party.address": "party.address",
                    "party.phone": "party.phone",
                },
            ),
            Follows("inspection_checklist", "检查发现的问题作为案件来源登记", PROCEDURE),
            Follows(
                "mediation_record",
                "调解中发现的违法线索作为案件来源登记",
                f"{REGULATION}第二十七条",
                takes={"found_on": "clue_found_on"},
            ),
        ),
        excludes=(
            Excludes("case_source_registration_form", "一条线索只登记一次", PROCEDURE),
            Excludes(
                "case_filing_approval_form",
                "已经决定是否立案的不再登记来源",
                PROCEDURE,
                both_ways=False,
            ),
        ),
    )

    registrar = PersonName(
        "登记人", group="案源内容", own=True, personal=None, starts_as="me", role=Role.handler
    )
    registered_on = Day("登记日期", group="案源内容", starts_as="today")
    remark = Text("备注", longest=300, group="案源处理意见", optional=True, own=True)

    @rule(PROCEDURE)
    def days_follow_each_other(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Found, registered, decided on by the head of the unit."""
        if value.registered_on < value.found_on:
            detail = "登记日期早于发现线索或者收到材料日期，请核对。"
            yield error("/registered_on", "before_clue", detail)
        if value.unit_opinion and value.unit_opinion.signed_on < value.registered_on:
            detail = "签署意见的日期早于登记日期，请核对。"
            yield error("/unit_opinion/signed_on", "signed_before_registration", detail)
        due = facts.law.due("D4", value.found_on, on=max(value.found_on, value.registered_on))
        if value.registered_on > due.due:
            detail = f"{due.sentence}登记线索的日期已超过核查期限，请核对。"
            yield notice("/registered_on", "registered_late", detail, due.citation)

    restated = (
        Restates(
            ("clue_content",),
            of="found_on",
            done="(?:日常|监督|现场|双随机|专项)?检查(?:时|中|发现)|[收接]到(?:材料|线索|移送|举报|投诉)",
        ),
    )

    example = {
        "register_number": "AY-2026-0617-002",
        "case_source": "inspection",
        "found_on": "2026-06-17",
        "finders": [
            {"name": "周启明", "unit": "和平路市场监督管理所"},
            {"name": "沈若溪", "unit": "和平路市场监督管理所"},
        ],
        "party": {
            "name": "示例市示例区鲜果时光水果店",
            "address": "示例市示例区和平路52号",
            "phone": "0999-60020552",
        },
        "clue_content": (
            "2026年6月17日日常检查时，收银台使用的电子计价秤没有强制检定合格标志，"
            "当事人未能提供检定证书。检查人员已制作现场笔录并拍照。"
        ),
        "registrar": "周启明",
        "registered_on": "2026-06-17",
        "unit_opinion": {
            "opinion": "请周启明、沈若溪核查该秤的检定情况和使用时间。",
            "signer": "何静远",
            "employed_by_authority": True,
            "signed_on": "2026-06-17",
        },
    }
