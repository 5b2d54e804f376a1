"""The cover of a file: what it may not say, and how long it is kept."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine, InvalidCaseError
from docgen.case.case import build_case
from schemas.ground.base import Facts, Record
from tests.schemas.guard.cases import TODAY, example, found

KIND = "case_file_cover"

# Written down from the form, article 78 and the archive's own table before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no part": ({"/volume": None}, "/volume", "required"),
    "a penalty without its decision": (
        {"/file_sort": "penalty", "/decision_paper": None}, "/decision_paper", "required",
    ),
    "closed on no day": ({"/closed_on": "7月8日"}, "/closed_on", "not_a_date"),
    "pages in words": ({"/page_count": "十一"}, "/page_count", "not_a_count"),
    "half a piece": ({"/paper_count": 5.5}, "/paper_count", "not_a_count"),
    "a fonds in words": ({"/fonds_number": "本局"}, "/fonds_number", "no_number"),
    "a volume in words": ({"/volume_number": "上"}, "/volume_number", "no_number"),
    "no name": ({"/case_name": "/"}, "/case_name", "says_nothing"),
    "a name that is not filled in": ({"/case_name": "____一案"}, "/case_name", "left_open"),
    "a name that is too long": ({"/case_name": "案" * 101}, "/case_name", "too_long"),
    "kept for nobody knows how long": (
        {"/retention_period": "待定"}, "/retention_period", "left_open",
    ),
}  # fmt: skip


def told(
    engine: Engine, period: str, changes: Mapping[str, Any]
) -> tuple[str, set[tuple[str, str]]]:
    """Return the period shown and what is found where the bureau has said how long it keeps."""
    row = Record({"file_sort": "complaint", "period": period})
    house = Record({**engine.house, "retention": (row,)})
    facts = Facts(engine.law, house, TODAY)
    try:
        case = build_case(engine.catalogue[KIND], example(engine, KIND, changes), facts)
    except InvalidCaseError as refusal:
        return "", {(each.pointer, each.code) for each in refusal.findings}
    return case.values.retention_shown, {(each.pointer, each.code) for each in case.notices}


@pytest.mark.parametrize("sort", ["complaint", "投诉处理卷宗"])
def test_the_bureaus_own_table_says_how_long(engine: Engine, sort: str) -> None:
    none_typed = {"/retention_period": None, "/file_sort": sort}
    assert told(engine, "30年", none_typed) == ("30年", set())
    assert told(engine, "30年", {}) == ("10年", {("/retention_period", "retention_differs")})


def test_files_of_another_sort_have_no_period(engine: Engine) -> None:
    changes = {"/retention_period": None, "/file_sort": "report"}
    assert told(engine, "30年", changes)[1] == {("/retention_period", "retention_missing")}


def test_a_draft_needs_no_period(engine: Engine) -> None:
    assert found(engine, KIND, {"/retention_period": None}, copy="draft") == set()
