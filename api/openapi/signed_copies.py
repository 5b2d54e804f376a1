"""The contract of what comes back of documents with hands and seals on it."""

from collections.abc import Mapping

from api.openapi.document_answers import ID
from api.openapi.documents import ONE, REPEATED_HEADER, form_body
from api.openapi.render import in_parts_with
from api.openapi.shapes import (
    NOT_NEGATIVE,
    TEXT,
    Json,
    guarded,
    json_of,
    list_of,
    object_of,
    operation,
    or_null,
    reference,
)
from docgen.kinds.json_schema import SchemaWriter, choice
from schemas.parts.enclosed_files import ENCLOSED_TYPES
from schemas.parts.signed_copies import BEGINNINGS, SORTS, SignedCopyForm

FORM = "SignedCopyForm"
ALL = f"{ONE}/signed-copies"
PARAMETERS: Mapping[str, Json] = {
    "copy_id": {
        "name": "copy_id", "in": "path", "required": True, "description": "签署件的编号（id）",
        "schema": {key: ID[key] for key in ("type", "pattern")}, "example": ID["examples"][0],
    }
}  # fmt: skip


def signed_copy_paths() -> Json:
    """Return the paths of signed copies, below a document's."""
    document, copy = (reference(name, "parameters") for name in ("document_id", "copy_id"))
    one = {"parameters": [document, copy]}
    return {
        ALL: {"parameters": [document], "post": _attach(), "get": _listed()},
        f"{ALL}/{{copy_id}}": one | {"get": _file()},
        f"{ALL}/{{copy_id}}/void": one | {"post": _void()},
    }


def form_schema(writer: SchemaWriter) -> Json:
    """Return the schema of what is entered of a signed copy."""
    return {FORM: writer.part(SignedCopyForm(), SignedCopyForm.example)}


def _attach() -> Json:
    payload, types = reference(FORM), ", ".join(_TYPES)
    bodies = {
        "application/json": {
            "schema": payload,
            "examples": {"signed_copy": {"value": dict(SignedCopyForm.example)}},
        },
        **in_parts_with(payload, "file", "签署件", types, 1),
    }
    return {
        "tags": ["documents"],
        "operationId": "attach_signed_copy",
        "summary": "登记签署件：签字盖章后的扫描件或者加盖电子印章的文件，原样保存",
        "description": "一份文书可以有几份签署件，先登记的不会被代替。",
        "parameters": [reference("idempotency_key", "parameters")],
        "requestBody": {"required": True, "content": bodies},
        **guarded(
            "documents.attach_signed", {"201": _one("已登记")}, 404, 409, 413, 415, 422, 503
        ),
    }  # fmt: skip


def _listed() -> Json:
    return operation(
        "documents.signed", "documents", "list_signed_copies", "文书的签署件，按登记先后",
        json_of("SignedCopyList"), 404, 503,
    )  # fmt: skip


def _file() -> Json:
    content = {each: {"schema": {"type": "string", "format": "binary"}} for each in _TYPES}
    return {
        "tags": ["documents"],
        "operationId": "read_signed_copy",
        "summary": "签署件，与收到时逐字节相同；取件记入审计记录",
        **guarded(
            "documents.signed_file",
            {"200": {"description": "签署件", "content": content}},
            404, 503,
        ),
    }  # fmt: skip


def _void() -> Json:
    return {
        "tags": ["documents"],
        "operationId": "void_signed_copy",
        "summary": "作废登记错了的签署件；文件仍然保存",
        "parameters": [reference("idempotency_key", "parameters")],
        "requestBody": form_body("VoidForm"),
        **guarded(
            "documents.void_signed", {"200": _one("已作废")}, 404, 409, 413, 415, 422, 503
        ),
    }  # fmt: skip


def _one(words: str) -> Json:
    return {"description": words, "headers": REPEATED_HEADER, "content": json_of("SignedCopy")}


_TYPES = tuple(dict.fromkeys(ENCLOSED_TYPES[ending] for ending in BEGINNINGS))
_MOMENT: Json = {"type": "string", "format": "date-time"}
_LINK: Json = {"type": "string", "format": "uri-reference"}
SCHEMAS: Mapping[str, Json] = {
    "SignedCopy": object_of(
        {
            "id": ID,
            "document_id": ID,
            "sort": choice(SORTS),
            "name": TEXT | {"description": "涉及举报的，只给办理举报的人员"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "size": NOT_NEGATIVE,
            "remark": or_null(TEXT),
            "entered_by": TEXT,
            "entered_at": _MOMENT,
            "void_reason": or_null(TEXT),
            "voided_by": or_null(TEXT),
            "voided_at": or_null(_MOMENT),
            "links": object_of({"file": _LINK, "void": _LINK}),
        }
    ),
    "SignedCopyList": object_of({"signed_copies": list_of(reference("SignedCopy"))}),
}
