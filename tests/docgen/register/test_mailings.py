"""Letters that nobody took prove a firm unreachable; what the register delivered says otherwise."""

from datetime import date

import pytest

from docgen import Engine
from docgen.register.actor import Actor
from docgen.register.case_rules import judge
from docgen.register.database import Register
from docgen.register.delivery import record_delivery
from tests.docgen.register.test_issue import example_of, issue_one

LISTING = "abnormal_operations_listing_decision"


@pytest.mark.parametrize("office", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("method", "day", "proof", "found"),
    [
        ("post", 28, "1000000000021", ("/mailings/0/tracking_number", "letter_received")),
        ("post", 28, "1000 0000 00035", ("/mailings/1/tracking_number", "letter_received")),
        ("direct", 21, "当面签收", ("/mailings", "reached_meanwhile")),
        ("left", 21, "见证人在场", None),
        ("direct", 19, "当面签收", None),
    ],
)
def test_a_letter_that_was_delivered_proves_nothing(
    register: Register,
    engine: Engine,
    officer: Actor,
    method: str,
    day: int,
    proof: str,
    found: tuple[str, str] | None,
) -> None:
    listing = example_of(engine, LISTING)
    notice = example_of(engine, "inspection_notice", party=listing["party"])
    earlier = {"issued_on": "2026-05-18", "planned_from": "2026-05-21T09:30"}
    notice |= earlier | {"planned_to": "2026-05-21T10:30"}
    sent = issue_one(register, engine, officer, "inspection_notice", payload=notice)
    record_delivery(
        register, sent.id, method=method, recipient="示例市鸿远信息咨询有限公司",
        delivered_on=date(2026, 5, day), actor=officer, proof=proof,
    )  # fmt: skip
    case = engine.check(LISTING, listing, copy="draft")
    with register.reading() as connection:
        told = [(each.pointer, each.code) for each in judge(connection, engine, case, None)]
    codes = ("letter_received", "reached_meanwhile")
    assert [each for each in told if each[1] in codes] == ([found] if found else [])
