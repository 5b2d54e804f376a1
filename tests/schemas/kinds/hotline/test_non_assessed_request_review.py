"""The review of requests not to be assessed: wrong ones, and rules that change by the month."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.hotline.review import applied
from schemas.kinds.hotline.review.rules import read_rules, shipped
from tests.schemas.guard.cases import TODAY, example, found

KIND = "non_assessed_request_review"
ANGLE = "/angles"
AUDIT = "/client_audit"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "the rules of May": ({"/rule_month": "2026-05"}, "/rule_month", "rule_of_another_month"),
    "a thirteenth month": ({"/rule_month": "2026-13"}, "/rule_month", "month_form"),
    "no item of the rules": ({"/rule_item": "无"}, "/rule_item", "says_nothing"),
    "no type": ({"/applied_type": None}, "/applied_type", "required"),
    "three angles": ({f"{ANGLE}/0": None}, ANGLE, "angles_order"),
    "angles in another order": (
        {f"{ANGLE}/0/angle": "evidence", f"{ANGLE}/1/angle": "wording"}, ANGLE, "angles_order",
    ),
    "an angle of no list": ({f"{ANGLE}/0/angle": "美观"}, f"{ANGLE}/0/angle", "not_an_option"),
    "an angle without a requirement": (
        {f"{ANGLE}/1/requirement": None}, f"{ANGLE}/1/requirement", "required",
    ),
    "advice without a problem": (
        {f"{ANGLE}/1/advice": "补充附件"}, f"{ANGLE}/1/advice", "problem_without_advice",
    ),
    "not conforming for no reason": ({f"{ANGLE}/1/after": "no"}, f"{ANGLE}/1/problem", "required"),
    "all conforms and is to be amended": (
        {"/review_advice": "amend"}, "/review_advice", "advice_differs",
    ),
    "no proof": ({"/proofs": []}, "/proofs", "too_few"),
    "audited before it was reviewed": (
        {f"{AUDIT}/audited_on": "2026-07-05"}, f"{AUDIT}/audited_on", "audited_before",
    ),
    "audited by the reviewer": (
        {f"{AUDIT}/auditor": "苗雨"}, f"{AUDIT}/auditor", "auditor_is_reviewer",
    ),
    "an opinion against the decision": (
        {f"{AUDIT}/opinion": "不同意申报。"}, f"{AUDIT}/opinion", "opinion_contradicts",
    ),
    "refused and submitted": (
        {f"{AUDIT}/decision": "refused", f"{AUDIT}/opinion": "不同意申报。"},
        "/submitted_at",
        "submitted_unaudited",
    ),
    "advised against and submitted": (
        {"/review_advice": "against"}, "/submitted_at", "submitted_against",
    ),
    "submitted before the audit": (
        {"/submitted_at": "2026-07-05T16:30"}, "/submitted_at", "submitted_before",
    ),
    "a minute late": ({"/closes_at": "2026-07-06T16:29"}, "/submitted_at", "submitted_late"),
    "no result of what was submitted": (
        {"/submission_result": None}, "/submission_result", "result_differs",
    ),
    "pending with a day": ({"/result_on": "2026-07-08"}, "/result_on", "result_day"),
    "decided before it was asked": (
        {"/submission_result": "agreed", "/result_on": "2026-07-05"}, "/result_on", "result_before",
    ),
}  # fmt: skip


def test_only_what_was_agreed_to_leaves_the_base(engine: Engine) -> None:
    def leaves(result: str) -> str:
        changes = {"/submission_result": result}
        if result != "pending":
            changes["/result_on"] = "2026-07-08"
        payload = example(engine, KIND, changes)
        return str(engine.check(KIND, payload, today=TODAY).values.leaves_base)

    assert [leaves(each) for each in ("agreed", "refused", "pending")] == ["是", "否", "否"]


def test_no_rules_are_shipped() -> None:
    assert shipped() == {}


def test_a_month_that_was_laid_down_allows_its_types_alone(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "2026-07.toml").write_text(
        'source = "七月规则"\ncloses_at = 2026-07-06T16:00:00\n'
        '[[types]]\nitem = "第1条第2项"\ntype = "已进入诉讼程序"\n',
        encoding="utf-8",
    )
    (tmp_path / "README.md").write_text("no month", encoding="utf-8")
    rules = read_rules(tmp_path.iterdir())
    assert [*rules] == ["2026-07"]
    monkeypatch.setattr(applied, "shipped", lambda: rules)
    assert found(engine, KIND) == {("/submitted_at", "submitted_late", "error")}
    other = {"/applied_type": "重复诉求", "/submitted_at": "2026-07-06T15:00"}
    assert found(engine, KIND, other) == {("/applied_type", "type_not_allowed", "error")}
