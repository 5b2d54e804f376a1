"""Interpretations of policies: wrong ones, and what is only noticed."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from schemas.ground.base import Facts, Record
from tests.schemas.guard.cases import TODAY, example

KIND = "policy_interpretation_brief"
POLICY, CHANGE, STEP = "/policies/0", "/policy_changes/0", "/step_adjustments/0"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "a sort of no list": ({"/brief_sort": "简报"}, "/brief_sort", "not_an_option"),
    "no subject": ({"/brief_subject": "无"}, "/brief_subject", "says_nothing"),
    "no paper": ({"/policies": []}, "/policies", "too_few"),
    "a title without marks": ({f"{POLICY}/name": "处理办法"}, f"{POLICY}/name", "title_form"),
    "two titles in one": (
        {f"{POLICY}/name": "《甲办法》《乙办法》"}, f"{POLICY}/name", "title_form",
    ),
    "no number": ({f"{POLICY}/policy_number": None}, f"{POLICY}/policy_number", "required"),
    "a number without digits": (
        {f"{POLICY}/policy_number": "总局令"}, f"{POLICY}/policy_number", "no_number",
    ),
    "nobody's paper": ({f"{POLICY}/issued_by": None}, f"{POLICY}/issued_by", "required"),
    "in force from no day": (
        {f"{POLICY}/effective_on": None}, f"{POLICY}/effective_on", "required",
    ),
    "not in force yet": (
        {f"{POLICY}/effective_on": "2026-09-01"}, f"{POLICY}/effective_on", "not_in_force",
    ),
    "a plan of last year": (
        {f"{POLICY}/name": "《2025年每月一题工作方案》"}, f"{POLICY}/name", "plan_of_a_past_year",
    ),
    "no change": ({"/policy_changes": []}, "/policy_changes", "too_few"),
    "a change without an article": (
        {f"{CHANGE}/provision": "全文"}, f"{CHANGE}/provision", "provision_form",
    ),
    "a change without a quotation": (
        {f"{CHANGE}/after": "遇节假日顺延。"}, f"{CHANGE}/after", "not_quoted",
    ),
    "nothing changed": ({f"{CHANGE}/before": "“照旧。”", f"{CHANGE}/after": "“照旧。”"},
                        f"{CHANGE}/after", "nothing_changed"),
    "no impact": ({"/impact": None}, "/impact", "required"),
    "nothing done otherwise": ({"/step_adjustments": []}, "/step_adjustments", "too_few"),
    "done by nobody": ({f"{STEP}/person": None}, f"{STEP}/person", "required"),
    "done before the brief": ({f"{STEP}/due_on": "2026-07-02"}, f"{STEP}/due_on", "due_before"),
    "reviewed by its author": ({"/reviewer": "苗雨"}, "/reviewer", "reviewer_is_compiler"),
    "a number of another": (
        {"/adopted_number": "示商〔2026〕1号"}, "/adopted_number", "number_prefix",
    ),
}  # fmt: skip


def test_a_house_that_numbers_reports_wants_a_number(engine: Engine) -> None:
    house = Record({**engine.house, "service_reports_numbered": True})
    facts = Facts(engine.law, house, TODAY)
    values = engine.check(KIND, example(engine, KIND), today=TODAY).values
    reader = engine.catalogue[KIND].reader
    told = [each.code for each in type(reader).rules()["adopted_under_a_number"].check(
        reader, values, facts
    )]  # fmt: skip
    assert told == ["number_missing"]


def test_a_year_has_rules_of_its_own(engine: Engine) -> None:
    changes = {"/brief_sort": "yearly_rules", "/brief_subject": "2026年12345热线工作"}
    values = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values
    assert values.subject_line == "2026年12345热线工作全年工作细则"
