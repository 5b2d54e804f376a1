"""The last leaf of a file: what it may not say."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example

KIND = "file_reference_sheet"

# Written down from the form and article 78 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no part": ({"/volume": None}, "/volume", "required"),
    "no day": ({"/compiled_on": None}, "/compiled_on", "required"),
    "checked by himself, spaced out": ({"/checker": "周 启明"}, "/checker", "checker_is_compiler"),
    "checked by a unit": (
        {"/checker": "示例市诚办信息服务有限公司"}, "/checker", "official_is_firm",
    ),
    "checked by a desk": ({"/checker": "综合科"}, "/checker", "not_a_person"),
    "checked by half a name": ({"/checker": "苗某"}, "/checker", "half_a_name"),
    "put together the day before": (
        {"/compiled_on": "2026-07-07"}, "/compiled_on", "compiled_before_closing",
    ),
    "put together on a day to come": ({"/compiled_on": "2027-01-04"}, "/compiled_on", "future_day"),
    "a sort of no list": ({"/file_sort": "人事"}, "/file_sort", "not_an_option"),
    "too much to say": ({"/file_account": "缺" * 2001}, "/file_account", "too_long"),
    "not said yet": ({"/file_account": "待补充"}, "/file_account", "left_open"),
}  # fmt: skip


def test_nothing_to_say_is_said(engine: Engine) -> None:
    for nothing in (None, "无"):
        payload = example(engine, KIND) | {"file_account": nothing}
        assert engine.check(KIND, payload, today=TODAY).values.account_lines == "无。"
