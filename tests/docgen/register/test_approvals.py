"""Consent by an act: laid before a station, agreed to or sent back, void once the paper changes."""

import json
import tomllib
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.clock import BEIJING
from docgen.errors import InvalidCaseError
from docgen.house import check_house
from docgen.register import approvals, drafts
from docgen.register.actor import Actor, Role
from docgen.register.approvals import (
    ApprovalStateError,
    Asked,
    ask,
    consents,
    decide,
    digest_of,
    refuse_unapproved,
    stations_for,
    waiting_for,
)
from docgen.register.database import Register, open_register
from docgen.register.issue import issue
from docgen.register.issued import NotAllowedError
from docgen.register.proof import prove
from docgen.register.tables import documents
from docgen.settings import Settings
from schemas.ground.base import Record
from schemas.parts.given_by_act import blocks_of, filled
from tests.docgen.register.accounts import staff
from tests.docgen.register.wholeness import assert_whole
from tests.doubles.quick_render import QuickRender
from tests.own_house import SHIPPED

KIND, FORM = "non_acceptance_notice", "inspection_approval_form"
DRAFTER, OFFICER = Actor("苗雨", Role.drafter), Actor("何静远", Role.officer)
HEAD, DEPUTY = Actor("沈嘉木", Role.officer), Actor("周启明", Role.officer)
APPROVERS = [
    {"account": HEAD.name, "name": "沈嘉木", "post": "市场监督管理所所长", "station": "unit_head"},
    {"account": DEPUTY.name, "name": "周启明", "post": "分管副局长", "station": "authority_head"},
    {"account": HEAD.name, "name": "沈嘉木", "post": "代理局长", "station": "authority_head"},
]


def house_of(way: str, approvers: list[dict[str, str]] = APPROVERS) -> Record:
    facts = tomllib.loads(SHIPPED.read_text("utf-8"))
    return check_house(facts | {"approval": way, "approvers": approvers}, "house.toml")


def typed(engine: Engine, kind: str = KIND, **changes: Any) -> dict[str, Any]:
    """Return a paper as a drafter types it, its consent left out."""
    wanted = engine.catalogue[kind]
    example = {**wanted.schema.example, **changes}
    return {
        name: value
        for name, value in example.items()
        if name != "document_number" and name not in {*blocks_of(wanted.reader)}
    }


@pytest.fixture
def two(engine: Engine) -> Engine:
    """An engine whose office has its papers approved by two, one after the other."""
    return engine.with_house(house_of("two"))


@pytest.fixture
def one(engine: Engine) -> Engine:
    """An engine whose office has its papers approved by one of two."""
    return engine.with_house(house_of("one"))


@pytest.fixture
def draft(register: Register, engine: Engine) -> drafts.Draft:
    """A draft of somebody who prepares papers; what it says stands in `typed`."""
    staff(register, DRAFTER.name, DRAFTER.role, None)
    return drafts.save(register, "a" * 32, KIND, {"x": "y"}, base=0, actor=DRAFTER)


def laid(register: Register, engine: Engine, payload: dict[str, Any]) -> Asked:
    kind = engine.catalogue[KIND]
    sha256 = digest_of(kind, payload, {})
    return ask(register, engine.house, kind, "a" * 32, sha256, actor=DRAFTER)


def decided(register: Register, engine: Engine, asked: Asked, actor: Actor, **said: Any) -> Asked:
    options = {"agreed": True, "opinion": "同意。", "sha256": asked.sha256} | said
    kind = engine.catalogue[KIND]
    sha256 = options.pop("sha256")
    return decide(register, engine.house, kind, asked.id, sha256, actor=actor, **options)


def codes(register: Register, engine: Engine, payload: Any, draft_id: str | None) -> list[str]:
    kind = engine.catalogue[KIND]
    try:
        refuse_unapproved(register, engine.house, kind, payload, {}, draft_id)
    except InvalidCaseError as fault:
        return [each.code for each in fault.findings]
    return []


