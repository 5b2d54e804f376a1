"""What came back of a document with hands and seals on it: attach, list, take, take back."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from api.answers import JSON, facts_answer, facts_in_json
from api.auth import current_caller
from api.documents.office import Office, checked_id, links_of
from api.idempotency import answer_request, digests_of
from api.incoming import scan_answer
from api.intake import read_json, read_submission
from api.query import read_query
from docgen.register import signed_copies
from docgen.register.forms import read_form
from docgen.register.idempotency import Answer
from docgen.register.ids import is_id
from docgen.register.issue import find
from docgen.register.issued import known
from docgen.register.signed_copies import SignedCopy, UnknownCopyError
from schemas.parts.acts import VoidForm


def add_signed(routes: Blueprint, office: Office) -> None:
    """Add the routes of signed copies below a document."""
    register, catalogue = office.register, office.engine.catalogue

    @routes.post("/<document_id:document_id>/signed-copies")
    def attach_signed(document_id: str) -> Response:
        read_query(request, {})
        document_id = checked_id(document_id)
        submission = read_submission(request)

        def make(copy_id: str) -> Answer:
            attached = signed_copies.attach(
                register,
                document_id,
                submission.payload,
                actor=current_caller().actor,
                files=submission.files,
                copy_id=copy_id,
            )
            return _told(attached, 201)

        def recall(copy_id: str) -> Answer | None:
            try:
                return _told(signed_copies.find(register, document_id, copy_id), 201)
            except UnknownCopyError:
                return None

        asked = {"payload": submission.payload, "files": digests_of(submission.files)}
        return answer_request(register, request, current_caller(), asked, make, recall)

    @routes.get("/<document_id:document_id>/signed-copies")
    def signed(document_id: str) -> Response:
        read_query(request, {})
        found = known(find(register, checked_id(document_id)))
        copies = signed_copies.copies_seen(
            register, catalogue, [found.id], actor=current_caller().actor
        )
        return facts_answer({"signed_copies": [_facts(each) for each in copies]})

    @routes.get("/<document_id:document_id>/signed-copies/<copy_id>")
    def signed_file(document_id: str, copy_id: str) -> Response:
        read_query(request, {})
        copy = signed_copies.read_copy(
            register,
            catalogue,
            checked_id(document_id),
            _checked(copy_id),
            actor=current_caller().actor,
        )
        return scan_answer(copy)

    @routes.post("/<document_id:document_id>/signed-copies/<copy_id>/void")
    def void_signed(document_id: str, copy_id: str) -> Response:
        read_query(request, {})
        document_id, id_, given = checked_id(document_id), _checked(copy_id), read_json(request)
        reason = read_form(VoidForm(), given)["reason"]

        def make(_: str) -> Answer:
            actor = current_caller().actor
            return _told(signed_copies.void(register, document_id, id_, reason, actor=actor), 200)

        def recall(_: str) -> Answer | None:
            found = signed_copies.find(register, document_id, id_)
            return _told(found, 200) if found.void_reason == reason else None

        return answer_request(register, request, current_caller(), given, make, recall)


def _checked(copy_id: str) -> str:
    if not is_id(copy_id):
        raise UnknownCopyError("这份文书没有登记这份签署件，请核对编号。")
    return copy_id


def _facts(copy: SignedCopy) -> dict[str, Any]:
    place = f"{links_of(copy.document_id)['signed_copies']}/{copy.id}"
    return asdict(copy) | {"links": {"file": place, "void": f"{place}/void"}}


def _told(copy: SignedCopy, status: int) -> Answer:
    return Answer(status, {"Content-Type": JSON}, facts_in_json(_facts(copy)))
