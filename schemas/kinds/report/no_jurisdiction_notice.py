"""无处理权限告知书: the bureau has no power over what is reported, and says who has (art. 34)."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Text
from schemas.ground.kind import Audience, Clock, Header, Numbering
from schemas.ground.neighbours import Excludes, Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.parts.contact import ContactPhone
from schemas.parts.report import NAMED_REPORTER, REGULATION, ReportLetter, ReportReceived

NO_POWER = f"{REGULATION}第三十四条"
RETURNED = f"{REGULATION}第四十一条"
ELSEWHERE = "处理权限"
WHY = {
    "place": "违法行为发生地在其他地方（第二十九条）",
    "platform": "网络交易经营者由其他地方处理（第三十一条）",
    "advertising": "广告由其他地方处理（第三十二条）",
    "level": "由上级或者其他级别的市场监督管理部门处理",
    "others": "不属于市场监督管理部门职责范围",
}
_SUPERVISION = re.compile("市场监督管理(?:总局|局|所|委员会|分局)|市场监管局")


class NoJurisdictionNotice(ContactPhone, ReportLetter, ReportReceived):
    """One report that belongs to somebody else; the reporter is told where to turn."""

    header = Header(
        title="无处理权限告知书",
        audience=(Audience.reporter,),
        dated_by="issued_on",
        summary="对举报不具备处理权限的，告知举报人；属于市场监督管理部门职责的，告知直接向有处理权限的部门提出。",
        numbering=Numbering("complaint_form"),
        approval=True,
        copies=2,
        about=("report_subject",),
        of_report=True,
    )

    sections = ("举报", ELSEWHERE, "联系", "文号与日期", "审批与告知")
    blank = {"power_sentence": ...}

    # The article sets no period; the time to verify is the last in which anybody could decide.
    clocks = (Clock("D4", settled_by="issued_on", told=True),)

    neighbours = Neighbours(
        follows=(
            Follows(
                "report_registration_form",
                "不具备处理权限的，告知举报人",
                NO_POWER,
                settles=True,
                takes=NAMED_REPORTER,
            ),
            Follows("case_source_registration_form", "不具备处理权限的，告知举报人", NO_POWER),
        ),
        excludes=(
            Excludes("no_jurisdiction_notice", "同一举报只告知一次", NO_POWER),
            Excludes(
                "case_filing_approval_form", "不具备处理权限的举报不作是否立案的决定", NO_POWER
            ),
        ),
        recalls={"report_registration_form": NAMED_REPORTER},
    )

    why_not_ours = Choice(
        "不具备处理权限的原因", WHY, group=ELSEWHERE, kept=True, own=True, source=NO_POWER
    )
    competent_authority = Text(
        "有处理权限的部门",
        longest=100,
        group=ELSEWHERE,
        optional=True,
        own=True,
        hint="属于市场监督管理部门职责范围的必须填写全称；不属于的，知道由谁负责的可以填写。",
    )

    @derived(Text("依据"))
    def legal_basis(self, value: Record, facts: Facts) -> str:
        """The article of the day on which the reporter is told."""
        return facts.law.basis("no_jurisdiction", on=self.dated(value)).text

    @derived(Text("向谁提出"), prints=("competent_authority",))
    def power_sentence(self, value: Record, facts: Facts) -> str:
        """Within the duties of market supervision or not, and where to turn."""
        where = value.competent_authority
        if value.why_not_ours != "others":
            return f"该事项属于市场监督管理部门职责范围，请直接向{where or '有权部门'}提出。"
        turn_to = f"，可以向{where}反映。" if where else "。"
        return f"该事项不属于市场监督管理部门职责范围{turn_to}"

    @rule(NO_POWER)
    def who_has_the_power_is_named(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Within these duties, another bureau of market supervision, by name; else any other."""
        here, where = "/competent_authority", value.competent_authority
        within = value.why_not_ours != "others"
        if within and not where:
            detail = "请写明「有处理权限的部门」，告知举报人直接向其提出。"
            yield error(here, "required", detail)
        if not where:
            return
        own = facts.house.authority
        if folded_name(where) in {folded_name(each) for each in (own.name, own.seal_name)}:
            detail = "这里填的是本机关；本机关有处理权限的，应当核查处理。"
            yield error(here, "authority_is_ours", detail)
        elif within and not _SUPERVISION.search(where):
            detail = "属于市场监督管理部门职责范围的，告知的应当是市场监督管理部门，请核对。"
            yield error(here, "not_market_supervision", detail)
        elif not within and _SUPERVISION.search(where):
            detail = "选了不属于市场监督管理部门职责范围，却告知向这样的部门提出，请核对。"
            yield error(here, "not_ours_at_all", detail)

    @rule(NO_POWER)
    def told_promptly(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """No period is set; who waits longer than a verification takes has waited too long."""
        due = facts.law.due("D4", value.report_received_on, on=value.issued_on)
        if value.issued_on > due.due:
            detail = "告知举报人的日期距收到举报已超过核查期限，请尽快告知并核对日期。"
            yield notice("/issued_on", "told_late", detail)

    @beside("work_order_dispatch_slip", source=RETURNED)
    def order_goes_back_first(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """An order of the same authority's reception is returned there (art. 41)."""
        if others and not any(each.says("returned") for each in others):
            yield notice(
                "",
                "order_not_returned",
                "本案有分派来的工单，不具备处理权限的应当先反馈统一接收的机构，请核对是否已经退回。",
            )

    example = {
        "document_number": "示市监﹝2026﹞第236号",
        "reporter_name": "唐见微",
        "report_received_on": "2026-06-22",
        "report_subject": "好买网店铺“禾香零食铺”涉嫌销售超过保质期的饼干",
        "why_not_ours": "platform",
        "competent_authority": "示例市东湖区市场监督管理局",
        "issued_on": "2026-06-24",
        "approval": {
            "approver": "何静远",
            "post": "副局长",
            "employed_by_authority": True,
            "approved_on": "2026-06-24",
            "decision": "agreed",
            "opinion": "同意告知。",
        },
        "delivery": {"method": "platform", "delivered_on": "2026-06-24"},
    }
