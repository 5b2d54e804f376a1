"""来文: enter what another authority sent, take its scan, take an entry back."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.incoming import scan_answer
from api.pages.frame import page
from docgen.clock import BEIJING
from docgen.errors import InvalidCaseError
from docgen.register import incoming
from docgen.register.cases import CaseClosedError, CaseReferenceError
from docgen.register.database import Register
from docgen.register.numbers import ReasonMissingError
from schemas.ground.fields import Choice, Day, File
from schemas.parts.incoming import IncomingForm


def incoming_routes(register: Register) -> Blueprint:
    """Return `/incoming/new`, `/incoming/{id}/scan` and `/incoming/{id}/void`."""
    routes = Blueprint("incoming_pages", __name__, url_prefix="/incoming")
    form = IncomingForm()
    sorts = {"choice": Choice, "date": Day, "file": File}
    fields = [
        (name, next((sort for sort, of in sorts.items() if isinstance(field, of)), "text"), field)
        for name, field in form.fields.items()
    ]

    @routes.get("/new")
    def new() -> Response:
        return show()

    @routes.post("/new")
    def enter() -> BaseResponse:
        given = {name: text for name in form.fields if (text := request.form.get(name, ""))}
        files = {}
        if (scan := request.files.get("scan")) and scan.filename:
            given["scan"] = scan.filename
            files[scan.filename] = scan.read()
        try:
            entered = incoming.enter(
                register,
                request.form.get("case_ref", "").strip(),
                given,
                actor=current_caller().actor,
                files=files,
            )
        except InvalidCaseError as fault:
            return show({each.pointer.lstrip("/"): each.detail for each in fault.findings})
        except (CaseClosedError, CaseReferenceError) as fault:
            return show({"case_ref": fault.message})
        return _to_case(entered.case_ref, "incoming")

    def show(faults: dict[str, str] | None = None) -> Response:
        return page(
            "pages/incoming.html",
            here="case_pages.all_cases",
            status=422 if faults else 200,
            fields=fields,
            faults=faults or {},
            given=request.form or request.args,
            today=register.now().astimezone(BEIJING).date(),
        )

    @routes.get("/<incoming_id>/scan")
    def scan(incoming_id: str) -> Response:
        return scan_answer(incoming.read_scan(register, incoming_id, actor=current_caller().actor))

    @routes.post("/<incoming_id>/void")
    def void(incoming_id: str) -> BaseResponse:
        reason, actor = request.form.get("reason", ""), current_caller().actor
        try:
            done = incoming.void(register, incoming_id, reason, actor=actor)
        except ReasonMissingError:
            return _to_case(incoming.find(register, incoming_id).case_ref, "reason_missing")
        return _to_case(done.case_ref, "incoming_void")

    return routes


def _to_case(case_ref: str, done: str) -> BaseResponse:
    return redirect(url_for("case_pages.case", case_ref=case_ref, done=done), 303)
