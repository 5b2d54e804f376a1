"""From a draft to a document: hand it to the officers, confirm what will be fixed, issue it."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.pages.form.desk import Desk
from api.pages.form.entries import entries_of
from api.pages.frame import page
from api.seats import Seat
from docgen.archive.verify import carried
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register import draft_photos, drafts, issue
from docgen.register.database import Register
from docgen.register.drafts import Draft, UnknownDraftError
from docgen.register.ids import new_id
from docgen.register.issued import IssuedDocument, known
from docgen.render.manifest import originals
from schemas.ground.base import Weight
from schemas.parts.enclosed_files import Enclosure


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

    def to_form(draft_id: str) -> BaseResponse:
        return redirect(url_for("form.edit", draft_id=draft_id, check=1) + "#summary", 303)

    @routes.get("/drafts/<draft_id>/submit")
    def hand_over(draft_id: str) -> BaseResponse:
        """Show what is handed over; a draft with errors goes back to its form."""
        desk = desk_of(draft_id)
        if desk.review.case is None:
            return to_form(draft_id)
        return page("form/submit.html", here="start.start", draft=desk.draft, **_facts(desk))

    @routes.post("/drafts/<draft_id>/submit")
    def submit(draft_id: str) -> BaseResponse:
        if desk_of(draft_id).review.case is None:
            return to_form(draft_id)
        drafts.submit(register, draft_id, actor=current_caller().actor)
        return redirect(url_for("start.start"), 303)

    @routes.get("/drafts/<draft_id>/issue")
    def confirm(draft_id: str) -> BaseResponse:
        """Show what will be fixed for ever, and ask."""
        if done := issue.find(register, draft_id):
            return to_document(done)
        desk = desk_of(draft_id)
        if desk.review.case is None:
            return to_form(draft_id)
        return page("form/issue.html", here="start.start", draft=desk.draft, **_facts(desk))

    @routes.post("/drafts/<draft_id>/issue")
    def carry_out(draft_id: str) -> BaseResponse:
        """Issue the draft as the document of the same id; a second press finds it issued."""
        if done := issue.find(register, draft_id):
            return to_document(done)
        desk = desk_of(draft_id)
        draft = desk.draft
        if draft is None or request.form.get("version", 0, int) != draft.version:
            # Somebody went on writing: what was confirmed is not what would be issued.
            return redirect(url_for("issuing.confirm", draft_id=draft_id), 303)
        try:
            with seat() as render:
                document = _issue(register, engine, render, desk, draft)
        except InvalidCaseError as fault:
            return page(
                "form/issue.html", here="start.start", status=422, draft=draft,
                **_facts(desk) | {"errors": fault.findings},
            )  # fmt: skip
        except Exception:
            if done := issue.find(register, draft_id):
                return to_document(done)
            raise
        return to_document(document)

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
        drafts.remove(register, draft_id, actor=current_caller().actor)
        return redirect(url_for("start.start"), 303)

    return routes


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


def _facts(desk: Desk) -> dict[str, Any]:
    """Return what the page of a confirmation shows of the document to be."""
    case = desk.review.case
    if case is None or desk.draft is None:
        raise UnknownDraftError
    reader = desk.kind.reader
    return {
        "kind": desk.kind,
        "title": case.values.get("title") or desk.kind.header.title,
        # A draft prints its number as the series with the serial left open.
        "series": case.values.get("number_line") or "",
        "dated_on": reader.dated(case.values),
        "audience": [each.value for each in desk.kind.header.audience],
        "notices": [each for each in desk.review.findings if each.weight is Weight.notice],
        "errors": (),
    }
