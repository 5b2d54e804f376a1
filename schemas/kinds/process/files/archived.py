"""归档: how much a part of a file holds, how long it is kept, and where it is found again."""

from collections.abc import Iterator, Sequence

from schemas.ground.base import Facts, Finding, Record, derived, error, notice, rule
from schemas.ground.fields import Code, Count, Text
from schemas.ground.neighbours import Standing, beside
from schemas.kinds.process.files.volume import FILED, OfAFile

PERIODS = "内部设置的保管期限表"
ARCHIVED = "本机关档案的编号方法"


class ArchivedVolume(OfAFile):
    """Counted as its list counts it, kept for the bureau's time, under a number of its own."""

    paper_count = Count("本卷件数", least=1, most=9999, unit="件", group="归档", own=True)
    page_count = Count("本卷页数", least=1, most=99_999, unit="页", group="归档", own=True)
    retention_period = Text(
        "保管期限",
        longest=20,
        group="归档",
        optional=True,
        hint="不填时取内部设置的保管期限表；表里没有的必须填写。",
    )
    archive_number = Code("归档号", longest=60, group="归档", optional=True, own=True)
    fonds_number = Code("全宗号", longest=30, group="归档", optional=True)
    series_number = Code("目录号", longest=30, group="归档", optional=True)
    volume_number = Code("案卷号", longest=30, group="归档", optional=True, own=True)

    @derived(Text("保管期限"), prints=("retention_period",))
    def retention_shown(self, value: Record, facts: Facts) -> str:
        """What is typed, or what the bureau keeps files of this sort for."""
        return str(value.retention_period or self.usual(value, facts) or "")

    def usual(self, value: Record, facts: Facts) -> str | None:
        """Return how long files of this sort are kept; None where the bureau has not said."""
        rows = (each.period for each in facts.house.retention if each.file_sort == value.file_sort)
        return next(rows, None)

    @rule(PERIODS)
    def kept_for_a_known_time(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A file goes to the archive with its period, that of the bureau's table."""
        usual = self.usual(value, facts)
        if not (value.retention_period or usual) and facts.copy not in ("draft", "blank"):
            yield error(
                "/retention_period",
                "retention_missing",
                "内部设置没有这类卷宗的保管期限，请填写，或者先由档案机构确认保管期限表。",
            )
        elif usual and value.retention_period and value.retention_period != usual:
            yield notice(
                "/retention_period",
                "retention_differs",
                f"内部设置的保管期限表写的是{usual}，请核对。",
            )

    @beside("file_contents_list", source=FILED)
    def it_counts_what_the_list_names(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """件 and 页 are those of the list of this part."""
        for each in others:
            papers = each.payload.get("papers") or ()
            if not papers or not self.is_of_this_volume(value, each.payload):
                continue
            if value.paper_count != len(papers):
                yield error(
                    "/paper_count", "papers_differ", f"{each}列了{len(papers)}件，请核对件数。"
                )
            last = int(papers[-1]["last_page"])
            if value.page_count != last:
                yield error("/page_count", "pages_differ", f"{each}编到第{last}页，请核对页数。")

    @beside("case_file_cover", source=ARCHIVED, by="archive_number")
    def no_two_files_have_one_number(
        self, value: Record, others: Sequence[Standing]
    ) -> Iterator[Finding]:
        """A 归档号 finds one file."""
        if others:
            yield error(
                "/archive_number", "archive_number_taken", "这个归档号已经用于另一卷，请核对。"
            )
