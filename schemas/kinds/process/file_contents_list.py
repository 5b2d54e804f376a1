"""卷内文件目录 (PF-55): every paper in one part of a file, in its order, with its pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, notice, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Choice, Code, Count, Day, Moment, Rows, Text
from schemas.ground.kind import Audience, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.process.files.making import IN_CONFIDENCE, contents_of, papers_laid
from schemas.kinds.process.files.volume import CLOSINGS, FILED, OfAFile

ORDER = "本机关卷宗的编目方法"
STATES = {"in_force": "有效", "void": "作废", "superseded": "已更正"}
RECEIPT = "送达回证"
# The order of article 78, as far as a title tells what a paper is.
RANKS = {
    "main": ("立案.{0,6}审批表", "行政处罚决定书", "证据|照片|(?<!听证)笔录", "听证笔录"),
    "secondary": ("登记表", "调查终结报告", "审核意见", "听证报告", "结案审批表"),
}


class FiledPaper(Part):
    """卷内文件: one row, as the register knows it or as somebody read it off the paper."""

    document_number = Code("文号", longest=60, optional=True)
    name = Text("文件名称", longest=100)
    dated_on = Day("日期", optional=True)
    first_page = Count("起始页", least=1, most=9999)
    last_page = Count("终止页", least=1, most=9999)
    state = Choice("文书状态", STATES, optional=True, default="in_force")
    remark = Text("备注", longest=60, optional=True)

    @rule(ORDER, needs=("first_page", "last_page"))
    def pages_run_forward(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A paper ends on the page it begins on, or later."""
        if value.last_page < value.first_page:
            yield error("/last_page", "pages_reversed", "终止页小于起始页，请核对。")


class ContentsLine(Part):
    """目录的一行, as it is printed."""

    number = Text("序号")
    document_number = Text("文号")
    name = Text("文件名称")
    day = Day("日期", optional=True)
    pages = Text("页号")
    remark = Text("备注")


