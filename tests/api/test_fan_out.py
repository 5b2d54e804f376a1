"""A task fans out over HTTP and on the page: what each object needs, and the drafts of all."""

import re

from flask import Flask

from docgen import Engine
from docgen.register import drafts
from docgen.register.actor import Actor, Role
from docgen.register.database import Register
from tests.api.desks import Desk, payload_of
from tests.api.test_auth import assert_refused
from tests.api.ways import sign_in
from tests.docgen.register.objects import shared, task_of

TASK = "/v1/documents/inspection_task_assignment"
KINDS = ("inspection_approval_form", "inspection_notice")


def test_a_task_tells_the_papers_of_its_objects(desk: Desk, engine: Engine) -> None:
    task = desk.post(TASK, task_of(engine, 2)).json["id"]
    place = f"/v1/documents/{task}/fan-out"
    answer = desk.post(place, shared(engine, *KINDS))
    assert answer.status_code == 200, answer.text
    papers = answer.json["papers"]
    assert [each["state"] for each in papers] == ["ready", "ready", "to_fill", "to_fill"] * 2
    first = papers[0]
    issued = desk.post(
        f"/v1/documents/{first['kind']}?case_ref={first['case_ref']}", first["payload"]
    )
    assert issued.status_code == 201, issued.text
    again = desk.post(place, shared(engine, *KINDS)).json["papers"]
    assert (again[0]["state"], again[0]["id"]) == ("issued", issued.json["id"])
    strange = desk.post(place, {"work_ledger": {}})
    assert strange.status_code == 422
    assert [each["pointer"] for each in strange.json["errors"]] == ["/work_ledger"]
    notice = desk.post("/v1/documents/inspection_notice", payload_of(engine, "inspection_notice"))
    other = f"/v1/documents/{notice.json['id']}/fan-out"
    assert_refused(desk.post(other, {}), 422, "cannot_fan_out")


def test_the_page_begins_every_paper_once(
    office_app: Flask, desk: Desk, office: Register, engine: Engine
) -> None:
    task = desk.post(TASK, task_of(engine, 3)).json["id"]
    browser = sign_in(office_app, office, "何静远")
    place = f"/documents/{task}/fan-out"
    assert f'href="{place}"' in browser.get(f"/documents/{task}").text
    assert "起草还没有的 12 份" in browser.get(place).text
    for _ in range(2):
        assert browser.send(place, f"/documents/{task}").status_code == 303
    page = browser.get(place).text
    assert "起草还没有的" not in page
    begun = drafts.own(office, actor=Actor("何静远", Role.officer))
    assert len(begun) == 12
    assert {each.id for each in begun} == set(re.findall(r'href="/drafts/([0-9a-f]{32})"', page))
    assert browser.get("/cases/检任2026-0062-003").status_code == 200
    form = browser.get(f"/drafts/{begun[0].id}").text
    assert "示例市第" in form
