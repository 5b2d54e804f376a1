"""What is shown of a draft: its page, and what a page that saves by itself is told."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask import Response, current_app, request

from api.auth import current_caller
from api.pages.form.desk import Desk
from api.pages.form.enclosing import of_case
from api.pages.form.items import Form, Item
from api.pages.form.merging import base_of
from api.pages.form.of_case import sources
from api.pages.frame import page
from docgen.clock import BEIJING
from docgen.kinds.json_schema import takes_files
from docgen.register import packets
from docgen.register.about import Telling
from docgen.register.case_list import list_cases
from docgen.register.drafts import Draft
from schemas.ground.base import Weight
from schemas.parts.hand_signatures import SignedByHand

# So many open cases are offered to a new paper; any other is typed.
MOST_CASES = 30


def form_page(
    desk: Desk,
    draft_id: str,
    *,
    case_ref: str = "",
    strict: bool = False,
    left_out: Mapping[str, Sequence[str]] = MappingProxyType({}),
    merged: str = "",
    filled: str = "",
) -> Response:
    """Return the page with the form of a desk.

    `left_out` says of files that were sent why they were not taken, `merged` of others' changes,
    `filled` what the case has filled in.
    """
    draft = desk.draft
    case_ref = (draft.case_ref if draft else case_ref) or ""
    form = desk.form(
        strict=strict,
        enclosable=of_case(desk.engine, desk.register, case_ref),
        sources=sources(desk.engine, desk.register, desk.kind, case_ref, desk.entries)
        if case_ref
        else {},
    )
    return page(
        "form/page.html",
        here="start.start",
        status=422 if left_out else 200,
        left_out=left_out,
        merged=merged,
        filled=filled,
        cases=() if case_ref or (draft and draft.supersedes) else _open_cases(desk),
        form=form,
        draft_id=draft_id,
        case_ref=case_ref,
        version=draft.version if draft else 0,
        base=base_of(draft) if draft else "",
        saved_at=clock(draft) if draft else "",
        supersedes=draft.supersedes if draft else None,
        packet=_packet_of(desk),
        leads=draft is not None and not draft.packet,
        submitted=bool(draft and draft.submitted_at),
        strict=strict,
        voided="voided" in request.args,
        signs=isinstance(desk.kind.reader, SignedByHand),
        errors=desk.told(form, Weight.error),
        notices=desk.told(form, Weight.notice),
        duty=desk.duty,
        takes_files=takes_files(desk.kind.reader),
    )


def _packet_of(desk: Desk) -> str:
    """Return the titles of what goes out with a draft, or, of one of these, the leading draft."""
    if desk.draft is None:
        return ""
    titles = (each.header.title for each in packets.members(desk.engine.catalogue, desk.kind.name))
    return desk.draft.packet or "".join(f"《{each}》" for each in dict.fromkeys(titles))


def _open_cases(desk: Desk) -> list[tuple[str, str]]:
    """Return the cases that a paper may belong to, the last ones opened, with what they are."""
    refs = [each.case_ref for each in list_cases(desk.register, MOST_CASES)]
    region = desk.engine.house.authority.region
    telling = Telling(desk.engine.catalogue, current_caller().actor, region)
    about = telling.of_cases(desk.register, refs)
    return [(each, about.get(each, "")) for each in refs]


def progress(desk: Desk, draft: Draft, *, strict: bool) -> dict[str, Any]:
    """Return what a page that saved by itself needs to show."""
    form = desk.form(strict=strict)
    return {
        "version": draft.version,
        "base": base_of(draft),
        "ready": desk.review.case is not None,
        "saved": f"草稿已保存 {clock(draft)}",
        "said": {item.id: said_of(item) for item in form.walk() if item.findings or item.notes},
        "needed": [item.id for item in form.walk() if item.required and item.field.optional],
        "wrong": [item.id for item in form.walk() if item.errors],
        "states": {section.id: section.state for section in form.sections},
        "summary": summary_of(desk, form) if strict else "",
        "duty": current_app.jinja_env.get_template("form/duty.html").render(duty=desk.duty),
    }


def said_of(item: Item) -> str:
    """Return what stands below a field, as HTML."""
    module: Any = current_app.jinja_env.get_template("form/fields.html").module
    return str(module.said(item)).strip()


def summary_of(desk: Desk, form: Form) -> str:
    """Return the list of all findings, as HTML."""
    return current_app.jinja_env.get_template("form/summary.html").render(
        strict=True,
        draft_id=desk.draft.id if desk.draft else "",
        errors=desk.told(form, Weight.error),
        notices=desk.told(form, Weight.notice),
    )


def clock(draft: Draft) -> str:
    """Return when a draft was last saved, by Beijing's clock."""
    return f"{draft.saved_at.astimezone(BEIJING):%H:%M:%S}"
