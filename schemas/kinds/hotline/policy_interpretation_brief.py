"""新政策解析 (our own layout): what a new paper changes, and how the work is done from now on."""

import re
from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Day, LongText, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.kinds.hotline.reports.report import ServiceReport

INTERPRETED = "合同关于新政策解析和优化工作细则的约定"
SORTS = {"interpretation": "新政策解析", "yearly_rules": "全年工作细则"}
_PLACE = re.compile(
    "第[一二三四五六七八九十百零〇0-9]+[章节条款项点]|[（(][一二三四五六七八九十]+[）)]|附件"
)
_QUOTED = re.compile("[“「].+?[”」]")


class Policy(Part):
    """一份文件: its title, number, author, and from when it holds."""

    name = Text("文件名称", longest=120, hint="放在书名号里。")
    policy_number = Code("文号", longest=60)
    issued_by = Text("发布机关", longest=60)
    effective_on = Day("施行日期", planned=True)

    @rule(INTERPRETED)
    def it_has_a_title(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper is cited by its title."""
        if not re.fullmatch("《[^《》]+(?:〈[^〉]+〉[^《》]*)?》", value.name):
            yield error("/name", "title_form", "「文件名称」写全名并放在书名号里，请改正。")


class Change(Part):
    """一处变化: what held, what holds, and where that is written."""

    matter = Text("事项", longest=60)
    before = LongText(
        "原规定", longest=500, former=True, hint="照引原文的放在引号里；原来没有规定的写明。"
    )
    after = LongText("新规定", longest=500, hint="照引原文，放在引号里。")
    provision = Text("条款", longest=60, hint="例如「第十条第二款」。")

    @rule(INTERPRETED)
    def change_has_its_place(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What holds now is quoted, and has an article."""
        if not _PLACE.search(value.provision):
            yield error(
                "/provision", "provision_form", "「条款」要写明第几条、第几项，请照文件填写。"
            )
        if not _QUOTED.search(value.after):
            yield error("/after", "not_quoted", "「新规定」照引原文并放在引号里，解读写在影响里。")


class Adjustment(Part):
    """一处优化: which step is done otherwise from now on, by whom, from when."""

    step = Text("环节", longest=40)
    now = Text("现做法", longest=200, former=True)
    adjusted = Text("调整", longest=200)
    person = Text("责任人", longest=40, hint="岗位或者姓名。")
    due_on = Day("期限", planned=True)


class Question(Part):
    """问答: one question somebody at the desk will ask, and its answer."""

    question = Text("问", longest=200)
    answer = LongText("答", longest=600)


class PolicyInterpretationBrief(ServiceReport):
    """One or a few papers; the rules of a whole year are a variant of it."""

    header = Header(
        title="新政策解析",
        audience=(Audience.office, Audience.contractor),
        dated_by="issued_on",
        summary="解析每月一题和市中心工作要求等新政策：概要、逐项变化和条款、影响、工作细则优化；也用于全年工作细则。",
        copies=2,
        about=("brief_subject",),
        advises=True,
    )

    sections = ("政策", "解析", "编制和报送")
    blank = {"policies": 2, "policy_changes": 3, "step_adjustments": 3, "questions": 2}

    brief_sort = Choice("材料种类", SORTS, group="政策", own=True, source=INTERPRETED)
    brief_subject = Text(
        "主题", longest=60, group="政策", own=True, hint="例如「投诉举报处理新规」。"
    )
    policies = Rows("政策概要", Policy, most=20, group="政策", own=True, source=INTERPRETED)
    policy_summary = LongText("概要说明", longest=2000, group="政策", own=True)
    policy_changes = Rows("主要变化", Change, most=60, group="解析", own=True, source=INTERPRETED)
    impact = LongText("对本单位工作的影响", longest=2000, group="解析", own=True)
    step_adjustments = Rows(
        "工作细则和操作优化", Adjustment, most=60, group="解析", own=True, source=INTERPRETED
    )
    questions = Rows("政策问答", Question, most=30, group="解析", optional=True, own=True)

    @derived(Text("主题"), prints=("brief_sort", "brief_subject"))
    def subject_line(self, value: Record, facts: Facts) -> str:
        """投诉举报处理新规; 2026年12345热线工作全年工作细则."""
        tail = SORTS["yearly_rules"] if value.brief_sort == "yearly_rules" else ""
        return f"{value.brief_subject}{tail}"

    @rule(INTERPRETED)
    def papers_stand_once_and_hold(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Each paper once; what does not hold yet, or is of a past year, is told."""
        seen: set[str] = set()
        for index, each in enumerate(value.policies):
            here = f"/policies/{index}"
            if each.policy_number in seen:
                yield error(
                    f"{here}/policy_number", "policy_repeated", "这份文件前面已经有了，请删去。"
                )
            seen.add(each.policy_number)
            if each.effective_on > value.issued_on:
                yield notice(
                    f"{here}/effective_on",
                    "not_in_force",
                    "这份文件还没有施行，请在概要里写明施行日期。",
                )
            year = re.search("(20[0-9]{2})年", each.name)
            if (
                year
                and int(year[1]) < value.issued_on.year
                and re.search("计划|方案|要点", each.name)
            ):
                yield notice(
                    f"{here}/name",
                    "plan_of_a_past_year",
                    "这是以前年度的计划，请核对本年度是否仍然适用。",
                )

    @rule(INTERPRETED)
    def each_matter_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A change is told once, and a step is adjusted from the day of the brief on."""
        seen: set[tuple[str, str]] = set()
        for index, each in enumerate(value.policy_changes):
            if (each.matter, each.provision) in seen:
                yield error(
                    f"/policy_changes/{index}/matter",
                    "change_repeated",
                    "这处变化前面已经有了，请删去。",
                )
            seen.add((each.matter, each.provision))
            if each.before == each.after:
                yield error(
                    f"/policy_changes/{index}/after",
                    "nothing_changed",
                    "新旧规定相同，不是变化，请核对。",
                )
        for index, each in enumerate(value.step_adjustments):
            if each.due_on < value.issued_on:
                yield error(
                    f"/step_adjustments/{index}/due_on", "due_before", "期限早于文书日期，请核对。"
                )

    example = {
        "brief_sort": "interpretation",
        "brief_subject": "投诉举报处理新规",
        "policies": [
            {
                "name": "《市场监督管理投诉举报处理办法》",
                "policy_number": "国家市场监督管理总局令第121号",
                "issued_by": "国家市场监督管理总局",
                "effective_on": "2026-04-15",
            }
        ],
        "policy_summary": "规范投诉的受理、调解和举报的核查、告知，投诉和举报分别处理。",
        "policy_changes": [
            {
                "matter": "末日遇节假日的顺延",
                "before": "本单位原做法：末日遇周末的顺延到周一。",
                "after": (
                    "“期间届满的最后一日是法定节假日的，以法定节假日后的第一日为期间届满的日期。”"
                ),
                "provision": "第四十五条",
            }
        ],
        "impact": "普通周末到期的工单不再顺延，专班人员按系统列出的到期日提醒。",
        "step_adjustments": [
            {
                "step": "到期提醒",
                "now": "按周一计算到期日",
                "adjusted": "按系统列出的到期日提醒，周末照常",
                "person": "热线专班组长",
                "due_on": "2026-07-15",
            }
        ],
        "product_of": "示例市启明治理咨询有限公司",
        "compiled_by": "苗雨",
        "reviewer": "霍青",
        "issued_on": "2026-07-03",
    }
