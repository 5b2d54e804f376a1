"""The dispatch slip: twenty wrong ones, and the days it shows."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.complaint.work_order_dispatch_slip import WorkOrderDispatchSlip
from tests.schemas.guard.cases import TODAY

KIND = "work_order_dispatch_slip"
STATIONS = WorkOrderDispatchSlip.example["stations"]
RETURNED = {
    "at": "2026-06-10T15:00",
    "unit": "和平路市场监督管理所",
    "to": "投诉举报接收中心",
    "reason": "依据《市场监督管理投诉举报处理办法》第十三条，本所不具备处理权限。",
}

# Written down from Order 121 and the contract before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no number": ({"/register_number": None}, "/register_number", "number_missing"),
    "a sort of no list": ({"/matter_sort": "表扬"}, "/matter_sort", "not_an_option"),
    "an urgency of no list": ({"/urgency": "很急"}, "/urgency", "not_an_option"),
    "no order": ({"/order_references": []}, "/order_references", "too_few"),
    "one order twice": (
        {"/order_references/1/number": "BJ20260610094201"},
        "/order_references/1/number",
        "order_repeated",
    ),
    "received at no minute": ({"/received_at": "6月10日"}, "/received_at", "not_a_moment"),
    "nothing said": ({"/digest_of_matter": "无"}, "/digest_of_matter", "says_nothing"),
    "a report in a complaint": (
        {"/digest_of_matter": "拒绝退款，并举报虚假宣传。"},
        "/digest_of_matter",
        "report_in_complaint",
    ),
    "no station": ({"/stations": []}, "/stations", "too_few"),
    "reception passed over": ({"/stations": STATIONS[1:]}, "/stations", "stations_order"),
    "the handler before the unit": (
        {"/stations": [STATIONS[0], STATIONS[1], STATIONS[3]]}, "/stations", "stations_order",
    ),
    "still on its way": ({"/stations": STATIONS[:2]}, "/stations", "not_passed_on"),
    "nobody took it": ({"/stations/2/person": " "}, "/stations/2/person", "required"),
    "a desk took it": ({"/stations/2/person": "窗口"}, "/stations/2/person", "not_a_person"),
    "taken before it came": (
        {"/stations/0/at": "2026-06-10T09:00"}, "/stations/0/at", "before_receipt",
    ),
    "taken before it was passed on": (
        {"/stations/2/at": "2026-06-10T10:00"}, "/stations/2/at", "signed_before_previous",
    ),
    "dispatched before it came": (
        {"/dispatched_on": "2026-06-09"}, "/dispatched_on", "before_receipt",
    ),
    "dispatched when its days were over": (
        {"/dispatched_on": "2026-06-23"}, "/dispatched_on", "dispatched_late",
    ),
    "sent on by the unit": (
        {"/returned": RETURNED | {"to": "东湖区市场监督管理局"}},
        "/returned/to",
        "returned_elsewhere",
    ),
    "returned by who never had it": (
        {"/returned": RETURNED | {"unit": "文化路所"}},
        "/returned/unit",
        "returned_by_a_stranger",
    ),
    "returned before it came": (
        {"/returned": RETURNED | {"at": "2026-06-10T09:00"}},
        "/returned/at",
        "returned_before_receipt",
    ),
    "returned on nothing written": (
        {"/returned": RETURNED | {"reason": "不归我们管。"}},
        "/returned/reason",
        "reason_without_basis",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("sort", "ends"),
    [
        ("complaint", ["2026年6月22日", "2026年6月15日"]),
        ("report", ["2026年7月2日", "2026年7月2日"]),
        ("other", []),
    ],
)
def test_the_days_follow_from_what_was_brought(engine: Engine, sort: str, ends: list[str]) -> None:
    payload = {**WorkOrderDispatchSlip.example, "matter_sort": sort}
    lines = engine.check(KIND, payload, today=TODAY).values.due_lines
    assert len(lines) == len(ends)
    for line, end in zip(lines, ends, strict=True):
        assert f"至{end}届满" in line.text
