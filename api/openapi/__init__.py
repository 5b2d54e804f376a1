"""Write the contract: OpenAPI 3.1 over the whole catalogue, each kind with its own payload.

The routes take any kind; the contract spells out one path a kind, since only then can a reader,
a generated client or a fuzzer know what each payload is made of. A file a subject: each gives the
paths, and the schemas of its answers.
"""

import json
from collections.abc import Mapping
from functools import cache

from flask import Blueprint, Response, request

from api.answers import JSON
from api.auth import COOKIE, TOKEN_HEADER
from api.openapi import (
    batches,
    cases,
    changes,
    document_answers,
    documents,
    incoming,
    kinds,
    render,
    service,
    shapes,
    signed_copies,
)
from api.openapi.examples import kind_examples
from api.openapi.shapes import COMPONENTS, Json
from api.steady import SteadyAnswer
from docgen import __version__
from docgen.engine import Engine
from docgen.kinds.catalogue import Catalogue
from docgen.kinds.json_schema import SchemaWriter
from docgen.register.rights import Scope

DESCRIPTION = """把案件数据生成市场监管文书：PDF/A、Word 或 HTML。
`/v1/check` 和 `/v1/render` 不留存任何数据；
`/v1/documents` 出具文书：编号、生成、存档、登记，一步完成。

没有账号时，本接口只对本机（127.0.0.1）开放，**不核验身份**；一旦添加了账号，就须在
`Authorization` 中写 `Bearer` 和密钥（`docgen keys add`）。起草人员的密钥只能生成草稿。
错误一律是 RFC 9457 的 `application/problem+json`，`errors` 逐项写明位置、代码、改法和依据。

```
curl -s http://127.0.0.1:8000/v1/kinds/{kind}/example |
  curl -fOJ -H 'Content-Type: application/json' -H 'Accept: application/pdf' \\
       --data-binary @- http://127.0.0.1:8000/v1/render/{kind}
```
"""
SECURITY: Mapping[str, Json] = {
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


def openapi_routes(engine: Engine, *, has_register: bool) -> Blueprint:
    """Return `/v1/openapi.json`; the contract is written once, when somebody first asks for it."""
    routes = Blueprint("openapi", __name__)

    @cache
    def contract() -> SteadyAnswer:
        described = describe_api(engine.catalogue, has_register=has_register)
        written = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
        return SteadyAnswer(written.encode(), JSON)

    @routes.get("/v1/openapi.json")
    def openapi() -> Response:
        return contract().to(request)

    return routes


def describe_api(catalogue: Catalogue, *, has_register: bool = True) -> Json:
    """Return the OpenAPI document of the whole API, or of what there is without a register."""
    writer = SchemaWriter(COMPONENTS, examples=False)  # Each kind's stands once, and whole.
    payloads = {kind.name: writer.payload(kind) for kind in catalogue.values()}
    kind_tags = [
        {"name": kind.name, "description": kind.header.title} for kind in catalogue.values()
    ]
    tags, paths = [kinds.TAG], kinds.kind_paths(catalogue) | render.render_paths(catalogue)
    schemas = {**service.SCHEMAS, **kinds.SCHEMAS, **render.SCHEMAS, **shapes.SCHEMAS}
    answers = {**shapes.refusals(), **render.ANSWERS}
    parameters = {"kind": kinds.kind_parameter(catalogue), "copy": render.COPY_PARAMETER}
    if has_register:
        tags += [documents.TAG, cases.TAG, incoming.TAG, batches.TAG, changes.TAG]
        paths |= documents.document_paths(catalogue) | cases.case_paths() | batches.batch_paths()
        paths |= signed_copies.signed_copy_paths()
        paths |= incoming.incoming_paths() | changes.change_paths()
        schemas |= {**documents.form_schemas(writer), **document_answers.SCHEMAS, **cases.SCHEMAS}
        schemas |= {**incoming.form_schema(writer), **incoming.SCHEMAS}
        schemas |= {**signed_copies.form_schema(writer), **signed_copies.SCHEMAS}
        schemas |= {**batches.SCHEMAS, **changes.SCHEMAS}
        answers |= documents.ANSWERS
        parameters |= {**documents.PARAMETERS, **cases.PARAMETERS, **incoming.PARAMETERS}
        parameters |= {**batches.PARAMETERS, **signed_copies.PARAMETERS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "docgen",
            "version": __version__,
            "description": DESCRIPTION.replace("{kind}", next(iter(catalogue), "KIND")),
        },
        "servers": [{"url": "/"}],
        "tags": [*tags, *kind_tags, service.TAG],
        "paths": paths | service.service_paths(),
        "components": {
            "schemas": {**payloads, **writer.definitions, **schemas},
            "requestBodies": render.case_bodies(catalogue),
            "examples": kind_examples(catalogue),
            "responses": answers,
            "securitySchemes": SECURITY,
            "parameters": parameters,
        },
    }
