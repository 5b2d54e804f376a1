"""卷宗封面 (PF-54): what a file is, from when to when, how much it holds, how long it is kept."""

import re
from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Day, Flag, Text
from schemas.ground.house import FILE_SORTS
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.kinds.process.files.archived import ArchivedVolume
from schemas.kinds.process.files.making import cover_of
from schemas.kinds.process.files.volume import FILED, GROUP

FORM = "《市场监督管理行政处罚文书格式范本（2021年修订版）》卷宗封面"

# The year of a document number: 〔2026〕.
_YEAR = re.compile("[〔﹝\\[（(](20[0-9]{2})[〕﹞\\]）)]")


class CaseFileCover(ArchivedVolume):
    """One part of one file; a file that is no penalty's has labels of its own."""

    header = Header(
        title="卷宗封面",
        also=("案卷封面",),
        audience=(Audience.office,),
        dated_by="closed_on",
        summary="结案以后立卷，写明全宗名称、案件名称、办案日期、件数页数、保管期限和归档号；正卷、副卷各一张。",
        form="PF-54",
        about=("case_name", "volume"),
    )

    sections = (GROUP, "办理", "归档")

    departures = (
        Departure(
            added="处理文书名称及文号受理（收件）日期办结日期",
            reason="式样只用于行政处罚案件；投诉、举报、检查的卷宗没有立案、没有处罚决定书。",
        ),
    )

    compiler = Compiler(cover_of, of_case=True, of_reports=True, leaf=-2)
    blank = {"of_penalty": True}

    neighbours = Neighbours(
        follows=(
            Follows(
                "file_contents_list",
                "目录编好以后填写封面",
                FILED,
                needed=True,
                takes={"volume": "volume"},
            ),
            Follows("case_file_cover", "另一卷的封面", FILED),
        ),
    )

    handling_unit = Text("办案机构", longest=60, group="办理", source=FORM)
    decision_paper = Text(
        "处理文书名称及文号",
        longest=150,
        group="办理",
        optional=True,
        source=FORM,
        hint="行政处罚案件只填决定书文号；其他卷宗写明名称和文号。",
    )
    opened_on = Day("立案、受理（收件）日期", group="办理", source=FORM)
    closed_on = Day("结案、办结日期", group="办理", source=FORM)

    @derived(Flag("行政处罚案件"))
    def of_penalty(self, value: Record, facts: Facts) -> bool:
        """Tell whether the official cover speaks of this file."""
        return bool(value.file_sort == "penalty")

    @derived(Text("档案类别"), prints=("file_sort",))
    def sort_shown(self, value: Record, facts: Facts) -> str:
        """The sort of file; the official form is of penalty cases."""
        return FILE_SORTS["penalty" if facts.copy == "blank" else value.file_sort]

    @rule(FORM)
    def penalty_names_its_decision(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A penalty's file is known by its decision."""
        if value.file_sort == "penalty" and not value.decision_paper:
            yield error("/decision_paper", "required", "行政处罚案件的卷宗，请填写决定书文号。")

    @rule(FORM)
    def decision_is_of_the_case(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """The paper that ends a case is numbered while the case is open."""
        numbered = _YEAR.search(value.decision_paper or "")
        opened, closed = value.opened_on, value.closed_on
        if numbered and opened and closed and not opened.year <= int(numbered[1]) <= closed.year:
            yield notice(
                "/decision_paper",
                "number_of_another_year",
                "处理文书文号的年份不在立卷起止日期之内，请对照文书核对。",
            )

    @rule(FORM)
    def closed_after_it_was_opened(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A file is put together when its case is over."""
        if value.closed_on < value.opened_on:
            yield error(
                "/closed_on", "closed_before_opened", "结案、办结日期早于立案、受理日期，请核对。"
            )
        if value.page_count < value.paper_count:
            yield error(
                "/page_count", "pages_fewer_than_papers", "页数少于件数，每件至少一页，请核对。"
            )

    @beside("case_file_cover", source=FILED)
    def one_cover_a_part(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Each part of a file has one cover."""
        if any(self.is_of_this_volume(value, each.payload) for each in others):
            yield error(
                "/volume",
                "cover_repeated",
                "本案这一卷已有封面，请先更正或作废原封面，再作新封面。",
            )

    example = {
        "file_sort": "complaint",
        "volume": "main",
        "case_name": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "handling_unit": "消费者权益保护科",
        "decision_paper": "投诉调解书　示市监﹝2026﹞第231号",
        "opened_on": "2026-06-16",
        "closed_on": "2026-07-08",
        "paper_count": 6,
        "page_count": 11,
        "retention_period": "10年",
        "archive_number": "2026-TS-0118",
    }
