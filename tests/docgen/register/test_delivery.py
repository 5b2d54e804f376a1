"""Deliveries are recorded for documents in force only, and what is missing is counted."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.delivery import (
    DeliveryError,
    RecordedDelivery,
    deliveries_of,
    record_delivery,
    undelivered,
)
from docgen.register.issued import NotAllowedError, UnknownDocumentError
from docgen.register.proof import check_chain
from docgen.register.tables import audit
from schemas.kinds.complaint.mediation_agreement import MediationAgreement
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice
from schemas.kinds.report.site_inspection_record import SiteInspectionRecord
from tests.docgen.register.papers import put_document, void_document
from tests.doubles.clock import Clock

OFFICER = Actor("何静远", Role.officer)
UNTOLD = {name: each for name, each in NonAcceptanceNotice.example.items() if name != "delivery"}
Deliver = Callable[..., RecordedDelivery]


@pytest.fixture
def evening(register: Register) -> Register:
    """A register on the evening of 18 June 2026 in Beijing."""
    return replace(register, now=Clock(datetime(2026, 6, 18, 15, 30, tzinfo=UTC)))


@pytest.fixture
def deliver(evening: Register) -> Deliver:
    """Record a delivery; what a test does not care about is filled in."""

    def record(document_id: str, **stated: Any) -> RecordedDelivery:
        filled: dict[str, Any] = {
            "method": "post",
            "recipient": "林晓岚",
            "delivered_on": date(2026, 6, 18),
            "actor": OFFICER,
            "proof": "邮件 1234567890123",
        }
        return record_delivery(evening, document_id, **filled | stated)

    return record


def test_a_delivery_is_found_again_as_it_was_recorded(evening: Register, deliver: Deliver) -> None:
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    first = deliver(issued)
    second = deliver(issued, method="sms", proof=None)
    assert deliveries_of(evening, issued, actor=OFFICER) == [first, second]
    assert first.recorded_by == OFFICER.name
    assert first.recorded_at < second.recorded_at < evening.now()


def test_the_audit_trail_names_the_act_and_no_party(evening: Register, deliver: Deliver) -> None:
    issued = put_document(evening, "site_inspection_record", {})
    recorded = deliver(issued)
    with evening.reading() as connection:
        entry = connection.execute(select(audit).where(audit.c.act == "deliver")).one()
    assert (entry.actor, entry.document_id) == (OFFICER.name, issued)
    assert entry.detail == {"delivery": recorded.id, "method": "post", "delivered_on": "2026-06-18"}
    assert "林晓岚" not in json.dumps(entry.detail, ensure_ascii=False)


def test_who_looks_at_deliveries_is_recorded(evening: Register, deliver: Deliver) -> None:
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    deliver(issued)
    deliveries_of(evening, issued, actor=OFFICER)
    with evening.reading() as connection:
        looks = select(audit.c.actor, audit.c.detail).where(audit.c.act == "read_deliveries")
        assert connection.execute(looks).all() == [(OFFICER.name, {"count": 1})]


def test_the_day_of_delivery_is_a_day_in_beijing(evening: Register, deliver: Deliver) -> None:
    """At half past eleven in the evening in Beijing it is still the afternoon in Greenwich."""
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    with pytest.raises(DeliveryError, match="今天之后"):
        deliver(issued, delivered_on=date(2026, 6, 19))
    deliver(issued, delivered_on=date(2026, 6, 18))


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ({"method": "pigeon"}, "没有这种送达方式.*直接送达"),
        ({"recipient": "  "}, "由谁收到"),
        ({"recipient": "长" * 81}, "不超过 80 字"),
        ({"proof": "长" * 201}, "不超过 200 字"),
        ({"delivered_on": date(2026, 6, 16)}, "早于文书日期"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused_and_nothing_is_kept(
    evening: Register, deliver: Deliver, stated: dict[str, Any], words: str
) -> None:
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    with pytest.raises(DeliveryError, match=words):
        deliver(issued, **stated)
    assert deliveries_of(evening, issued, actor=OFFICER) == []


def test_only_the_bureau_says_what_arrived(evening: Register, deliver: Deliver) -> None:
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    with pytest.raises(NotAllowedError):
        deliver(issued, actor=Actor("罗一鸣", Role.drafter))
    assert deliveries_of(evening, issued, actor=OFFICER) == []


def test_a_void_document_is_not_delivered(evening: Register, deliver: Deliver) -> None:
    issued = put_document(evening, "non_acceptance_notice", UNTOLD)
    void_document(evening, issued)
    with pytest.raises(DeliveryError, match="作废"):
        deliver(issued)


def test_what_was_superseded_after_it_arrived_can_still_be_recorded(
    evening: Register, deliver: Deliver
) -> None:
    deliver(put_document(evening, "non_acceptance_notice", UNTOLD, state="superseded"))


def test_a_document_still_being_issued_is_no_document(evening: Register, deliver: Deliver) -> None:
    for strange in ("0" * 32, put_document(evening, "referral_letter", {}, state="pending")):
        with pytest.raises(UnknownDocumentError):
            deliver(strange)


def test_undelivered_are_the_copies_that_leave_the_house_and_have_not_arrived(
    evening: Register, engine: Engine, deliver: Deliver
) -> None:
    """Of an agreement's three copies one stays: two parties want theirs, each one once."""
    agreement = put_document(evening, "mediation_agreement", MediationAgreement.example)
    notice = put_document(evening, "non_acceptance_notice", UNTOLD)

    def missing() -> dict[str, int]:
        return {each.document_id: each.missing for each in undelivered(evening, engine.catalogue)}

    assert missing() == {agreement: 2, notice: 1}
    deliver(agreement, recipient="沈若棠")
    deliver(agreement, recipient="沈若棠", method="sms")
    assert missing() == {agreement: 1, notice: 1}
    deliver(agreement, recipient="示例市跃动健身服务有限公司")
    deliver(notice)
    assert missing() == {}
    # Number 0 is about documents without an entry: those of this test were put in by hand.
    assert [each for each in check_chain(evening) if each.sequence] == []


def test_a_delivery_that_the_payload_states_is_one(evening: Register, engine: Engine) -> None:
    put_document(evening, "non_acceptance_notice", NonAcceptanceNotice.example)
    assert undelivered(evening, engine.catalogue) == []


def test_what_stays_in_the_file_or_is_out_of_force_awaits_no_delivery(
    evening: Register, engine: Engine
) -> None:
    put_document(evening, "site_inspection_record", SiteInspectionRecord.example)
    for state in ("pending", "superseded", "void"):
        put_document(evening, "non_acceptance_notice", UNTOLD, state=state)
    assert undelivered(evening, engine.catalogue) == []
