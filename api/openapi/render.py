"""The contract of checking and rendering, one path a kind, and of the body that carries a case."""

from collections.abc import Mapping

from api.intake import MOST_PHOTOS, PAYLOAD_PART
from api.negotiation import OF_LISTS, PREFERENCE
from api.openapi.shapes import (
    NOT_NEGATIVE,
    TEXT,
    Json,
    guarded,
    json_of,
    list_of,
    object_of,
    reference,
)
from docgen.document import MEDIA_TYPES
from docgen.engine import COPIES
from docgen.kinds.catalogue import Catalogue, Kind
from docgen.kinds.json_schema import takes_files

COPY_PARAMETER: Json = {
    "name": "copy", "in": "query", "required": False,
    "description": "用途：" + "、".join(f"{copy} {words}" for copy, words in COPIES.items()),
    "schema": {"type": "string", "enum": [*COPIES], "default": "delivery"},
}  # fmt: skip
DOCUMENT_HEADERS: Json = {
    "Content-Disposition": {
        "description": "文件名：filename 为标识，filename* 为中文名",
        "required": True, "schema": TEXT,
    },
    "ETag": {"description": "内容的 SHA-256", "required": True, "schema": TEXT},
}  # fmt: skip


def render_paths(catalogue: Catalogue) -> Json:
    """Return the paths that check and render each kind."""
    return {path: item for kind in catalogue.values() for path, item in _paths_of(kind).items()}


def case_bodies(catalogue: Catalogue) -> Json:
    """Return the request body of every kind; what takes a case refers to it here."""
    return {kind.name: case_body(kind) for kind in catalogue.values()}


def case_body(kind: Kind) -> Json:
    """Return the request body that carries a case of one kind, its photos beside it or inside."""
    payload, examples = reference(kind.name), {kind.name: reference(kind.name, "examples")}
    content: Json = {"application/json": {"schema": payload, "examples": examples}}
    if takes_files(kind.reader):
        types = "image/jpeg, image/png"
        content |= in_parts_with(payload, "photo", "照片原件", types, MOST_PHOTOS)
    return {"required": True, "content": content}


def in_parts_with(payload: Json, name: str, words: str, types: str, most: int) -> Json:
    """Return the content of a request that brings files beside its payload, by media type."""
    files = {
        "description": f"{words}；文件名与数据里写的相同",
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "maxItems": most,
    }
    parts = {
        "schema": {
            "type": "object",
            "properties": {PAYLOAD_PART: payload, name: files},
            "required": [PAYLOAD_PART],
            "additionalProperties": False,
        },
        "encoding": {
            PAYLOAD_PART: {"contentType": "application/json"},
            name: {"contentType": types},
        },
    }
    return {"multipart/form-data": parts}


def _paths_of(kind: Kind) -> Json:
    shared = {
        "tags": [kind.name],
        "parameters": [reference("copy", "parameters")],
        "requestBody": reference(kind.name, "requestBodies"),
    }
    check = shared | {
        "operationId": f"check_{kind.name}",
        "summary": f"检查{kind.header.title}的案件数据",
        "description": "合法时返回需要留意的事项（notices，可以为空）；有错时返回 422。",
        **guarded("render.check", {"200": reference("checked", "responses")}, *_REFUSED),
    }
    answer = "rendered_list" if kind.is_list else "rendered"
    render = shared | {
        "operationId": f"render_{kind.name}",
        "summary": f"生成{kind.header.title}",
        "description": "由 Accept 选择格式，不写则为 PDF。" + kind.header.summary,
        **guarded("render.render", {"200": reference(answer, "responses")}, 406, 504, *_REFUSED),
    }
    return {
        f"/v1/check/{kind.name}": {"post": check},
        f"/v1/render/{kind.name}": {"post": render},
    }


_REFUSED = (413, 415, 422, 503)
_NOTICE_HEADERS: Json = {
    "Docgen-Notices": {
        "description": "需要留意的事项数；内容见 Link 所指的 /v1/check",
        "required": True, "schema": NOT_NEGATIVE,
    },
    "Link": {"description": "有需要留意的事项时，取得其内容的地址", "schema": TEXT},
}  # fmt: skip
# The same for every kind.
ANSWERS: Mapping[str, Json] = {
    "checked": {"description": "合法", "content": json_of("Notices")},
    "rendered": {
        "description": "文书",
        "headers": DOCUMENT_HEADERS | _NOTICE_HEADERS,
        "content": {MEDIA_TYPES[name]: {} for name in PREFERENCE},
    },
    "rendered_list": {
        "description": "文书；台账、清单还可以是电子表格",
        "headers": DOCUMENT_HEADERS | _NOTICE_HEADERS,
        "content": {MEDIA_TYPES[name]: {} for name in OF_LISTS},
    },
}
SCHEMAS: Mapping[str, Json] = {"Notices": object_of({"notices": list_of(reference("Finding"))})}
