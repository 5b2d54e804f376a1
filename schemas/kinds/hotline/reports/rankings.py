"""排名: where the bureau ranks among others, as its announcements tell."""

from collections.abc import Iterator

from schemas.ground.base import Facts, Finding, Part, Record, derived, error, rule
from schemas.ground.fields import Choice, Code, Count, Day, Rows, Text
from schemas.ground.kind import KindSchema
from schemas.kinds.hotline.reports.report import DELIVERED
from schemas.kinds.hotline.review.rules import is_month
from schemas.parts.charts import Bar, Charted

LEVELS = {"district": "区级", "city": "市级"}


class Ranking(Part):
    """排名: typed from its announcement, since no register holds it."""

    published_as = "monthly_problem_analysis"

    level = Choice("级别", LEVELS)
    month = Code("考核月份", longest=7, hint="写成 2026-06。")
    rank = Count("名次", least=1, most=999)
    of = Count("参加排名的单位数", least=1, most=999)
    ranking_source = Text("排名来源", longest=100)
    announced_on = Day("通报日期")

    @rule(DELIVERED)
    def rank_is_one_of_them(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A rank lies among those who are ranked, and was announced after its month."""
        if value.rank > value.of:
            yield error("/rank", "rank_beyond", "名次大于参加排名的单位数，请核对。")
        if not is_month(value.month):
            yield error("/month", "month_form", "「考核月份」写成 2026-06 这样的年和月。")
        elif value.month > f"{value.announced_on:%Y-%m}":
            yield error("/announced_on", "announced_before", "通报日期早于考核月份，请核对。")


class Ranked(KindSchema):
    """Ranks of the month and of those before, typed with their source: no register holds them."""

    rankings = Rows("排名", Ranking, most=24, group="排名", own=True, source=DELIVERED)

    @derived(Rows("排名", Text("排名")), prints=("rankings",))
    def ranking_lines(self, value: Record, facts: Facts) -> tuple[str, ...]:
        """Each ranking of the last month told, with its source, district before city."""
        ranked = sorted(value.rankings, key=lambda each: ([*LEVELS].index(each.level), each.month))
        return tuple(
            f"{LEVELS[each.level]}{each.month}排名第{each.rank}（共{each.of}个单位），"
            f"来源：{each.ranking_source}，{each.announced_on:%Y-%m-%d}通报。"
            for each in ranked
        )

    @derived(Charted("各月名次", Bar))
    def rank_bars(self, value: Record, facts: Facts) -> tuple[Record, ...]:
        """The rank of each month: the smaller the number, the better."""
        ranked = sorted(value.rankings, key=lambda each: ([*LEVELS].index(each.level), each.month))
        return tuple(
            Record({
                "name": f"{LEVELS[each.level]} {each.month}",
                "count": each.rank,
            })
            for each in ranked
        )  # fmt: skip

    @rule(DELIVERED)
    def ranks_are_of_the_month(self, value: Record, facts: Facts) -> Iterator[Finding]:
        """A rank is of the month of the report or of one before, told already, and told once."""
        first = value.period_from
        known = {(each.level, each.month) for each in value.rankings}
        for index, each in enumerate(value.rankings):
            if each.month > f"{first:%Y-%m}":
                yield error(
                    f"/rankings/{index}/month", "month_outside", "考核月份晚于报告月份，请核对。"
                )
            if each.announced_on > value.issued_on:
                yield error(
                    f"/rankings/{index}/announced_on",
                    "announced_later",
                    "通报日期晚于文书日期，请核对。",
                )
        if len(known) != len(value.rankings):
            yield error(
                "/rankings", "ranking_repeated", "同一级别同一月份只有一个名次，请删去重复的。"
            )
