"""Three hundred objects to be inspected, as a task lists them, and what their papers share."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from stdnum.cn import uscc

from docgen import Engine
from tests.docgen.register.test_issue import example_of

FIRST = datetime(2026, 7, 6, 8, 0)


def credit_code(number: int) -> str:
    """Return an invented code of the invented region, with its check character."""
    body = f"91999900MAX{number:06d}"
    return body + uscc.calc_check_digit(body)


def objects(count: int) -> list[dict[str, Any]]:
    """Return so many shops, each with an hour of its own on which it is visited."""
    shops = []
    for number in range(1, count + 1):
        begins = FIRST + timedelta(days=(number - 1) // 12, minutes=30 * ((number - 1) % 12))
        shops.append({
            "name": f"示例市第{number}号便民商店有限公司",
            "credit_code": credit_code(number),
            "address": f"示例市示例区和平路{number}号",
            "phone": "0999-60096100",
            "standing": "active",
            "representative": "许文博",
            "planned_from": begins.isoformat(timespec="minutes"),
            "planned_to": (begins + timedelta(minutes=25)).isoformat(timespec="minutes"),
        })  # fmt: skip
    return shops


def task_of(engine: Engine, count: int) -> dict[str, Any]:
    """Return a task of so many objects."""
    return example_of(
        engine,
        "inspection_task_assignment",
        task_objects=objects(count),
        off_plan_reason="试点片区全部检查",
        complete_by="2026-08-31",
    )


def plan_of(engine: Engine, count: int) -> dict[str, Any]:
    """Return a plan of so many objects, each with its hour."""
    told = ("name", "credit_code", "address", "representative", "planned_from", "planned_to")
    planned = {
        "domain": "measuring",
        "looked_at": "计量器具使用情况",
        "method": "on_site",
        "planned_month": "2026-07",
        "visits_this_year": 0,
        "unit": "和平路市场监督管理所",
    }
    rows = [{name: each[name] for name in told} | planned for each in objects(count)]
    return example_of(engine, "inspection_plan", planned_objects=rows)


def shared(engine: Engine, *kinds: str) -> Mapping[str, dict[str, Any]]:
    """Return what the papers of all objects have in common, kind by kind: what an officer gives."""
    names = {
        "inspection_approval_form": ("opinions", "approved_on"),
        "inspection_notice": (
            *("issued_on", "contact_name", "contact_phone", "copies_total", "copies_delivered"),
        ),
        "inspection_checklist": ("domain", "contents", "party_comment"),
        "site_inspection_record": (
            *("presence", "id_shown_answer", "recusal_answer", "reading", "party_comment"),
            "findings",
        ),
    }
    given = {
        kind: {name: deepcopy(example_of(engine, kind)[name]) for name in names[kind]}
        for kind in kinds or names
    }
    law = "《中华人民共和国计量法》第十九条"
    for kind in ("inspection_approval_form", "inspection_notice"):
        given.get(kind, {})["inspection_basis"] = law
    if "inspection_checklist" in given:
        checked = given["inspection_checklist"]["contents"]
        for item in (each for content in checked for each in content["checked"]):
            item |= {"result": "none"}
            item.pop("finding", None)
            item.pop("evidence_number", None)
    return given
