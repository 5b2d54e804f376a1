"""The contract of papers that other authorities send."""

from collections.abc import Mapping

from api.incoming import ENTER_QUERY, LIST_QUERY
from api.openapi.document_answers import ID
from api.openapi.documents import form_body
from api.openapi.render import in_parts_with
from api.openapi.shapes import (
    NOT_NEGATIVE,
    TEXT,
    Json,
    guarded,
    json_of,
    list_of,
    object_of,
    or_null,
    query_parameters,
    reference,
)
from docgen.kinds.json_schema import SchemaWriter, choice
from schemas.parts.enclosed_files import ENCLOSED_TYPES
from schemas.parts.incoming import IncomingForm

TAG: Json = {"name": "incoming", "description": "来文：登记、扫描件、作废"}
FORM = "IncomingForm"
ONE = "/v1/incoming/{incoming_id}"
PARAMETERS: Mapping[str, Json] = {
    "incoming_id": {
        "name": "incoming_id", "in": "path", "required": True, "description": "来文的编号（id）",
        "schema": {key: ID[key] for key in ("type", "pattern")}, "example": ID["examples"][0],
    }
}  # fmt: skip


def incoming_paths() -> Json:
    """Return the paths below `/v1/incoming`."""
    one = {"parameters": [reference("incoming_id", "parameters")]}
    return {
        "/v1/incoming": {"post": _enter(), "get": _listed()},
        f"{ONE}/scan": one | {"get": _scan()},
        f"{ONE}/void": one | {"post": _void()},
    }


def form_schema(writer: SchemaWriter) -> Json:
    """Return the schema of what is entered of a paper."""
    return {FORM: writer.part(IncomingForm(), IncomingForm.example)}


def _enter() -> Json:
    payload, types = reference(FORM), ", ".join(_SCANS)
    bodies = {
        "application/json": {
            "schema": payload,
            "examples": {"incoming": {"value": dict(IncomingForm.example)}},
        },
        **in_parts_with(payload, "scan", "扫描件", types, 1),
    }
    return {
        "tags": ["incoming"],
        "operationId": "enter_incoming",
        "summary": "登记来文：归入案卷，报告期限列入未办结的期限",
        "parameters": [
            reference("idempotency_key", "parameters"), *query_parameters(ENTER_QUERY),
        ],
        "requestBody": {"required": True, "content": bodies},
        **guarded(
            "incoming.enter",
            {"201": {"description": "已登记", "content": json_of("Incoming")}},
            409, 413, 415, 422, 503,
        ),
    }  # fmt: skip


def _listed() -> Json:
    return {
        "tags": ["incoming"],
        "operationId": "list_incoming",
        "summary": "来文，按登记先后；查看记入审计记录",
        "parameters": query_parameters(LIST_QUERY),
        **guarded(
            "incoming.listed",
            {"200": {"description": "来文", "content": json_of("IncomingList")}},
            503,
        ),
    }


def _scan() -> Json:
    content = {each: {"schema": {"type": "string", "format": "binary"}} for each in _SCANS}
    return {
        "tags": ["incoming"],
        "operationId": "read_incoming_scan",
        "summary": "来文的扫描件，与收到时逐字节相同；取件记入审计记录",
        **guarded(
            "incoming.scan", {"200": {"description": "扫描件", "content": content}}, 404, 503
        ),
    }


def _void() -> Json:
    return {
        "tags": ["incoming"],
        "operationId": "void_incoming",
        "summary": "作废登记错了的来文；期限随之取消",
        "parameters": [reference("idempotency_key", "parameters")],
        "requestBody": form_body("VoidForm"),
        **guarded(
            "incoming.void",
            {"200": {"description": "已作废", "content": json_of("Incoming")}},
            404, 409, 413, 415, 422, 503,
        ),
    }  # fmt: skip


_SCANS = tuple(dict.fromkeys(ENCLOSED_TYPES.values()))
_DAY: Json = {"type": "string", "format": "date"}
_MOMENT: Json = {"type": "string", "format": "date-time"}
_LINK: Json = {"type": "string", "format": "uri-reference"}
_SORTS = IncomingForm().fields["matter_sort"].options  # type: ignore[attr-defined]
SCHEMAS: Mapping[str, Json] = {
    "Incoming": object_of(
        {
            "id": ID,
            "case_ref": TEXT,
            "title": TEXT,
            "matter_sort": choice(_SORTS),
            "sender": TEXT,
            "number": TEXT,
            "dated_on": _DAY,
            "received_on": _DAY,
            "matter": or_null(TEXT) | {"description": "涉及举报的，只给办理举报的人员"},
            "report_back_on": or_null(_DAY),
            "scan_name": or_null(TEXT),
            "scan_sha256": or_null({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
            "scan_size": or_null(NOT_NEGATIVE),
            "entered_by": TEXT,
            "entered_at": _MOMENT,
            "void_reason": or_null(TEXT),
            "voided_by": or_null(TEXT),
            "voided_at": or_null(_MOMENT),
            "links": object_of({"scan": or_null(_LINK), "void": _LINK}),
        }
    ),
    "IncomingList": object_of({"incoming": list_of(reference("Incoming"))}),
}
