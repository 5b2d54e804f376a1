"""The hand-over list: what may not stand in it, and what it counts."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import TODAY, example, found

KIND = "handover_list"

# Written down from the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "a reason of no list": ({"/handover_reason": "其他"}, "/handover_reason", "not_an_option"),
    "nobody takes it over": ({"/taken_over_by": None}, "/taken_over_by", "required"),
    "who gives takes": ({"/taken_over_by": "方可欣"}, "/taken_over_by", "person_repeated"),
    "who takes looks on": ({"/supervised_by": "周启明"}, "/supervised_by", "person_repeated"),
    "a desk takes it over": ({"/taken_over_by": "综合科"}, "/taken_over_by", "not_a_person"),
    "data without a digest": (
        {"/items_handed/3/digest": None}, "/items_handed/3/digest", "digest_missing",
    ),
    "a disk without a digest": (
        {"/items_handed/1/medium": "光盘"}, "/items_handed/1/digest", "digest_missing",
    ),
    "half a digest": (
        {"/items_handed/0/digest": "9f2c1a7b"}, "/items_handed/0/digest", "digest_form",
    ),
    "no unit": ({"/items_handed/0/unit": None}, "/items_handed/0/unit", "required"),
    "a row that says nothing": (
        {"/items_handed/0/name": "略"}, "/items_handed/0/name", "says_nothing",
    ),
}  # fmt: skip


def test_rows_are_counted_by_sort_and_missing_ones_apart(engine: Engine) -> None:
    changes = {"/items_handed/1/state": "missing", "/items_handed/1/remark": "借出未还"}
    told = engine.check(KIND, example(engine, KIND, changes), today=TODAY).values
    assert told.counted == "共5项：台账1项，卷宗2项，电子数据1项，账号权限1项；其中缺失1项"
    assert told.items_handed[1].sort_shown == "卷宗（缺失）"
    assert told.items_handed[0].digest_shown == "9f2c1a7be04d8365"


def test_what_is_missing_needs_no_digest(engine: Engine) -> None:
    lost = {
        "/items_handed/3/digest": None,
        "/items_handed/3/state": "missing",
        "/items_handed/3/remark": "硬盘损坏",
        "/items_handed/3/quantity": 0,
    }
    assert found(engine, KIND, lost) == set()
