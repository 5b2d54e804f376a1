"""检查结果: the items of a checklist as they were signed, and what was done about them."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.inspection.checking.items import CONCLUSIONS, RESULTS, only_valid
from schemas.kinds.inspection.result.reader import FED_BACK, GROUP
from schemas.kinds.inspection.task.words import CONDUCTED, DISPOSED_OF

_PENALTY = re.compile("罚款|没收|吊销|行政拘留|(?:给予|处以|作出)[^，。；]{0,6}处罚")


class ToldResult(Part):
    """结果: one item as the checklist has it, word for word."""

    published_as = "inspection_result_notice"

    content = Text("检查项目", longest=300)
    result = Choice("检查结果", RESULTS)
    finding = Text("问题描述", longest=500, optional=True, factual=True)


class IssuedMeasure(Part):
    """处理措施: what was done, and the paper it stands in."""

    published_as = "inspection_result_notice"

    measure = Text("处理措施", longest=200)
    paper = Text("文书和文号", longest=120, optional=True)


class ToldResults(KindSchema):
    """What was found on which day, word for word; what follows from it is no penalty."""

    subject = Text(
        "检查事项",
        group=GROUP,
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    inspected_on = Day("检查日期", group=GROUP, own=True)
    told_results = Rows("检查结果", ToldResult, most=500, group=GROUP, own=True, source=FED_BACK)
    issued_measures = Rows("处理措施", IssuedMeasure, most=30, group=GROUP, optional=True, own=True)

    @derived(Choice("检查结论", CONCLUSIONS))
    def conclusion(self, value: Record, facts: Facts) -> str:
        """发现问题 where any item has one."""
        return "found" if any(each.result == "found" for each in value.told_results) else "none"

    @rule(FED_BACK)
    def told_after_the_inspection(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A result is there once it was looked for."""
        if value.inspected_on > value.issued_on:
            yield error("/inspected_on", "inspected_after", "检查日期晚于文书日期，请核对。")

    @rule(CONDUCTED)
    def what_is_valid_is_no_problem(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A certificate that holds until after the inspection is no problem by its day."""
        for index, each in enumerate(value.told_results):
            if each.finding and only_valid(each.finding, value.inspected_on):
                yield notice(
                    f"/told_results/{index}/finding",
                    "still_valid",
                    "这里写的有效期到检查那天还没有过，不像是发现了问题，请核对日期和检查结果。",
                )

    @rule(DISPOSED_OF)
    def results_say_what_follows(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A problem is described and dealt with; where there is none, nothing is."""
        for index, each in enumerate(value.told_results):
            if each.content in [before.content for before in value.told_results[:index]]:
                yield notice(
                    f"/told_results/{index}",
                    "item_repeated",
                    "这个检查项目前面已经有了，请对照检查单核对。",
                )
            if (each.result == "found") != bool(each.finding):
                yield error(
                    f"/told_results/{index}/finding",
                    "finding_differs",
                    "发现问题的，照检查单填写「问题描述」；没有发现问题的，不填。",
                )
        found = any(each.result == "found" for each in value.told_results)
        if found and not value.issued_measures:
            yield error("/issued_measures", "required", "发现问题的，请填写「处理措施」。")
        if not found and value.issued_measures:
            yield error(
                "/issued_measures", "nothing_found", "没有发现问题的，不填处理措施，请删去。"
            )

    @rule(DISPOSED_OF)
    def no_penalty_is_announced(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Whoever may decide on a penalty tells of it."""
        for index, each in enumerate(value.issued_measures):
            if each.paper and value.get("document_number") and value.document_number in each.paper:
                yield error(
                    f"/issued_measures/{index}/paper",
                    "own_number_cited",
                    "这里写的是本告知书自己的文号，请改写已经出具的文书。",
                )
            if _PENALTY.search(each.measure):
                yield error(
                    f"/issued_measures/{index}/measure",
                    "penalty_announced",
                    "告知书不预告行政处罚，只写已经采取的处理措施，请改写。",
                )

    @beside("inspection_checklist", source=FED_BACK)
    def results_are_the_checklists(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """What was signed is what is told, word for word."""
        if not others:
            return
        checklist = others[-1]
        signed = [
            (item["content"], item["result"], item.get("finding"))
            for each in checklist.says("contents")
            for item in each["checked"]
        ]
        told = [(each.content, each.result, each.finding) for each in value.told_results]
        for index, each in enumerate(told):
            if each not in signed:
                yield error(
                    f"/told_results/{index}",
                    "result_differs",
                    f"这一项与{checklist}不一致，请照检查单逐字填写。",
                )
        if len(told) < len(signed):
            yield notice(
                "/told_results", "results_left_out", f"{checklist}还有检查项目没有列入，请核对。"
            )
