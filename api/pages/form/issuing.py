"""From a draft to a document: hand it to the officers, confirm what will be fixed, issue it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.form.conflict import differences
from api.pages.form.desk import Desk
from api.pages.form.entries import entries_of
from api.pages.form.merging import base_of, read_base
from api.pages.frame import page
from api.pages.sure import ask_once_more, is_sure
from api.seats import Seat
from docgen.archive.verify import carried
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register import approvals, draft_photos, drafts, issue
from docgen.register.audit import life_of, was_delivered
from docgen.register.database import Register
from docgen.register.drafts import Draft, UnknownDraftError
from docgen.register.ids import new_id
from docgen.register.issued import IssuedDocument, known
from docgen.render.manifest import originals
from schemas.ground.base import Weight, error
from schemas.parts.enclosed_files import Enclosure

ISSUE, SUBMIT = "form/issue.html", "form/submit.html"
NOT_SURE = error("", "not_sure", "原文书已经送达，请在下面勾选确认，再出具。")


def issuing_routes(engine: Engine, register: Register, seat: Seat) -> Blueprint:
    """Return `/drafts/ID/submit`, `…/issue`, `…/remove`, and `/documents/ID/correct`."""
    routes = Blueprint("issuing", __name__)

    def desk_of(draft_id: str) -> Desk:
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        return Desk(engine, register, engine.catalogue[draft.kind], dict(draft.entries), draft)

    def to_document(document: IssuedDocument) -> BaseResponse:
        """Lead to the page of an issued document, whose draft is done with."""
        with suppress(UnknownDraftError):
            drafts.remove(register, document.id, actor=current_caller().actor)
        return redirect(f"/documents/{document.id}", 303)

    def asked(template: str, desk: Desk, status: int = 200, **words: Any) -> BaseResponse:
        facts = facts_of(register, desk) | words
        return page(template, here="start.start", status=status, draft=desk.draft, **facts)

    def to_form(draft_id: str) -> BaseResponse:
        return redirect(url_for("form.edit", draft_id=draft_id, check=1) + "#summary", 303)

    def not_yet(desk: Desk, draft: Draft) -> BaseResponse | None:
        """Return the page that asks anew where a draft cannot be issued as it was looked at."""
        if desk.review.case is None:
            return to_form(draft.id)
        if _moved_on(desk):
            # Somebody went on writing: what was confirmed is not what would be issued.
            return asked(ISSUE, desk, 409, moved_on=True, changed=_changed(desk))
        if desk.stations and not desk.consents:
            return asked(ISSUE, desk, 409)
        if _is_delivered(register, draft) and not is_sure():
            return asked(ISSUE, desk, 422, errors=desk.placed(desk.form(), [NOT_SURE]))
        return None

    @routes.get("/drafts/<draft_id>/submit")
    def hand_over(draft_id: str) -> BaseResponse:
        """Show what is handed over; a draft with errors goes back to its form."""
        desk = desk_of(draft_id)
        if desk.review.case is None:
            return to_form(draft_id)
        return asked(SUBMIT, desk)

    @routes.post("/drafts/<draft_id>/submit")
    def submit(draft_id: str) -> BaseResponse:
        desk = desk_of(draft_id)
        if desk.review.case is None:
            return to_form(draft_id)
        if "version" in request.form and _moved_on(desk):
            return asked(SUBMIT, desk, 409, moved_on=True, changed=_changed(desk))
        actor = current_caller().actor
        if desk.stations and not desk.consents:
            approvals.ask(register, engine.house, desk.kind, draft_id, desk.sha256, actor=actor)
        drafts.submit(register, draft_id, actor=actor)
        return redirect(url_for("start.start"), 303)

    @routes.get("/drafts/<draft_id>/issue")
    def confirm(draft_id: str) -> BaseResponse:
        """Show what will be fixed for ever, and ask."""
        if done := issue.find(register, draft_id):
            return to_document(done)
        desk = desk_of(draft_id)
        if desk.review.case is None:
            return to_form(draft_id)
        return asked(ISSUE, desk)

    @routes.post("/drafts/<draft_id>/issue")
    def carry_out(draft_id: str) -> BaseResponse:
        """Issue the draft as the document of the same id; a second press finds it issued."""
        if done := issue.find(register, draft_id):
            return to_document(done)
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        desk = Desk(engine, register, engine.catalogue[draft.kind], dict(draft.entries), draft)
        if refused := not_yet(desk, draft):
            return refused
        try:
            with seat() as render:
                document = _issue(register, engine, render, desk, draft)
        except InvalidCaseError as fault:
            return asked(ISSUE, desk, 422, errors=desk.placed(desk.form(), fault.findings))
        except Exception:
            if done := issue.find(register, draft_id):
                return to_document(done)
            raise
        return to_document(document)

    _add_other_ends(routes, engine, register, desk_of)
    return routes


def _add_other_ends(
    routes: Blueprint, engine: Engine, register: Register, desk_of: Callable[[str], Desk]
) -> None:
    """Add what becomes of a draft or a document but being issued: a new version, or nothing."""

    @routes.post("/documents/<document_id>/correct")
    def correct(document_id: str) -> BaseResponse:
        """Begin a new version of an issued document with all that stands in it, photos too."""
        actor = current_caller().actor
        document = known(issue.find(register, document_id))
        found = carried(engine, issue.read_file(register, document_id, "archive_pdf", actor=actor))
        draft = drafts.save(
            register,
            new_id(register.now()),
            document.kind,
            entries_of(engine.catalogue[document.kind].reader, found.payload),
            base=0,
            actor=actor,
            case_ref=document.case_ref,
            supersedes=document_id,
        )
        for file in originals(found.case.values):
            draft_photos.add(
                register,
                draft,
                file.name,
                file.content,
                actor=actor,
                of_any_sort=isinstance(file, Enclosure),
            )
        return redirect(url_for("form.edit", draft_id=draft.id), 303)

    @routes.post("/drafts/<draft_id>/remove")
    def remove(draft_id: str) -> BaseResponse:
        if not is_sure():
            desk = desk_of(draft_id)
            return ask_once_more(
                f"删除草稿：{desk.kind.header.title}",
                ["草稿和其中的照片一并删除，不能恢复。"],
                yes="删除这份草稿",
                back=url_for("form.edit", draft_id=draft_id),
                here="start.start",
            )
        drafts.remove(register, draft_id, actor=current_caller().actor)
        return redirect(url_for("start.start"), 303)


def _issue(
    register: Register, engine: Engine, render: issue.Render, desk: Desk, draft: Draft
) -> IssuedDocument:
    """Issue what the desk holds, in the place of the document it corrects, if it corrects one."""
    shared: dict[str, Any] = {
        "actor": current_caller().actor,
        "files": dict(desk.photos),
        "drafted_by": draft.person,
        "render": render,
    }
    if draft.supersedes:
        return issue.supersede(
            register, engine, draft.supersedes, desk.payload, new_document_id=draft.id, **shared
        )
    return issue.issue(
        register, engine, draft.kind, desk.payload,
        case_ref=draft.case_ref, document_id=draft.id, **shared,
    )  # fmt: skip


def _moved_on(desk: Desk) -> bool:
    """Tell whether the draft is another than the one whose page sent a form."""
    return desk.draft is None or request.form.get("version", 0, int) != desk.draft.version


def _changed(desk: Desk) -> list[Any]:
    """Return where a draft differs from what somebody looked at before confirming it."""
    seen = read_base(request.form.get("seen", ""))
    return list(differences(desk.kind.reader, seen, desk.entries, "")) if seen else []


def _is_delivered(register: Register, draft: Draft) -> bool:
    """Tell whether a draft takes the place of a document that somebody has received."""
    before = draft.supersedes
    return before is not None and was_delivered(life_of(register, before))


def facts_of(register: Register, desk: Desk) -> dict[str, Any]:
    """Return what the page of a confirmation shows of the document to be, as far as it is one."""
    approval: dict[str, Any] = {
        "stations": desk.stations,
        "consents": desk.consents,
        "laid": desk.laid,
    }
    last = desk.laid[-1] if desk.laid else None
    approval["waits"] = last if last and last.decision is None else None
    approval["stale"] = bool(last and last.sha256 != desk.sha256)
    if desk.review.case is None:
        kind = {"kind": desk.kind, "title": desk.kind.header.title}
        return approval | kind | {"paper_there": False, "notices": (), "errors": ()}
    return approval | {"paper_there": True} | _facts(register, desk)


def _facts(register: Register, desk: Desk) -> dict[str, Any]:
    """Return what the page of a confirmation shows of the document to be."""
    case = desk.review.case
    if case is None or desk.draft is None:
        raise UnknownDraftError
    reader, form = desk.kind.reader, desk.form()
    return {
        "kind": desk.kind,
        "seen": base_of(desk.draft),
        "moved_on": False,
        "changed": (),
        "delivered": _is_delivered(register, desk.draft),
        "title": case.values.get("title") or desk.kind.header.title,
        # A draft prints its number as the series with the serial left open.
        "series": case.values.get("number_line") or "",
        "dated_on": reader.dated(case.values),
        "audience": [each.value for each in desk.kind.header.audience],
        "notices": desk.told(form, Weight.notice),
        "errors": (),
    }
