"""A document issued without a case joins one: for a reason, once, and only where it may."""

from typing import Any

import pytest

from docgen import Engine
from docgen.errors import DocgenError
from docgen.register import audit, cases, prefill
from docgen.register.actor import Role
from docgen.register.case_list import find_case
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.issued import NotAllowedError, find, known
from docgen.register.issuing import DocumentStateError
from docgen.register.joining import JoinError, join_case
from docgen.register.numbers import ReasonMissingError
from docgen.register.proof import prove_rows
from tests.docgen.register.accounts import CONSOLE, staff
from tests.docgen.register.papers import close_case, open_case, put_document

DECISION, REFUSAL = "complaint_acceptance_decision", "non_acceptance_notice"
WHY = "出具时漏写案卷编号"


@pytest.fixture
def example(engine: Engine) -> dict[str, Any]:
    return dict(engine.catalogue[DECISION].schema.example)


def test_it_joins_with_its_reason_and_the_case_knows_what_it_says(
    register: Register, engine: Engine, example: dict[str, Any]
) -> None:
    officer = staff(register, "何静远", Role.officer)
    cases.open_case(register, "C-1", {"complainant_name": "赵一"}, actor=CONSOLE)
    paper = put_document(register, DECISION, example)
    before = known(find(register, paper))
    joined = join_case(register, engine.catalogue, paper, "C-1", f" {WHY} ", actor=officer)
    assert (joined.case_ref, joined.joined_reason) == ("C-1", WHY)
    assert (joined.sha256, joined.payload_sha256) == (before.sha256, before.payload_sha256)
    assert [(each.act, each.detail["case_ref"]) for each in audit.life_of(register, paper)] == [
        ("join_case", "C-1")
    ]
    begun = prefill.prefill(register, engine.catalogue, "mediation_notice", "C-1")
    assert begun["complaint_subject"] == example["complaint_subject"]
    # What the case was told when it came in stays as it was told.
    with register.reading() as connection:
        recalled = prefill.recall(connection, engine.catalogue, "C-1")
    assert recalled.known["complainant_name"] == "赵一"
    assert not [each for each in prove_rows(register).rows if each.key == paper]


def test_a_new_reference_opens_the_case(
    register: Register, engine: Engine, example: dict[str, Any]
) -> None:
    officer = staff(register, "何静远", Role.officer)
    paper = put_document(register, DECISION, example)
    join_case(register, engine.catalogue, paper, "C-9", WHY, actor=officer)
    assert find_case(register, "C-9").closed_at is None


@pytest.mark.parametrize(
    ("case_ref", "reason", "fault"),
    [
        ("C-1", "", ReasonMissingError),
        ("C 1", WHY, CaseReferenceError),
        ("CLOSED", WHY, CaseClosedError),
        ("REFUSED", WHY, JoinError),
    ],
)
def test_it_joins_no_case_that_is_closed_or_holds_what_denies_it(
    register: Register, engine: Engine, example: dict[str, Any], case_ref: str, reason: str,
    fault: type[DocgenError],
) -> None:  # fmt: skip
    officer = staff(register, "何静远", Role.officer)
    open_case(register, "CLOSED")
    close_case(register, "CLOSED")
    open_case(register, "REFUSED")
    refusal = dict(engine.catalogue[REFUSAL].schema.example)
    put_document(register, REFUSAL, refusal, case_ref="REFUSED")
    paper = put_document(register, DECISION, example)
    with pytest.raises(fault):
        join_case(register, engine.catalogue, paper, case_ref, reason, actor=officer)
    assert known(find(register, paper)).case_ref is None


def test_it_joins_once_while_in_force_and_by_who_issues(
    register: Register, engine: Engine, example: dict[str, Any]
) -> None:
    officer = staff(register, "何静远", Role.officer)
    open_case(register, "C-1")
    there = put_document(register, DECISION, example, case_ref="C-1")
    with pytest.raises(JoinError, match="已经在案卷 C-1"):
        join_case(register, engine.catalogue, there, "C-2", WHY, actor=officer)
    void = put_document(register, DECISION, example, state="void")
    with pytest.raises(DocumentStateError):
        join_case(register, engine.catalogue, void, "C-2", WHY, actor=officer)
    drafter = staff(register, "林晓岚", Role.drafter)
    with pytest.raises(NotAllowedError):
        join_case(register, engine.catalogue, there, "C-2", WHY, actor=drafter)
