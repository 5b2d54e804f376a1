"""The mandate: twenty wrong ones, and what it does not need."""

from collections.abc import Mapping
from typing import Any

from docgen import Engine
from tests.schemas.guard.cases import found

KIND = "power_of_attorney"
PERSON = {
    "/principal/sort": "person",
    "/principal/credit_code": None,
    "/principal/representative": None,
}

# Written down from Order 121 and the penalty procedure before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "nobody gives it": ({"/principal/name": " "}, "/principal/name", "required"),
    "a unit that nobody stands for": (
        {"/principal/representative": None}, "/principal/representative", "required",
    ),
    "a unit of no licence": (
        {"/principal/credit_code": None}, "/principal/credit_code", "required",
    ),
    "a code that fails its check": (
        {"/principal/credit_code": "91999900MA1XG6125N"},
        "/principal/credit_code",
        "credit_code_check",
    ),
    "a person with a licence": (
        {"/principal/sort": "person"}, "/principal/credit_code", "of_an_organisation",
    ),
    "a unit with an identity card": (
        {"/principal/id_type": "resident_card", "/principal/id_number": "99999919850612003X"},
        "/principal/id_type",
        "of_a_person",
    ),
    "an agent without a name": ({"/attorney/name": "方女士"}, "/attorney/name", "half_a_name"),
    "an agent without a paper": (
        {"/attorney/id_number": None}, "/attorney/id_number", "required",
    ),
    "a paper that fails its check": (
        {"/attorney/id_number": "999999199309180119"}, "/attorney/id_number", "identity_check",
    ),
    "the principal himself": (
        {**PERSON, "/principal/name": "方可欣"}, "/attorney/name", "agent_is_party",
    ),
    "who stands for the unit as a stranger to it": (
        {"/attorney/employer": "示例市诚办信息服务有限公司"},
        "/attorney/employer",
        "contractor_as_agent",
    ),
    "no matters": ({"/matters": "无"}, "/matters", "says_nothing"),
    "everything": ({"/matters": "全权处理投诉。"}, "/matters", "powers_in_full"),
    "a lawsuit": ({"/matters": "代为起诉、应诉。"}, "/matters", "court_wording"),
    "no powers": ({"/powers": []}, "/powers", "too_few"),
    "a power twice": ({"/powers": ["attend", "attend"]}, "/powers/1", "power_repeated"),
    "a power of no list": ({"/powers": ["特别授权"]}, "/powers/0", "not_an_option"),
    "to settle without the power": (
        {"/powers": ["state", "attend"]}, "/powers", "power_not_ticked",
    ),
    "inquired in another's place": (
        {**PERSON, "/powers": ["answer", "settle"]}, "/powers/0", "inquiry_is_personal",
    ),
    "a term backwards": ({"/term_to": "2026-06-01"}, "/term_to", "term_reversed"),
    "a term that is over": (
        {"/term_from": "2026-05-01", "/term_to": "2026-06-01"}, "/term_to", "term_over",
    ),
    "a term from before the signature": (
        {"/term_from": "2026-06-01"}, "/term_from", "term_before_signing",
    ),
    "a copy of the mandate": (
        {"/original_received": False}, "/original_received", "original_missing",
    ),
    "no proof of who acts": (
        {"/id_copy_received": False}, "/id_copy_received", "original_missing",
    ),
}  # fmt: skip


def test_a_person_needs_no_paper_of_his_own_and_no_employer(engine: Engine) -> None:
    assert found(engine, KIND, {**PERSON, "/attorney/employer": None}) == set()
