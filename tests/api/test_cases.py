"""Case files and the due list over HTTP: what is known, what the next document starts from."""

from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from docgen import Engine
from docgen.register import cases
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from docgen.register.prefill import prefill
from docgen.register.tables import audit
from tests.api.desks import ISSUE, Desk
from tests.api.test_auth import assert_refused
from tests.docgen.register.invented_orders import fill_orders

OFFICER = Actor("何静远", Role.officer)
LAYERS = ("statutory", "contract")
PREFILL = "/v1/kinds/mediation_agreement/prefill?case_ref="
# Whatever a reference may hold, it is found again under exactly that reference.
REFERENCES = [
    "2026-0118", "示市监〔2026〕118号", "a/b", "a//b", "/a/", "..", "../..", "a?b#c", "%2F", "a%00",
    "<script>", "'--", "{{7*7}}", "${x}", "\\..\\x", "🦉" * 60, "\u202edlo", "a;b", "+", "&x=1",
]  # fmt: skip


def acts(office: Register) -> list[tuple[str, Any]]:
    with office.reading() as connection:
        rows = connection.execute(select(audit.c.act, audit.c.detail).order_by(audit.c.sequence))
        return [(row.act, row.detail) for row in rows]


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_case_is_found_under_its_reference_whatever_it_holds(
    desk: Desk, payload: dict[str, Any], reference: str
) -> None:
    given = quote(reference, safe="")
    issued = desk.issue(payload, f"?case_ref={given}")
    assert issued["case_ref"] == reference
    answer = desk.get(f"/v1/cases/{given}")
    assert answer.status_code == 200, answer.text
    assert answer.json["case_ref"] == reference
    assert [each["id"] for each in answer.json["documents"]] == [issued["id"]]
    listed = desk.get(f"/v1/documents?case_ref={given}").json["documents"]
    assert [each["id"] for each in listed] == [issued["id"]]
    assert desk.get(PREFILL + given).status_code == 200


@pytest.mark.parametrize("reference", ["a b", "a\tb", "a\x00b", "a\nb", "a" * 61, " "])
def test_a_reference_that_is_none_is_refused_and_found_nowhere(
    desk: Desk, payload: dict[str, Any], reference: str
) -> None:
    given = quote(reference, safe="")
    answer = desk.post(f"{ISSUE}?case_ref={given}", payload)
    assert (answer.status_code, answer.json["code"]) in (
        (400, "bad_request"), (422, "bad_case_reference"),
    )  # fmt: skip
    assert desk.get(f"/v1/cases/{given}").status_code == 404
    assert desk.get(PREFILL + given).status_code in (400, 404)


def test_a_look_into_a_case_is_recorded_by_name_never_by_value(
    desk: Desk, office: Register, payload: dict[str, Any]
) -> None:
    desk.issue(payload, "?case_ref=A-1")
    told = desk.get("/v1/cases/A-1").json
    assert told["fields"]["complainant_name"] == payload["complainant_name"]
    assert told["closed_at"] is None
    desk.get(f"{PREFILL}A-1")
    seen = [(act, detail) for act, detail in acts(office) if act in ("read_case", "prefill")]
    assert seen == [
        ("read_case", {"case_ref": "A-1"}),
        (
            "prefill",
            {
                "case_ref": "A-1",
                "kind": "mediation_agreement",
                "fields": ["order_references", "received_on"],
            },
        ),
    ]


def test_a_next_document_starts_from_what_the_case_holds_for_it(
    desk: Desk, office: Register, engine: Engine
) -> None:
    known = {"received_on": "2026-06-10", "complaint": "未按约定退款。", "no_field": "x"}
    cases.open_case(office, "A-1", known, actor=OFFICER)
    assert desk.get(f"{PREFILL}A-1").json == {
        "received_on": "2026-06-10", "complaint": "未按约定退款。",
    }  # fmt: skip
    assert desk.get(f"{PREFILL}A-1").json == prefill(
        office, engine.catalogue, "mediation_agreement", "A-1"
    )


def test_what_is_asked_for_wrongly_is_said(desk: Desk) -> None:
    assert_refused(desk.get("/v1/cases/A-1"), 404, "unknown_case")
    assert_refused(desk.get(f"{PREFILL}A-1"), 404, "unknown_case")
    assert_refused(desk.get("/v1/kinds/mediation_agreement/prefill"), 400, "bad_request")
    assert_refused(desk.get("/v1/kinds/no_kind/prefill?case_ref=A-1"), 404, "unknown_kind")
    assert_refused(desk.get("/v1/cases/A-1?x=1"), 400, "bad_request")
    assert_refused(desk.get("/v1/due?within=-1"), 400, "bad_request")
    assert_refused(desk.get("/v1/due?on=tomorrow"), 400, "bad_request")


def test_a_closed_case_takes_no_document(
    desk: Desk, office: Register, engine: Engine, payload: dict[str, Any]
) -> None:
    cases.open_case(office, "A-1", {}, actor=OFFICER)
    cases.close_case(office, engine.catalogue, "A-1", actor=OFFICER)
    assert desk.get("/v1/cases/A-1").json["closed_at"]
    assert_refused(desk.post(f"{ISSUE}?case_ref=A-1", payload), 409, "case_closed")


def test_the_due_list_counts_from_a_day_and_ends_at_another(desk: Desk, office: Register) -> None:
    cases.open_case(office, "A-1", {"received_on": "2026-07-06"}, actor=OFFICER)
    cases.open_case(office, "A-2", {"received_on": "2026-07-10"}, actor=OFFICER)
    told = desk.get("/v1/due?on=2026-07-10").json
    assert told["today"] == "2026-07-10"
    assert {item["case_ref"] for item in told["due"]} == {"A-1", "A-2"}
    item = told["due"][0]
    assert item["case_ref"] == "A-1"
    assert item["due"] == min(item[layer]["due"] for layer in LAYERS if item[layer])
    assert [moment[11:16] for moment in item["reminders"]] == ["09:00", "16:00", "19:00", "22:00"]
    soon = desk.get(f"/v1/due?on=2026-07-10&within={item['days_left']}").json["due"]
    assert item in soon
    assert soon == [each for each in told["due"] if each["days_left"] <= item["days_left"]]
    assert len(soon) < len(told["due"])


def test_a_ledger_is_compiled_and_is_a_payload_like_any_other(desk: Desk, office: Register) -> None:
    fill_orders(office, 12)
    answer = desk.get("/v1/kinds/work_ledger/compile?period=2026-10")
    assert answer.status_code == 200, answer.text
    assert len(answer.json["orders"]) == 12
    assert desk.post("/v1/check/work_ledger", answer.json).status_code == 200
    assert_refused(desk.get("/v1/kinds/work_ledger/compile?period=x"), 422, "cannot_compile")
    assert_refused(desk.get("/v1/kinds/work_ledger/compile"), 422, "cannot_compile")
