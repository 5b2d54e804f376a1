"""Write the contract: OpenAPI 3.1 over the whole catalogue, each kind with its own payload.

The routes take any kind; the contract spells out one path a kind, since only then can a reader,
a generated client or a fuzzer know what each payload is made of.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response

from api.auth import COOKIE, TOKEN_HEADER
from api.errors import PROBLEM, REFUSALS, TITLES
from api.intake import MOST_PHOTOS, PAYLOAD_PART
from api.kinds import SCHEMA_JSON
from api.negotiation import PREFERENCE
from docgen import __version__
from docgen.catalogue import Catalogue, Kind
from docgen.document import MEDIA_TYPES
from docgen.engine import COPIES, Engine
from docgen.json_schema import SchemaWriter, takes_files
from docgen.register.rights import Scope

Json = dict[str, Any]
COMPONENTS = "#/components/schemas/"
TEXT: Json = {"type": "string"}
# While the office has no account, a caller on this machine needs to show nothing.
OPEN: Json = {}
NOT_NEGATIVE: Json = {"type": "integer", "minimum": 0}

DESCRIPTION = """把案件数据生成市场监管文书：PDF/A、Word 或 HTML。提交的数据不留存。

没有账号时，本接口只对本机（127.0.0.1）开放，**不核验身份**；一旦添加了账号，就须在
`Authorization` 中写 `Bearer` 和密钥（`docgen keys add`）。起草人员的密钥只能生成草稿。
错误一律是 RFC 9457 的 `application/problem+json`，`errors` 逐项写明位置、代码、改法和依据。

