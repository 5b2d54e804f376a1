"""The record of a mediation: twenty wrong ones, and what it leaves open in its case."""

from collections.abc import Mapping
from typing import Any

import pytest

from docgen import Engine
from schemas.ground.neighbours import Standing
from schemas.kinds.complaint.mediation_notice import MediationNotice
from schemas.kinds.complaint.mediation_record import MediationRecord
from tests.schemas.guard.cases import TODAY

KIND = "mediation_record"
AGREED = {"/outcome": "performed", "/outcome_account": "当场退还3,000.00元。"}
BY_PHONE = {"/mode": "telephone", "/place": None}

# Written down from Order 121 before they were tried.
WRONG: Mapping[str, tuple[dict[str, Any], str, str]] = {
    "mediated before it was accepted": (
        {"/accepted_on": "2026-07-06"}, "/started_at", "before_acceptance",
    ),
    "behind the sixtieth day": (
        {
            "/started_at": "2026-08-17T10:00",
            "/ended_at": "2026-08-17T11:00",
            "/rounds": [
                {
                    "at": "2026-08-17T10:30",
                    "put_to": "both",
                    "proposal": "退一半。",
                    "reply": "不接受。",
                }
            ],
        },
        "/ended_at",
        "statutory_deadline",
    ),
    "ended before it began": ({"/ended_at": "2026-07-03T09:00"}, "/ended_at", "time_reversed"),
    "on site nowhere": ({"/place": None}, "/place", "required"),
    "on site on a screen": ({"/place": "腾讯会议"}, "/place", "place_not_on_site"),
    "the complainant would not": (
        {"/complainant_consent/answer": "refused"},
        "/complainant_consent/answer",
        "mediation_not_agreed",
    ),
    "consent taken afterwards": (
        {"/respondent_consent/said_on": "2026-07-04"},
        "/respondent_consent/said_on",
        "consent_after",
    ),
    "nobody told of recusal": ({"/recusal_told": False}, "/recusal_told", "recusal_not_told"),
    "recusal open, mediation going on": (
        {"/recusal_request": "pending"}, "/outcome", "recusal_pending",
    ),
    "recusal rejected by nobody": (
        {"/recusal_request": "rejected"}, "/recusal_decision", "recusal_undecided",
    ),
    "a contractor conducts it": (
        {"/mediators/0/affiliation": "contractor"},
        "/mediators/0/affiliation",
        "mediator_not_entitled",
    ),
    "an agent without a mandate": (
        {"/respondent_attendance/mandate_received": False},
        "/respondent_attendance/mandate_received",
        "mandate_original_missing",
    ),
    "an agent settles without the power": (
        {**AGREED, "/respondent_attendance/authority": "general"},
        "/respondent_attendance/authority",
        "settlement_not_authorised",
    ),
    "agreed with nobody": (
        {**AGREED, "/complainant_attendance": None}, "/complainant_attendance", "required",
    ),
    "performed without a word of it": (AGREED, "/performance", "particulars_missing"),
    "a paper after a call": (
        {**BY_PHONE, "/outcome": "to_write"}, "/outcome", "mode_not_on_site",
    ),
    "agreed and not agreed": (
        {"/outcome": "to_write", "/outcome_account": "双方没有达成一致。"},
        "/outcome_account",
        "agreement_contradicted",
    ),
    "a call that nobody taped": (BY_PHONE, "/recording", "recording_missing"),
    "a call after which nobody was told": (BY_PHONE, "/respondent_informed", "not_informed"),
    "a clue told to both": (
        {"/outcome_account": "双方没有达成一致；涉嫌违法的，另行查处。"},
        "/outcome_account",
        "clue_in_record",
    ),
    "a report bargained over": (
        {"/rounds/0/proposal": "投诉人撤回举报。"}, "/rounds/0/proposal", "report_bargained",
    ),
    "court enforcement promised": (
        {"/outcome_account": "不履行的由本局申请强制执行。"},
        "/outcome_account",
        "enforcement_wording",
    ),
    "rounds out of order": (
        {"/rounds/1/at": "2026-07-03T10:05"}, "/rounds/1/at", "round_order",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "barred"),
    [
        ("performed", {"mediation_termination_decision"}),
        ("waived", {"mediation_termination_decision", "mediation_agreement"}),
        ("to_write", {"mediation_termination_decision"}),
        ("no_agreement", set()),
        ("refused", set()),
        ("suspended", set()),
    ],
)
def test_what_was_agreed_bars_its_termination(outcome: str, barred: set[str]) -> None:
    excludes = MediationRecord.neighbours.excludes
    assert {each.kind for each in excludes if each.holds({"outcome": outcome}.get)} == barred


@pytest.mark.parametrize(
    ("name", "codes"), [("陆则安", []), ("郑为先", ["mediator_not_announced"])]
)
def test_who_conducts_it_was_announced(engine: Engine, name: str, codes: list[str]) -> None:
    kind = engine.catalogue["mediation_notice"]
    letter = Standing("1", kind.name, "", None, TODAY, MediationNotice.example, kind.reader)
    mediator = {**MediationRecord.example["mediators"][0], "name": name}
    payload = {**MediationRecord.example, "mediators": [mediator]}
    case = engine.check(KIND, payload, today=TODAY)
    check = MediationRecord.comparisons()["conducted_by_whom_the_parties_were_told"].check
    assert [each.code for each in check(case.kind.reader, case.values, [letter])] == codes


def test_the_day_of_a_clue_stays_in_the_file(engine: Engine) -> None:
    payload = {**MediationRecord.example, "clue_found_on": "2026-07-03"}
    case = engine.check(KIND, payload, today=TODAY)
    page = engine.write(case, "html").content.decode()
    assert "线索" not in page
    assert {each.code for each in MediationRecord.clocks if each.starts == "clue_found_on"} == {
        "D4"
    }
