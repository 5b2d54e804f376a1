"""The periods a kind starts and settles are periods of the law, on days its payload has."""

from datetime import date

import pytest

from docgen import Engine
from schemas.ground.fields import Count, Day, Group, Moment, Rows
from schemas.ground.kind import Clock, KindSchema
from schemas.kinds.complaint.mediation_agreement import MediationAgreement
from schemas.kinds.complaint.non_acceptance_notice import NonAcceptanceNotice
from schemas.kinds.referral.referral_letter import ReferralLetter
from schemas.kinds.report.site_inspection_record import SiteInspectionRecord
from schemas.law import Layer
from schemas.parts.delivery import Delivery


def test_every_clock_names_days_of_its_kind_and_a_period_of_the_law(engine: Engine) -> None:
    for kind in engine.catalogue.values():
        fields = kind.reader.fields
        for clock in kind.schema.clocks:
            assert clock.code in engine.law.deadlines, (kind.name, clock)
            assert clock.starts or clock.settled_by or clock.days, (kind.name, clock)
            if clock.days:
                assert isinstance(fields[clock.days], Count)
            for name in filter(None, (clock.starts, clock.contract_starts, clock.settled_by)):
                assert isinstance(fields[name], Day | Moment), (kind.name, name)
            if clock.left_out:
                rows = fields[clock.left_out]
                assert isinstance(rows, Rows)
                assert rows.below
                assert {"first", "last"} <= set(rows.below.fields)


def test_a_duty_that_includes_telling_is_of_the_law_or_says_so_and_its_kind_is_delivered(
    engine: Engine,
) -> None:
    for kind in engine.catalogue.values():
        for clock in kind.schema.clocks:
            if clock.told:
                assert kind.header.copies > 1
                period = engine.law.deadline(clock.code, date(2026, 7, 1))
                assert period.layer is Layer.STATUTORY or "告知" in period.action
                assert any(
                    isinstance(field, Group) and isinstance(field.below, Delivery)
                    for field in kind.reader.fields.values()
                )


def test_non_acceptance_is_decided_and_told_and_ends_the_mediation_that_is_not_owed() -> None:
    assert NonAcceptanceNotice.clocks == (
        Clock("D1", starts="received_on", settled_by="issued_on", told=True),
        Clock("D7", settled_by="issued_on"),
        Clock("D2", settled_by="issued_on"),
    )


def test_mediation_counts_by_law_from_acceptance_and_by_contract_from_receipt() -> None:
    (clock,) = (each for each in MediationAgreement.clocks if each.code == "D2")
    assert (clock.starts, clock.contract_starts) == ("accepted_on", "received_on")
    assert clock.left_out == "testing"


def test_a_clue_is_settled_by_filing_or_by_leaving_the_bureau() -> None:
    assert {each.settled_by for each in ReferralLetter.clocks} == {"filed_on", "issued_on"}
    assert {each.code for each in ReferralLetter.clocks} == {"D4"}


@pytest.mark.parametrize("kind", [KindSchema, SiteInspectionRecord])
def test_a_kind_that_says_nothing_has_no_clock(kind: type[KindSchema]) -> None:
    assert kind.clocks == ()
