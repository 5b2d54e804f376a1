"""The registration of a clue: what is wrong by the procedure or the form, and what is printed."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.kinds.report.case_source_registration_form import CaseSourceRegistrationForm
from tests.schemas.guard.cases import TODAY

KIND = "case_source_registration_form"
NAMED = {"name": "柏以宁", "phone": "13900003021"}
REPORTED = {"/case_source": "complaint_report", "/finders": None}
SENDER = {"name": "示例市东湖区市场监督管理局"}

# Written down from the procedure and the form before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "no source": ({"/case_source": None}, "/case_source", "required"),
    "a source that the form has not": ({"/case_source": "梦"}, "/case_source", "not_an_option"),
    "an inspection by nobody": ({"/finders": None}, "/finders", "required"),
    "a third line for inspectors": (
        {"/finders": [{"name": each, "unit": "所"} for each in ("周启明", "沈若溪", "陆则安")]},
        "/finders",
        "too_many",
    ),
    "an inspection and a reporter": (
        {"/provider": NAMED}, "/provider", "block_of_another_source",
    ),
    "a report and inspectors": (
        {"/case_source": "complaint_report"}, "/finders", "block_of_another_source",
    ),
    "handed over by nobody": (
        {"/case_source": "transferred", "/finders": None}, "/sender", "required",
    ),
    "assigned by nobody": ({"/case_source": "superior", "/finders": None}, "/sender", "required"),
    "a report and an authority": (
        {**REPORTED, "/sender": SENDER}, "/sender", "block_of_another_source",
    ),
    "another source unsaid": (
        {"/case_source": "other", "/finders": None}, "/other_source", "required",
    ),
    "another source beside one": (
        {"/other_source": "网络监测"}, "/other_source", "block_of_another_source",
    ),
    "a reporter without a name": (
        {**REPORTED, "/provider": {"phone": "13900003021"}}, "/provider/name", "required",
    ),
    "a unit that is a person": (
        {**REPORTED, "/provider": {**NAMED, "unit_name": "示例市牧野乳业有限公司"}},
        "/provider/name",
        "unit_and_person",
    ),
    "anonymous for a name": (
        {**REPORTED, "/provider": {"name": "匿名"}}, "/provider/name", "not_a_name",
    ),
    "half a name": ({**REPORTED, "/provider": {"name": "柏女士"}}, "/provider/name", "half_a_name"),
    "an identity number without its paper": (
        {**REPORTED, "/provider": {**NAMED, "id_number": "999999198805120021"}},
        "/provider/id_type",
        "required",
    ),
    "no content": ({"/clue_content": "无"}, "/clue_content", "says_nothing"),
    "registered before it was found": (
        {"/registered_on": "2026-06-16"}, "/registered_on", "before_clue",
    ),
    "registered when the time to verify is over": (
        {"/registered_on": "2026-07-20", "/unit_opinion": None},
        "/registered_on",
        "registered_late",
    ),
    "an opinion before the registration": (
        {"/unit_opinion/signed_on": "2026-06-16"},
        "/unit_opinion/signed_on",
        "signed_before_registration",
    ),
    "an opinion of the contractor": (
        {"/unit_opinion/employed_by_authority": False},
        "/unit_opinion/employed_by_authority",
        "signer_not_official",
    ),
    "no day on which it was found": ({"/found_on": None}, "/found_on", "required"),
}  # fmt: skip


def page(engine: Engine, copy: str = "delivery", **changes: Any) -> str:
    payload = {**CaseSourceRegistrationForm.example, **changes}
    payload = {name: value for name, value in payload.items() if value is not None}
    case = engine.check(KIND, payload, copy=copy, today=TODAY)
    return engine.write(case, "html").content.decode()


def test_one_source_is_ticked_and_the_other_blocks_are_struck(engine: Engine) -> None:
    printed = page(engine)
    assert printed.count("☑") == 1
    assert printed.count("□") == 4
    assert printed.count("<td>/</td>") + printed.count('<td colspan="3">/</td>') == 11


@pytest.mark.parametrize("data", ["柏以宁", "13900003021"])
def test_a_reporter_is_masked_in_the_redacted_copy(engine: Engine, data: str) -> None:
    reported = {"case_source": "complaint_report", "finders": None, "provider": NAMED}
    assert data in page(engine, **reported)
    assert data not in page(engine, copy="redacted", **reported)
    assert "匿名" in page(engine, **reported | {"provider": None})
