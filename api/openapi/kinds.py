"""The contract of what kinds there are and what each wants to know."""

from collections.abc import Mapping

from api.kinds import SCHEMA_JSON
from api.openapi.render import DOCUMENT_HEADERS
from api.openapi.shapes import (
    FLAG,
    NOT_NEGATIVE,
    TEXT,
    Json,
    guarded,
    json_of,
    list_of,
    object_of,
    open_object,
    operation,
    query_parameters,
    reference,
    steady,
)
from api.render import BLANK_QUERY
from docgen.document import MEDIA_TYPES
from docgen.kinds.catalogue import Catalogue

TAG: Json = {"name": "kinds", "description": "有哪些文书，各要填什么"}


def kind_parameter(catalogue: Catalogue) -> Json:
    """Return the parameter that names a kind in a path."""
    return {
        "name": "kind", "in": "path", "required": True, "description": "文书的标识",
        "schema": {"type": "string", "enum": [*catalogue]},
    }  # fmt: skip


def kind_paths(catalogue: Catalogue) -> Json:
    """Return the paths below `/v1/kinds`."""
    one = {"parameters": [{"$ref": "#/components/parameters/kind"}]}
    examples = {name: reference(name, "examples") for name in catalogue}
    schema = {SCHEMA_JSON: {"schema": open_object("$schema", "$defs")}}
    example = {"application/json": {"schema": {"type": "object"}, "examples": examples}}
    return {
        "/v1/kinds": {
            "get": _steady("kinds", "list_kinds", "列出全部文书", json_of("KindList"))
        },
        "/v1/kinds/{kind}": one | {
            "get": _steady("kind_facts", "read_kind", "一种文书的说明", json_of("Kind"), 404)
        },
        "/v1/kinds/{kind}/schema": one | {
            "get": _steady(
                "kind_schema", "read_kind_schema", "案件数据的 JSON Schema（2020-12）", schema, 404
            )
        },
        "/v1/kinds/{kind}/example": one | {
            "get": _steady(
                "kind_example", "read_kind_example",
                "可以直接生成文书的示例（人物、号码均为虚构）", example, 404,
            )
        },
        "/v1/kinds/{kind}/blank": one | {"get": _blank()},
    }  # fmt: skip


def _blank() -> Json:
    return {
        "tags": ["kinds"],
        "operationId": "read_kind_blank",
        "summary": "空白的文书，供现场手写",
        "description": "用同一份模板印出：留有书写的位置，不编文号，不含案件数据，不存档。",
        "parameters": query_parameters(BLANK_QUERY),
        **guarded("render.blank", {"200": _PAPER}, 404, 503, 504),
    }


def _steady(route: str, name: str, summary: str, content: Json, *refusals: int) -> Json:
    """Return an operation whose answer stays the same until the service is renewed."""
    return steady(operation(f"kinds.{route}", "kinds", name, summary, content, *refusals))


_PAPER: Json = {
    "description": "空白的文书",
    "headers": DOCUMENT_HEADERS,
    "content": {MEDIA_TYPES[name]: {} for name in ("pdf", "docx")},
}
_TERM = object_of({"code": TEXT, "title": TEXT})
_SUMMARY: Json = {
    "name": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "workflow": _TERM,
    "form": TEXT | {"description": "所依据的文书式样；没有的为空"},
    "links": object_of(
        {
            name: {"type": "string", "format": "uri-reference"}
            for name in ("self", "schema", "example", "check", "render", "blank")
        }
    ),
}
SCHEMAS: Mapping[str, Json] = {
    "KindList": object_of({"kinds": list_of(object_of(_SUMMARY))}),
    "Kind": object_of(
        _SUMMARY
        | {
            "audience": list_of(_TERM),
            "numbered": FLAG | {"description": "是否编文号"},
            "approval": FLAG | {"description": "是否须经审批"},
            "photos": FLAG | {"description": "能否附照片"},
            "copies": NOT_NEGATIVE | {"description": "份数"},
            "version": NOT_NEGATIVE | {"description": "案件数据格式的版本"},
        }
    ),
}
