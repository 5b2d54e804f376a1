"""The words the contract is written in: small pieces of OpenAPI that every subject uses."""

import json
from collections.abc import Mapping
from typing import Any

from api.doors import DOORS, STATELESS, Everyone, Watcher
from api.errors import PROBLEM, REFUSALS, TITLES, describe_problem
from api.query import Parameter
from docgen.register.rights import RIGHTS, Act

Json = dict[str, Any]
COMPONENTS = "#/components/schemas/"
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
NOT_NEGATIVE: Json = {"type": "integer", "minimum": 0}
# While the office has no account, a caller on this machine needs to show nothing.
OPEN: Json = {}
# A published operation has its method.
_OF_NO_OPERATION = {405}


def operation(
    endpoint: str, tag: str, name: str, summary: str, content: Json, *refusals: int
) -> Json:
    """Return an operation that is answered with 200 and `content`, or refused."""
    answers = {"200": {"description": summary, "content": content}}
    return {
        "tags": [tag],
        "operationId": name,
        "summary": summary,
        **guarded(endpoint, answers, *refusals),
    }


def steady(described: Json) -> Json:
    """Return an operation whose answer bears an ETag and need not be sent twice."""
    answers = described["responses"]
    fresh = answers["200"] | {"headers": {"ETag": {"description": "版本", "schema": TEXT}}}
    return described | {"responses": answers | {"200": fresh} | may_refuse(304)}


def in_parts(described: Json) -> Json:
    """Return an operation whose answer can be had in parts, and need not be sent twice."""
    answers = described["responses"]
    named = {
        "ETag": "版本；续传时写入 If-Range",
        "Accept-Ranges": "bytes：可以用 Range 分段取，断了可以接着取",
    }
    headers = {
        name: {"description": words, "required": True, "schema": TEXT}
        for name, words in named.items()
    }
    whole = answers["200"] | {"headers": answers["200"].get("headers", {}) | headers}
    place = {"description": "这一部分的位置", "required": True, "schema": TEXT}
    part = whole | {
        "description": "Range 所要的部分",
        "headers": whole["headers"] | {"Content-Range": place},
    }
    return described | {"responses": answers | {"200": whole, "206": part} | may_refuse(304, 416)}


def guarded(endpoint: str, answers: Json, *refusals: int) -> Json:
    """Return what opens a route and all it can answer: `answers`, or a refusal.

    What stands before every route may refuse it too: the server, the gate, the rate.
    """
    gate = () if DOORS[endpoint] is Everyone else (401, 403, 429)
    refused = sorted({400, *gate, *refusals, 500})
    return {"security": security_of(endpoint), "responses": answers | may_refuse(*refused)}


def reference(name: str, among: str = "schemas") -> Json:
    """Return a reference to one of the components."""
    return {"$ref": f"#/components/{among}/{name}"}


def json_of(schema: str) -> Json:
    """Return the content of an answer or a request that is JSON of this schema."""
    return {"application/json": {"schema": reference(schema)}}


def object_of(properties: Mapping[str, Json], *, optional: tuple[str, ...] = ()) -> Json:
    """Return the schema of an object that has these properties and no others."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def any_of(schemas: list[Json]) -> Json:
    """Return a schema that obeys one of these at least."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def open_object(*required: str) -> Json:
    """Return the schema of an object that has these properties, and others."""
    properties: Json = {name: {} for name in required}
    return {"type": "object", "properties": properties, "required": [*required]}


def list_of(schema: Json) -> Json:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def or_null(schema: Json) -> Json:
    """Return a schema that null obeys too."""
    return {"anyOf": [schema, {"type": "null"}]}


def query_components(known: Mapping[str, Parameter]) -> Json:
    """Return the parameters of a query as components: `query.NAME`."""
    return {f"query.{each['name']}": each for each in query_parameters(known)}


def query_parameters(known: Mapping[str, Parameter]) -> list[Json]:
    """Return the parameters of a query, as they are read."""
    return [
        {
            "name": name,
            "in": "query",
            "required": parameter.required,
            "description": parameter.words,
            "schema": dict(parameter.schema),
            **({"example": parameter.example} if parameter.required else {}),
        }
        for name, parameter in known.items()
    ]


def security_of(endpoint: str) -> list[Json]:
    """Return what opens a route: nothing, a key with the scope of its act, or a session."""
    door = DOORS[endpoint]
    if door is Everyone:
        return []
    if door is Watcher:
        return [{"key": []}, {"session": []}, OPEN]
    scope = RIGHTS[door].scope if isinstance(door, Act) else None
    named: list[Json] = [{"session": []}]
    if scope:
        named.insert(0, {"key": [scope]})
    return [*named, OPEN] if door in STATELESS else named


def may_refuse(*statuses: int) -> Json:
    """Return the answers of these statuses, each a problem document."""
    return {str(status): reference(str(status), "responses") for status in statuses}


def refusals() -> Json:
    """Return every refusal of the API as a reusable answer."""
    described: Json = {}
    for status in sorted(TITLES.keys() - _OF_NO_OPERATION):
        title = TITLES[status]
        code, detail = REFUSALS.get(status, ("", ""))
        problem: Json = {"schema": reference("Problem")}
        if code:
            problem["example"] = json.loads(describe_problem(status, code, detail))
        described[str(status)] = {
            "description": f"{title}。{detail}",
            "content": {PROBLEM: problem},
        }
    described["401"]["headers"] = {
        "WWW-Authenticate": {"description": "怎样验证身份", "required": True, "schema": TEXT}
    }
    described["304"] = {"description": "与 If-None-Match 所指的版本相同"}
    for patient in ("429", "503"):
        described[patient]["headers"] = {
            "Retry-After": {"description": "多少秒以后再试", "schema": NOT_NEGATIVE}
        }
    return described


_FINDING = object_of(
    {
        "pointer": {"type": "string", "format": "json-pointer", "description": "案件数据中的位置"},
        "code": TEXT | {"description": "不变的代码，供程序判断"},
        "detail": TEXT | {"description": "怎么改"},
        "source": TEXT | {"description": "依据的条款；没有的为空"},
    }
)
SCHEMAS: Mapping[str, Json] = {
    "Finding": _FINDING,
    "Problem": object_of(
        {
            "type": {"type": "string", "format": "uri"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "code": TEXT,
            "errors": list_of(reference("Finding")),
        }
    ),
}