```
curl -s http://127.0.0.1:8000/v1/kinds/{kind}/example |
  curl -fOJ -H 'Content-Type: application/json' -H 'Accept: application/pdf' \\
       --data-binary @- http://127.0.0.1:8000/v1/render/{kind}
```
"""


def openapi_routes(engine: Engine) -> Blueprint:
    """Return `/v1/openapi.json`; the contract is written once, when the service starts."""
    routes = Blueprint("openapi", __name__)
    contract = json.dumps(describe_api(engine.catalogue), ensure_ascii=False)

    @routes.get("/v1/openapi.json")
    def openapi() -> Response:
        return Response(contract, content_type="application/json")

    return routes


def describe_api(catalogue: Catalogue) -> Json:
    """Return the OpenAPI document of the whole API."""
    writer = SchemaWriter(COMPONENTS)
    payloads = {kind.name: writer.payload(kind) for kind in catalogue.values()}
    for payload in payloads.values():
        del payload["examples"]  # The example stands once, beside the request body.
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "docgen",
            "version": __version__,
            "description": DESCRIPTION.replace("{kind}", next(iter(catalogue), "KIND")),
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "kinds", "description": "有哪些文书，各要填什么"},
            *({"name": kind.name, "description": kind.header.title} for kind in catalogue.values()),
            {"name": "service", "description": "运行状态与接口说明"},
        ],
        "paths": {
            **_kind_paths(catalogue),
            **{path: item for kind in catalogue.values() for path, item in _post_paths(kind)},
            **_service_paths(),
        },
        "components": {
            "schemas": {**payloads, **writer.definitions, **_ANSWERS},
            "responses": _refusals(),
            "securitySchemes": _SECURITY,
            "parameters": {
                "kind": {
                    "name": "kind", "in": "path", "required": True,
                    "description": "文书的标识",
                    "schema": {"type": "string", "enum": [*catalogue]},
                },
                "copy": {
                    "name": "copy", "in": "query", "required": False,
                    "description": "用途：" + "、".join(f"{c} {w}" for c, w in COPIES.items()),
                    "schema": {"type": "string", "enum": [*COPIES], "default": "delivery"},
                },
            },
        },
    }  # fmt: skip


def _kind_paths(catalogue: Catalogue) -> Json:
    one = {"parameters": [{"$ref": "#/components/parameters/kind"}]}
    examples = {
        kind.name: {"summary": kind.header.title, "value": kind.schema.example}
        for kind in catalogue.values()
    }
    return {
        "/v1/kinds": {
            "get": _get("kinds", "list_kinds", "列出全部文书", _json("KindList"), 500)
        },
        "/v1/kinds/{kind}": one | {
            "get": _get("kinds", "read_kind", "一种文书的说明", _json("Kind"), 404, 500)
        },
        "/v1/kinds/{kind}/schema": one | {
            "get": _get(
                "kinds", "read_kind_schema", "案件数据的 JSON Schema（2020-12）",
                {SCHEMA_JSON: {"schema": {"type": "object", "required": ["$schema", "$defs"]}}},
                404, 500,
            )
        },
        "/v1/kinds/{kind}/example": one | {
            "get": _get(
                "kinds", "read_kind_example", "可以直接生成文书的示例（人物、号码均为虚构）",
                {"application/json": {"schema": {"type": "object"}, "examples": examples}},
                404, 500,
            )
        },
    }  # fmt: skip


def _post_paths(kind: Kind) -> list[tuple[str, Json]]:
    shared = {
        "tags": [kind.name],
        "parameters": [{"$ref": "#/components/parameters/copy"}],
        "requestBody": _request_body(kind),
        "security": [{"key": [Scope.render]}, {"session": []}, OPEN],
    }
    check = shared | {
        "operationId": f"check_{kind.name}",
        "summary": f"检查{kind.header.title}的案件数据",
        "description": "合法时返回需要留意的事项（notices，可以为空）；有错时返回 422。",
        "responses": {
            "200": {"description": "合法", "content": _json("Notices")},
            **_may_refuse(400, 401, 403, 413, 415, 422, 500, 503),
        },
    }
    render = shared | {
        "operationId": f"render_{kind.name}",
        "summary": f"生成{kind.header.title}",
        "description": "由 Accept 选择格式，不写则为 PDF。" + kind.header.summary,
        "responses": {
            "200": {
                "description": "文书",
                "headers": _DOCUMENT_HEADERS,
                "content": {MEDIA_TYPES[name]: {} for name in PREFERENCE},
            },
            **_may_refuse(400, 401, 403, 406, 413, 415, 422, 500, 503, 504),
        },
    }
    return [
        (f"/v1/check/{kind.name}", {"post": check}),
        (f"/v1/render/{kind.name}", {"post": render}),
    ]


def _request_body(kind: Kind) -> Json:
    payload = {"$ref": COMPONENTS + kind.name}
    example = {"summary": kind.header.title, "value": kind.schema.example}
    content: Json = {"application/json": {"schema": payload, "examples": {kind.name: example}}}
    if takes_files(kind.reader):
        content["multipart/form-data"] = {
            "schema": {
                "type": "object",
                "properties": {
                    PAYLOAD_PART: payload,
                    "photo": {
                        "description": "照片原件；文件名与案件数据里写的相同",
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                        "maxItems": MOST_PHOTOS,
                    },
                },
                "required": [PAYLOAD_PART],
                "additionalProperties": False,
            },
            "encoding": {
                PAYLOAD_PART: {"contentType": "application/json"},
                "photo": {"contentType": "image/jpeg, image/png"},
            },
        }
    return {"required": True, "content": content}


def _service_paths() -> Json:
    ready = _get("service", "readyz", "能否生成文书", _json("Ready"), 500, 503)
    page = {"text/html": {"schema": TEXT}}
    contract = {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}}
    return {
        "/healthz": {"get": _get("service", "healthz", "进程是否存活", _json("Alive"), 500)},
        "/readyz": {"get": ready},
        "/v1/openapi.json": {"get": _get("service", "openapi", "本契约", contract, 500)},
        "/v1/docs": {"get": _get("service", "docs", "接口说明页", page, 500)},
    }


def _get(tag: str, name: str, summary: str, content: Json, *refusals: int) -> Json:
    return {
        "tags": [tag],
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": content},
            **_may_refuse(*refusals),
        },
    }


def _json(schema: str) -> Json:
    return {"application/json": {"schema": {"$ref": COMPONENTS + schema}}}


def _may_refuse(*statuses: int) -> Json:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _refusals() -> Json:
    problem = {PROBLEM: {"schema": {"$ref": COMPONENTS + "Problem"}}}
    refusals: Json = {
        str(status): {
            "description": "。".join((title, *REFUSALS.get(status, ("", ""))[1:])),
            "content": problem,
        }
        for status, title in TITLES.items()
    }
    refusals["401"]["headers"] = {
        "WWW-Authenticate": {"description": "怎样验证身份", "required": True, "schema": TEXT}
    }
    return refusals


def _object(properties: Mapping[str, Json], *, optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _list(schema: Json) -> Json:
    return {"type": "array", "items": schema}


_TERM = _object({"code": TEXT, "title": TEXT})
_SUMMARY: Json = {
    "name": TEXT,
    "title": TEXT,
    "summary": TEXT,
    "workflow": _TERM,
    "form": TEXT | {"description": "所依据的文书式样；没有的为空"},
    "links": _object(
        {
            name: {"type": "string", "format": "uri-reference"}
            for name in ("self", "schema", "example", "check", "render")
        }
    ),
}
_FINDING = _object(
    {
        "pointer": {"type": "string", "format": "json-pointer", "description": "案件数据中的位置"},
        "code": TEXT | {"description": "不变的代码，供程序判断"},
        "detail": TEXT | {"description": "怎么改"},
        "source": TEXT | {"description": "依据的条款；没有的为空"},
    }
)
_ANSWERS: Mapping[str, Json] = {
    "Alive": _object({"alive": {"const": True}}),
    "Ready": _object(
        {
            "ready": {"const": True},
            "kinds": _list(TEXT),
            "faces": TEXT | {"description": "所用字体的摘要"},
            "calendar": TEXT | {"description": "工作日历的版本"},
        }
    ),
    "KindList": _object({"kinds": _list(_object(_SUMMARY))}),
    "Kind": _object(
        _SUMMARY
        | {
            "audience": _list(_TERM),
            "numbered": {"type": "boolean", "description": "是否编文号"},
            "approval": {"type": "boolean", "description": "是否须经审批"},
            "photos": {"type": "boolean", "description": "能否附照片"},
            "copies": NOT_NEGATIVE | {"description": "份数"},
            "version": NOT_NEGATIVE | {"description": "案件数据格式的版本"},
        }
    ),
    "Finding": _FINDING,
    "Notices": _object({"notices": _list({"$ref": COMPONENTS + "Finding"})}),
    "Problem": _object(
        {
            "type": {"type": "string", "format": "uri"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "code": TEXT,
            "errors": _list({"$ref": COMPONENTS + "Finding"}),
        }
    ),
}
_SECURITY: Mapping[str, Json] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "密钥，用 docgen keys add 添加；权限："
        + "、".join(scope.value for scope in Scope),
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": f"网页登录（/sign-in）；修改性的请求还须带 {TOKEN_HEADER}",
    },
}
_DOCUMENT_HEADERS: Json = {
    "Content-Disposition": {
        "description": "文件名：filename 为标识，filename* 为中文名",
        "required": True, "schema": TEXT,
    },
    "ETag": {"description": "内容的 SHA-256", "required": True, "schema": TEXT},
    "Docgen-Notices": {
        "description": "需要留意的事项数；内容见 Link 所指的 /v1/check",
        "required": True, "schema": NOT_NEGATIVE,
    },
    "Link": {"description": "有需要留意的事项时，取得其内容的地址", "schema": TEXT},
}  # fmt: skip