def test_as_shipped_consent_is_typed_and_nothing_is_asked(
    register: Register, engine: Engine, draft: drafts.Draft
) -> None:
    kind = engine.catalogue[KIND]
    assert stations_for(kind, engine.house) == ()
    assert codes(register, engine, dict(kind.schema.example), None) == []
    assert waiting_for(register, engine.house, actor=HEAD) == []
    with pytest.raises(ApprovalStateError):
        laid(register, engine, typed(engine))


def test_which_kinds_have_consent_is_read_off_their_fields(engine: Engine) -> None:
    two, one, kinds = house_of("two"), house_of("one"), engine.catalogue
    needed = {kind.name for kind in kinds.values() if stations_for(kind, two)}
    assert {KIND, FORM, "settlement_invoice", "case_filing_approval_form"} <= needed
    assert not needed & {"site_inspection_record", "mediation_agreement"}
    assert stations_for(kinds[FORM], two) == ("unit_head", "authority_head")
    assert stations_for(kinds[KIND], one) == ("authority_head",)
    with pytest.raises(Exception, match="批准人里要有办案机构负责人"):
        house_of("two", APPROVERS[1:2])


def test_two_agree_one_after_the_other_and_the_block_is_theirs(
    register: Register, two: Engine, draft: drafts.Draft
) -> None:
    kind, payload = two.catalogue[KIND], typed(two)
    first = laid(register, two, payload)
    assert laid(register, two, payload) == first
    assert [each.id for each in waiting_for(register, two.house, actor=HEAD)] == [first.id]
    assert waiting_for(register, two.house, actor=DEPUTY) == []
    decided(register, two, first, HEAD)
    # He stands in for the head of the authority, but has agreed below.
    assert waiting_for(register, two.house, actor=HEAD) == []
    (second,) = waiting_for(register, two.house, actor=DEPUTY)
    with pytest.raises(NotAllowedError):
        decided(register, two, second, HEAD)
    sha256 = digest_of(kind, payload, {})
    assert consents(register, two.house, kind, draft.id, sha256) == []
    decided(register, two, second, DEPUTY, opinion="同意，照此告知。")
    given = consents(register, two.house, kind, draft.id, sha256)
    whole = filled(kind.reader, payload, given)
    day = register.now().astimezone(BEIJING).date().isoformat()
    assert whole["approval"] == {
        "approver": "周启明", "post": "分管副局长", "employed_by_authority": True,
        "approved_on": day, "decision": "agreed", "opinion": "同意，照此告知。",
    }  # fmt: skip
    assert codes(register, two, whole, draft.id) == []
    assert prove(register).faults == []


def test_a_change_after_the_consent_makes_it_void(
    register: Register, two: Engine, draft: drafts.Draft
) -> None:
    kind, payload = two.catalogue[KIND], typed(two)
    asked = laid(register, two, payload)
    decided(register, two, asked, HEAD)
    (second,) = waiting_for(register, two.house, actor=DEPUTY)
    decided(register, two, second, DEPUTY)
    given = consents(register, two.house, kind, draft.id, asked.sha256)
    whole = filled(kind.reader, payload, given)
    changed = whole | {"complaint_subject": "另一件事"}
    assert codes(register, two, changed, draft.id) == ["not_approved"]
    forged = whole | {"approval": whole["approval"] | {"opinion": "同意别的。"}}
    assert codes(register, two, forged, draft.id) == ["not_approved"]
    assert codes(register, two, whole, "b" * 32) == ["not_approved"]
    assert codes(register, two, whole, None) == ["not_approved"]
    assert codes(register, two, dict(kind.schema.example), draft.id) == ["not_approved"]
    anew = laid(register, two, typed(two, complaint_subject="另一件事"))
    assert anew.id != asked.id
    with pytest.raises(ApprovalStateError, match="改过"):
        decided(register, two, anew, HEAD, sha256=asked.sha256)
    with pytest.raises(ApprovalStateError, match="已经有人办理"):
        decided(register, two, asked, HEAD)


