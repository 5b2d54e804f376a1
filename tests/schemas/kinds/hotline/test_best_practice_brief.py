"""Briefs of good practice: wrong ones, and that cited figures are marked."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "best_practice_brief"
EFFECT, SOURCE, PROPOSAL = "/effects/0", "/practice_sources/0", "/proposals/0"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no subject": ({"/practice_subject": None}, "/practice_subject", "required"),
    "no source": ({"/practice_sources": []}, "/practice_sources", "too_few"),
    "nobody's practice": ({f"{SOURCE}/unit": "无"}, f"{SOURCE}/unit", "says_nothing"),
    "told nowhere": ({f"{SOURCE}/told_in": None}, f"{SOURCE}/told_in", "required"),
    "told on no day": ({f"{SOURCE}/told_on": None}, f"{SOURCE}/told_on", "required"),
    "told after the brief": (
        {f"{SOURCE}/told_on": "2026-07-04"}, f"{SOURCE}/told_on", "told_later",
    ),
    "no practice": ({"/practice": " "}, "/practice", "required"),
    "no effect": ({"/effects": []}, "/effects", "too_few"),
    "an effect without a source": (
        {f"{EFFECT}/source_number": None}, f"{EFFECT}/source_number", "required",
    ),
    "an effect of source zero": (
        {f"{EFFECT}/source_number": 0}, f"{EFFECT}/source_number", "out_of_range",
    ),
    "an effect of no source": (
        {f"{EFFECT}/source_number": 3}, f"{EFFECT}/source_number", "no_such_source",
    ),
    "a telephone in it": (
        {"/practice": "致电13800000000核实。"}, "/practice", "case_of_a_person",
    ),
    "an order in it": (
        {"/lessons": "工单202606120001234可以借鉴。"}, "/lessons", "case_of_a_person",
    ),
    "a person in it": ({"/practice": "李某来电后专人联系。"}, "/practice", "case_of_a_person"),
    "a person in an effect": (
        {f"{EFFECT}/claim": "王女士反映的问题当日解决"}, f"{EFFECT}/claim", "case_of_a_person",
    ),
    "no lesson": ({"/lessons": None}, "/lessons", "required"),
    "no proposal": ({"/proposals": []}, "/proposals", "too_few"),
    "a proposal for nobody": ({f"{PROPOSAL}/unit": None}, f"{PROPOSAL}/unit", "required"),
    "a proposal without a condition": (
        {f"{PROPOSAL}/condition": "无"}, f"{PROPOSAL}/condition", "says_nothing",
    ),
    "due before the brief": (
        {f"{PROPOSAL}/due_on": "2026-07-02"}, f"{PROPOSAL}/due_on", "due_before",
    ),
    "reviewed by its author": ({"/reviewer": "苗雨"}, "/reviewer", "reviewer_is_compiler"),
}  # fmt: skip


def test_figures_of_others_are_marked(engine: Engine) -> None:
    lines = engine.check(KIND, example(engine, KIND), today=TODAY).values.effect_lines
    assert lines == (
        "1. 首次联系平均用时由95分钟降到32分钟（来源1，引用的数字）",
        "2. 来电人重复来电明显减少（来源2）",
    )
