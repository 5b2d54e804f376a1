"""卷内备考表 (PF-56): what is wanting in a file, who put it together, and who checked it."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, rule
from schemas.ground.compiling import Compiler
from schemas.ground.fields import Day, LongText, PersonName, Text
from schemas.ground.kind import Audience, Departure, Header
from schemas.ground.neighbours import Follows, Neighbours, Standing, beside
from schemas.guard.folding import folded_name
from schemas.kinds.process.files.making import reference_of
from schemas.kinds.process.files.volume import FILED, OfAFile

CHECKED = "本机关立卷和检查的方法"
HINT = "缺损、修改、补充、部分灭失等情况。"


class FileReferenceSheet(OfAFile):
    """The last leaf of one part of a file."""

    header = Header(
        title="卷内备考表",
        also=("备考表",),
        audience=(Audience.office,),
        dated_by="compiled_on",
        summary="说明卷内文件缺损、修改、补充、灭失等情况，由立卷人、检查人签名；放在卷末，不编页。",
        form="PF-56",
        about=("case_name", "volume"),
    )

    departures = (
        Departure(
            left_out=HINT,
            reason="这一句是对填写内容的提示，空白表印出，填写以后由所填的情况代替。",
        ),
    )

    compiler = Compiler(reference_of, of_case=True, of_reports=True, leaf=1)
    blank = {"account_lines": ...}

    neighbours = Neighbours(
        follows=(
            Follows("case_file_cover", "封面填好以后作备考表", FILED),
            Follows("file_contents_list", "目录编好以后作备考表", FILED, needed=True),
            Follows("file_reference_sheet", "另一卷的备考表", FILED),
        ),
    )

    file_account = LongText(
        "本卷情况说明",
        longest=2000,
        group="情况",
        optional=True,
        own=True,
        hint="作废、更正、缺损、补充的文件逐件写明；没有的不填，印出「无」。",
    )
    closed_on = Day("结案、办结日期", group="立卷", optional=True, kept=True)
    filed_by = PersonName("立卷人", group="立卷", own=True, personal=None, starts_as="me")
    checker = PersonName("检查人", group="立卷", own=True, personal=None)
    compiled_on = Day("立卷时间", group="立卷", own=True, starts_as="today")

    @derived(LongText("本卷情况说明"), prints=("file_account",))
    def account_lines(self, value: Record, facts: Facts) -> str:
        """What is to be said of the file; 无 where that is nothing."""
        return str(value.file_account or "无。")

    @derived(Text("填写提示"))
    def hint(self, value: Record, facts: Facts) -> str:
        """What the empty form asks for."""
        return HINT if facts.copy == "blank" else ""

    @rule(CHECKED)
    def nobody_checks_himself(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """Who puts a file together does not check it."""
        if folded_name(value.filed_by) == folded_name(value.checker):
            yield error(
                "/checker", "checker_is_compiler", "检查人不能是立卷人本人，请由另一人检查。"
            )

    @rule(CHECKED)
    def put_together_after_the_case(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A file is put together when its case is over."""
        if value.closed_on and value.compiled_on < value.closed_on:
            yield error(
                "/compiled_on", "compiled_before_closing", "立卷时间早于结案、办结日期，请核对。"
            )

    @beside("file_reference_sheet", source=FILED)
    def one_sheet_a_part(self, value: Record, others: Sequence[Standing]) -> Iterator[Finding]:
        """Each part of a file has one sheet."""
        if any(self.is_of_this_volume(value, each.payload) for each in others):
            yield error(
                "/volume", "sheet_repeated", "本案这一卷已有备考表，请先更正或作废原表，再作新表。"
            )

    example = {
        "file_sort": "complaint",
        "volume": "main",
        "case_name": "示例市优康商贸有限公司拒绝退还按摩椅预付款",
        "file_account": "第9至11页投诉调解书系更正后重新送达，原文书已作废，留存于副卷。",
        "filed_by": "周启明",
        "checker": "苗雨",
        "compiled_on": "2026-07-10",
        "closed_on": "2026-07-08",
    }
