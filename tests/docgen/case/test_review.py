"""A case half written is judged as far as it goes, and a whole one as `build_case` judges it."""

from datetime import date
from typing import Any

from docgen import Engine
from docgen.case.review import review
from schemas.ground.base import Facts, Weight
from tests.catalogue import Sample, every_sample, read_sample


def reviewed(engine: Engine, kind: str, payload: Any, **files: bytes) -> set[tuple[str, str]]:
    facts = Facts(engine.law, engine.house, date(2026, 7, 10), "draft", files)
    found = review(engine.catalogue[kind], payload, facts)
    return {(each.pointer, each.code) for each in found.findings}


def test_an_identity_number_is_judged_before_the_party_is_complete(engine: Engine) -> None:
    party = {"id_type": "resident_card", "id_number": "999999199205120023"}
    found = reviewed(engine, "mediation_agreement", {"complainants": [party]})
    assert ("/complainants/0/id_number", "identity_check") in found
    assert ("/complainants/0/name", "required") in found


def test_a_complete_part_is_judged_while_the_case_is_not(engine: Engine) -> None:
    kind = "non_acceptance_notice"
    example = dict(engine.catalogue[kind].schema.example)
    approval = {**example["approval"], "employed_by_authority": False}
    found = reviewed(engine, kind, {"approval": approval})
    assert ("/approval/employed_by_authority", "approver_not_official") in found


def test_days_out_of_order_are_told_before_the_rest_is_written(engine: Engine) -> None:
    days = {
        "received_on": "2026-06-19",
        "accepted_on": "2026-06-18",
        "notified_on": "2026-07-03",
        "mediated_on": "2026-07-10",
    }
    assert ("/accepted_on", "before_receipt") in reviewed(engine, "mediation_agreement", days)


def test_what_can_be_judged_is_told_in_the_first_round(engine: Engine) -> None:
    """A rule runs as far as what it asks for is written, whatever else is missing."""
    kind = "site_inspection_record"
    whole = dict(engine.catalogue[kind].schema.example) | {"ended_at": "2026-07-01 08:00"}
    facts = Facts(engine.law, engine.house, date(2026, 7, 10), "draft")
    half = {name: each for name, each in whole.items() if name not in {"subject", "photos"}}
    present = {"state": "present", "attendee_name": ""}
    found = review(engine.catalogue[kind], half | {"presence": present}, facts)
    told = {(each.pointer, each.code) for each in found.everything}
    assert ("/subject", "required") in told
    assert ("/ended_at", "time_reversed") in told
    assert ("/presence/attendee_name", "required") in told
    assert found.further, "while somebody types, less is said"


def test_what_a_rule_cannot_judge_yet_is_not_called_right(engine: Engine) -> None:
    kind = engine.catalogue["completed_quantity_confirmation"]
    facts = Facts(engine.law, engine.house, date(2026, 7, 10), "draft")
    example = dict(kind.schema.example)
    half = {name: each for name, each in example.items() if name != "contract"}
    assert "/completed" in review(kind, half, facts).unjudged
    assert not review(kind, example, facts).unjudged


@every_sample
def test_a_whole_case_has_the_notices_it_always_has(engine: Engine, sample: Sample) -> None:
    payload, files = read_sample(sample)
    facts = Facts(engine.law, engine.house, date(2026, 7, 10), "draft", files)
    found = review(engine.catalogue[sample.kind], payload, facts)
    assert found.case is not None
    assert found.findings == found.case.notices
    assert all(each.weight is Weight.notice for each in found.findings)
