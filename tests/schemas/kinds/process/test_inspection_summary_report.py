"""The summary of inspections: sentences reckoned from its figures."""

import pytest

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "inspection_summary_report"


def test_sentences_say_what_the_figures_say(engine: Engine) -> None:
    report = engine.check(KIND, example(engine, KIND), today=TODAY).values
    assert (
        report.plan_line == "计划检查160户，完成检查152次，检查对象149户，完成次数为计划户数的95.0%"
    )
    assert report.problem_line == "26次检查发现问题，共30项"
    assert report.review_line == "复查整改事项22项，已整改18项，部分整改1项，未整改3项"
    assert report.measure_line.startswith("检查单写明的处置措施有当场改正8件、责令改正19件；")
    assert [each["name"] for each in report.problem_bars] == ["计量器具", "广告行为"]


@pytest.mark.parametrize(
    "request_", ["妥否，请批示。", "请予批准增加人员。", "请给予解决经费。", "特此请示。"]
)
def test_a_report_that_asks_for_something_is_refused(engine: Engine, request_: str) -> None:
    changes = {"/plans_ahead": f"下季度继续检查。{request_}"}
    assert ("/plans_ahead", "request_in_report", "error") in found(engine, KIND, changes)


def test_a_report_that_tells_is_not(engine: Engine) -> None:
    assert found(engine, KIND, {"/plans_ahead": "经批准的计划继续实施，请企业自查。"}) == set()
