"""The contents of a file: what else may not stand in it."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "file_contents_list"

# Written down from article 78 and article 37 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no part": ({"/volume": None}, "/volume", "required"),
    "a sort of no list": ({"/file_sort": "信访"}, "/file_sort", "not_an_option"),
    "a receipt before its paper": (
        {"/papers/0/name": "送达回证"}, "/papers/0/name", "receipt_without_paper",
    ),
    "a later paper before an earlier": (
        {"/papers/1/dated_on": "2026-06-30"}, "/papers/2", "out_of_order",
    ),
    "the decision before the filing": (
        {
            "/file_sort": "penalty",
            "/papers/1/name": "行政处罚决定书",
            "/papers/3/name": "立案审批表",
        },
        "/papers/3",
        "out_of_order",
    ),
    "a report's result in the first part": (
        {"/file_sort": "inspection", "/papers/1/name": "举报处理结果告知书"},
        "/papers/1/name",
        "paper_of_second_part",
    ),
    "a reporter in the remark": (
        {"/file_sort": "penalty", "/papers/0/remark": "举报人提供"},
        "/papers/0/name",
        "paper_of_second_part",
    ),
    "a lawyer's advice in the first part": (
        {"/file_sort": "report", "/papers/0/name": "法律咨询记录"},
        "/papers/0/name",
        "paper_of_second_part",
    ),
    "no page": ({"/papers/0/first_page": 0}, "/papers/0/first_page", "out_of_range"),
    "a page in words": ({"/papers/0/last_page": "二"}, "/papers/0/last_page", "not_a_count"),
    "no name": ({"/papers/0/name": "无"}, "/papers/0/name", "says_nothing"),
}  # fmt: skip


def lines_of(engine: Engine, changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return pages and remark of every row as they are printed."""
    values = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values
    return [(each.pages, each.remark) for each in values.lines]


def test_a_row_says_where_it_begins_and_the_last_where_it_ends(engine: Engine) -> None:
    assert [pages for pages, _ in lines_of(engine, {})] == ["1", "3", "4", "5", "6", "9-11"]
    assert lines_of(engine, {"/papers/5/last_page": 9})[-1] == ("9", "")


def test_void_papers_stay_in_the_list(engine: Engine) -> None:
    changes = {"/papers/1/state": "void", "/papers/1/remark": "另行出具"}
    assert lines_of(engine, changes)[1] == ("3", "作废；另行出具")


def test_a_complaint_has_no_reporter_to_hide(engine: Engine) -> None:
    assert found(engine, KIND, {"/papers/4/name": "法律咨询记录"}) == set()
