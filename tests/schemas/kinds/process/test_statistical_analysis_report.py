"""The analysis of a period: its sentences are reckoned, its rates judged exactly."""

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "statistical_analysis_report"
FIRST = "/indicators/0"


def test_sentences_say_what_the_figures_say(engine: Engine) -> None:
    report = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert report.received_line == "本期收到工单1062件，其中投诉640件、举报262件、咨询160件"
    assert report.balance_line == "上期结转228件＋本期收到1062件＝本期办结1014件＋期末在办276件"
    assert report.overdue_line == "期限在本期的工单中，超期2件，其中未办结1件，见附件1"
    assert report.missed_line == "未达标的有：全部解决率"


def test_a_rate_is_judged_by_its_fraction_and_told_with_its_change(engine: Engine) -> None:
    changes = {
        f"{FIRST}/numerator": 9496, f"{FIRST}/denominator": 10000,
        f"{FIRST}/numerator_before": 9600, f"{FIRST}/denominator_before": 10000,
    }  # fmt: skip
    row = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values.rates[0]
    assert (row.percent, row.verdict, row.before, row.year_ago) == (
        "95.0%", "未达标", "-1.0个百分点", "—",
    )  # fmt: skip


def test_more_topics_than_are_shown_are_summed_up(engine: Engine) -> None:
    topics = [{"name": f"第{each}类", "count": 88 + 6 * (each == 0)} for each in range(12)]
    report = engine.check(KIND, example(engine, KIND, {"/topics": topics}), today=TODAY).values
    assert len(report.by_topic) == 11
    assert (report.by_topic[-1].name, report.by_topic[-1].count) == ("其他", 176)


def test_a_running_period_is_told(engine: Engine) -> None:
    changes = {"/period_to": "2026-07-31"}
    assert found(engine, KIND, changes) == {("/period_to", "period_running", "notice")}
