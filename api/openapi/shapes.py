"""The words the contract is written in: small pieces of OpenAPI that every subject uses."""

import json
from collections.abc import Mapping
from typing import Any

from api.doors import DOORS
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


def operation(tag: str, name: str, summary: str, content: Json, *refusals: int) -> Json:
    """Return an operation that is answered with 200 and `content`, or refused."""
    return {
        "tags": [tag],
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": content},
            **may_refuse(*refusals),
        },
    }


def reference(schema: str) -> Json:
    """Return a reference to a schema of the components."""
    return {"$ref": COMPONENTS + schema}


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


def list_of(schema: Json) -> Json:
    """Return the schema of a list."""
    return {"type": "array", "items": schema}


def or_null(schema: Json) -> Json:
    """Return a schema that null obeys too."""
    return {"anyOf": [schema, {"type": "null"}]}


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
    """Return what opens a route: a key with the scope of its act, or a session."""
    act = DOORS[endpoint]
    scope = RIGHTS[act].scope if isinstance(act, Act) else None
    return [{"key": [scope]}, {"session": []}] if scope else [{"session": []}]


def may_refuse(*statuses: int) -> Json:
    """Return the answers of these statuses, each a problem document."""
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def refusals() -> Json:
    """Return every refusal of the API as a reusable answer."""
    described: Json = {}
    for status, title in TITLES.items():
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
