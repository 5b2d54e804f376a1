"""签署件 on a document's page: attach what came back signed, take it, take an entry back."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api.auth import current_caller
from api.incoming import scan_answer
from docgen.engine import Engine
from docgen.errors import InvalidCaseError
from docgen.register import signed_copies
from docgen.register.access import UNTOLD
from docgen.register.database import Register
from docgen.register.numbers import ReasonMissingError
from schemas.parts.signed_copies import BEGINNINGS, SORTS, SignedCopyForm


def add_signed(
    routes: Blueprint, engine: Engine, register: Register, show: Callable[..., Response]
) -> None:
    """Add the routes below a document's page; `show` is the page, with what went wrong."""

    @routes.post("/signed")
    def attach_signed(document_id: str) -> BaseResponse:
        given = {name: text for name in SignedCopyForm().fields if (text := request.form.get(name))}
        files = {}
        if (scan := request.files.get("file")) and scan.filename:
            given["file"] = scan.filename
            files[scan.filename] = scan.read()
        try:
            signed_copies.attach(
                register, document_id, given, actor=current_caller().actor, files=files
            )
        except InvalidCaseError as fault:
            return show(document_id, signed_fault=" ".join(each.detail for each in fault.findings))
        return redirect(url_for(".document", document_id=document_id, done="signed"), 303)

    @routes.get("/signed/<copy_id>")
    def signed(document_id: str, copy_id: str) -> Response:
        actor = current_caller().actor
        return scan_answer(
            signed_copies.read_copy(register, engine.catalogue, document_id, copy_id, actor=actor)
        )

    @routes.post("/signed/<copy_id>/void")
    def void_signed(document_id: str, copy_id: str) -> BaseResponse:
        reason, actor = request.form.get("reason", ""), current_caller().actor
        try:
            signed_copies.void(register, document_id, copy_id, reason, actor=actor)
        except ReasonMissingError as fault:
            return show(document_id, signed_fault=fault.message)
        return redirect(url_for(".document", document_id=document_id, done="signed_void"), 303)


def what_came_back(engine: Engine, register: Register, document_id: str) -> dict[str, Any]:
    """Return what the page says of signed copies."""
    copies = signed_copies.copies_seen(
        register, engine.catalogue, [document_id], actor=current_caller().actor
    )
    return {"signed": copies, "sorts": SORTS, "endings": [*BEGINNINGS], "untold": UNTOLD}