def test_it_is_sent_back_with_a_reason_and_laid_anew(
    register: Register, two: Engine, draft: drafts.Draft
) -> None:
    payload = typed(two)
    asked = laid(register, two, payload)
    with pytest.raises(InvalidCaseError):
        decided(register, two, asked, HEAD, agreed=False, opinion="  ")
    back = decided(register, two, asked, HEAD, agreed=False, opinion="理由写得不清楚。")
    assert (back.decision, back.opinion, back.decided_by) == (
        "returned", "理由写得不清楚。", HEAD.name,
    )  # fmt: skip
    assert waiting_for(register, two.house, actor=DEPUTY) == []
    other = laid(register, two, payload)
    assert [each.id for each in waiting_for(register, two.house, actor=HEAD)] == [other.id]
    last = laid(register, two, typed(two, complaint_subject="改过的事"))
    assert approvals.find(register, other.id).decision == "overtaken"
    assert [each.id for each in waiting_for(register, two.house, actor=HEAD)] == [last.id]
    assert prove(register).faults == []


def test_nobody_approves_what_he_drafted_and_only_whom_the_house_names(
    register: Register, two: Engine, draft: drafts.Draft
) -> None:
    asked = laid(register, two, typed(two))
    for other in (DRAFTER, OFFICER, Actor("罗一鸣", Role.archivist), Actor("高铭", Role.admin)):
        with pytest.raises(NotAllowedError):
            decided(register, two, asked, other)
    drafts.save(register, draft.id, KIND, {"x": "z"}, base=1, actor=HEAD)
    assert waiting_for(register, two.house, actor=HEAD) == []
    with pytest.raises(NotAllowedError):
        decided(register, two, asked, HEAD)


def test_two_approvers_at_once_decide_once(
    office: Settings, register: Register, one: Engine, draft: drafts.Draft
) -> None:
    asked = laid(register, one, typed(one))
    told: list[str] = []

    def approver(actor: Actor) -> None:
        there = open_register(office, now=register.now)
        try:
            decided(there, one, asked, actor)
            told.append("agreed")
        except ApprovalStateError:
            told.append("too late")
        there.engine.dispose()

    both = [Thread(target=approver, args=(each,)) for each in (HEAD, DEPUTY)]
    for each in both:
        each.start()
    for each in both:
        each.join(60)
    assert sorted(told) == ["agreed", "too late"]
    assert prove(register).faults == []


def test_a_paper_is_issued_with_the_consent_that_was_given_and_not_without(
    register: Register, one: Engine, draft: drafts.Draft
) -> None:
    kind = one.catalogue[KIND]
    day = register.now().astimezone(BEIJING).date().isoformat()
    example = dict(kind.schema.example)
    payload = typed(
        one, received_on="2026-07-15", issued_on=day,
        delivery={"method": "sms", "delivered_on": day},
        reasons=example["reasons"].replace("2026年6月10日", "2026年7月15日"),
    )  # fmt: skip
    options: dict[str, Any] = {"actor": OFFICER, "render": QuickRender()}
    with pytest.raises(InvalidCaseError) as refused:
        issue(register, one, KIND, example, **options)
    assert [each.code for each in refused.value.findings] == ["not_approved"]
    assert_whole(register)
    asked = laid(register, one, payload)
    decided(register, one, asked, DEPUTY)
    given = consents(register, one.house, kind, draft.id, asked.sha256)
    whole = filled(kind.reader, payload, given)
    issued = issue(register, one, KIND, whole, document_id=draft.id, **options)
    with register.reading() as connection:
        kept = connection.scalar(select(documents.c.payload).where(documents.c.id == issued.id))
    assert json.loads(kept)["approval"]["approver"] == "周启明"
    assert_whole(register)