class FileContentsList(OfAFile):
    """One part of one file; cover and contents bear no page number of their own."""

    header = Header(
        title="卷内文件目录",
        also=("案卷目录", "卷宗目录"),
        audience=(Audience.office,),
        dated_by="compiled_at",
        summary="逐件列出卷内文件的文号、名称、日期和页号；正卷、副卷各一份，封面和目录不编页。",
        form="PF-55",
        about=("case_name", "volume"),
    )

    compiler = Compiler(contents_of, of_case=True, of_reports=True, leaf=-1, lays=papers_laid)
    blank = {"lines": 20}

    neighbours = Neighbours(
        follows=(
            *(Follows(kind, why, FILED) for kind, why in CLOSINGS.items()),
            Follows("file_contents_list", "另一卷的目录", FILED),
        ),
    )

    compiled_at = Moment(
        "数据截至", group="统计期间", own=True, kept=True, hint="目录按这一时刻的登记编制。"
    )
    papers = Rows("卷内文件", FiledPaper, most=999, group="目录", own=True, source=FILED)

    @derived(Rows("目录", ContentsLine), prints=("papers",))
    def lines(self, value: Record, facts: Facts) -> Sequence[Record]:
        """The rows: where each begins, of the last where it ends; a void paper says so."""
        last = len(value.papers)
        return tuple(
            Record(
                {
                    "number": str(place),
                    "document_number": each.document_number or "",
                    "name": each.name,
                    "day": each.dated_on,
                    "pages": f"{each.first_page}-{each.last_page}"
                    if place == last and each.last_page > each.first_page
                    else str(each.first_page),
                    "remark": "；".join(filter(None, (_void(each), each.remark))),
                }
            )
            for place, each in enumerate(value.papers, start=1)
        )

    @rule(ORDER)
    def pages_are_numbered_through(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Every leaf is counted once, from the first paper to the last."""
        if value.papers[0].first_page != 1:
            yield error(
                "/papers/0/first_page", "pages_not_from_one", "卷内文件从第1页编起，请核对。"
            )
        for index, (before, after) in enumerate(pairwise(value.papers), start=1):
            if after.first_page != before.last_page + 1:
                yield error(
                    f"/papers/{index}/first_page",
                    "pages_not_continuous",
                    f"上一件到第{before.last_page}页，本件应当从下一页起，请核对漏页、重页。",
                )

    @rule(ORDER)
    def each_paper_once(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A number belongs to one paper; its service receipt bears another name."""
        seen = set[tuple[str, str]]()
        for index, each in enumerate(value.papers):
            known = (folded_name(each.document_number or ""), folded_name(each.name))
            if each.document_number and known in seen:
                yield error(
                    f"/papers/{index}/document_number",
                    "paper_repeated",
                    "同一文号的同一文书列了两次，请删去重复的。",
                )
            seen.add(known)

    @rule(ORDER)
    def listed_after_they_came(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A list holds what was there when it was made."""
        days = [each.dated_on for each in value.papers if each.dated_on]
        if days and value.compiled_at.date() < max(days):
            yield error(
                "/compiled_at", "compiled_before", "数据截至时间早于卷内文件的日期，请核对。"
            )

    @rule(FILED)
    def confidential_papers_stay_apart(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """What says who reported lies in the second part, which no party looks into."""
        if value.volume != "main" or value.file_sort == "complaint":
            return
        for index, each in enumerate(value.papers):
            if IN_CONFIDENCE.search(each.name + (each.remark or "")):
                yield error(
                    f"/papers/{index}/name",
                    "paper_of_second_part",
                    "案源材料和载有举报人的材料只入副卷，请移到副卷的目录。",
                    "《市场监督管理投诉举报处理办法》第三十七条",
                )

    @rule(FILED)
    def receipts_follow_their_papers(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A receipt lies behind what it proves the service of."""
        if value.papers[0].name.startswith(RECEIPT):
            yield notice(
                "/papers/0/name",
                "receipt_without_paper",
                "送达回证应当排在所送达的文书之后，请调整次序。",
            )

    @rule(FILED)
    def papers_lie_in_their_order(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A penalty's file follows article 78, the others the days of their papers."""
        if value.file_sort == "penalty":
            ranks = [_rank(value.volume, each.name) for each in value.papers]
        else:
            ranks = [each.dated_on and each.dated_on.toordinal() for each in value.papers]
        known = [(index, rank) for index, rank in enumerate(ranks) if rank is not None]
        for (_, before), (index, after) in pairwise(known):
            if after < before:
                by_law = value.file_sort == "penalty"
                yield notice(
                    f"/papers/{index}",
                    "out_of_order",
                    "卷内文件应当按规定的次序归档，本件应当排在前面，请调整。"
                    if by_law
                    else "卷内文件按日期先后排列，本件早于上一件，请调整次序。",
                    FILED if by_law else ORDER,
                )
                return

    @beside("file_contents_list", source=FILED)
    def one_list_a_part(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Each part of a file has one list."""
        if any(self.is_of_this_volume(value, each.payload) for each in others):
            yield error(
                "/volume", "list_repeated", "本案这一卷已有目录，请先更正或作废原目录，再作新目录。"
            )

    example = {
        "file_sort": "complaint",
        "volume": "main",
        "case_name": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "compiled_at": "2026-07-10T09:00",
        "papers": [
            {"name": "投诉登记表", "dated_on": "2026-06-10", "first_page": 1, "last_page": 2},
            {
                "document_number": "示市监﹝2026﹞第204号",
                "name": "投诉受理决定书",
                "dated_on": "2026-06-16",
                "first_page": 3,
                "last_page": 3,
            },
            {"name": "送达回证", "dated_on": "2026-06-16", "first_page": 4, "last_page": 4},
            {
                "document_number": "示市监﹝2026﹞第215号",
                "name": "投诉调解通知书",
                "dated_on": "2026-06-22",
                "first_page": 5,
                "last_page": 5,
            },
            {"name": "调解记录", "dated_on": "2026-07-08", "first_page": 6, "last_page": 8},
            {
                "document_number": "示市监﹝2026﹞第231号",
                "name": "投诉调解书",
                "dated_on": "2026-07-08",
                "first_page": 9,
                "last_page": 11,
            },
        ],
    }


def _void(paper: Record) -> str:
    return "" if paper.state == "in_force" else STATES[paper.state]


def _rank(volume: str, name: str) -> int | None:
    """Return the place of a paper among those of article 78; None where its title does not tell."""
    if name.startswith(RECEIPT):
        return None
    ranks = enumerate(RANKS[volume])
    return next((place for place, words in ranks if re.search(words, name)), None)
