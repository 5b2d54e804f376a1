"""任务逐户展开: of every object of a plan or a task its approval, notice, checklist and record."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from schemas.ground.fan_out import Fanned, FanOut, Shared
from schemas.ground.neighbours import Standing
from schemas.kinds.inspection.checking.items import PRESETS
from schemas.kinds.inspection.task.visits import (
    APPROVAL,
    CHECKLIST,
    PLAN,
    RECORD,
    TELLING,
    code_in,
    published_limit,
    visits_in,
)

NOTICE, INQUIRY = "inspection_notice", "inquiry_record"
LICENCE = "营业执照"
# An individual business's credit code begins so (GB 32100-2015).
_INDIVIDUAL = "92"


def _papers(paper: Standing, wanted: Shared, others: Sequence[Standing]) -> Iterator[Fanned]:
    """Yield the papers of every object; off site nobody writes a record of a visit."""
    said = paper.payload
    number = str(said.get("register_number") or paper.document_number or paper.id[:12])
    visits = visits_in(paper.dated_on.year, others)
    plans = [each for each in others if each.kind == PLAN and each.id != paper.id]
    for place, row in enumerate(said[ROWS[paper.kind]]):
        case_ref = f"{number}-{place + 1:03d}"
        shared = _shared(said, row) | _counted(paper, row, visits, plans)
        for kind in (APPROVAL, NOTICE, CHECKLIST, RECORD, INQUIRY):
            on_site_only = kind in (RECORD, INQUIRY)
            if kind not in wanted or (on_site_only and shared.get("method") != "on_site"):
                continue
            own = {
                name: shared[name] for name in _SAID_IN[kind] if shared.get(name) not in (None, "")
            }
            if kind in _NUMBERED:
                own["register_number"] = f"{case_ref}{_NUMBERED[kind]}"
            if "contents" in wanted[kind]:
                own.pop("contents", None)  # Answered already, not a template to be answered.
            yield Fanned(place, case_ref, kind, {**wanted[kind], **own})


def _shared(said: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a paper and its row say, by the names that the papers of one object use."""
    method = row.get("method") or said.get("method")
    helpers = said.get("assistants") or ()
    preset = PRESETS.get(str(said.get("preset") or ""))
    return {
        "task_number": said.get("register_number"),
        "task_type": said.get("task_type"),
        "method": method,
        "entry": "task" if said.get("register_number") else None,
        "domain": row.get("domain"),
        "party": _party(row),
        "standing": row.get("standing"),
        "subject": row.get("looked_at") or said.get("subject"),
        "inspection_basis": said.get("task_basis") or said.get("plan_basis"),
        "place": row.get("address") if method == "on_site" else None,
        "planned_from": row.get("planned_from"),
        "planned_to": row.get("planned_to"),
        "inspectors": said.get("inspectors"),
        "inquirers": said.get("inspectors"),
        "investigated_matter": row.get("looked_at") or said.get("subject"),
        "assistants": said.get("assistants"),
        "assistant_count": len(helpers) if "task_type" in said else None,
        "assistant_employers": "、".join(dict.fromkeys(each["employer"] for each in helpers)),
        "preset": said.get("preset"),
        "contents": [
            {
                "heading": each.heading,
                "checked": [
                    {"content": item.content, "standard": item.standard} for item in each.items
                ],
            }
            for each in preset.contents
        ]
        if preset
        else None,
    }


def _party(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object of a list as the papers about it name their party."""
    code = str(row.get("credit_code") or "")
    individual = code.startswith(_INDIVIDUAL) or not code
    told = {
        "party_type": "individual_business" if individual else "enterprise",
        "business_name": row.get("name"),
        "licence_name": LICENCE,
    } | {
        name: row.get(name)
        for name in (
            *("credit_code", "credit_code_reason", "registration_number"),
            *("address", "representative", "phone"),
        )
    }
    return {name: value for name, value in told.items() if value}


def _counted(
    paper: Standing, row: Mapping[str, Any], visits: Mapping[str, int], plans: Sequence[Standing]
) -> dict[str, Any]:
    """Return how often an object was visited this year, and how often the plan lets it be."""
    code = code_in(row)
    published = published_limit(code, paper.dated_on, plans)
    return {
        "visits_this_year": visits[code],
        "visit_limit": published[1] if published else paper.payload.get("visit_limit"),
    }


_ARRANGED = (
    *("method", "party", "subject", "inspection_basis", "place", "planned_from", "planned_to"),
    *("inspectors", "assistant_count"),
)
_ON_SITE = ("party", "subject", "place", "inspectors", "assistants")
_SAID_IN: Mapping[str, tuple[str, ...]] = {
    APPROVAL: (
        *_ARRANGED,
        *("task_number", "task_type", "standing", "assistant_employers"),
        *("visits_this_year", "visit_limit"),
    ),
    NOTICE: _ARRANGED,
    CHECKLIST: (
        *("task_number", "method", "entry", "domain", "party", "standing", "place"),
        *("inspectors", "assistants", "preset", "contents"),
    ),
    RECORD: _ON_SITE,
    INQUIRY: ("place", "inquirers", "investigated_matter"),
}
# These bear the office's own number: that of the case, and which paper of it.
_NUMBERED = {APPROVAL: "审批", CHECKLIST: "检查单"}
ROWS: Mapping[str, str] = {PLAN: "planned_objects", "inspection_task_assignment": "task_objects"}


def fan_out_of(kind: str) -> FanOut:
    """Return how a plan or a task fans out."""
    return FanOut(
        rows=ROWS[kind],
        make=_papers,
        usual=(APPROVAL, NOTICE, CHECKLIST, RECORD),
        also=(INQUIRY,),
        reads=(*TELLING, PLAN),
    )
