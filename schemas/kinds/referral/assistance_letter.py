"""协助调查函 (PF-17): another authority is asked to look into what lies in its own district."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Count, Day, LongText, PartyName, Text, When
from schemas.ground.kind import Audience, Clock, Departure, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours
from schemas.ground.roles import Role
from schemas.guard.folding import folded_name
from schemas.guard.told_days import days_told
from schemas.parts.blanks import blank_findings
from schemas.parts.contact import ContactLine
from schemas.parts.copies import NONE_ELSEWHERE, CopiesLine
from schemas.parts.decisions import Delivered

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》协助调查函"
ASSISTANCE = "《市场监督管理行政处罚程序规定》第四十五条"
ADDRESSEES = {"market_supervision": "其他市场监督管理部门", "other_authority": "其他有关机关"}
STAGES = {"filed": "已经立案", "verifying": "立案前核查"}
WORKING_DAYS = 15
# What makes a day a last day: 7月20日前, 7月20日以前.
_LAST = re.compile("(?:之|以)?前|止|内")
_ENTERPRISE = re.compile("公司|商行|商店|门店|超市|合作社|事务所|[店厂铺](?:（|$)|平台$")
_MARKET_SUPERVISION = re.compile("市场监督管理|市场监管|药品监督管理|知识产权局")
_MARKET = When("addressee_sort", ("market_supervision",))
_OTHERS = When("addressee_sort", ("other_authority",))


class AssistanceLetter(Delivered, CopiesLine, ContactLine, NumberedKind):
    """One letter to one authority; a shop or a platform company is asked by 限期提供材料通知书.

    The time for verifying a clue runs on: waiting for a reply is not among what art. 18 leaves out.
    """

    header = Header(
        title="协助调查函",
        audience=(Audience.authority,),
        dated_by="issued_on",
        summary="请店铺、平台等所在地的机关协助调查；市场监督管理部门自收到之日起十五个工作日完成。",
        form="PF-17",
        numbering=Numbering("penalty_form", "协查"),
        copies=2,
        about=("assisting_authority", "case_name"),
    )

    sections = ("协助的机关", "调查事项", "期限", "联系", "份数", "文号与日期", "审批与告知")

    departures = (
        Departure(
            left_out=(
                "《中华人民共和国行政处罚法》第二十六条、"
                "《市场监督管理行政处罚程序规定》第四十五条的规定/依据"
            ),
            reason="式样中“/”表示二选一：办理行政处罚案件的引用前一种，其余的写明所依据的规定。",
        ),
        NONE_ELSEWHERE,
    )

    # Market supervision authorities have the days of art. 45; others those that the letter asks.
    clocks = (Clock("D10", days="reply_days"), Clock("PF-17", days="asked_days"))

    neighbours = Neighbours(
        follows=(
            Follows("report_registration_form", "线索涉及外地，请所在地协助核查", ASSISTANCE),
            Follows(
                "case_source_registration_form", "线索涉及外地的，请所在地协助核查", ASSISTANCE
            ),
            Follows("subject_information_sheet", "主体在外地的，请所在地协助核查", ASSISTANCE),
            Follows("site_inspection_record", "检查中查到上家在外地的", ASSISTANCE),
            Follows("case_filing_approval_form", "立案以后需要外地协助", ASSISTANCE),
            Follows("assistance_letter", "还要请其他机关协助", ASSISTANCE),
        ),
    )

    addressee_sort = Choice(
        "机关类别", ADDRESSEES, group="协助的机关", kept=True, own=True, source=ASSISTANCE
    )
    assisting_authority = PartyName(
        "协助机关",
        group="协助的机关",
        own=True,
        role=Role.institution,
        source=ASSISTANCE,
        hint="机关全称；平台公司、店铺不用本函，改用限期提供材料通知书。",
    )
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
    reply_days = Count(
        "完成期限（工作日）",
        least=1,
        most=60,
        unit="个工作日",
        optional=True,
        group="期限",
        own=True,
        applies=_MARKET,
        source=ASSISTANCE,
        hint="程序规定第四十五条第二款定为十五个工作日，自对方收到本函起算。",
    )
    asked_days = Count(
        "请求反馈的期限（工作日）",
        least=1,
        most=60,
        unit="个工作日",
        optional=True,
        group="期限",
        own=True,
        applies=_OTHERS,
        source=ASSISTANCE,
        hint="法律没有为其他机关规定天数，由本机关提出。",
    )
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("依据"), prints=("other_rule",))
    def request_basis(self, value: Record, facts: Facts) -> str:
        """The two articles of the form, or the rule named instead; the empty form offers both."""
        topics = ("assistance_request", "assistance_letter")
        cited = "、".join(facts.law.basis(each, on=value.issued_on).text for each in topics)
        if facts.copy == "blank":
            return f"{cited}的规定/依据{'　' * 12}"
        return str(value.other_rule or cited)

    @derived(Text("反馈期限"), prints=("reply_days", "asked_days"))
    def days_shown(self, value: Record, facts: Facts) -> str:
        """15个工作 before the form's own 日."""
        return f"{value.reply_days or value.asked_days}个工作"

    @rule(ASSISTANCE)
    def an_authority_is_asked(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Another authority, of the sort that is marked; no enterprise."""
        house, here, name = facts.house, "/assisting_authority", value.assisting_authority
        own = {house.authority.name, house.authority.seal_name, house.authority.department}
        if folded_name(name) in {folded_name(each) for each in filter(None, own)}:
            yield error(here, "own_authority", "不能请本机关协助，请改填其他机关。")
        elif _ENTERPRISE.search(name):
            yield error(
                here,
                "addressee_not_authority",
                "协助调查函只发给机关；向平台公司、店铺等单位要材料的，改用限期提供材料通知书。",
            )
        elif bool(_MARKET_SUPERVISION.search(name)) != _MARKET.holds(value.addressee_sort):
            yield notice(
                here,
                "addressee_sort_differs",
                "协助机关的名称与所选的类别不一致，请核对：十五个工作日只约束市场监督管理部门。",
            )

    @rule(ASSISTANCE)
    def days_are_those_of_the_addressee(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Article 45 ¶2 sets fifteen working days for one sort, and none for the other."""
        wanted, other = ("reply_days", "asked_days")
        if value.addressee_sort == "other_authority":
            wanted, other = other, wanted
        if not value[wanted]:
            yield error(
                f"/{wanted}", "required", f"请按协助机关的类别填写「{self.label_of(wanted)}」。"
            )
        if value[other]:
            yield error(
                f"/{other}",
                "days_of_another",
                f"所选类别的协助机关填「{self.label_of(wanted)}」，请删去这一项。",
            )
        if wanted == "reply_days" and (value.reply_days or WORKING_DAYS) != WORKING_DAYS:
            yield error(
                "/reply_days",
                "days_not_of_the_law",
                "市场监督管理部门自接到协助调查函之日起十五个工作日内完成，请填 15；"
                "对方需要延期的，由对方在届满前告知。",
            )

    @rule(ASSISTANCE)
    def no_other_day_is_asked_for(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The days run from receipt: a text that names an earlier last day takes some away."""
        days = value.reply_days
        if not days:
            return
        due = facts.law.due("D10", value.issued_on, days=days).due
        for name in ("assistance_matters", "assistance_reason"):
            for told in days_told(value[name], value.issued_on.year):
                after = told.text[told.end : told.end + 4]
                asked = told.exact and _LAST.match(after) and told.day >= value.issued_on
                if asked and told.day < due:
                    yield notice(
                        f"/{name}",
                        "day_before_the_period",
                        "这里写的最后日期早于「完成期限」届满的日子，期限自对方收到本函起算，请删去日期，只写工作日。",
                    )

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

    example = {
        "document_number": "示市监协查〔2026〕3号",
        "addressee_sort": "market_supervision",
        "assisting_authority": "东湖市市场监督管理局",
        "case_stage": "filed",
        "case_name": "示例区悦邻生鲜便利店涉嫌销售未标明生产日期的“香油”",
        "assistance_reason": "该商品的供货商东湖市谷丰粮油有限公司的住所在你局辖区",
        "assistance_matters": (
            "1. 东湖市谷丰粮油有限公司的主体资格和食品生产、经营许可情况；\n"
            "2. 该公司是否于2026年5月向示例区悦邻生鲜便利店供应500毫升装“香油”，数量和单价；\n"
            "3. 该批商品出厂时的标签，以及销售台账、付款记录。"
        ),
        "reply_days": 15,
        "contact_name": "沈嘉木",
        "contact_phone": "0999-60012315",
        "contact_address": "示例市示例区和平路18号",
        "issued_on": "2026-07-06",
        "copies_total": 2,
        "copies_delivered": 1,
        "delivery": {"method": "post", "delivered_on": "2026-07-09"},
    }
