"""Papers that other authorities send: register one, list them, take a scan, take an entry back."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from api.answers import JSON, facts_answer, facts_in_json
from api.auth import current_caller
from api.idempotency import answer_request, digests_of
from api.intake import read_json, read_submission
from api.query import Parameter, line, read_query
from docgen.register import incoming
from docgen.register.database import Register
from docgen.register.forms import read_form
from docgen.register.idempotency import Answer
from docgen.register.ids import is_id
from docgen.register.incoming import Incoming, UnknownIncomingError
from schemas.parts.acts import VoidForm
from schemas.parts.enclosed_files import Enclosure

ENTER_QUERY: Mapping[str, Parameter] = MappingProxyType(
    {"case_ref": line("归入的案卷编号；没有这个案卷的，同时立卷", 60, example="2026-0118")}
)
LIST_QUERY: Mapping[str, Parameter] = MappingProxyType({"case_ref": line("案卷编号", 60)})


def incoming_routes(register: Register) -> Blueprint:
    """Return the routes below `/v1/incoming`."""
    routes = Blueprint("incoming", __name__, url_prefix="/v1/incoming")

    @routes.post("")
    def enter() -> Response:
        query = read_query(request, ENTER_QUERY)
        submission = read_submission(request)
        asked = {"query": query, "payload": submission.payload}

        def make(incoming_id: str) -> Answer:
            return _created(
                incoming.enter(
                    register,
                    query["case_ref"],
                    submission.payload,
                    actor=current_caller().actor,
                    files=submission.files,
                    incoming_id=incoming_id,
                )
            )

        def recall(incoming_id: str) -> Answer | None:
            try:
                return _created(incoming.find(register, incoming_id))
            except UnknownIncomingError:
                return None

        return answer_request(
            register, request, current_caller(),
            asked | {"files": digests_of(submission.files)}, make, recall,
        )  # fmt: skip

    @routes.get("")
    def listed() -> Response:
        query = read_query(request, LIST_QUERY)
        found = incoming.list_papers(register, query.get("case_ref"), actor=current_caller().actor)
        return facts_answer({"incoming": [_facts(each) for each in found]})

    @routes.get("/<incoming_id>/scan")
    def scan(incoming_id: str) -> Response:
        read_query(request, {})
        id_ = _checked(incoming_id)
        return scan_answer(incoming.read_scan(register, id_, actor=current_caller().actor))

    @routes.post("/<incoming_id>/void")
    def void(incoming_id: str) -> Response:
        read_query(request, {})
        id_, given = _checked(incoming_id), read_json(request)
        reason = read_form(VoidForm(), given)["reason"]

        def make(_: str) -> Answer:
            done = incoming.void(register, id_, reason, actor=current_caller().actor)
            return Answer(200, {"Content-Type": JSON}, facts_in_json(_facts(done)))

        def recall(_: str) -> Answer | None:
            found = incoming.find(register, id_)
            ours = found.void_reason == reason
            told = facts_in_json(_facts(found))
            return Answer(200, {"Content-Type": JSON}, told) if ours else None

        return answer_request(register, request, current_caller(), given, make, recall)

    return routes


def scan_answer(scan: Enclosure) -> Response:
    """Return an answer that is a scan as it came, to be saved under its name and never shown."""
    answer = Response(scan.content, content_type=scan.media_type)
    name = quote(scan.name, safe="")
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer.set_etag(scan.sha256)
    return answer


def _checked(incoming_id: str) -> str:
    if not is_id(incoming_id):
        raise UnknownIncomingError("登记簿里没有这份来文，请核对编号。")
    return incoming_id


def _facts(found: Incoming) -> dict[str, Any]:
    place = f"/v1/incoming/{found.id}"
    links = {"scan": f"{place}/scan" if found.scan_name else None, "void": f"{place}/void"}
    return asdict(found) | {"links": links}


def _created(found: Incoming) -> Answer:
    return Answer(201, {"Content-Type": JSON}, facts_in_json(_facts(found)))
