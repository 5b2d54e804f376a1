"""What is made of a draft before it is issued: the page beside the form, Word, PDF, print."""

from functools import partial

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.answers import DOCUMENT_POLICY, file_answer
from api.auth import current_caller
from api.metrics import Metrics
from api.pages.form.desk import Desk
from api.pages.form.entries import first_words
from api.pages.frame import page
from docgen.engine import Engine, name_file
from docgen.errors import InvalidCaseError, RenderError
from docgen.look.pages import Sheet, draw_sheets
from docgen.look.preview import PreviewError, preview
from docgen.register import drafts
from docgen.register.database import Register
from docgen.register.draft_photos import MEDIUM
from docgen.register.in_force import InForce
from docgen.workers.pool import RenderPool
from schemas.ground.kind import subject_of

# A file list shows no more of a name.
LONGEST_NAME = 20


def file_routes(
    engine: Engine, pool: RenderPool | None, register: Register, metrics: Metrics
) -> Blueprint:
    """Return `/drafts/ID/preview`, `…/sheets`, `…/text` and `…/file/FORMAT`."""
    routes, in_force = Blueprint("drafts", __name__), InForce(engine, register)

    def desk_of(draft_id: str, longest: int = 0) -> Desk:
        draft = drafts.find(register, draft_id, actor=current_caller().actor)
        kind = engine.catalogue[draft.kind]
        return Desk(engine, register, kind, dict(draft.entries), draft, longest=longest)

    def engine_of(desk: Desk) -> Engine:
        return in_force.for_case(desk.kind.name, desk.payload).engine

    def draw(desk: Desk) -> list[Sheet]:
        lit = request.args.get("lit", "")[:200]
        html = preview(engine_of(desk), desk.kind, desk.payload, desk.facts, lit=lit)
        if pool is None:
            return draw_sheets(engine, html)
        return pool.submit(draw_sheets, html).result()

    @routes.get("/drafts/<draft_id>/preview")
    def show(draft_id: str) -> Response:
        """Show the pages of the document as far as it is written."""
        desk = desk_of(draft_id, MEDIUM)
        return page(
            "form/preview.html",
            here="start.start",
            kind=desk.kind,
            draft_id=draft_id,
            sheets=draw(desk),
        )

    @routes.get("/drafts/<draft_id>/sheets")
    def sheets(draft_id: str) -> Response:
        """Give the pages as pictures to the form; `lit` is the field to be marked."""
        desk = desk_of(draft_id, MEDIUM)
        try:
            drawn = draw(desk)
        except (PreviewError, RenderError) as fault:
            # Nothing is wrong with asking: there is only nothing to show yet.
            return jsonify(sheets=[], lit=None, told=fault.message)
        lit = next(((index, each.lit) for index, each in enumerate(drawn) if each.lit), None)
        return jsonify(sheets=[each.url for each in drawn], lit=lit, told=f"共 {len(drawn)} 页")

    @routes.get("/drafts/<draft_id>/text")
    def text(draft_id: str) -> Response:
        """Give the document as text to read on a screen, or to have read aloud."""
        desk = desk_of(draft_id, MEDIUM)
        html = preview(engine_of(desk), desk.kind, desk.payload, desk.facts)
        answer = Response(html, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = DOCUMENT_POLICY
        return answer

    @routes.get("/drafts/<draft_id>/file/<format>")
    def file(draft_id: str, format: str) -> BaseResponse:
        """Give the draft as a file, marked 草稿; what cannot be made yet is listed in the form."""
        desk = desk_of(draft_id)
        chosen = in_force.for_case(desk.kind.name, desk.payload)
        in_pool = pool.render if pool and format != "docx" else None
        render = partial(in_pool, templates=chosen.file) if in_pool else chosen.engine.render
        try:
            document = metrics.counted(render)(
                desk.kind.name, desk.payload, format, copy="draft", files=dict(desk.photos)
            )
        except InvalidCaseError:
            if desk.review.case is not None:  # Only consent is to come: its lines are blank.
                return redirect(url_for("drafts.show", draft_id=draft_id), 303)
            return redirect(url_for("form.edit", draft_id=draft_id, check=1) + "#summary", 303)
        answer = file_answer(document.content, document.kind, format, name_of(desk, format))
        if "print" in request.args:
            shown = answer.headers["Content-Disposition"].replace("attachment", "inline", 1)
            answer.headers["Content-Disposition"] = shown
        return answer

    return routes


def name_of(desk: Desk, format: str) -> str:
    """Return the name a draft is saved under: its title, its number or whom it is about, 草稿."""
    title = (desk.review.case and desk.review.case.values.get("title")) or desk.kind.header.title
    about = subject_of(desk.kind.header, desk.payload).partition("，")[0]
    mark = about or first_words(desk.kind.reader, desk.entries) or f"{desk.today:%Y-%m-%d}"
    return name_file(title, mark[:LONGEST_NAME], "draft", format)
