"""行政检查结果告知书 (our own layout): what an inspection came to, for the party or who asked."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.fields import Choice, Day, Flag, PartyName, Rows, Text, When
from schemas.ground.kind import Audience, Header, NumberedKind, Numbering
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.inspection.checking.items import CONCLUSIONS, RESULTS
from schemas.kinds.inspection.task.arranged import Sent
from schemas.kinds.inspection.task.inspected import Conducted, OfTask
from schemas.kinds.inspection.task.words import CONDUCTED, DISPOSED_OF
from schemas.parts.contact import ContactLine
from schemas.parts.copies import CopiesLine
from schemas.parts.decisions import Delivered
from schemas.parts.inspected_party import ToInspectedParty

FED_BACK = "合同关于检查结果反馈的约定"
GROUP = "检查结果"
# What a visit needs besides: the checklist alone does not do what the contract asks for.
RECORDS = {"site_inspection_record": "现场笔录和照片", "inquiry_record": "询问笔录"}
READERS = {"party": "检查对象", "unit": "任务分派部门"}
_PENALTY = re.compile("罚款|没收|吊销|行政拘留|(?:给予|处以|作出)[^，。；]{0,6}处罚")
_TO_THE_UNIT = When("reader", ("unit",))


class ToldResult(Part):
    """结果: one item as the checklist has it, word for word."""

    content = Text("检查项目", longest=300)
    result = Choice("检查结果", RESULTS)
    finding = Text("问题描述", longest=500, optional=True, factual=True)


class IssuedMeasure(Part):
    """处理措施: what was done, and the paper it stands in."""

    measure = Text("处理措施", longest=200)
    paper = Text("文书和文号", longest=120, optional=True)


class InspectionResultNotice(
    CopiesLine, ContactLine, Sent, Conducted, OfTask, ToInspectedParty, Delivered, NumberedKind
):
    """One result told to one reader; no penalty is announced by it."""

    header = Header(
        title="行政检查结果告知书",
        audience=(Audience.inspected_party,),
        dated_by="issued_on",
        summary="把检查结果和处理措施告知检查对象，或者反馈任务分派部门；结果与检查单逐字一致。",
        numbering=Numbering("gbt9704", "检告"),
        copies=2,
        about=("party.business_name", "party.person_name", "subject"),
    )

    sections = ("当事人", "任务", GROUP, "人员", "联系", "份数", "文号与日期", "审批与告知")
    blank = {"conclusion": ...}

    neighbours = Neighbours(
        follows=(
            Follows("inspection_checklist", "检查单已经签名，告知结果", FED_BACK, needed=True),
            Follows("site_inspection_record", "现场检查已经完成", FED_BACK),
            Follows("rectification_follow_up_record", "复查已经完成", FED_BACK),
        ),
    )

    reader = Choice("告知对象", READERS, group=GROUP, own=True, kept=True, source=FED_BACK)
    assigning_unit = PartyName(
        "任务分派部门", group=GROUP, optional=True, own=True, applies=_TO_THE_UNIT
    )
    unit_head = Text(
        "反馈部门负责人", longest=50, group=GROUP, optional=True, own=True, applies=_TO_THE_UNIT
    )
    subject = Text(
        "检查事项",
        group=GROUP,
        hint="填入「依法就……进行现场检查」中间的文字，只写检查什么，例如「商品标价情况」。",
    )
    inspected_on = Day("检查日期", group=GROUP, own=True)
    told_results = Rows("检查结果", ToldResult, most=500, group=GROUP, own=True, source=FED_BACK)
    issued_measures = Rows("处理措施", IssuedMeasure, most=30, group=GROUP, optional=True, own=True)
    issued_on = Day("文书日期", group="文号与日期", starts_as="today")

    @derived(Text("受文者"), prints=("assigning_unit",))
    def told_to(self, value: Record, facts: Facts) -> str:
        """The party, or the unit that assigned the task."""
        return str(value.assigning_unit or value.addressee)

    @derived(Flag("反馈任务分派部门"), prints=("reader",))
    def to_the_unit(self, value: Record, facts: Facts) -> bool:
        """Whether it stays inside: no seal, the head of the unit signs."""
        return bool(value.reader == "unit")

    @derived(Choice("检查结论", CONCLUSIONS))
    def conclusion(self, value: Record, facts: Facts) -> str:
        """发现问题 where any item has one."""
        return "found" if any(each.result == "found" for each in value.told_results) else "none"

    @rule(FED_BACK)
    def reader_is_one_of_two(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The unit is named where it reads, with the head who signs."""
        for name in ("assigning_unit", "unit_head"):
            if (value.reader == "unit") != bool(value[name]):
                yield error(
                    f"/{name}",
                    "reader_differs",
                    f"反馈任务分派部门的，请填写「{self.label_of(name)}」；告知检查对象的，不填。",
                )

    @rule(FED_BACK)
    def told_after_the_inspection(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A result is there once it was looked for."""
        if value.inspected_on > value.issued_on:
            yield error("/inspected_on", "inspected_after", "检查日期晚于文书日期，请核对。")

    @rule(DISPOSED_OF)
    def results_say_what_follows(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A problem is described and dealt with; where there is none, nothing is."""
        for index, each in enumerate(value.told_results):
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
            if _PENALTY.search(each.measure):
                yield error(
                    f"/issued_measures/{index}/measure",
                    "penalty_announced",
                    "告知书不预告行政处罚，只写已经采取的处理措施，请改写。",
                )

    @beside("site_inspection_record", "inquiry_record", source=CONDUCTED)
    def visit_has_its_records(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """On site the contract asks for a record and an inquiry beside the checklist."""
        there = {each.kind for each in others}
        for kind, name in RECORDS.items():
            if value.method == "on_site" and kind not in there:
                yield notice(
                    "/method",
                    "record_missing",
                    f"现场检查除检查单外还要有{name}，本案登记簿里没有，请核对是否已经制作。",
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

    example = {
        "document_number": "示市监检告〔2026〕44号",
        "task_number": "检任2026-0062",
        "reader": "party",
        "party": {
            "party_type": "enterprise",
            "business_name": "示例市优康商贸有限公司",
            "licence_name": "营业执照",
            "credit_code": "91999900MA1XG6125M",
            "address": "示例市示例区和平路88号",
            "representative": "许文博",
        },
        "method": "on_site",
        "subject": "计量器具使用情况",
        "inspected_on": "2026-07-06",
        "told_results": [
            {"content": "营业执照置于住所或者经营场所的醒目位置", "result": "none"},
            {
                "content": "用于贸易结算的电子秤有检定合格印、证，在有效期内",
                "result": "found",
                "finding": "三号收银台电子秤的检定合格证标示有效期至2026年5月31日。",
            },
            {"content": "用于贸易结算的电能表、水表", "result": "not_applicable"},
        ],
        "issued_measures": [{"measure": "责令限期改正", "paper": "示市监责改〔2026〕31号"}],
        "inspectors": [
            {"name": "何静远", "certificate_number": "99990012035", "employed_by_authority": True},
            {"name": "沈嘉木", "certificate_number": "99990012071", "employed_by_authority": True},
        ],
        "contact_name": "何静远",
        "contact_phone": "0999-60012320",
        "copies_total": 2,
        "copies_delivered": 1,
        "issued_on": "2026-07-09",
    }
