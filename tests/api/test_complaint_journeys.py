"""Five complaints from registration to the closed file, by way of HTTP and by way of the page.

On the page every step is a form that a page showed, sent as a browser without scripts sends it.
Each begins with what the case knows, so that the journey tells of what papers take over, too. The
days are counted by hand from Order 121: seven working days round the Dragon Boat Festival of 19
June for the decision, sixty days for the mediation, seven working days for telling its end. A
bag takes seconds: the short form takes it at the end, the long one after every paper.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from docgen import Engine
from tests.api.desks import Desk
from tests.api.pages.conftest import Browser
from tests.api.ways import OnThePage, OverHttp
from tests.docgen.register.accounts import Clock

CASE = "2026-0610-017"
COMPLAINANT, RESPONDENT = "林晓岚", "示例市优康商贸有限公司"
STATUTORY = re.compile("法定 (\\d{4}-\\d\\d-\\d\\d)")
DOCUMENT = re.compile('href="/documents/([0-9a-f]{32})"')
# What no paper takes over from another: its number is the register's, deliveries are entered later.
GIVEN = ("document_number", "delivery", "complainant_told", "respondent_told")


@dataclass(frozen=True)
class Step:
    """One paper: on which day, what it says otherwise than its kind's example, who receives it.

    `due` is what is still to be done afterwards, by the code of the statutory period; `untold` what
    only telling is left of until it has reached everybody; `offered` a title that the page of the
    case then offers; `barred` a paper that can no longer
    come.
    """

    kind: str
    on: str
    due: Mapping[str, str]
    says: Mapping[str, Any] = field(default_factory=dict)
    reached: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    offered: str = ""
    barred: "Step | None" = None


REGISTERED = Step(
    "complaint_registration_form", "2026-06-10", {"D1": "2026-06-22"}, offered="投诉受理决定书"
)
ACCEPTED = Step(
    "complaint_acceptance_decision", "2026-06-16", {"D2": "2026-08-15"},
    reached=(COMPLAINANT,), untold=("D1",), offered="投诉终止调解决定书",
    barred=Step("non_acceptance_notice", "2026-06-16", {}),
)  # fmt: skip
SUMMONED = tuple(
    Step(
        "mediation_notice", "2026-06-24", {"D2": "2026-08-15", "D8": "2026-06-27"},
        {"addressed_to": side}, reached=(name,),
    )
    for side, name in (("complainant", COMPLAINANT), ("respondent", RESPONDENT))
)  # fmt: skip


def fed_back(on: str, result: str, reply: str, **says: Any) -> Step:
    """Return the last paper: the same answer everywhere."""
    entered = [{"system": "national_12315", "entered_at": f"{on}T16:05", "entered": reply}]
    hotline = dict.fromkeys(("responded", "solved", "satisfied"))
    return Step("complaint_result_feedback", on, {}, hotline | {
        "result": result, "reply": reply, "entries": entered, "replied_at": f"{on}T15:20",
        "fed_back_on": on,
    } | says)  # fmt: skip


def withdrawn(on: str, reply: str) -> Step:
    """Return the call in which whoever complained withdraws."""
    call = {
        "at": f"{on}T14:00", "way": "telephone", "contacted_by": "周启明", "minutes": 3,
        "contacted_by_unit": "消费者权益保护科", "number": "13900002041", "result": "reached",
        "answered_by": COMPLAINANT, "purpose": "withdrawal", "content": "核实是否自愿撤回投诉。",
        "reply": reply, "recording": "LY-2026-0615-007",
    }  # fmt: skip
    return Step("contact_record", on, {}, {
        "side": "complainant", "respondent_name": None, "complainant_name": COMPLAINANT,
        "contacts": [call], "recorded_on": on, "withdrawn_on": on,
    })  # fmt: skip


AGREEMENT = Step("mediation_agreement", "2026-07-03", {}, {
    "mediated_on": "2026-07-03", "issued_on": "2026-07-03", "notified_on": "2026-06-24",
    "agreement_items": [{
        "obligor": "respondent", "action": "退还投诉人按摩椅预付款", "amount": "3000.00",
        "due_on": "2026-07-20", "method": "原路退回投诉人的支付账户",
    }],
    "stated_total": "3000.00",
    "complaint": "投诉人2026年5月2日预付按摩椅款3,000.00元，没有收到货，请求退还。",
    "respondent": {
        "name": RESPONDENT, "credit_code": "91999900MA1XG6125M", "representative": "罗敬之",
        "phone": "0999-60020401", "address": "示例市示例区建设路88号一层",
    },
}, reached=(COMPLAINANT, RESPONDENT),
    barred=Step("mediation_termination_decision", "2026-07-03", {}))  # fmt: skip
AGREED = (
    REGISTERED,
    ACCEPTED,
    *SUMMONED,
    Step(
        "appraisal_entrustment", "2026-06-25", {"D2": "2026-08-15", "D8": "2026-06-27"},
        reached=("示例市产品质量检验所",),
    ),
    # The eight days of testing do not count (art. 22).
    Step("mediation_record", "2026-07-03", {"D2": "2026-08-23"}, {
        "testing": [{
            "first": "2026-06-25", "last": "2026-07-02", "institution": "示例市产品质量检验所",
        }],
        "outcome": "to_write", "outcome_account": "被投诉人于2026年7月20日前退还预付款3,000.00元。",
    }, offered="投诉调解书"),
    AGREEMENT,
    fed_back("2026-07-06", "agreed", "双方达成调解协议，被投诉人于2026年7月20日前退还预付款。"),
)  # fmt: skip
ABSENT = (
    REGISTERED,
    ACCEPTED,
    *SUMMONED,
    Step("mediation_termination_decision", "2026-07-06", {}, {
        "termination_item": 2, "absence": "respondent_absent",
        "explanation": "经通知，被投诉人2026年7月3日无正当理由没有到场参加调解。",
        "notified_on": "2026-06-24",
    }, reached=(COMPLAINANT, RESPONDENT), untold=("D3",),
        barred=AGREEMENT),
    fed_back("2026-07-06", "terminated", "被投诉人没有参加调解，已依法终止调解。"),
)  # fmt: skip
REFUSED = (
    REGISTERED,
    Step("non_acceptance_notice", "2026-06-17", {}, {
        "ground_item": 3, "ground_factors": [1, 2], "harm_known_on": None,
        "reasons": "经审查，你一日之内分十二次购买同款按摩椅，未能说明生活消费的用途，"
        "我局认定你的投诉不是为生活消费需要购买商品。",
    }, reached=(COMPLAINANT,), untold=("D1",),
        barred=Step("complaint_acceptance_decision", "2026-06-17", {})),
    fed_back("2026-06-17", "not_accepted", "不是为生活消费需要购买商品，依法不予受理。"),
)  # fmt: skip
WITHDRAWN = (
    REGISTERED,
    withdrawn("2026-06-15", "商家已经退款，自愿撤回。"),
    fed_back("2026-06-15", "withdrawn", "投诉人自愿撤回投诉，已按撤回办结。"),
)
REPORT = "示例市优康商贸有限公司涉嫌在东湖市虚假宣传按摩椅的功效"
REPORTED = (
    REGISTERED,
    withdrawn("2026-06-15", "商家已经退款，自愿撤回，另外要反映虚假宣传。"),
    fed_back("2026-06-15", "withdrawn", "投诉人自愿撤回投诉，已按撤回办结。"),
    Step("report_registration_form", "2026-06-16", {"D4": "2026-07-08"}, {
        "report_received_on": "2026-06-16", "lodged_at": "2026-06-16T10:20",
        "registered_on": "2026-06-16", "report_subject": REPORT,
        "clues_and_facts": "2026年5月1日，该公司在东湖市家居展会的展板称按摩椅“治愈颈椎病”。",
        "materials_received": ["展板照片2张"],
    }, offered="无处理权限告知书"),
    Step("no_jurisdiction_notice", "2026-06-24", {}, {
        "report_received_on": "2026-06-16", "report_subject": REPORT, "why_not_ours": "place",
        "competent_authority": "东湖市市场监督管理局",
    }, reached=(COMPLAINANT,), untold=("D4",)),
    fed_back("2026-06-25", "no_jurisdiction", "违法行为发生地在东湖市，已告知举报人。",
        matter_sort="report", matter=REPORT,
        facts_reported="展会的展板称按摩椅“治愈颈椎病”。",
        process="6月16日登记，6月24日告知举报人向东湖市市场监督管理局提出。"),
)  # fmt: skip
JOURNEYS = {
    "agreed": AGREED,
    "terminated by absence": ABSENT,
    "refused for ground 3": REFUSED,
    "withdrawn": WITHDRAWN,
    "turned into a report": REPORTED,
}


def payload_for(engine: Engine, step: Step, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return an example with what the case knows and what the step says in place of its own."""
    payload = dict(engine.catalogue[step.kind].schema.example) | dict(known)
    if "issued_on" in payload:
        payload["issued_on"] = step.on
    payload |= step.says
    if "approval" in payload:
        payload["approval"] = {**payload["approval"], "approved_on": step.on}
    return {
        name: value for name, value in payload.items() if value is not None and name not in GIVEN
    }


