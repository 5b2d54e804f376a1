"""检查内容: items below their headings, each with one of three results, and what they come to."""

import re
from collections.abc import Iterator
from datetime import date

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Code, Rows, Text, When
from schemas.ground.kind import KindSchema
from schemas.guard.told_days import days_told
from schemas.kinds.inspection.task.words import CONDUCTED, DOMAINS, FOOD
from schemas.parts.checklists import read_presets

RESULTS = {"none": "未发现问题", "found": "发现问题", "not_applicable": "不涉及"}
CONCLUSIONS = {"none": "未发现问题", "found": "发现问题"}
GROUP = "检查内容"
PRESETS = read_presets()
_FOUND = When("result", ("found",))


# What only looks like a fault: 没有 in the name of what is looked at.
_OF_NO_USE = re.compile("(?:已)?超过有效期|已(?:经)?过期")
_SAYS_NOTHING = re.compile(
    "(?:存?在?有?)?(?:一些|部分|个别)?(?:有)?(?:问题|不符合(?:规定|要求)?|不合格|违法|违规)。?"
)
_VALID = re.compile("有效期|有效至|检定日期|下次检")
_OTHER_PROBLEM = re.compile("没有?|未|缺|超过|过期|失效|不|无|损|坏|脏|霉|漏|误|错|短|少|旧|破")


def only_valid(finding: str, dated: date) -> bool:
    """Tell whether a problem is told by nothing but a term that is not over on a day."""
    days = [each for each in days_told(finding, dated.year) if each.exact]
    valid = [each for each in days if _VALID.search(each.clause)]
    late = bool(valid) and all(each.day >= dated for each in days)
    return late and not _OTHER_PROBLEM.search(_OF_NO_USE.sub("", finding))


class CheckedItem(Part):
    """检查项目: what is looked at, by which standard, what came of it."""

    content = Text("检查项目", longest=300)
    standard = Text("检查标准", longest=300, hint="条款，或者本机关检查规范的名称和条目。")
    result = Choice("检查结果", RESULTS)
    finding = Text("问题描述", longest=500, optional=True, applies=_FOUND, factual=True)
    evidence_number = Text(
        "证据编号",
        longest=40,
        optional=True,
        applies=_FOUND,
        hint="例如「照片3」。",
        photographed="photos",
    )

    @rule(CONDUCTED)
    def problem_is_told_and_proved(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A problem has a description and evidence, and nothing else has."""
        for name in ("finding", "evidence_number"):
            if value.result == "found" and not value[name]:
                yield error(
                    f"/{name}", "required", f"发现问题的，请填写「{self.label_of(name)}」。"
                )
            if value.result != "found" and value[name]:
                yield error(
                    f"/{name}",
                    "problem_not_found",
                    f"没有发现问题的，不填「{self.label_of(name)}」，请删去或者改正检查结果。",
                )


class CheckedContent(Part):
    """检查内容: one heading with its items."""

    heading = Text("检查内容", longest=100)
    checked = Rows("检查项目", CheckedItem, most=2000)


class CheckedContents(KindSchema):
    """A paper that goes through items; its conclusion is reckoned, and typed by nobody."""

    blank = {"contents": [{"checked": 10}], "conclusion": ...}

    domain = Choice("检查领域", DOMAINS, group="任务", source=CONDUCTED)
    preset = Choice(
        "检查单模板",
        {code: each.title for code, each in PRESETS.items()},
        group=GROUP,
        optional=True,
        kept=True,
        hint="选了模板的，模板列出的内容和项目一项不少；本机关的模板是一个数据文件。",
    )
    points_table = Code(
        "监督检查要点表编号",
        longest=60,
        group=GROUP,
        optional=True,
        kept=True,
        hint="食品类检查按规定的要点表检查、记录的，填写其编号。",
    )
    contents = Rows("检查内容", CheckedContent, most=40, group=GROUP, own=True, source=CONDUCTED)

    @rule(CONDUCTED)
    def what_is_valid_is_no_problem(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A certificate that holds until after the inspection is no problem by its day."""
        dated = self.dated(value)
        for number, content in enumerate(value.contents):
            for index, item in enumerate(content.checked):
                if item.finding and only_valid(item.finding, dated):
                    yield notice(
                        f"/contents/{number}/checked/{index}/finding",
                        "still_valid",
                        "这里写的有效期到检查那天还没有过，不像是发现了问题，请核对日期和检查结果。",
                    )

    @rule(CONDUCTED)
    def problem_has_words(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A problem is told in words of its own."""
        for number, content in enumerate(value.contents):
            for index, item in enumerate(content.checked):
                here = f"/contents/{number}/checked/{index}"
                if item.finding and _SAYS_NOTHING.fullmatch(item.finding):
                    yield notice(
                        f"{here}/finding", "problem_untold", "只写了有问题，请写明看见了什么。"
                    )

    @derived(Choice("检查结论", CONCLUSIONS))
    def conclusion(self, value: Record, facts: Facts) -> str:
        """发现问题 where any item has one."""
        results = {item.result for each in value.contents for item in each.checked}
        return "found" if "found" in results else "none"

    @rule(CONDUCTED)
    def items_stand_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """An item answered twice has two answers."""
        seen: set[tuple[str, str]] = set()
        for place, each in enumerate(value.contents):
            for index, item in enumerate(each.checked):
                key = (item.content, item.standard)
                if key in seen:
                    yield error(
                        f"/contents/{place}/checked/{index}",
                        "item_repeated",
                        "这个检查项目前面已经有了，请删去。",
                    )
                seen.add(key)
        if all(item.result == "not_applicable" for each in value.contents for item in each.checked):
            yield notice(
                "/contents", "nothing_checked", "所有项目都不涉及，等于没有检查，请核对检查结果。"
            )

    @rule("检查单模板")
    def template_is_followed(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What a template lists is gone through, in its own words, while it governs."""
        if not value.preset:
            return
        preset = PRESETS[value.preset]
        if not preset.governs(self.dated(value)):
            yield error(
                "/preset", "template_not_in_force", "检查单模板在检查的这一天不适用，请改选。"
            )
        if preset.method != value.method:
            yield error("/preset", "template_method", "检查单模板用于另一种检查方式，请改选。")
        given = {each.heading: each for each in value.contents}
        for wanted in preset.contents:
            if wanted.heading not in given:
                yield error(
                    "/contents",
                    "content_left_out",
                    f"模板列出的内容「{wanted.heading}」没有检查，请补上；不涉及的选“不涉及”。",
                )
                continue
            items = {(item.content, item.standard) for item in given[wanted.heading].checked}
            if missing := [x for x in wanted.items if (x.content, x.standard) not in items]:
                yield error(
                    "/contents",
                    "item_left_out",
                    f"「{wanted.heading}」缺少模板的项目「{missing[0].content}」，请照模板补上。",
                )

    @rule("本机关的检查规范")
    def food_has_its_own_table(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Food is inspected by point tables that law provides, and not beside them."""
        if value.domain in FOOD and not value.points_table:
            yield notice(
                "/points_table",
                "points_table",
                "食品类的监督检查有规定的要点表和结果记录表，请核对是否应当用要点表；"
                "已用的，填写其编号。",
            )