def papers(counter: Desk) -> set[str]:
    """Return the ids of what stands in the case."""
    return {each["id"] for each in counter.get(f"/v1/cases/{CASE}").json["documents"]}


def due(counter: Desk) -> dict[str, str]:
    """Return the statutory end of everything still to be done, by its code."""
    items = counter.get("/v1/due").json["due"]
    assert not [each["problem"] for each in items if each["problem"]]
    return {each["code"]: each["statutory"]["due"] for each in items if each["statutory"]}


def still_untold(counter: Desk) -> set[str]:
    """Return the codes of what is decided and only has to be told."""
    return {each["code"] for each in counter.get("/v1/due").json["due"] if each["untold"]}


@pytest.mark.parametrize("door", [OverHttp, OnThePage])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_complaint_runs_from_its_registration_to_the_closed_file(
    counter: Desk,
    browser: Browser,
    engine: Engine,
    clock: Clock,
    journey: str,
    door: type[OverHttp],
    tmp_path: Path,
) -> None:
    place, way = f"/cases/{CASE}", door(counter, browser, engine, CASE)
    for number, step in enumerate(JOURNEYS[journey], start=1):
        clock.moment = datetime.fromisoformat(f"{step.on}T10:00").replace(tzinfo=UTC)
        made = way.issue(step.kind, payload_for(engine, step, way.known(step.kind)))
        assert still_untold(counter) == {*step.untold}
        assert ("还没有登记告知" in browser.get(place).text) == bool(step.untold)
        for name in step.reached:
            # Nobody closes a file whose papers have not reached everybody.
            assert browser.send(place, act="close").status_code == 422
            way.deliver(made, {"method": "post", "recipient": name, "delivered_on": step.on})
        assert due(counter) == step.due
        if step.barred:
            kind = step.barred.kind
            barred = payload_for(engine, step.barred, OverHttp.known(way, kind))
            answer = counter.post(f"/v1/documents/{kind}?case_ref={CASE}", barred)
            assert "case_excludes" in {each["code"] for each in answer.json["errors"]}
        page = browser.get(place).text
        assert {*DOCUMENT.findall(page)} == papers(counter)
        assert len(papers(counter)) == number
        assert {*STATUTORY.findall(page)} == {*step.due.values()}
        assert step.offered in page.split("接着办")[1].split("其他文书")[0]
        if number < len(JOURNEYS[journey]) and not os.environ.get("DOCGEN_SOAK"):
            continue
        bag = way.bag(tmp_path / str(number))
        bag.validate()
        stems = {Path(each).stem for each in bag.payload_files() if each.endswith(".pdf")}
        assert stems == papers(counter)
    assert browser.send(place, act="close").status_code == 303
    assert counter.get(f"/v1/cases/{CASE}").json["closed_at"]
    assert due(counter) == {}
